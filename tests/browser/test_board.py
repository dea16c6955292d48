"""The board as editors and advisors use it: keyboard alone, German and English, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from app.house.board.models import BoardEntry
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_aids import press
from tests.browser.test_looks import inspect

both_languages = pytest.mark.parametrize("language", ["de", "en"])
WORDS = {
    "de": {
        "new": "Neues Angebot", "category": "Raum", "office": "Organisation", "title": "Titel", "text": "Text",
        "topic": "Engagement und Zusammenarbeit", "whole": "das ganze Thema", "save": "Speichern",
        "refused": "Telefonnummern weg", "hangs": "Hängt jetzt am Brett.", "down": "Abnehmen", "is down": "Abgenommen.",
        "back": "Wieder aufhängen", "again": "Hängt wieder am Brett.",
    },
    "en": {
        "new": "New offer", "category": "Room", "office": "Organisation", "title": "Title", "text": "Text",
        "topic": "Volunteering and cooperation", "whole": "the whole topic", "save": "Save",
        "refused": "leave out telephone numbers", "hangs": "It hangs on the board now.", "down": "Take down",
        "is down": "Taken down.", "back": "Hang up again", "again": "It hangs on the board again.",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        session.execute(delete(BoardEntry))
        raise_revision(session, HOUSE_REVISION)


def hung(page: Page, words: dict[str, str]) -> None:
    """A new offer, from the board on; a telephone number is refused first."""
    press(page, "link", words["new"])
    page.get_by_role("radio", name=words["category"]).press("Space")
    page.get_by_label(words["office"], exact=True).select_option("mieterverein")
    page.get_by_label(words["title"], exact=True).focus()
    page.keyboard.type("Raum für Sprachcafés")
    page.keyboard.press("Tab")
    page.keyboard.type("Dienstags, Tel. 0341 1234567")
    page.locator("summary", has_text=words["topic"]).press("Enter")
    page.locator("details[open]").get_by_role("checkbox", name=words["whole"]).press("Space")
    press(page, "button", words["save"])
    expect(page.locator("#done")).to_contain_text(words["refused"])
    expect(page.locator("#done")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label(words["text"], exact=True)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Dienstags ab 16 Uhr")
    press(page, "button", words["save"])
    expect(page.locator("#done")).to_contain_text(words["hangs"])


@pytest.mark.parametrize(("language", "javascript"), [("de", True), ("en", True), ("de", False)])
def test_hung_up_taken_down_put_back(visit: Open, server: Server, language: str, javascript: bool) -> None:
    words = WORDS[language]
    page = visit(f"/board?lang={language}", name="verwaltung", javascript=javascript).page
    hung(page, words)
    expect(page.locator(".board > li")).to_contain_text("+49 341 2131277")
    press(page, "button", f"{words['down']}: Raum für Sprachcafés")
    expect(page.locator("#done")).to_contain_text(words["is down"])
    expect(page.locator(".board > li")).to_have_count(0)
    press(page, "button", words["back"])
    expect(page.locator("#done")).to_contain_text(words["again"])
    expect(page.locator(".board > li")).to_have_count(1)
    with server.database.reading() as session:
        row = session.scalars(select(BoardEntry)).one()
        assert (row.kind, row.category, row.office_id, row.topics) == ("offer", "room", "mieterverein", ["engagement"])
        assert (row.text, row.archived) == ("Dienstags ab 16 Uhr", False)


@both_languages
def test_at_the_counter(visit: Open, language: str) -> None:
    hung(visit(f"/board?lang={language}", name="verwaltung").page, WORDS[language])
    counter = visit(f"/counter?lang={language}").press("1", "h", "1").at("answer")
    counter.press("b")
    expect(counter.page.locator("[data-offers][open]")).to_contain_text("Raum für Sprachcafés")
    expect(counter.page.locator("[data-offers]")).to_contain_text("+49 341 2131277")
    counter.press("e").at("language")


@both_languages
def test_looks(visit: Open, language: str) -> None:
    inspect(visit(f"/board?lang={language}", name="verwaltung"))
    advisor = visit(f"/board?lang={language}", name="verwaltung")
    hung(advisor.page, WORDS[language])
    inspect(advisor)
    press(advisor.page, "link", ("Bearbeiten" if language == "de" else "Edit") + ": Raum für Sprachcafés")
    expect(advisor.page.locator("form.board-form")).to_be_visible()
    inspect(advisor)
