"""A case played through on the page."""

from typing import Any

import pytest
from sqlalchemy import select

from app.migrations.models import METADATA
from tests.web.pages import text_of
from tests.web.rules.desk import TABLE, Editor

pytestmark = pytest.mark.one_database


def play(editor: Editor, fields: dict[str, Any]) -> Editor:
    """Fill in the case and play it through."""
    return editor.press("play", **fields)


def told(editor: Editor) -> list[list[str]]:
    """The rows of the answer."""
    answer = editor.page.one("div", id="played")
    return [[text_of(cell) for cell in row] for row in answer.iter("tr")]


def test_today_without_drafts(editor: Editor) -> None:
    play(editor.open(), {"case-age": "25", "case-residence": "city"})
    rows = told(editor)
    assert rows[0][:2] == ["heutige Tabelle", "AUFE-017"]
    assert rows[0][2].startswith("Ausländerbehörde (Ordnungsamt); berät: Naomi e.V.")
    lost = {row[-2]: row[-1] for row in rows[1:]}
    assert lost["AUFE-018"] == "gilt allgemeiner – AUFE-017 trifft genauer zu"
    assert lost["AUFE-012"] == "gilt nur bei: Landkreis"
    assert lost["AUFE-033"] == "gilt an diesem Tag nicht (05.03.2027)"
    assert editor.field("case-age") == "25"


def test_before_and_after_a_draft(editor: Editor) -> None:
    editor.edit().save(age="20")
    play(editor, {"case-age": "25"})
    assert [row[:2] for row in told(editor)[:2]] == [["bisher", "AUFE-017"], ["danach", "AUFE-018"]]
    play(editor, {"case-age": "19"})
    assert told(editor)[1][2].startswith("dasselbe:")


def test_another_day(editor: Editor) -> None:
    play(editor.open(), {"case-status": "ukraine_24", "case-on": "2027-03-05"})
    assert told(editor)[0][1] == "AUFE-033"


def test_nothing_of_a_case_is_stored_or_in_an_address(editor: Editor) -> None:
    def everything() -> dict[str, list[str]]:
        with editor.database.reading() as session:
            return {one.name: sorted(map(repr, session.execute(select(one)))) for one in METADATA.sorted_tables}

    before = everything()
    play(editor.open(), {"case-status": "undocumented", "case-age": "25"})
    assert everything() == before
    addresses = [one.get("href", "") + one.get("action", "") for one in editor.page.root.iter()]
    assert not [one for one in addresses if "undocumented" in one]
    assert editor.page.response.request.path == TABLE
