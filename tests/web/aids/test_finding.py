"""Finding a work aid: by words of its title, its text and its file, by topic, group and kind."""

from datetime import date

import pytest

from app.db import Database
from app.files.folding import fold
from app.files.models import StoredFile
from app.house.aids import service
from app.house.aids.values import Content
from tests.web.aids.writer import Writer
from tests.web.counter.conftest import MONDAY
from tests.web.pages import text_of

pytestmark = pytest.mark.one_database

DAY = date(2026, 11, 1)
FILE_TEXT = (
    "Merkblatt der Ausländerbehörde. "
    + "Seite um Seite. " * 30
    + "Für die Verpflichtungs\u00aderklärung bringen Sie mit: Pass"
)


@pytest.fixture(autouse=True)
def aids(database: Database) -> None:
    file = StoredFile(
        digest="d" * 64, size=1, pages=2, width=1, height=1, text=FILE_TEXT, folded=fold(FILE_TEXT), notes=[],
        thumbnail="e" * 64, stored_on=DAY,
    )  # fmt: skip
    with database.writing() as session:
        session.add(file)
        for content in (
            Content("page", "Übersicht Wohnen", DAY, topics=("wohnen",), body="Mietspiegel und **Härtefall**"),
            Content("list", "Telefonliste", DAY, body="Amt;Nummer\nWohnungsamt;0341 1", review_on=date(2026, 11, 20)),
            Content("link", "Amt24", DAY, topics=("wohnen/mietproblem",), groups=("student",), link="https://amt24.de"),
            Content("file", "Verpflichtung", DAY, groups=("student",), file_digest="d" * 64),
            Content("page", "Alt: Wohnen", DAY, body="Härtefall", archived=True),
        ):
            service.create(session, content, by="editor", now=MONDAY)


def titles(writer: Writer) -> list[str]:
    return [text_of(link) for link in writer.page.all("a") if link.get("class") == "name"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Amt24", "Telefonliste", "Übersicht Wohnen", "Verpflichtung"]),
        ("q=wohn", ["Übersicht Wohnen", "Telefonliste"]),
        ("q=UBERSICHT", ["Übersicht Wohnen"]),
        ("q=hartefall", ["Übersicht Wohnen"]),
        ("q=wohnen+mietspiegel", ["Übersicht Wohnen"]),
        ("q=wohnen+verpflichtung", []),
        ("q=verpflichtungserklärung+pass", ["Verpflichtung"]),
        ("q=100%25", []),
        ("q=_", []),
        ("q=%00ubersicht%1f", ["Übersicht Wohnen"]),
        ("topic=wohnen", ["Amt24", "Übersicht Wohnen"]),
        ("group=student", ["Amt24", "Verpflichtung"]),
        ("kind=list", ["Telefonliste"]),
        ("overdue=yes", ["Telefonliste"]),
        ("archived=yes", ["Alt: Wohnen"]),
        ("topic=x&group=x&kind=x", ["Amt24", "Telefonliste", "Übersicht Wohnen", "Verpflichtung"]),
    ],
)
def test_found(writer: Writer, query: str, found: list[str]) -> None:
    assert titles(writer.open(f"/aids?{query}")) == found


def test_the_place_in_the_text_is_quoted(writer: Writer) -> None:
    writer.open("/aids?q=verpflichtungserklärung")
    [quoted] = [text_of(one) for one in writer.page.all("small") if "quote" in one.get("class", "").split()]
    assert quoted == "… Seite um Seite. Seite um Seite. Für die Verpflichtungs\u00aderklärung bringen Sie mit: Pass"
    assert text_of(writer.page.one("mark")) == "Verpflichtungs\u00aderklärung"


def test_advisors_read_and_do_not_write(advisor: Writer) -> None:
    advisor.open("/aids")
    assert titles(advisor) == ["Amt24", "Telefonliste", "Übersicht Wohnen", "Verpflichtung"]
    link = next(link for link in advisor.page.all("a") if text_of(link) == "Übersicht Wohnen").attrib["href"]
    advisor.open(link)
    assert "Nur für das Team" in advisor.text
    assert text_of(advisor.page.one("strong")) == "Härtefall"
    assert not [button for button in advisor.page.all("button") if button.get("name") == "action"]
    assert "im Archiv" not in advisor.open("/aids").text
