"""The calendar's pages: week, day, fixed hours, closed days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.agreements import service as agreements
from app.house.agreements.service import AgreementContent
from app.house.events.service import Draft, create
from app.house.presence import editing
from app.house.presence.service import timetable
from app.vocabulary.service import raise_revision
from config import Settings
from referrals.directory.models import Office
from tests.web.calendar.house import BUSSTAG, DESK, DRK, NOW, WEDNESDAY, add
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import log_in, post


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What pages say is no matter of the database; test_presence has both."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


@pytest.fixture
def advisor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)


def cells(page: Page, who: str) -> list[str]:
    """What the cells of a row say, with a blank between any two lines."""
    (row,) = [row for row in page.all("tr") if who in text_of(row) and row.find("td") is not None]
    return [" ".join(" ".join(cell.itertext()).split()) for cell in row.iter("td")]


def test_the_week_says_who_is_here_when_and_who_is_here_now(database: Database, advisor: FlaskClient) -> None:
    add(database)
    add(database, DESK, weekday=1)
    page = open_page(advisor, "/house")
    assert "Kalenderwoche 48 (gerade)" in page.text()
    monday, *_ = cells(page, "Beratungsplatz 2")
    assert monday == "09:00–12:00 Foyer Deutsch, Englisch"
    week = cells(page, "Migrationsberatung")
    assert [bool(cell) for cell in week] == [False, False, True, False, False]
    assert week[2] == "09:00–12:00 jetzt Raum 1.04 Arabisch, Persisch"


def test_a_holiday_is_named_and_what_it_closes_is_struck_out(database: Database, advisor: FlaskClient) -> None:
    add(database)
    page = open_page(advisor, "/house?week=2026-W47")
    assert "geschlossen: Buß- und Bettag" in page.text()
    assert text_of(page.one("del")) == "09:00–12:00"


def test_weeks_53_and_1_are_shown_as_they_are(database: Database, advisor: FlaskClient) -> None:
    add(database, weekday=4, weeks="odd")
    weeks = {
        name: "09:00–12:00" in open_page(advisor, f"/house?week={name}").text()
        for name in ("2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02", "2027-W03")
    }
    assert list(weeks.values()) == [True, False, True, True, False, True]
    page = open_page(advisor, "/house?week=2026-W53")
    following = next(link for link in page.all("a", rel="next"))
    assert following.get("href") == "/house?week=2027-W01"


def test_the_day_stands_by_the_hour_with_as_many_columns_as_there_are_at_once(
    database: Database, advisor: FlaskClient
) -> None:
    add(database)
    add(database, DESK, starts=time(10, 45), ends=time(13))
    add(database, DESK, label="Beratungsplatz 3", starts=time(12), ends=time(14))
    page = open_page(advisor, "/house?day=2026-11-25")
    assert [text_of(head) for head in page.one("tbody").iter("th")] == ["09:00", "10:00", "11:00", "12:00", "13:00"]
    taken = {text_of(cell)[:11]: cell.get("rowspan") for cell in page.all("td") if "taken" in cell.get("class", "")}
    assert taken == {"09:00–12:00": "6", "10:45–13:00": "5", "12:00–14:00": "4"}
    widths = [int(cell.get("rowspan", "1")) for cell in page.one("tbody").iter("td")]
    assert sum(widths) == 2 * 10
    assert not page.all("form", action="/house/hours/day")


def test_what_makes_no_sense_in_the_address_is_this_week(advisor: FlaskClient) -> None:
    for query in ("week=2026-W60", "week=x", "day=2026-02-31", "day=9999-12-31", "week=9999-W52", "kind=visitor"):
        assert "Kalenderwoche 48" in open_page(advisor, f"/house?{query}").text(), query


def test_only_what_was_chosen_is_shown(database: Database, advisor: FlaskClient) -> None:
    add(database)
    add(database, DESK)
    text = open_page(advisor, "/house?kind=desk").text()
    assert "Beratungsplatz 2" in text
    assert "1.04" not in text


def test_two_at_once_in_one_room_are_told(database: Database, advisor: FlaskClient) -> None:
    add(database)
    add(database, DESK, room="1.04")
    assert "Zwei zur selben Zeit in einem Raum: Mi 25.11.2026, Raum 1.04" in open_page(advisor, "/house").text()


def test_one_click_cancels_a_day_and_one_takes_it_back(database: Database, editor: FlaskClient) -> None:
    name = add(database)
    path = f"/house/hours/{name}/day"
    button = {"day": "2026-11-25", "back": "calendar"}
    page = open_page(editor, "/house?day=2026-11-25")
    assert page.fields(path) == [("day", "2026-11-25"), ("back", "calendar"), ("action", "cancel")]
    response = post(editor, path, button | {"action": "cancel"})
    assert response.location == "/house?day=2026-11-25&done=cancelled"
    page = open_page(editor, response.location)
    assert "entfällt" in page.text() or "abgesagt" in page.text()
    with database.reading() as session:
        assert timetable(session).day(WEDNESDAY) == ()
    post(editor, path, button | {"action": "usual"})
    with database.reading() as session:
        assert len(timetable(session).day(WEDNESDAY)) == 1


def test_an_advisor_has_no_buttons(database: Database, advisor: FlaskClient) -> None:
    name = add(database)
    for path in ("/house", "/house?day=2026-11-25", "/house/hours", "/house/closures", "/house/feed"):
        page = open_page(advisor, path)
        assert {form.get("action") for form in page.all("form", method="post")} == {"/logout", "/lock"}, path
        assert not [link for link in page.all("a") if name in link.get("href", "")], path


def test_an_office_that_is_no_more_is_shown_as_such(database: Database, advisor: FlaskClient) -> None:
    add(database)
    with database.writing() as session:
        session.get_one(Office, "drk_mbe").status = "defunct"
        raise_revision(session)
    for path in ("/house", "/house?day=2026-11-25", "/house/hours"):
        assert "Stelle gibt es nicht mehr" in open_page(advisor, path).text(), path


def test_english_is_spoken_on_three_days_a_week(database: Database, advisor: FlaskClient) -> None:
    for weekday in (1, 3, 5):
        add(database, DESK, weekday=weekday)
    add(database, DESK, weekday=2, languages=("de",))
    add(database, DESK, weekday=4, valid_to=date(2026, 11, 20))
    page = open_page(advisor, "/house/hours")
    desk = "09:00–12:00 Beratungsplatz 2"
    assert cells(page, "Englisch3") == ["3", desk, "", desk, "", desk]
    assert cells(page, "Deutsch4") == ["4", desk, desk, desk, "", desk]


def test_closures_are_entered_shown_and_taken_back(database: Database, editor: FlaskClient) -> None:
    response = post(editor, "/house/closures", {"starts_on": "2026-12-24", "ends_on": "31.12.2026", "reason": "Pause"})
    assert response.location == "/house/closures?done=closed"
    page = open_page(editor, response.location)
    assert "Do 24.12.2026 – Do 31.12.2026" in page.text()
    (path,) = [form.attrib["action"] for form in page.all("form") if form.get("action", "").endswith("/open")]
    page = check_page(post(editor, path))
    assert page.one("input", name="reason").get("value") == "Pause"
    with database.reading() as session:
        assert timetable(session).closed(date(2026, 12, 28)) is None


def test_a_closure_that_cannot_be_says_why_at_its_field(editor: FlaskClient) -> None:
    response = post(editor, "/house/closures", {"starts_on": "morgen", "ends_on": "", "reason": ""})
    assert response.status_code == 400
    page = check_page(response)
    assert "24.12.2026" in text_of(page.one("p", id="e-starts_on"))
    assert page.one("input", name="starts_on").get("value") == "morgen"


def test_holidays_of_saxony_are_listed(advisor: FlaskClient) -> None:
    with clock.fixed(NOW.replace(day=1)):
        assert "Mi 18.11.2026: Buß- und Bettag" in open_page(advisor, "/house/closures").text()


def test_an_agreement_that_runs_out_is_told_to_editors_only(
    database: Database, editor: FlaskClient, advisor: FlaskClient
) -> None:
    with database.writing() as session:
        agreements.add(session, AgreementContent("drk_mbe", "Vereinbarung", None, date(2026, 12, 31)))
    assert "1 Vereinbarung braucht" in open_page(editor, "/house").text()
    assert "Vereinbarung" not in open_page(advisor, "/house").text("main")


def test_events_stand_in_the_week_and_on_the_day(database: Database, advisor: FlaskClient) -> None:
    draft = Draft(
        "Elternabend",
        "Parents",
        {},
        "",
        [],
        ["ar"],
        None,
        "Saal",
        WEDNESDAY,
        time(17),
        time(18),
        None,
        "none",
        "",
        "",
        [],
    )
    with database.writing() as session:
        create(session, draft)
    for path in ("/house", "/house?day=2026-11-25"):
        assert "17:00–18:00 Elternabend" in open_page(advisor, path).text(), path


def test_busstag_may_be_open_once(database: Database, advisor: FlaskClient) -> None:
    with database.writing() as session:
        editing.add_slot(session, replace(DRK, once_on=BUSSTAG, starts=time(10)))
    text = open_page(advisor, "/house?day=2026-11-18").text()
    assert "Das Haus ist geschlossen: Buß- und Bettag" in text
    assert "10:00–12:00 DRK" in text
    assert "einmalig" in text
