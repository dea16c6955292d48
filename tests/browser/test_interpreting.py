"""Interpreting services taken over from the directory and found at the counter: by keyboard, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from app.house.interpreting.models import Interpreter, LanguageUnmet
from app.house.interpreting.service import interpreters
from app.house.interpreting.values import Service
from app.house.presence.models import PresenceSlot
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect
from tests.web.interpreting.services import sits, stored

SAVED = {"de": "SprInt ist gespeichert.", "en": "SprInt is saved."}
NOW = {"de": "jetzt, per Telefon, bis 16:00 Uhr", "en": "now, by phone, until 16:00"}
IN_HOUSE = {"de": "Sprachmittlung im Haus bis 12:00 Uhr", "en": "Interpreter in the house until 12:00"}
COMPANION = {"de": "Bitte eine erwachsene Person", "en": "Bring an adult who interprets."}
UNDONE = {"de": "zählt nicht", "en": "not counted"}
# Ukrainian; family; registering a birth, at an office that works in German.
UNSPOKEN = ("1", "f")
SUBTOPIC = "button[value='familie/geburt']"

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    """Nobody interprets."""
    yield
    with server.database.writing() as session:
        for model in (Interpreter, LanguageUnmet, PresenceSlot):
            session.execute(delete(model))
        raise_revision(session, HOUSE_REVISION)


def only(server: Server) -> Service:
    with server.database.reading() as session:
        (service,) = interpreters(session)
        return service


def tab_to(advisor: Advisor, selector: str) -> None:
    """With the Tab key alone."""
    wanted = advisor.page.locator(selector).first
    for _ in range(150):
        advisor.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def fill_in(advisor: Advisor) -> None:
    """The service on Mondays from 8 to 16, by phone at once, in Ukrainian, too."""
    tab_to(advisor, "#f-name")
    advisor.press("Control+a")
    advisor.page.keyboard.type("SprInt")
    tab_to(advisor, "input[name='languages'][value='uk']")
    advisor.press("Space")
    tab_to(advisor, "input[name='modes'][value='phone']")
    advisor.press("Space")
    tab_to(advisor, "#f-lead_days")
    advisor.page.keyboard.type("0")
    tab_to(advisor, "input[name='from-1']")
    advisor.page.keyboard.type("8")
    advisor.press("Tab")
    advisor.page.keyboard.type("16")
    tab_to(advisor, "#f-book_how")
    advisor.page.keyboard.type("Anrufen.")
    tab_to(advisor, "#f-book_phone")
    advisor.page.keyboard.type("0341 1234-5")
    advisor.press("Enter")


def at_the_answer(advisor: Advisor) -> Advisor:
    advisor.press(*UNSPOKEN)
    button = advisor.page.locator(SUBTOPIC)
    button.focus()
    advisor.press("Enter")
    return advisor.at("answer")


@both_languages
@pytest.mark.parametrize("javascript", [True, False])
def test_a_service_is_taken_over_with_the_keyboard_only(
    visit: Open, server: Server, language: str, javascript: bool
) -> None:
    advisor = visit(f"/interpreters?lang={language}", name="verwaltung", javascript=javascript)
    tab_to(advisor, "a[href='/interpreters/new?office=sprint']")
    advisor.press("Enter")
    expect(advisor.page.locator("#f-name")).to_be_visible()
    fill_in(advisor)
    expect(advisor.page.locator("#done")).to_contain_text(SAVED[language])
    expect(advisor.page.locator("#done")).to_be_focused()
    expect(advisor.page.locator("tbody tr").first).to_contain_text(NOW[language])
    facts = only(server).facts
    assert (facts.office, facts.modes, facts.lead_days, facts.hours) == ("sprint", ("phone",), 0, "Mo 08:00-16:00")
    assert {"uk", "ar", "ti"} <= set(facts.languages)
    assert facts.as_of is None


@both_languages
def test_the_counter_says_who_interprets(visit: Open, server: Server, language: str) -> None:
    stored(server.database)
    sits(server.database, "09:00", "12:00")
    advisor = at_the_answer(visit(f"/counter?lang={language}"))
    box = advisor.page.locator(".understanding")
    expect(box).to_contain_text(IN_HOUSE[language])
    expect(box).to_contain_text(NOW[language])
    expect(box).not_to_contain_text(COMPANION[language])
    how = box.get_by_text("0341 1234-5")
    expect(how).to_be_hidden()
    box.locator("summary").focus()
    advisor.press("Enter")
    expect(how).to_be_visible()
    inspect(advisor)


@both_languages
def test_the_counter_says_that_nobody_does_and_counts_it(visit: Open, server: Server, language: str) -> None:
    advisor = at_the_answer(visit(f"/counter?lang={language}"))
    expect(advisor.page.locator(".understanding")).to_contain_text(COMPANION[language])
    advisor.press("e")
    expect(advisor.toast).to_be_visible()
    assert unmet(server) == 1
    advisor.press("F8")
    expect(advisor.toast).to_contain_text(UNDONE[language])
    assert unmet(server) == 0


def test_an_error_leads_to_its_field(visit: Open, server: Server) -> None:
    advisor = visit("/interpreters/new", name="verwaltung")
    tab_to(advisor, "#f-name")
    advisor.press("Enter")
    expect(advisor.page.locator("#done")).to_be_focused()
    tab_to(advisor, "a[href='#f-name']")
    advisor.press("Enter")
    expect(advisor.page).to_have_url(f"{server.url}/interpreters/new#f-name")
    inspect(advisor)


def test_ending_has_a_way_back(visit: Open, server: Server) -> None:
    name = stored(server.database)
    advisor = visit(f"/interpreters/{name}", name="verwaltung").click("Nicht mehr vorschlagen")
    expect(advisor.page.locator("#done")).to_contain_text("wird nicht mehr vorgeschlagen")
    assert not only(server).offered
    advisor.page.locator("#done").get_by_role("button").click()
    expect(advisor.page.locator("#done")).to_contain_text("wird wieder vorgeschlagen")
    assert only(server).offered


@both_languages
@pytest.mark.parametrize("page", ["empty", "list", "new", "service"])
def test_the_pages_as_they_look(visit: Open, server: Server, page: str, language: str) -> None:
    name = ""
    if page in {"list", "service"}:
        name = stored(server.database, hours="Mo-Fr 08:00-16:00; Dec 24 off")
        stored(server.database, name="Gemeindedolmetschdienst", lead_days=3, as_of=None)
        sits(server.database, "09:00", "12:00", office_id="sprint")
    path = {"new": "/interpreters/new?office=sprint&", "service": f"/interpreters/{name}?"}.get(page, "/interpreters?")
    inspect(visit(f"{path}lang={language}", name="verwaltung"))


def unmet(server: Server) -> int:
    with server.database.reading() as session:
        return sum(row.n for row in session.query(LanguageUnmet))
