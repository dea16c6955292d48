"""Who is in the house, by keyboard and without JavaScript, in German and English, and as it looks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app.house.agreements import service as agreements
from app.house.agreements.models import Agreement
from app.house.agreements.service import AgreementContent
from app.house.presence import editing
from app.house.presence.models import HouseClosure, PresenceException, PresenceSlot
from app.house.presence.service import timetable
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import both_languages, inspect
from tests.web.calendar.house import DESK, DRK

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def empty_again(server: Server) -> Iterator[None]:
    """What a test enters is gone after it."""
    yield
    with server.database.writing() as session:
        for model in (PresenceException, PresenceSlot, HouseClosure, Agreement):
            session.execute(delete(model))
        raise_revision(session, HOUSE_REVISION)


@pytest.fixture
def filled(server: Server) -> str:
    """A week with partners, an interpreter and desks, two of them in one room; the id of the first hours."""
    with server.database.writing() as session:
        first = editing.add_slot(session, DRK).id
        editing.add_slot(
            session, replace(DRK, office_id="mosaik_mbe", starts=time(10), label="Jugendliche", note="Termin")
        )
        editing.add_slot(session, replace(DRK, kind="interpreter", office_id="sprint", weeks="odd", languages=("ti",)))
        for weekday in (1, 3, 5):
            editing.add_slot(session, replace(DESK, weekday=weekday))
        editing.except_day(session, first, date(2026, 12, 2), None, "Fortbildung")
        editing.close_house(session, date(2026, 12, 24), date(2026, 12, 31), "Jahreswechsel")
        agreements.add(session, AgreementContent("drk_mbe", "Vereinbarung", None, date(2026, 12, 31)))
    return first


NAME = """() => (document.activeElement.labels?.[0]?.textContent || document.activeElement.textContent)
  .replace(/\\s+/g, " ").trim()"""


def to(editor: Advisor, text: str) -> Advisor:
    """Press Tab until the field, the link or the button that says this has the focus."""
    for _ in range(150):
        editor.press("Tab")
        if editor.page.evaluate(NAME).startswith(text):
            return editor
    raise AssertionError(f"Tab does not lead to “{text}”")


GERMAN = {
    "new": "Neu: Partner",
    "office": "Partner oder",
    "room": "Raum",
    "from": "von",
    "to": "bis",
    "weekday": "Wochentag",
    "wednesday": "Mittwoch",
    "arabic": "Arabisch",
    "save": "Speichern",
    "refused": "Das Ende muss nach dem Beginn liegen",
    "every": "jeden Mittwoch",
    "cancel": "An diesem Tag absagen",
    "back": "Findet doch statt",
    "week": "nächste Woche",
    "day": "Mi 02.12.2026",
    "desks": "Beratungsplätze",
}
ENGLISH = {
    "new": "New: Partner",
    "office": "Partner or",
    "room": "Room",
    "from": "from",
    "to": "to",
    "weekday": "Weekday",
    "wednesday": "Wednesday",
    "arabic": "Arabic",
    "save": "Save",
    "refused": "The end must lie after the beginning",
    "every": "every Wednesday",
    "cancel": "Cancel this day",
    "back": "Takes place after all",
    "week": "next week",
    "day": "Wed 02.12.2026",
    "desks": "Consultation desks",
}
WORDS = {"de": GERMAN, "en": ENGLISH}


@both_languages
def test_hours_are_entered_and_one_day_cancelled_with_the_keyboard_alone(
    visit: Open, server: Server, language: str
) -> None:
    words = WORDS[language]
    editor = visit(f"/house/hours?lang={language}", name="verwaltung")
    to(editor, words["new"]).press("Enter")
    editor.page.wait_for_url("**/new?kind=partner")
    to(editor, words["office"]).press(*"jobc")
    to(editor, words["room"]).press(*"1.04")
    to(editor, words["from"]).press("Control+a", *"2200")
    to(editor, words["to"]).press("Control+a", *"2", "Enter")
    expect(editor.page.get_by_role("alert")).to_contain_text(words["refused"])
    to(editor, words["from"]).press("Control+a", *"9:00")
    to(editor, words["to"]).press("Control+a", *"12")
    to(editor, words["weekday"]).press(*words["wednesday"])
    to(editor, words["arabic"]).press("Space")
    to(editor, words["save"]).press("Enter")
    expect(editor.page.locator("#done")).to_be_visible()
    expect(editor.page.locator("aside")).to_contain_text(words["every"])
    with server.database.reading() as session:
        (sitting,) = timetable(session).day(WEDNESDAY)
    assert (sitting.office, sitting.room, sitting.languages) == ("jobcenter", "1.04", ("ar",))
    assert (sitting.starts.time(), sitting.ends.time()) == (time(9), time(12))
    to(editor, words["cancel"]).press("Enter")
    expect(editor.page.locator("aside del")).to_have_count(1)
    with server.database.reading() as session:
        assert timetable(session).day(WEDNESDAY) == ()
    to(editor, words["back"]).press("Enter")
    expect(editor.page.locator("aside del")).to_have_count(0)


@both_languages
def test_an_advisor_leafs_through_weeks_and_days_with_the_keyboard_alone(
    visit: Open, filled: str, language: str
) -> None:
    words = WORDS[language]
    advisor = visit(f"/house?lang={language}").expect_text("Beratungsplatz 2")
    to(advisor, words["week"]).press("Enter")
    advisor.page.wait_for_url("**week=2026-W49*")
    expect(advisor.page.locator("del")).to_have_count(1)
    to(advisor, words["day"]).press("Enter")
    expect(advisor.page.get_by_role("heading", level=1)).to_contain_text("02.12.2026")
    advisor.expect_text("Fortbildung")
    to(advisor, words["desks"]).press("Enter")
    expect(advisor.page.locator("td.taken")).to_have_count(1)


def test_without_javascript(visit: Open, server: Server) -> None:
    editor = visit("/house/hours/new", name="verwaltung", javascript=False)
    editor.page.get_by_label("Partner oder Dolmetschdienst").select_option(label="Jobcenter Leipzig")
    editor.page.get_by_label("Wochentag").select_option("4")
    editor.page.get_by_label("Wochen", exact=True).select_option("odd")
    editor.click("Termine anzeigen").expect_text("Die Kalenderwochen 53 und 1 sind beide ungerade")
    editor.click("Speichern").expect_text("Gespeichert.")
    editor.page.locator("aside details").first.locator("summary").click()
    times = editor.page.locator("aside form.other-times").first
    times.get_by_label("von").fill("14:00")
    times.get_by_label("bis").fill("15:30")
    times.get_by_role("button").click()
    editor.expect_text("andere Uhrzeiten")
    editor.click("Archivieren").expect_text("Diese Sprechzeit ist archiviert: Jobcenter Leipzig")
    editor.click("Wieder aufnehmen")
    editor.expect_text("Diese Sprechzeit steht wieder im Kalender.")
    editor.page.goto("/house/closures")
    editor.page.get_by_label("Erster Tag").fill("2026-11-26")
    editor.page.get_by_label("Begründung").fill("Betriebsausflug")
    editor.click("Eintragen").expect_text("Die Schließung ist eingetragen")
    with server.database.reading() as session:
        assert timetable(session).closed(date(2026, 11, 26)) == "Betriebsausflug"
        assert len(session.scalars(select(PresenceSlot)).all()) == 1
    editor.page.goto("/house/agreements/new")
    editor.page.get_by_label("Partner").select_option(label="Jobcenter Leipzig")
    editor.page.get_by_label("Titel").fill("Vereinbarung über Sprechzeiten")
    editor.page.get_by_label("Endet am").fill("2026-12-31")
    editor.click("Speichern").expect_text("Gespeichert.")
    editor.page.goto("/house/agreements")
    editor.expect_text("läuft bald aus", "in 38 Tagen")


@both_languages
def test_it_looks_right(visit: Open, filled: str, language: str) -> None:
    editor = visit(f"/house?lang={language}", name="verwaltung")
    inspect(editor)
    paths = ("?day=2026-11-25", "?week=2026-W53", "/hours", f"/hours/{filled}", "/closures", "/agreements",
             "/agreements/new", "/feed")  # fmt: skip
    for path in paths:
        editor.page.goto(f"/house{path}")
        inspect(editor)
    editor.page.goto("/house/hours/new")
    editor.page.get_by_role("button", name="Speichern" if language == "de" else "Save").last.click()
    expect(editor.page.get_by_role("alert")).to_be_visible()
    inspect(editor)
