"""Work aids as editors write and advisors find them: keyboard alone, German and English, without JavaScript."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import pikepdf
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from app.house.aids.models import WorkAid, WorkAidVersion
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.browser.advisor import UKRAINIAN
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect

both_languages = pytest.mark.parametrize("language", ["de", "en"])
TEXT = "# Ablauf\n\nMontags **ab 8 Uhr**.\n\n| Was | Frist |\n|---|---|\n| Verlängerung | 8 Wochen |"
WORDS = {
    "de": {
        "new": "Neue Seite", "title": "Titel", "text": "Text", "topic": "Einreise und Aufenthalt",
        "whole": "das ganze Thema",
        "preview": "Vorschau", "save": "Speichern", "done": "Gespeichert.", "edit": "Bearbeiten",
        "back": "Zurücknehmen",
        "versions": "2 Fassungen", "restore": "Fassung 1 wiederherstellen", "restored": "Wiederhergestellt.",
        "away": "Archivieren", "archived": "Im Archiv.", "in use": "Wieder in Gebrauch.",
    },
    "en": {
        "new": "New page", "title": "Title", "text": "Text", "topic": "Entry and residence", "whole": "the whole topic",
        "preview": "Preview", "save": "Save", "done": "Saved.", "edit": "Edit", "back": "Take back",
        "versions": "2 versions", "restore": "Restore version 1", "restored": "Restored.",
        "away": "Archive", "archived": "In the archive.", "in use": "Back in use.",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        for table in (WorkAidVersion, WorkAid):
            session.execute(delete(table))
        raise_revision(session, HOUSE_REVISION)


def press(page: Page, role: str, name: str) -> None:
    """Go to a control with the keyboard, and press Enter; no script of the page moves the focus any more."""
    page.wait_for_load_state()
    control = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    control.focus()
    page.keyboard.press("Enter")


def written(page: Page, words: dict[str, str]) -> None:
    """A new page, from the list on."""
    press(page, "link", words["new"])
    page.get_by_label(words["title"], exact=True).focus()
    page.keyboard.type("Termine der ABH")
    page.keyboard.press("Tab")
    expect(page.get_by_label(words["text"], exact=True)).to_be_focused()
    page.keyboard.insert_text(TEXT)
    page.locator("summary", has_text=words["topic"]).press("Enter")
    page.get_by_role("checkbox", name=words["whole"]).first.press("Space")
    press(page, "button", words["preview"])
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("#preview h3")).to_have_text("Ablauf")
    press(page, "button", words["save"])
    expect(page.locator("#done")).to_contain_text(words["done"])
    expect(page.locator("#done")).to_be_focused()


@both_languages
def test_written_changed_restored_put_away(visit: Open, server: Server, language: str) -> None:
    words = WORDS[language]
    page = visit(f"/aids?lang={language}", name="verwaltung").page
    written(page, words)
    expect(page.locator(".aid-text td").first).to_have_text("Verlängerung")
    press(page, "link", words["edit"])
    page.get_by_label(words["text"], exact=True).fill("Nur noch online.")
    press(page, "button", words["save"])
    expect(page.locator(".aid-text")).to_have_text("Nur noch online.")
    press(page, "link", words["versions"])
    expect(page.locator("ins")).to_contain_text("Nur noch online.")
    press(page, "button", words["restore"])
    expect(page.locator("#done")).to_contain_text(words["restored"])
    expect(page.locator(".aid-text h3")).to_have_text("Ablauf")
    press(page, "button", words["away"])
    expect(page.locator("#done")).to_contain_text(words["archived"])
    press(page, "button", words["back"])
    expect(page.locator("#done")).to_contain_text(words["in use"])
    with server.database.reading() as session:
        row = session.scalars(select(WorkAid)).one()
        assert (row.body, row.topics, row.archived, row.version) == (TEXT, ["aufenthalt"], False, 5)


def test_without_javascript(visit: Open, server: Server) -> None:
    page = visit("/aids", name="verwaltung", javascript=False).page
    press(page, "link", "Neue Liste")
    page.get_by_label("Titel", exact=True).fill("Telefonliste")
    page.get_by_label("Zeilen").fill("Amt;Nummer\nSozialamt;0341 1")
    press(page, "button", "Speichern")
    expect(page.locator("td").last).to_have_text("0341 1")
    page.goto("/aids")
    press(page, "link", "Neue Datei")
    page.get_by_label("Titel", exact=True).fill("Formblatt")
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(made)
    file = {"name": "../../etc/x.pdf", "mimeType": "application/pdf", "buffer": made.getvalue()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    press(page, "button", "Speichern")
    expect(page.get_by_role("link", name="PDF öffnen")).to_be_visible()
    with server.database.reading() as session:
        assert session.scalars(select(WorkAid.kind).order_by(WorkAid.kind)).all() == ["file", "list"]


@both_languages
def test_at_the_counter(visit: Open, language: str) -> None:
    page = visit(f"/aids?lang={language}", name="verwaltung").page
    written(page, WORDS[language])
    counter = visit(f"/counter?lang={language}").press(*UKRAINIAN).at("answer")
    counter.press("a")
    expect(counter.page.locator("[data-aids][open]")).to_contain_text("Termine der ABH")
    # Its text opens where it stands, and the contact goes on.
    expect(counter.focused).to_contain_text("Termine der ABH")
    counter.page.keyboard.press("Enter")
    expect(counter.page.locator("[data-aids] h3")).to_have_text("Ablauf")
    counter.press("e").at("language")


@both_languages
def test_looks(visit: Open, language: str) -> None:
    inspect(visit(f"/aids?lang={language}", name="verwaltung"))
    advisor = visit(f"/aids?lang={language}", name="verwaltung")
    written(advisor.page, WORDS[language])
    inspect(advisor)
    path = urlsplit(advisor.page.url).path
    for address in (path + "/edit", path + "/versions", "/aids?q=wochen", "/aids/new?kind=file", "/aids/new?kind=list"):
        inspect(visit(address, name="verwaltung"))
