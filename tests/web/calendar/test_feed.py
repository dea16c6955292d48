"""The feed for other calendars: times on the wall, exceptions, an address that can be replaced."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.events.service import Draft, create
from app.house.presence import editing
from config import Settings
from tests.web.calendar.house import BUSSTAG, DESK, NOW, WEDNESDAY, add
from tests.web.pages import open_page
from tests.web.staff import log_in, post

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What the feed says is no matter of the database."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def address(client: FlaskClient) -> str:
    """The path that the page says."""
    text = open_page(client, "/house/feed").one("input", id="address").attrib["value"]
    assert text.startswith("http://localhost/calendar/")
    return text.removeprefix("http://localhost")


def events(client: FlaskClient, path: str) -> list[Event]:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    assert "Set-Cookie" not in response.headers
    return [one for one in Calendar.from_ical(response.data).walk() if isinstance(one, Event)]


def test_whoever_has_the_address_reads_who_is_here(database: Database, app: Flask, editor: FlaskClient) -> None:
    name = add(database)
    found = {event.get("uid"): event for event in events(app.test_client(), address(editor))}
    event = found[f"{name}-2026-11-25@wegweiser"]
    assert event.decoded("dtstart") == datetime(2026, 11, 25, 9, tzinfo=BERLIN)
    assert event.decoded("dtend") == datetime(2026, 11, 25, 12, tzinfo=BERLIN)
    assert event.get("location") == "1.04"
    assert "Arabisch, Persisch" in event.get("description")
    assert f"{name}-2026-11-18@wegweiser" not in found
    assert found["closed-2026-11-18@wegweiser"].get("summary") == "geschlossen: Buß- und Bettag"
    assert found["closed-2026-11-18@wegweiser"].decoded("dtstart") == BUSSTAG


def test_a_sitting_is_at_the_same_time_on_the_wall_before_and_after_the_clocks_change(
    database: Database, app: Flask, editor: FlaskClient
) -> None:
    name = add(database, weekday=1, starts=time(9))
    response = app.test_client().get(address(editor))
    text = response.text.replace("\r\n", "\n")
    # The 29th of March is Easter Monday.
    for day in ("20270322", "20270405"):
        assert f"DTSTART;TZID=Europe/Berlin:{day}T090000\n" in text
    found = {event.get("uid"): event.decoded("dtstart") for event in Calendar.from_ical(response.data).walk("VEVENT")}
    hours = [found[f"{name}-{day}@wegweiser"].astimezone(UTC).hour for day in ("2027-03-22", "2027-04-05")]
    assert hours == [8, 7]
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text


def test_cancelled_days_stay_and_say_so(database: Database, app: Flask, editor: FlaskClient) -> None:
    name = add(database)
    with database.writing() as session:
        editing.except_day(session, name, WEDNESDAY, None, "krank")
    (event,) = [one for one in events(app.test_client(), address(editor)) if "2026-11-25" in one.get("uid")]
    assert event.get("status") == "CANCELLED"
    assert event.get("summary").split(": ")[0] in {"entfällt", "abgesagt"}
    assert event.get("description").endswith("krank")


def test_parts_of_it(database: Database, app: Flask, editor: FlaskClient) -> None:
    add(database)
    add(database, DESK)
    draft = Draft(
        "Elternabend", "", {}, "", [], [], None, "Saal", WEDNESDAY, time(17), time(18), None, "none", "", "", []
    )
    with database.writing() as session:
        create(session, draft)
    path = address(editor)

    def said(kind: str) -> set[str]:
        return {str(event.get("summary")) for event in events(app.test_client(), f"{path}?kind={kind}")}

    assert said("desk") == {"Beratungsplatz 2"}
    assert said("event") == {"Elternabend"}
    assert said("interpreter") == set()
    assert all(text.startswith("geschlossen: ") for text in said("closed"))
    (partner,) = said("partner")
    assert said("nothing") >= {partner, "Beratungsplatz 2", "Elternabend"}


def test_a_wrong_address_is_not_there_and_an_old_one_leads_nowhere(app: Flask, editor: FlaskClient) -> None:
    old, visitor = address(editor), app.test_client()
    assert visitor.get(old.replace(".ics", "x.ics")).status_code == 404
    assert visitor.get("/calendar/ä.ics").status_code == 404
    response = post(editor, "/house/feed/renew")
    assert response.status_code == 303
    new = address(editor)
    assert new != old
    assert (visitor.get(old).status_code, visitor.get(new).status_code) == (404, 200)
    assert len(new.removeprefix("/calendar/").removesuffix(".ics")) == 22


def test_an_advisor_cannot_replace_it(app: Flask, database: Database) -> None:
    advisor = log_in(app, database, Role.ADVISOR)
    assert post(advisor, "/house/feed/renew").status_code == 403


def test_it_looks_four_weeks_back_and_half_a_year_ahead(database: Database, app: Flask, editor: FlaskClient) -> None:
    add(database)
    days = [event.decoded("dtstart").date() for event in events(app.test_client(), address(editor) + "?kind=partner")]
    assert (min(days), max(days)) == (date(2026, 10, 28), date(2027, 5, 26))
