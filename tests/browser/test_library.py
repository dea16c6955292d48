"""Handouts as advisors and editors keep them: with the keyboard, in both languages, without JavaScript, as it looks."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app import clock
from app.directory import history, publishing
from app.directory.entries import Entry
from app.directory.models import Change, EntryVersion
from app.vocabulary.service import raise_revision
from handouts import editions, stock
from handouts.editions import Wish
from handouts.models import EditionStock, Handout, HandoutEdition
from handouts.stock import Stock
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import MONDAY, Server
from tests.browser.test_looks import inspect
from tests.browser.test_offices import tab_to

WORDS = {
    "de": {
        "new": "Neues Infomaterial",
        "edition": "Neue Ausgabe",
        "made": "Jetzt fehlen noch die Ausgaben",
        "added": "ab sofort an",
        "archive": "Archivieren: Ukrainisch",
        "archived": "diese Ausgabe nicht mehr angeboten",
        "undo": "Zurücknehmen",
        "back": "Die Ausgabe ist wieder da.",
    },
    "en": {
        "new": "New handout",
        "edition": "New edition",
        "made": "Now add the editions",
        "added": "from now on",
        "archive": "Archive: Ukrainian",
        "archived": "does not offer this edition any more",
        "undo": "Take back",
        "back": "The edition is back.",
    },
}
PAGES = {
    "list": "/handouts",
    "found in a file": "/handouts?q=zzzz",
    "languages": "/handouts/languages",
    "stock": "/handouts/stock",
    "handout": "/handouts/h_stadtplan",
    "without an edition": "/handouts/h_cabl",
    "new": "/handouts/new",
    "edit": "/handouts/h_jmd/edit",
    "new edition": "/handouts/h_stadtplan/editions/new?language=uk&request=x",
}
both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    """The handouts of the example, and an edition or two of the map."""
    with server.database.writing() as session:
        number = history.last_number(session)
        known = set(session.scalars(select(HandoutEdition.id)))
        for language, left in (("de", 70), ("uk", 3), ("ar", 0)):
            made = editions.add(session, "h_stadtplan", Wish(language, "paper", pages=2), today=MONDAY.date())
            stock.set_stock(session, made.id, left=left, reorder_at=5)
        expired = Wish("ru", "paper", valid_until=date(2026, 10, 31), note="Schublade links")
        editions.add(session, "h_stadtplan", expired, today=MONDAY.date())
    yield
    with server.database.writing() as session:
        session.execute(delete(EditionStock).where(EditionStock.edition_id.not_in(known)))
        session.execute(delete(HandoutEdition).where(HandoutEdition.id.not_in(known)))
        if history.last_number(session) > number:
            changed = session.scalars(select(EntryVersion).where(EntryVersion.change_number > number))
            names = {one.entry_id for one in changed}
            old = [Entry("handouts", name) for name in names if not name.startswith("h_merkblatt_mull")]
            with clock.fixed(MONDAY):
                publishing.restore(session, number, by="tests", why="", now=MONDAY, entries=old)
            session.execute(delete(Handout).where(Handout.id.startswith("h_merkblatt_mull")))
            session.execute(delete(EntryVersion).where(EntryVersion.change_number > number))
            session.execute(delete(Change).where(Change.number > number))
            raise_revision(session)


def said(advisor: Advisor, text: str) -> None:
    """What was done is said, and has the focus."""
    expect(advisor.page.locator("#done")).to_contain_text(text)
    expect(advisor.page.locator("#done")).to_be_focused()


def stocks(server: Server, handout: str) -> dict[str, Stock]:
    """The stock of the handout's editions by language."""
    with server.database.reading() as session:
        found = stock.stocks(session)
        return {row.language: found[row.id] for row in editions.editions(session, handout) if row.id in found}


