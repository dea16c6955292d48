"""The house around the desk as an advisor uses it, without leaving the contact: keyboard only, in both languages."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app.house.aids.models import WorkAid, WorkAidVersion
from app.house.board.models import BoardEntry
from app.house.events.models import Event
from app.house.presence.models import PresenceSlot
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts.models import EditionStock, HandoutEdition, HandoutGiven
from referrals.models import WrongData
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import both_languages, inspect
from tests.house import ARABIC, GUIDE, ROMANIAN, furnish

# Romanian, work, problems at work; from the EU.
LABOUR = ("5", "j", "4", "1")
FURNITURE = (WrongData, WorkAidVersion, WorkAid, BoardEntry, Event, PresenceSlot, EditionStock, HandoutGiven)


@pytest.fixture(autouse=True)
def house(server: Server) -> Iterator[SimpleNamespace]:
    with server.database.writing() as session:
        made = furnish(session)
    yield made
    with server.database.writing() as session:
        for model in FURNITURE:
            session.execute(delete(model))
        editions = [value.partition("/")[2] for value in (ROMANIAN, ARABIC, GUIDE)]
        session.execute(delete(HandoutEdition).where(HandoutEdition.id.in_(editions)))
        raise_revision(session, HOUSE_REVISION)


def answered(advisor: Advisor) -> Advisor:
    advisor.press(*LABOUR)
    while advisor.page.locator(".ask").count():
        advisor.press("0")
        advisor.page.wait_for_timeout(100)
    return advisor.at("answer")


def left(server: Server) -> int | None:
    with server.database.reading() as session:
        return session.scalar(select(EditionStock.left).where(EditionStock.edition_id == ROMANIAN.partition("/")[2]))


def test_today_is_seen_before_anybody_asks(advisor: Advisor) -> None:
    expect(advisor.page.locator(".today-list")).to_contain_text("09:00–12:00")
    expect(advisor.page.locator(".today-list")).to_contain_text("BABS")


def test_today_is_seen_on_a_narrow_screen_too(visit: Open) -> None:
    advisor = visit(width=400)
    expect(advisor.page.locator(".today-list")).to_be_visible()
    answered(advisor).press("h")
    expect(advisor.page.locator("[data-today] .today-list")).to_be_visible()


def test_material_is_given_with_the_contact_and_taken_back_with_it(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("m")
    expect(advisor.focused).to_have_value(ROMANIAN)
    expect(advisor.page.locator("[data-material]")).to_contain_text("noch 3")
    advisor.press("Space", "m")
    expect(advisor.focused).to_contain_text("Drucken und erfassen")
    advisor.press("Enter")
    expect(advisor.toast).to_have_text("Erfasst, Zettel wird gedruckt.")
    assert left(server) == 2
    advisor.press("F8")
    expect(advisor.toast).to_contain_text("zählt nicht")
    assert left(server) == 3


def test_an_event_is_ticked_for_the_slip(advisor: Advisor, house: SimpleNamespace) -> None:
    answered(advisor).press("v")
    expect(advisor.focused).to_have_value(house.event)
    advisor.press("Space")
    assert advisor.value("event") == house.event
    advisor.press("v", "Enter")
    expect(advisor.toast).to_have_text("Erfasst, Zettel wird gedruckt.")


def test_a_work_aid_is_read_beside_the_answer(advisor: Advisor) -> None:
    answered(advisor).press("a")
    expect(advisor.focused).to_contain_text("Lohn nicht gezahlt")
    advisor.press("Enter")
    expect(advisor.page.locator("[data-aids] strong")).to_have_text("drei Wochen")
    advisor.press("a").at("answer")
    expect(advisor.focused).to_contain_text("Drucken und erfassen")


def test_offers_and_today_open_with_a_key(advisor: Advisor) -> None:
    answered(advisor).press("b")
    expect(advisor.page.get_by_text("Begleitung zu Ämtern")).to_be_visible()
    advisor.press("h")
    expect(advisor.page.locator("[data-today] .today-list")).to_be_visible()


def test_what_was_opened_stays_open_when_something_is_reported(advisor: Advisor) -> None:
    answered(advisor).press("a", "h", "f", "1")
    expect(advisor.toast).to_contain_text("Gemeldet")
    for mark in ("aids", "today"):
        expect(advisor.page.locator(f"[data-{mark}]")).to_have_attribute("open", "")
    advisor.press("F8")
    expect(advisor.toast).to_contain_text("Rückgängig gemacht")
    expect(advisor.page.locator("[data-aids]")).to_have_attribute("open", "")


@both_languages
def test_somebody_who_wants_to_help_and_an_employer_find_their_way(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/counter?lang={language}")
    advisor.press("0", "h", "1").at("answer").expect_text("Freiwilligen-Agentur Leipzig")
    advisor.press("b")
    expect(advisor.page.get_by_text("Computer zu verschenken")).to_be_visible()
    advisor.press("F9").at("language").press("3", "j", "7").at("answer").expect_text("Amt für Wirtschaftsförderung")
    advisor.press("Enter")
    expect(advisor.toast).to_be_visible()
    assert server.contact().concept_group == "unknown"


def test_in_english_too(visit: Open, server: Server) -> None:
    advisor = answered(visit("/counter?lang=en"))
    advisor.expect_text("Here in the house now, until 12:00")
    advisor.press("m", "Space")
    expect(advisor.page.locator("[data-material]")).to_contain_text("3 left")
    advisor.press("v")
    advisor.expect_text("Working in Leipzig")
    advisor.press("v", "Enter")
    expect(advisor.toast).to_have_text("Logged, slip is printed.")
    assert left(server) == 2


def test_without_javascript_everything_is_there(visit: Open, server: Server) -> None:
    advisor = visit(javascript=False)
    page = advisor.page
    page.locator('button[name="language"][value="ro"]').click()
    page.locator('button[name="topic"][value="arbeit"]').click()
    page.locator('button[name="subtopic"][value="arbeit/arbeitsrecht"]').click()
    while page.locator(".ask button").count():
        page.locator(".ask button").last.click()
    page.locator(f'input[value="{ROMANIAN}"]').check()
    page.locator("[data-aids] > summary").click()
    page.locator("[data-aids] details summary").click()
    expect(page.locator("[data-aids] strong")).to_have_text("drei Wochen")
    page.locator('button[name="finish"][value="log"]').click()
    expect(advisor.toast).to_have_text("Erfasst.")
    assert left(server) == 2


def test_in_neutral_mode_only_covered_aids(advisor: Advisor) -> None:
    advisor.press("5", "r", "1")
    while advisor.page.locator(".ask").count():
        advisor.press("0")
        advisor.page.wait_for_timeout(100)
    aids = advisor.page.locator("[data-aids]")
    expect(aids).to_be_visible()
    expect(advisor.page.get_by_text("Gewalt: so vorgehen")).to_be_hidden()
    advisor.press("h", "m", "v", "b")
    for mark in ("material", "events", "offers", "today"):
        expect(advisor.page.locator(f"[data-{mark}]")).to_have_count(0)


@both_languages
def test_looks(visit: Open, language: str) -> None:
    advisor = answered(visit(f"/counter?lang={language}"))
    for key in ("a", "Enter", "b", "h", "v"):
        advisor.press(key)
    inspect(advisor)
