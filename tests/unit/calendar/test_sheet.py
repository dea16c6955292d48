"""What is read from the fields of a form."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.calendar.sheet import NO_DATE, NO_TIME, Sheet, number, read_day, read_time


@pytest.mark.parametrize("text", ["2026-12-24", "24.12.2026", "24. 12. 2026"])
def test_days_as_browsers_and_people_write_them(text: str) -> None:
    assert read_day(text) == date(2026, 12, 24)


NO_DAYS = ["", "24.12.", "31.02.2026", "2026-13-01", "morgen", "20261224", "1899-12-31", "2200-01-01"]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["9:30", "09:30", "9.30", "930", "0930", "9:30 Uhr"])
def test_times_as_people_write_them(text: str) -> None:
    assert read_time(text) == time(9, 30)


@pytest.mark.parametrize("text", ["", "24", "24:00", "9:60", "neun", "9:3", "09:30:15", "٩"])
def test_what_is_no_time(text: str) -> None:
    assert read_time(text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.times())
def test_what_a_page_writes_is_read_again(day: date, clock: time) -> None:
    assert read_day(str(day)) == day
    assert read_time(f"{clock:%H:%M}") == clock.replace(second=0, microsecond=0)


@given(st.text(max_size=20))
def test_anything_may_be_typed(text: str) -> None:
    sheet = Sheet({"day": text, "clock": text})
    assert (sheet.day("day") is None) == bool(not text or "day" in sheet.wrong)
    assert (sheet.clock("clock") is None) == bool(not text or "clock" in sheet.wrong)
    assert set(sheet.wrong.values()) <= {NO_DATE, NO_TIME}
    assert number(text) is None or text.isascii()


def test_what_was_wrong_first_stays() -> None:
    sheet = Sheet({"day": "morgen"})
    sheet.day("day")
    sheet.note({"day": "anders", "more": "mehr"})
    assert sheet.wrong == {"day": NO_DATE, "more": "mehr"}


def test_what_differs_from_what_is_stored_is_shown() -> None:
    mine = Sheet({"room": "1", "note": ""}, {"languages": ["ar", "fa"]}, seen=1)
    mine.compare(Sheet({"room": "2", "note": ""}, {"languages": ["fa", "ar"]}, seen=3))
    assert (mine.stored, mine.seen) == ({"room": "2"}, 3)
    mine.compare(Sheet({"room": "1", "note": ""}, {"languages": ["uk"]}, seen=4))
    assert mine.stored == {"languages": "uk"}


def test_blanks_and_what_cannot_be_stored_go() -> None:
    values = MultiDict([("room", " 1.04\0 "), ("topics", "a"), ("topics", "a"), ("topics", "b"), ("seen", "x")])
    sheet = Sheet.posted(values, ("room", "note"), ("topics",))
    assert (sheet.texts, sheet.lists, sheet.seen) == ({"room": "1.04", "note": ""}, {"topics": ["a", "b"]}, 0)