@both_languages
def test_a_new_handout_with_an_edition_archived_and_back(visit: Open, server: Server, language: str) -> None:
    words = WORDS[language]
    advisor = visit(f"/handouts?lang={language}", name="verwaltung")
    page = advisor.page
    page.get_by_role("link", name=words["new"]).focus()
    advisor.press("Enter")
    page.wait_for_url("**/handouts/new")
    page.locator("#f-title_de").focus()
    page.keyboard.type("Merkblatt Müll")
    advisor.press("Tab")
    page.keyboard.type("Waste sheet")
    page.locator("#f-topics summary").nth(12).focus()
    advisor.press("Enter", "Tab", "Space")
    page.locator("#f-title_de").focus()
    advisor.press("Enter")
    said(advisor, words["made"])
    page.get_by_role("link", name=words["edition"]).focus()
    advisor.press("Enter")
    page.wait_for_url("**/editions/new")
    page.locator("#f-language").focus()
    page.keyboard.type("Ukrain")
    tab_to(advisor, "[name=kind]")
    advisor.press("ArrowDown", "ArrowDown")
    expect(page.locator("#file")).to_be_hidden()
    page.locator("#f-left").focus()
    page.keyboard.type("40")
    advisor.press("Tab")
    page.keyboard.type("10")
    advisor.press("Enter")
    said(advisor, words["added"])
    assert stocks(server, "h_merkblatt_mull") == {"uk": Stock(40, 10)}
    page.get_by_role("button", name=words["archive"]).focus()
    advisor.press("Enter")
    said(advisor, words["archived"])
    advisor.press("Tab")
    expect(advisor.focused).to_contain_text(words["undo"])
    advisor.press("Enter")
    said(advisor, words["back"])


@both_languages
def test_copies_are_counted_with_the_keyboard(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/handouts/stock?lang={language}")
    page = advisor.page
    ukrainian = page.locator(".copies > li").filter(has_text={"de": "Ukrainisch", "en": "Ukrainian"}[language])
    ukrainian.locator("[value=more]").focus()
    for left in (4, 5):
        advisor.press("Enter")
        expect(ukrainian.locator("output")).to_have_text(str(left))
        expect(ukrainian.locator("[value=more]")).to_be_focused()
    # It is enough again with one more, and stands elsewhere on the page; the focus goes with it.
    advisor.press("Enter")
    expect(page.locator("section").filter(has=page.locator("#enough")).locator("li")).to_have_count(2)
    expect(ukrainian.locator("[value=more]")).to_be_focused()
    advisor.press("Tab", "Control+a")
    page.keyboard.type("120")
    advisor.press("Enter")
    expect(ukrainian.locator("output")).to_have_text("120")
    assert stocks(server, "h_stadtplan")["uk"] == Stock(120, 5)


def test_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit("/handouts", name="verwaltung", javascript=False)
    page = advisor.page
    page.get_by_label("Titel oder Wörter im PDF").fill("stadtplan")
    page.get_by_label("Titel oder Wörter im PDF").press("Enter")
    expect(page.locator(".shelf > li")).to_have_count(1)
    page.locator(".shelf h2 a").click()
    arabic = page.locator(".edition").filter(has_text="Arabisch")
    arabic.get_by_role("button", name="Ein Exemplar mehr").click()
    expect(arabic.locator("output")).to_have_text("1")
    page.get_by_role("link", name="Bearbeiten: Russisch").click()
    page.locator("#f-valid_until").fill("2027-10-31")
    page.locator("#f-valid_until").press("Enter")
    expect(page.locator("#done")).to_contain_text("Heute geprüft.")
    assert stocks(server, "h_stadtplan")["ar"] == Stock(1, 5)


def test_two_editors_of_one_edition(visit: Open) -> None:
    one, other = (visit("/handouts/h_stadtplan", name="verwaltung") for _ in range(2))
    for advisor, note in ((one, "von ihr"), (other, "von ihm")):
        advisor.page.get_by_role("link", name="Bearbeiten: Russisch").click()
        advisor.page.locator("#f-note").fill(note)
    one.page.locator("#f-note").press("Enter")
    said(one, "Heute geprüft.")
    other.page.locator("#f-note").press("Enter")
    said(other, "Jemand anderes hat das inzwischen geändert")
    expect(other.page.locator("#f-note")).to_have_value("von ihm")
    expect(other.page.locator("#o-note")).to_contain_text("von ihr")
    inspect(other)
    other.page.locator("#f-note").press("Enter")
    said(other, "Heute geprüft.")


@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_how_the_pages_look(visit: Open, page: str, language: str) -> None:
    path = PAGES[page]
    inspect(visit(f"{path}{'&' if '?' in path else '?'}lang={language}", name="verwaltung"))


@both_languages
def test_how_what_is_wrong_looks(visit: Open, language: str) -> None:
    advisor = visit(f"/handouts/h_stadtplan/editions/new?lang={language}", name="verwaltung")
    advisor.page.locator("[name=kind][value=link]").check()
    advisor.page.locator("#f-link").fill("ftp://example.org")
    advisor.page.locator("#f-link").press("Enter")
    expect(advisor.page.locator("#done")).to_be_focused()
    inspect(advisor)
