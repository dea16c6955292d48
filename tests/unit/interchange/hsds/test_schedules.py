"""Opening hours -> schedules -> opening hours; what foreign schedules mean; which are refused."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from referrals.directory.hours import validate
from referrals.directory.week import Single, Week, write
from referrals.interchange.hsds.hours import Senseless, hours
from referrals.interchange.hsds.schedules import schedules

TODAY = date(2026, 11, 22)
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 15, 30, 45)] + ["24:00"]
MONDAY_MORNING = {"freq": "WEEKLY", "byday": "MO", "opens_at": "08:00", "closes_at": "12:00"}


@st.composite
def day_times(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    """Up to three times of a day, apart from each other."""
    count = draw(st.integers(0, 3))
    clocks = sorted(draw(st.sets(st.sampled_from(CLOCKS), min_size=2 * count, max_size=2 * count)))
    return tuple(zip(clocks[::2], clocks[1::2], strict=True))


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
SINGLES = st.builds(lambda day, times: Single(day.year, day.month, day.day, times), DAYS, day_times())
YEARLY = st.builds(lambda day, times: Single(0, day.month, day.day, times), DAYS, day_times())
WEEKS = st.builds(
    Week,
    days=st.tuples(*[day_times()] * 7),
    holidays=st.none() | day_times(),
    weeks=st.sampled_from(["", "odd", "even"]),
    singles=st.lists(YEARLY, max_size=2, unique_by=lambda one: one.key).map(tuple),
)


@st.composite
def closures(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Closures that do not adjoin."""
    found: list[tuple[date, date]] = []
    for first in sorted(draw(st.sets(DAYS, max_size=4))):
        if not found or first > found[-1][1] + timedelta(days=1):
            found.append((first, first + timedelta(days=draw(st.integers(0, 20)))))
    return found


def joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


@given(week=WEEKS.filter(lambda week: any(week.days)), closed=closures())
@example(
    week=Week(days=((), (), (), (("08:00", "12:00"),), (), (), ())),
    closed=[(date(2026, 1, 14), date(2026, 1, 14)), (date(2026, 1, 16), date(2026, 1, 16))],
)
@settings(max_examples=300, deadline=None)
def test_hours_and_closures_come_back(week: Week, closed: list[tuple[date, date]]) -> None:
    text = write(week)
    read = hours(schedules(text, closed), TODAY)
    assert (read.opening_hours, list(read.closures), read.left_out) == (text, joined(closed), ())


@given(week=WEEKS.filter(lambda week: any(week.days)), singles=st.lists(SINGLES, max_size=3, unique_by=lambda s: s.key))
@settings(max_examples=150, deadline=None)
def test_days_with_times_of_their_own_mean_the_same(week: Week, singles: list[Single]) -> None:
    """A day that is closed comes back as a closure: on every day it is open as before."""
    own = [one for one in singles if not any(one.key[1:] == other.key[1:] for other in week.singles)]
    text = write(Week(week.days, None, week.weeks, (*week.singles, *own)))
    read = hours(schedules(text, []), TODAY)
    assert read.opening_hours is not None
    off = [
        f"{day.year} {day:%b} {day.day:02} off"
        for first, last in read.closures
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]
    again = "; ".join([read.opening_hours, *off])
    for one in own:
        midnight = datetime.combine(date(one.year, one.month, one.day), time())
        for hour in range(-24, 48):
            at = midnight + timedelta(hours=hour, minutes=7)
            assert OpeningHours(again).is_open(at) == OpeningHours(text).is_open(at), (text, again, at)


def test_a_lunch_break_makes_two_schedules_and_a_closure_splits_them() -> None:
    found = schedules("Mo,Tu 08:00-12:00,13:00-15:00; PH off", [(date(2026, 12, 24), date(2026, 12, 31))])
    assert [(one.get("valid_from"), one.get("valid_to"), one["byday"], one["opens_at"]) for one in found] == [
        (None, "2026-12-23", "MO,TU", "08:00:00"),
        (None, "2026-12-23", "MO,TU", "13:00:00"),
        ("2027-01-01", None, "MO,TU", "08:00:00"),
        ("2027-01-01", None, "MO,TU", "13:00:00"),
    ]
    assert {one["freq"] for one in found} == {"WEEKLY"}
    assert {one["notes"] for one in found} == {"An gesetzlichen Feiertagen geschlossen."}


def test_odd_weeks_are_listed_since_every_second_week_drifts_after_week_53() -> None:
    [found] = schedules("week 01-53/2 Th 17:00-19:00", [])
    assert found["byweekno"] == ",".join(str(number) for number in range(1, 54, 2))
    assert "interval" not in found


