"""All languages at a glance, and one click for all of them."""

import pytest
from flask import Flask
from sqlalchemy import delete, text

from app.accounts.roles import Role
from app.db import Database
from app.vocabulary.models import Language
from handouts.models import HandoutEdition
from tests.web.pages import Page, check_page, text_of
from tests.web.staff import log_in, post
from tests.web.translation.desk import GERMAN, KEY, PHRASE, Editor, said

pytestmark = pytest.mark.one_database


def rows(page: Page) -> dict[str, list[str]]:
    found = {}
    for row in page.one("tbody").iter("tr"):
        name, _, *numbers = (text_of(cell) for cell in row if cell.tag in {"th", "td"})
        found[name] = numbers
    return found


def test_languages_by_rank_with_their_numbers(editor: Editor) -> None:
    table = rows(editor.open("/translations").page)
    assert list(table)[:3] == ["Ukrainisch українська", "Arabisch العربية", "Englisch English"]
    assert len(table) == 35
    total = len(editor.items())
    assert table["Ukrainisch українська"] == ["0", str(total), "0", "0"]
    assert table["Englisch English"] == [str(total), "0", "0", "0"]
    arabic = editor.page.one("bdi", lang="ar")
    assert arabic.get("dir") == "rtl"
    assert len(editor.page.all("svg", role="img")) == 35
    assert f"0 von {total} geprüft" in {bar.get("aria-label") for bar in editor.page.all("svg", role="img")}


def test_english_interface(editor: Editor) -> None:
    assert "Ukrainian українська" in rows(editor.open("/translations?lang=en").page)
    assert "Every text is there in every language" in editor.text


def test_an_english_account_is_spoken_to_in_english(editor: Editor) -> None:
    settings = {"interface": "en", "colour_scheme": "auto"}
    assert post(editor.client, "/account", settings).status_code == 303
    assert "Ukrainian українська" in rows(editor.open("/translations").page)


def test_the_most_urgent_first_and_one_click_for_all_languages(editor: Editor) -> None:
    assert "Am dringendsten" not in editor.open("/translations").text
    editor.reword({PHRASE: "Ihr Anliegen", "address": "Anschrift {n}"})
    editor.open("/translations")
    assert "Am dringendsten" in editor.text
    assert "Ukrainisch: 2 Texte veraltet" in editor.text
    assert [text_of(part) for part in editor.page.all("del")] == ["Thema", "Adresse"]
    assert [text_of(part) for part in editor.page.all("ins")] == ["Anliegen", "Anschrift {n}"]
    form = next(form for form in editor.page.all("form", action="/translations/keep") if "Anliegen" in text_of(form))
    assert "Bedeutung unverändert: alle 35 Sprachen behalten" in text_of(form)
    editor.press(form)
    assert said(editor.page).startswith("35 Übersetzungen behalten.")
    assert (editor.item("uk").state, editor.item("en").state) == ("draft", "reviewed")
    editor.press(editor.form("/translations/undo"))
    assert said(editor.page) == "35 Änderungen zurückgenommen."
    assert editor.item("uk").state == "outdated"


def test_what_cannot_be_kept_is_counted(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr Thema {n}"})
    editor.open("/translations").press(editor.form("/translations/keep"))
    assert "0 Übersetzungen behalten." in said(editor.page)
    assert "35 bleiben, wie sie sind" in said(editor.page)
    assert editor.item().state == "outdated"


def test_the_same_click_twice_keeps_once(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr Anliegen"})
    form = editor.open("/translations").form("/translations/keep")
    editor.press(form).press(form)
    assert "0 Übersetzungen behalten." in said(editor.page)
    assert editor.item().state == "draft"


def test_nothing_to_do_and_no_languages(editor: Editor) -> None:
    with editor.database.writing() as session:
        session.execute(delete(HandoutEdition))
        session.execute(delete(Language).where(Language.tag != "en"))
        session.execute(text("UPDATE revision SET number = number + 1"))
    assert "Nichts zu tun" in editor.open("/translations").text
    with editor.database.writing() as session:
        session.execute(delete(Language))
        session.execute(text("UPDATE revision SET number = number + 1"))
    assert "noch keine Sprachen" in editor.open("/translations").text
    assert editor.page.all("table") == []


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.PARTNER, Role.ANALYST])
def test_only_editors(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    for path in ("/translations", "/translations/uk", "/translations/uk/slip.po", "/translations/preview.pdf"):
        assert client.get(path).status_code == 403
    fields = {"key": KEY, "text": GERMAN, "action": "draft"}
    for path in ("/translations/uk", "/translations/keep", "/translations/undo", "/translations/uk/import"):
        assert post(client, path, fields).status_code == 403
    assert 'href="/translations"' not in client.get("/account").text


def test_the_way_there(editor: Editor) -> None:
    assert editor.open("/languages").page.all("a", href="/translations")
    assert editor.open("/translations").page.one("a", href="/translations").get("aria-current") == "page"


def test_an_undo_that_is_not_ours(editor: Editor) -> None:
    for ticket in ("", "nonsense", "gAAAAABnonsense"):
        response = post(editor.client, "/translations/undo", {"undo": ticket})
        assert "zu alt" in said(check_page(response))
