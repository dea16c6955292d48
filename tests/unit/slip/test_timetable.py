"""The hours table: what the library of hours says, in both languages."""

from dataclasses import replace
from datetime import datetime

from app.vocabulary.translations import Translator
from referrals.directory.facts import Office
from referrals.directory.hours import hours
from referrals.slip.timetable import time_rows
from referrals.slip.values import TimeRow
from referrals.slip.wording import Wording
from tests.unit.slip.examples import languages, offices, phrases


def rows(office: Office, at: datetime, *, ask: bool = True) -> tuple[TimeRow, ...]:
    say = Wording(phrases(), Translator("uk"), languages()["uk"])
    return time_rows(hours(office, at), say, at.date(), ask=ask)


def test_the_next_opening_comes_first_then_the_week_then_what_is_closed() -> None:
    found = rows(offices()["wzl"], datetime.fromisoformat("2026-11-24T18:00"))
    assert [(row.label.german, row.times, row.upcoming) for row in found] == [
        ("Als Nächstes offen: Donnerstag, 26. November 2026", ("11:00 – 17:00",), True),
        ("Montag, Dienstag und Donnerstag", ("11:00 – 17:00",), False),
        ("Mittwoch und Freitag – Sonntag: geschlossen. An Feiertagen geschlossen", (), False),
    ]
    assert found[1].label.other[0].text == "понеділок, вівторок і четвер"


def test_the_next_opening_skips_public_holidays_of_saxony() -> None:
    office = replace(offices()["buergerbuero_mitte"], opening_hours="Mo-Fr 08:00-16:00; PH off")
    first = rows(office, datetime.fromisoformat("2026-11-17T18:00"))[0]
    assert first.label.german.endswith("Donnerstag, 19. November 2026")


def test_an_open_office_shows_the_hours_of_today_and_not_the_time_of_printing() -> None:
    first = rows(offices()["amtsgericht"], datetime.fromisoformat("2026-11-24T13:37"))[0]
    assert first.label.german == "Als Nächstes offen: Dienstag, 24. November 2026"
    assert first.times == ("13:00 – 17:00",)


def test_day_and_night_is_one_row() -> None:
    (row,) = rows(offices()["notruf"], datetime.fromisoformat("2026-11-24T13:00"))
    assert row.label.german == "Tag und Nacht erreichbar"


def test_odd_weeks_are_said() -> None:
    labels = [row.label.german for row in rows(offices()["infobus"], datetime.fromisoformat("2026-11-24T13:00"))]
    assert labels[0] == "Als Nächstes offen: Donnerstag, 3. Dezember 2026"
    assert "nur in ungeraden Kalenderwochen" in labels


def test_unknown_hours_are_to_be_asked_for_only_where_one_goes() -> None:
    abh = offices()["abh"]
    (row,) = rows(abh, datetime.fromisoformat("2026-11-24T13:00"))
    assert row.label.german == "Öffnungszeiten nicht bekannt. Bitte vorher fragen."
    assert rows(abh, datetime.fromisoformat("2026-11-24T13:00"), ask=False) == ()