@pytest.mark.parametrize("text", ["Fr 22:00-02:00", "Apr-Sep Mo 08:00-12:00", 'Mo 08:00-12:00 "nach Absprache"'])
def test_hours_that_are_no_week_stand_in_the_description(text: str) -> None:
    assert schedules(text, []) == [{"description": text}]
    assert hours([{"description": text}], TODAY).opening_hours == text


def test_unknown_hours_have_no_schedule() -> None:
    assert schedules(None, [(TODAY, TODAY)]) == []
    assert hours([], TODAY).opening_hours is None


def test_closures_at_the_ends_of_time() -> None:
    found = schedules("Mo 08:00-12:00", [(date.min, date(2020, 1, 1)), (date(2030, 1, 1), date.max)])
    assert [(one.get("valid_from"), one.get("valid_to")) for one in found] == [
        (None, "1899-12-31"),
        ("2020-01-02", "2029-12-31"),
        ("9999-01-01", None),
    ]


@pytest.mark.parametrize(
    ("given_schedules", "expected"),
    [
        ([MONDAY_MORNING | {"byday": "MO,FR"}], "Mo,Fr 08:00-12:00"),
        ([MONDAY_MORNING | {"opens_at": "08:00:00+01:00", "closes_at": "12:00:00+02:00"}], "Mo 08:00-12:00"),
        ([MONDAY_MORNING, MONDAY_MORNING | {"opens_at": "11:00", "closes_at": "13:00"}], "Mo 08:00-13:00"),
        ([MONDAY_MORNING | {"closes_at": "00:00"}], "Mo 08:00-24:00"),
        ([MONDAY_MORNING | {"opens_at": "22:00", "closes_at": "02:00"}], "Mo 22:00-24:00; Tu 00:00-02:00"),
        ([MONDAY_MORNING | {"interval": 2, "dtstart": "2026-11-23"}], "week 02-52/2 Mo 08:00-12:00"),
        ([MONDAY_MORNING | {"byweekno": "1,5,9"}], "week 01,05,09 Mo 08:00-12:00"),
        ([MONDAY_MORNING | {"freq": "MONTHLY", "byday": "2MO,-1FR"}], "Mo[2] 08:00-12:00, Fr[-1] 08:00-12:00"),
        ([MONDAY_MORNING | {"valid_to": "9999-12-31"}], "Mo 08:00-12:00"),
        ([MONDAY_MORNING | {"valid_to": "2026-11-21"}], None),
        (
            [
                MONDAY_MORNING | {"valid_from": "2026-04-01", "valid_to": "2026-09-30"},
                MONDAY_MORNING | {"valid_from": "2026-10-01", "valid_to": "2027-03-31", "closes_at": "16:00"},
            ],
            "2026 Oct 01-2027 Mar 31 Mo 08:00-16:00",
        ),
        ([MONDAY_MORNING | {"valid_from": "2027-04-01"}], "2027 Apr 01-9999 Dec 31 Mo 08:00-12:00"),
        ([{"description": "nach Vereinbarung"}], None),
    ],
)
def test_foreign_schedules(given_schedules: list[dict[str, Any]], expected: str | None) -> None:
    found = hours(given_schedules, TODAY).opening_hours
    assert found == expected
    assert found is None or validate(found) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"byday": "MONDAY"}, "byday"),
        ({"byday": ""}, "byday"),
        ({"byday": "2MO"}, "byday"),
        ({"closes_at": "08:00"}, "closes_at"),
        ({"opens_at": "08:00Z"}, "opens_at"),
        ({"opens_at": "08:00-05:00"}, "opens_at"),
        ({"count": 3}, "count"),
        ({"byyearday": "7"}, "byyearday"),
        ({"bymonthday": "5"}, "bymonthday"),
        ({"interval": 3}, "interval"),
        ({"interval": 2}, "interval"),
        ({"byweekno": "-1"}, "byweekno"),
        ({"byweekno": "x"}, "byweekno"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "valid_from"),
        ({"valid_from": "9999-12-31"}, "valid_from"),
        ({"opens_at": "22:00", "closes_at": "02:00", "byweekno": "1"}, "closes_at"),
    ],
)
def test_nonsense_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Senseless) as caught:
        hours([MONDAY_MORNING, MONDAY_MORNING | change], TODAY)
    assert caught.value.field == f"schedules[1].{field}"


def test_half_a_time_and_too_many_schedules() -> None:
    with pytest.raises(Senseless) as caught:
        hours([{"byday": "MO", "opens_at": "08:00"}], TODAY)
    assert caught.value.field == "schedules[0].closes_at"
    with pytest.raises(Senseless):
        hours([MONDAY_MORNING] * 1000, TODAY)
