"""Events by keyboard: made by an editor, found at the counter, put on a poster, counted afterwards; and their looks."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app import clock
from app.house.events import service
from app.house.events.models import Event
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import MONDAY, Server
from tests.browser.test_looks import inspect
from tests.slips.pages import page_count, text_of
from tests.unit.house.events.examples import draft

LONG = "Aufenthaltserlaubnis verlängern und Niederlassungserlaubnis beantragen: was Sie wissen müssen"
SAID = {
    "de": {
        "new": "Neue Veranstaltung",
        "made": "Eine Veranstaltung wurde angelegt.",
        "gone": "Rückgängig gemacht",
        "cancel": "Veranstaltung absagen",
        "cancelled": "Die Veranstaltung ist abgesagt.",
        "again": "Findet doch statt",
        "back": "erscheint wieder",
        "poster": "Plakat öffnen (PDF)",
        "counted": "Die Zahl ist gespeichert.",
        "enter": "Jetzt eintragen",
    },
    "en": {
        "new": "New event",
        "made": "One event was made.",
        "gone": "Undone",
        "cancel": "Cancel the event",
        "cancelled": "The event is cancelled.",
        "again": "It takes place after all",
        "back": "shows it again",
        "poster": "Open the poster (PDF)",
        "counted": "The number is saved.",
        "enter": "Enter it now",
    },
}

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def no_events_left(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        session.execute(delete(Event))
        raise_revision(session, HOUSE_REVISION)


def add(server: Server, day: date = date(2026, 12, 1), **changes: object) -> str:
    with clock.fixed(MONDAY), server.database.writing() as session:
        return service.create(session, draft(day=day, **changes))[0].id


def stored(server: Server) -> Event:
    with server.database.reading() as session:
        found = session.scalars(select(Event)).one()
        session.expunge(found)
        return found


def tab_to(advisor: Advisor, selector: str, most: int = 30) -> Advisor:
    """Go on with the Tab key until this has the focus."""
    for _ in range(most):
        advisor.press("Tab")
        if advisor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return advisor
    raise AssertionError(f"{selector} is not reached by {most} tabs")


def type_on(advisor: Advisor, text: str) -> Advisor:
    advisor.page.keyboard.type(text)
    return advisor


def done(advisor: Advisor, text: str) -> None:
    """What was done is said, and has the focus."""
    expect(advisor.page.locator("#done")).to_contain_text(text)
    expect(advisor.page.locator("#done")).to_be_focused()


@both_languages
def test_an_editor_makes_an_event_with_the_keyboard(visit: Open, server: Server, language: str) -> None:
    said = SAID[language]
    advisor = visit(f"/events?lang={language}", name="verwaltung")
    advisor.page.locator(".head .acts a", has_text=said["new"]).focus()
    advisor.press("Enter")
    advisor.page.locator("#title_de").focus()
    type_on(advisor, "Miete und Nebenkosten")
    type_on(tab_to(advisor, "#title_text-1"), "Оренда")
    advisor.press("Shift+Tab")
    type_on(advisor, "Ukrain")
    type_on(tab_to(advisor, "#office"), "Mieterverein")
    # A topic: open the list, tick all of it.
    advisor.page.locator(".pick-group summary", has_text="Wohnen" if language == "de" else "Housing").focus()
    advisor.press("Enter", "Tab", "Space")
    # The browser of the tests writes dates and times as in the United States.
    type_on(tab_to(advisor, "#day"), "12012026")
    type_on(tab_to(advisor, "#starts"), "0500PM")
    type_on(tab_to(advisor, "#ends"), "0630PM")
    type_on(tab_to(advisor, "#room"), "Raum 2")
    tab_to(advisor, "[name=languages][value=uk]").press("Space")
    tab_to(advisor, "[name=registration]", 40).press("ArrowRight")
    type_on(tab_to(advisor, "#contact"), "0341 2131277").press("Enter")
    done(advisor, said["made"])
    event = stored(server)
    assert (event.title_de, event.titles, event.office_id) == (
        "Miete und Nebenkosten",
        {"uk": "Оренда"},
        "mieterverein",
    )
    assert (event.topics, event.languages, event.registration) == (["wohnen"], ["de", "uk"], "needed")
    assert f"{event.day} {event.starts:%H:%M}–{event.ends:%H:%M}" == "2026-12-01 17:00–18:30"
    tab_to(advisor, "#done button").press("Enter")
    done(advisor, said["gone"])


@both_languages
def test_cancelled_and_back_with_the_keyboard(visit: Open, server: Server, language: str) -> None:
    said, id_ = SAID[language], add(server)
    advisor = visit(f"/events/{id_}?lang={language}", name="verwaltung")
    advisor.page.get_by_role("button", name=said["cancel"]).press("Enter")
    done(advisor, said["cancelled"])
    advisor.page.get_by_role("button", name=said["again"]).press("Enter")
    done(advisor, said["back"])
    assert stored(server).cancelled is False


@both_languages
def test_the_poster_in_the_ticked_languages(visit: Open, server: Server, language: str) -> None:
    id_ = add(server)
    advisor = visit(f"/events/{id_}?lang={language}")
    advisor.page.locator("[name=languages][value=ar]").focus()
    advisor.press("Space")
    tab_to(advisor, "[name=paper]").press("ArrowRight")
    wanted = advisor.page.locator("form[action$='poster.pdf']").evaluate(
        "form => form.action + '?' + new URLSearchParams(new FormData(form))"
    )
    tab_to(advisor, "form[action$='poster.pdf'] button")
    expect(advisor.focused).to_have_text(SAID[language]["poster"])
    response = advisor.page.request.get(wanted)
    assert response.headers["content-type"] == "application/pdf"
    assert page_count(response.body()) == 1
    text = text_of(response.body())
    for part in ("Miete und Nebenkosten", "Оренда та комунальні платежі", "Rent and service charges"):
        assert part in " ".join(text.split())
    assert "paper=A3" in wanted


@both_languages
def test_how_many_came_is_entered_with_the_keyboard(visit: Open, server: Server, language: str) -> None:
    said = SAID[language]
    add(server, date(2026, 11, 17))
    advisor = visit(f"/events?lang={language}")
    advisor.page.get_by_role("link", name=said["enter"]).press("Enter")
    advisor.page.locator(".event-table .name").press("Enter")
    advisor.page.locator("#participants").focus()
    type_on(advisor, "23").press("Enter")
    done(advisor, said["counted"])
    assert stored(server).participants == 23


@both_languages
def test_the_counter_shows_it_for_its_topic_and_prints_it_on_wish(visit: Open, server: Server, language: str) -> None:
    id_ = add(server, topics=["aufenthalt"])
    advisor = visit(f"/counter?lang={language}").press(*UKRAINIAN).at("answer").press("v")
    expect(advisor.page.locator("[data-events]")).to_have_attribute("open", "")
    box = advisor.page.locator(f"[name=event][value='{id_}']")
    expect(box).to_be_visible()
    box.focus()
    advisor.press("Space")
    assert advisor.value("event") == id_


def test_a_series_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit("/events/new", name="verwaltung", javascript=False)
    page = advisor.page
    page.locator("#title_de").fill("Deutsch üben")
    page.locator("#day").fill("2026-12-15")
    page.locator("#starts").fill("16:00")
    page.locator("#ends").fill("15:00")
    page.locator("#until").fill("2027-01-12")
    page.locator("#room").press("Enter")
    # What is wrong stands at the top and leads to its field; what was typed is still there.
    page.locator(".kern-alert a", has_text="Das Ende muss nach dem Anfang liegen").click()
    expect(page.locator("#title_de")).to_have_value("Deutsch üben")
    page.locator("#ends").fill("17:30")
    page.locator("#ends").press("Enter")
    expect(page.locator("#done")).to_contain_text("5 Veranstaltungen wurden angelegt.")
    expect(page.locator("#done")).to_contain_text("Di 29.12.2026")
    advisor.click("Rückgängig")
    expect(page.locator("#done")).to_contain_text("Rückgängig gemacht")
    expect(page.locator(".empty-state")).to_be_visible()


def test_two_editors_of_one_event(visit: Open, server: Server) -> None:
    id_ = add(server)
    one, other = (visit(f"/events/{id_}/edit", name="verwaltung") for _ in range(2))
    one.page.locator("#room").fill("Saal")
    one.page.locator("#room").press("Enter")
    done(one, "Gespeichert.")
    other.page.locator("#seats").fill("40")
    other.page.locator("#seats").press("Enter")
    expect(other.page.locator("#conflict")).to_be_focused()
    expect(other.page.locator("#conflict")).to_contain_text("Saal")
    expect(other.page.locator("#seats")).to_have_value("40")
    inspect(other)
    other.page.locator("#seats").press("Enter")
    done(other, "Gespeichert.")
    assert stored(server).seats == 40


@both_languages
@pytest.mark.parametrize("page", ["list", "past", "event", "past event", "edit", "new", "poster refused", "empty"])
def test_looks(visit: Open, server: Server, page: str, language: str) -> None:
    if page != "empty":
        add(server, day=date(2026, 11, 24))
        long, past = add(server, title_de=LONG, title_en="", office_id=None), add(server, day=date(2026, 11, 17))
        paths = {
            "past": "?past=1",
            "event": f"/{long}",
            "past event": f"/{past}",
            "edit": f"/{long}/edit",
            "new": "/new",
        }
        paths |= {"poster refused": f"/{long}/poster.pdf?languages=xx"}
    path = "/events" + (paths.get(page, "") if page != "empty" else "")
    advisor = visit(f"{path}{'&' if '?' in path else '?'}lang={language}", name="verwaltung")
    expect(advisor.page.locator("h1")).to_be_visible()
    inspect(advisor)
