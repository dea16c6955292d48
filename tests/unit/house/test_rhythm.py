"""Odd and even weeks, every second week, single days."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.house.rhythm import FORTNIGHT, WEEK, Rhythm, Weeks, monday_of, uneven

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
WEEKDAYS = st.integers(1, 7)


def days(rhythm: Rhythm, first: date, weeks: int = 6) -> list[date]:
    return list(rhythm.days(first, first + weeks * WEEK))


def test_weeks_53_and_1_are_both_odd() -> None:
    thursdays = Rhythm(weekday=4, weeks="odd")
    found = days(thursdays, date(2026, 12, 10))
    assert found == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 7), date(2027, 1, 21)]
    assert [day.isocalendar().week for day in found] == [51, 53, 1, 3]
    assert uneven(found) == ((date(2026, 12, 31), date(2027, 1, 7)),)


def test_even_weeks_pause_for_three_weeks_at_the_same_year_s_end() -> None:
    found = days(Rhythm(weekday=4, weeks="even"), date(2026, 12, 10))
    assert found == [date(2026, 12, 10), date(2026, 12, 24), date(2027, 1, 14)]
    assert uneven(found) == ((date(2026, 12, 24), date(2027, 1, 14)),)


def test_every_second_week_goes_on_over_the_same_year_s_end() -> None:
    found = days(Rhythm(weekday=4, weeks="every2", anchor=date(2026, 11, 19)), date(2026, 12, 10))
    assert found == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14)]
    assert uneven(found) == ()


def test_a_year_s_end_without_week_53_alternates() -> None:
    assert uneven(days(Rhythm(weekday=2, weeks="odd"), date(2027, 12, 1))) == ()


def test_it_begins_and_ends() -> None:
    rhythm = Rhythm(weekday=1, valid_from=date(2026, 11, 23), valid_to=date(2026, 12, 7))
    assert days(rhythm, date(2026, 11, 1), 8) == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]


def test_a_single_day() -> None:
    rhythm = Rhythm(once_on=date(2026, 11, 18))
    assert days(rhythm, date(2026, 11, 1)) == [date(2026, 11, 18)]
    assert days(rhythm, date(2026, 11, 19)) == []


def test_without_an_anchor_or_a_weekday_there_is_no_day() -> None:
    assert days(Rhythm(weekday=1, weeks="every2"), date(2026, 11, 1)) == []
    assert days(Rhythm(), date(2026, 11, 1)) == []


@given(DAYS, WEEKDAYS)
def test_a_weekday_is_in_an_odd_or_an_even_week(day: date, weekday: int) -> None:
    kinds: tuple[Weeks, ...] = ("odd", "even")
    holds = [Rhythm(weekday=weekday, weeks=weeks).falls_on(day) for weeks in kinds]
    assert sum(holds) == (day.isoweekday() == weekday)


@given(DAYS, DAYS, WEEKDAYS)
def test_every_second_week_is_strictly_a_fortnight_apart_and_holds_in_the_anchor_s_week(
    first: date, anchor: date, weekday: int
) -> None:
    rhythm = Rhythm(weekday=weekday, weeks="every2", anchor=anchor)
    assert all(after - before == FORTNIGHT for before, after in pairwise(days(rhythm, first, 60)))
    assert rhythm.falls_on(monday_of(anchor) + timedelta(days=weekday - 1))


RHYTHMS = st.builds(
    Rhythm,
    weekday=WEEKDAYS,
    weeks=st.sampled_from(("", "odd", "even", "every2")),
    anchor=DAYS,
    valid_from=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    valid_to=st.none() | st.dates(date(2026, 6, 1), date(2027, 6, 30)),
)


@given(RHYTHMS, st.dates(date(2026, 1, 1), date(2027, 6, 30)))
def test_the_days_of_a_span_are_those_on_which_it_falls(rhythm: Rhythm, first: date) -> None:
    span = [first + timedelta(days=number) for number in range(120)]
    assert list(rhythm.days(span[0], span[-1])) == [day for day in span if rhythm.falls_on(day)]
