"""Structured hours become OSM strings; what is prose, unreadable or for a time only is left to a person."""

from datetime import date

import pytest

from referrals.directory.hours import validate
from referrals.interchange.xzufi.hours import clock, week_of
from referrals.interchange.xzufi.reading import read_file
from referrals.interchange.xzufi.values import Interval
from tests.unit.interchange.xzufi.files import LATER, TRANSFER, message, unit

TODAY = date(2026, 11, 23)


def row(day: str, start: str = "08:00", end: str = "12:00", **validity: date) -> Interval:
    return Interval(day, start, end, **validity)


def test_the_sample_files() -> None:
    weeks = [week_of(one.intervals, TODAY) for one in (read_file(TRANSFER).units[1], read_file(LATER).units[0])]
    assert [week.text for week in weeks] == ["Mo 09:00-12:00; Tu 09:00-12:00,13:00-18:00", "Mo,Th 08:00-12:00"]
    # Only in December; the row of 2020 is over and not worth a word.
    assert [one.day for one in weeks[0].left] == ["Mittwoch"]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"], "Mo-Fr 08:00-12:00"),
        (["MONTAG", "Di", "Do.", "Sonnabend"], "Mo,Tu,Th,Sa 08:00-12:00"),
        (["Sonntag", "Montag"], "Mo,Su 08:00-12:00"),
        (["Freitag", "Feiertag"], "Fr,PH 08:00-12:00"),
        (["Montag", "Montag"], "Mo 08:00-12:00"),
    ],
)
def test_days_with_equal_times_stand_together(days: list[str], text: str) -> None:
    assert week_of([row(day) for day in days], TODAY).text == text
    assert validate(text) is None


@pytest.mark.parametrize(
    "unread",
    [row("täglich"), row("1"), row("Mo", "früh"), row("Mo", "12:00", "08:00"), row("Mo", "", ""), row("Mo", "25:00")],
)
def test_a_week_is_never_half_guessed(unread: Interval) -> None:
    week = week_of([row("Fr"), unread], TODAY)
    assert (week.text, week.left) == ("", (row("Fr"), unread))


def test_rows_that_hold_for_a_time() -> None:
    later, over = row("Di", valid_from=date(2027, 1, 1)), row("Mi", valid_to=date(2025, 1, 1))
    limited = row("Do", valid_to=date(2026, 12, 31))
    week = week_of([row("Mo", valid_from=date(2020, 1, 1)), later, over, limited], TODAY)
    assert (week.text, week.left) == ("Mo 08:00-12:00", (later, limited))


@pytest.mark.parametrize(
    ("text", "read"),
    [("8.00 Uhr", "08:00"), ("08:00:00", "08:00"), ("17:30:00+01:00", "17:30"), ("24:00", "24:00")]
    + [(text, None) for text in ("24:30", "8", "", "mittags", "08:61", "8:00 oder 9:00")],
)
def test_times_of_day(text: str, read: str | None) -> None:
    assert clock(text) == read


def test_no_hours_are_no_hours() -> None:
    assert week_of([], TODAY).text == ""
    assert message(unit("<infoOeffnungszeitenText>nach Vereinbarung</infoOeffnungszeitenText>")).units[0].prose == (
        "nach Vereinbarung",
    )
