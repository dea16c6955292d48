"""The form of hours in the house: what is typed, what is refused, two editors, what the days come to."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.presence import editing
from app.house.presence.service import slots, timetable
from config import Settings
from tests.web.calendar.house import DESK, DRK, FORM, NOW, WEDNESDAY, add
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import log_in, post


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What forms say is no matter of the database; test_presence has both."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def refused(editor: FlaskClient, **changed: str) -> Page:
    response = post(editor, "/house/hours/new", FORM | changed)
    assert response.status_code == 400
    return check_page(response)


def days(page: Page) -> list[str]:
    """The next days that the panel says."""
    return [text_of(one) for one in page.all("ol", **{"class": "day-list"})[0].iter("p")]


def test_new_hours_are_in_the_calendar(database: Database, editor: FlaskClient) -> None:
    page = open_page(editor, "/house/hours/new?kind=partner")
    assert page.one("select", id="f-kind").find("option[@selected]").get("value") == "partner"  # type: ignore[union-attr]
    response = post(editor, "/house/hours/new", FORM)
    assert response.status_code == 303
    page = open_page(editor, response.location)
    assert days(page)[0] == "Mi 25.11.2026, 09:00–12:00 KW 48"
    with database.reading() as session:
        assert [editing.content_of(row) for row in slots(session)] == [DRK]
        assert len(timetable(session).day(WEDNESDAY)) == 1


def test_every_field_keeps_what_is_stored(database: Database, editor: FlaskClient) -> None:
    more = {"note": "nur mit Termin", "on_holidays": True, "weeks": "every2", "anchor": WEDNESDAY}
    name = add(database, DESK, valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1), **more)
    page = open_page(editor, f"/house/hours/{name}")
    sent: dict[str, list[str]] = {}
    form = page.one("form", action=f"/house/hours/{name}")
    for field in form.iter("input"):
        if field.get("type") not in {"checkbox", "radio"} or field.get("checked") is not None:
            sent.setdefault(field.attrib["name"], []).append(field.get("value", ""))
    for field in form.iter("select"):
        sent[field.attrib["name"]] = [one.get("value", "") for one in field.iter("option") if "selected" in one.attrib]
    del sent["csrf_token"]
    with database.reading() as session:
        before = editing.content_of(slots(session)[0])
    assert post(editor, f"/house/hours/{name}", sent).status_code == 303
    with database.reading() as session:
        assert editing.content_of(slots(session)[0]) == before


@pytest.mark.parametrize("ends", ["02:00", "24:00", "24", "0:00"])
def test_hours_over_midnight_are_refused_with_a_sentence(database: Database, editor: FlaskClient, ends: str) -> None:
    page = refused(editor, starts="22:00", ends=ends)
    sentence = text_of(page.one("p", id="e-ends"))
    assert sentence.startswith("Das Ende muss nach dem Beginn liegen, am selben Tag. Zeiten über Mitternacht")
    assert page.one("input", id="f-ends").get("value") == ends
    assert "e-ends" in page.one("input", id="f-ends").get("aria-describedby", "")
    with database.reading() as session:
        assert slots(session) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts": "neun"}, "starts"),
        ({"ends": "25:00"}, "ends"),
        ({"weekday": ""}, "weekday"),
        ({"office_id": ""}, "office_id"),
        ({"weeks": "every2"}, "anchor"),
        ({"weeks": "every2", "anchor": "gestern"}, "anchor"),
        ({"valid_from": "31.02.2026"}, "valid_from"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "valid_to"),
        ({"repeats": "once", "once_on": ""}, "once_on"),
        ({"kind": "desk"}, "label"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_above(editor: FlaskClient, changed: dict[str, str], field: str) -> None:
    page = refused(editor, **changed)
    assert text_of(page.one("p", id=f"e-{field}"))
    (summary,) = page.all("div", role="alert")
    assert text_of(page.one("p", id=f"e-{field}")) in text_of(summary)


def test_times_may_be_typed_as_people_write_them(database: Database, editor: FlaskClient) -> None:
    assert post(editor, "/house/hours/new", FORM | {"starts": "9", "ends": "12.30 Uhr"}).status_code == 303
    with database.reading() as session:
        assert [(row.starts, row.ends) for row in slots(session)] == [(time(9), time(12, 30))]


def test_odd_weeks_say_that_53_and_1_meet(database: Database, editor: FlaskClient) -> None:
    typed = FORM | {"weekday": "4", "weeks": "odd", "action": "check"}
    page = check_page(post(editor, "/house/hours/new", typed))
    assert "Die Kalenderwochen 53 und 1 sind beide ungerade: Zwischen Do 31.12.2026 und Do 07.01.2027" in page.text()
    found = [day for day in days(page) if "31.12." in day or "07.01." in day]
    assert [day.split("KW ")[1] for day in found] == ["53", "1"]
    with database.reading() as session:
        assert slots(session) == []
    page = check_page(post(editor, "/house/hours/new", typed | {"weeks": "even"}))
    assert "zwischen Do 24.12.2026 und Do 14.01.2027 liegen drei Wochen" in page.text().replace("Zwischen", "zwischen")
    page = check_page(post(editor, "/house/hours/new", typed | {"weeks": "every2", "anchor": "2026-11-26"}))
    assert "beide ungerade:" not in text_of(page.one("aside"))


def test_busstag_is_struck_out_among_the_next_days(database: Database, editor: FlaskClient) -> None:
    name = add(database)
    with clock.fixed(NOW.replace(day=12)):
        page = open_page(editor, f"/house/hours/{name}")
    assert days(page)[0] == "Mi 18.11.2026, 09:00–12:00 geschlossen KW 47"


def test_somebody_else_was_quicker_and_nothing_is_lost(database: Database, editor: FlaskClient) -> None:
    name = add(database)
    path = f"/house/hours/{name}"
    post(editor, path, FORM | {"seen": "1", "room": "2.01"})
    response = post(editor, path, FORM | {"seen": "1", "room": "3.01"})
    assert response.status_code == 409
    page = check_page(response)
    assert page.one("input", id="f-room").get("value") == "3.01"
    assert text_of(page.one("p", id="o-room")) == "Jetzt gespeichert: 2.01"
    assert ("seen", "2") in page.fields(path)
    assert post(editor, path, FORM | {"seen": "2", "room": "3.01"}).status_code == 303
    with database.reading() as session:
        assert [row.room for row in slots(session)] == ["3.01"]


def test_put_away_and_back(database: Database, editor: FlaskClient) -> None:
    name = add(database)
    path = f"/house/hours/{name}/archive"
    response = post(editor, path, {"archived": "yes", "seen": "1"})
    page = open_page(editor, response.location)
    assert ("archived", "no") in [pair for form in page.all("form", action=path) for pair in _hidden(form)]
    assert "archiviert" in open_page(editor, f"/house/hours/{name}").text()
    late = post(editor, path, {"archived": "no", "seen": "1"})
    assert "Inzwischen hat jemand anderes" in open_page(editor, late.location).text()
    assert (
        "steht wieder im Kalender"
        in open_page(editor, post(editor, path, {"archived": "no", "seen": "2"}).location).text()
    )


def test_other_times_on_one_day(database: Database, editor: FlaskClient) -> None:
    name = add(database)
    path = f"/house/hours/{name}/day"
    moved = {"day": "2026-11-25", "action": "move", "from": "14:00", "to": "16:00", "note": "Fortbildung"}
    page = open_page(editor, post(editor, path, moved).location)
    assert days(page)[0] == "Mi 25.11.2026, 14:00–16:00 andere Uhrzeiten KW 48"
    for wrong in ({"to": "13:00"}, {"from": ""}, {"day": "2026-11-24"}, {"day": ""}, {"action": ""}):
        response = post(editor, path, moved | wrong)
        assert response.status_code == 400
        assert check_page(response).all("p", **{"class": "kern-error"})
    page = open_page(editor, post(editor, path, {"day": "2026-11-25", "action": "usual"}).location)
    assert days(page)[0] == "Mi 25.11.2026, 09:00–12:00 KW 48"


def test_a_room_that_is_taken_is_told_beside_the_form(database: Database, editor: FlaskClient) -> None:
    add(database, DESK, room="1.04", starts=time(11), ends=time(13))
    page = check_page(post(editor, "/house/hours/new", FORM | {"action": "check"}))
    assert "Zwei zur selben Zeit in einem Raum" in text_of(page.one("aside"))


def test_hours_that_are_not_there(editor: FlaskClient) -> None:
    for path in ("/house/hours/nothing", "/house/agreements/nothing"):
        response = editor.get(path)
        assert response.status_code == 404
        check_page(response)


def _hidden(form: object) -> list[tuple[str, str]]:
    return [(one.get("name", ""), one.get("value", "")) for one in form.iter("input")]  # type: ignore[attr-defined]
