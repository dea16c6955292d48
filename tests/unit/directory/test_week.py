"""Hours as a grid: what is read means the same as the string, what is written is read back, what cannot be says why."""

from datetime import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opening_hours import State

from referrals.directory import hours, week
from referrals.directory.folder import EXAMPLE, read_folder
from referrals.directory.hours import Times, validate
from referrals.directory.reading import Problems
from referrals.directory.week import BadTimes, NotAGrid, Single, Week, read, write

FIRST = datetime.fromisoformat("2026-01-01")
LAST = datetime.fromisoformat("2028-01-01")

MONDAY = (("08:00", "12:00"), ("13:00", "15:00"))
CLOSED: Times = ()


def openings(text: str) -> list[tuple[datetime, datetime]]:
    """When it is open in two years with the holidays of Saxony, according to the program that the slip uses.

    Month by month, since the library is told to look no further than a year.
    """
    expression = hours._expression(text, (), FIRST.year)
    spans: list[tuple[datetime, datetime]] = []
    begin = FIRST
    while begin < LAST:
        until = min(begin + 30 * hours.DAY, LAST)
        for start, end, state, _ in expression.intervals(begin, until):
            if state == State.OPEN:
                if spans and spans[-1][1] == start:
                    spans[-1] = spans[-1][0], end
                else:
                    spans.append((start, end))
        begin = until
    return spans


def clocks(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def day_times(draw: st.DrawFn, least: int = 0) -> Times:
    """Up to three times of a day, ascending and apart."""
    n = draw(st.integers(least, 3))
    points = draw(st.lists(st.integers(0, 96), min_size=2 * n, max_size=2 * n, unique=True).map(sorted))
    return tuple((clocks(points[2 * i] * 15), clocks(points[2 * i + 1] * 15)) for i in range(n))


@st.composite
def singles(draw: st.DrawFn) -> tuple[Single, ...]:
    found: dict[tuple[int, int, int], Single] = {}
    for _ in range(draw(st.integers(0, 3))):
        day = draw(st.dates(min_value=FIRST.date(), max_value=LAST.date()))
        year = draw(st.sampled_from([0, day.year]))
        single = Single(year, day.month, day.day, draw(day_times()))
        found[single.key] = single
    return tuple(sorted(found.values()))


@st.composite
def grids(draw: st.DrawFn) -> Week:
    days = tuple(draw(day_times()) for _ in range(7))
    weeks = draw(st.sampled_from(["", "odd", "even"])) if any(days) else ""
    grid = Week(days, draw(st.none() | day_times()), weeks, draw(singles()))  # type: ignore[arg-type]
    assume(grid.opens)
    return grid


WEEKDAYS = st.sampled_from(
    ["Mo", "Mo-Fr", "Tu,Th", "Fr-Mo", "Sa,Su", "Mo,We-Fr", "PH", "Mo,PH", "", "2026 Dec 24", "Dec 24", "May",
     "Dec 24,Dec 31", "week 01-53/2 Th", "week 02-53/2 Mo-Fr", "week 5-20 Mo", "Th[1]", "24/7", "May 1",
     "2026 Nov 18-2026 Nov 20"]
)  # fmt: skip
TIMES = st.sampled_from(
    ["08:00-12:00", "8:00-12:00,13:00-15:00", "08:00-12:00,11:00-13:00", "22:00-02:00", "00:00-24:00", "off", "",
     "open", "10:00-11:00,12:00-13:00,14:00-15:00,16:00-17:00", "09:00-12:00 open", "08:00-09:00 off",
     '10:00-12:00 "by phone"']
)  # fmt: skip
SEPARATORS = st.sampled_from(["; ", ";", ", ", " || "])


@st.composite
def strings(draw: st.DrawFn) -> str:
    """Strings of a wider grammar than the grid's, most of them valid."""
    text = " ".join(filter(None, (draw(WEEKDAYS), draw(TIMES))))
    for _ in range(draw(st.integers(0, 3))):
        text += draw(SEPARATORS) + " ".join(filter(None, (draw(WEEKDAYS), draw(TIMES))))
    return text


@given(grids())
def test_a_grid_comes_back_from_its_string(grid: Week) -> None:
    text = write(grid)
    assert validate(text) is None
    assert read(text) == grid


@settings(deadline=None)
@given(grids())
def test_a_grid_means_what_it_shows(grid: Week) -> None:
    """Day by day: its single day, else the holidays, else the weekday of its weeks."""
    on_day: dict[str, list[tuple[str, str]]] = {}
    for start, end in openings(write(grid)):
        # Days that are open until midnight run into the next one.
        assert end > start
        on_day.setdefault(f"{start:%Y-%m-%d}", []).append((f"{start:%H:%M}", f"{end:%H:%M}"))
    holidays = {day for year in (2026, 2027) for day in hours.public_holidays(year)}
    for number in range((LAST - FIRST).days):
        day = (FIRST + number * hours.DAY).date()
        by_day = {single.key: single.times for single in grid.singles}
        parity = {"": True, "odd": day.isocalendar().week % 2 == 1, "even": day.isocalendar().week % 2 == 0}
        times = grid.days[day.weekday()] if parity[grid.weeks] else CLOSED
        if day in holidays and grid.holidays is not None:
            times = grid.holidays
        times = by_day.get((0, day.month, day.day), times)
        times = by_day.get((day.year, day.month, day.day), times)
        expected = [start for start, _ in times if start != "00:00"]
        found = [start for start, _ in on_day.get(day.isoformat(), []) if start != "00:00"]
        assert found == expected, day


@settings(deadline=None, max_examples=400)
@given(strings())
def test_what_is_read_means_the_same_on_every_day_of_two_years(text: str) -> None:
    assume(validate(text) is None)
    try:
        grid = read(text)
    except NotAGrid:
        return
    assert openings(write(grid)) == openings(text)
    assert read(write(grid)) == grid


def test_all_hours_of_the_example_directory() -> None:
    problems = Problems()
    texts = [office["opening_hours"] for office in read_folder(EXAMPLE, problems)["offices"]]
    present = [text for text in texts if text]
    assert len(present) == 12
    for text in present:
        assert openings(write(read(text))) == openings(text)
    assert sum(write(read(text)) == text for text in present) == 11


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("24/7", "24/7"),
        ("24/7; PH off", "Mo-Su 00:00-24:00; PH off"),
        ("Mo-Fr 8:00-12:00; Tu 08:00-18:00; PH off", "Mo,We-Fr 08:00-12:00; Tu 08:00-18:00; PH off"),
        ("Mo-Fr 08:00-12:00, Tu 13:00-18:00", "Mo,We-Fr 08:00-12:00; Tu 08:00-12:00,13:00-18:00"),
        ("Mo,PH 10:00-12:00", "Mo 10:00-12:00; PH 10:00-12:00"),
        ("week 1-53/2 Th 17:00-19:00", "week 01-53/2 Th 17:00-19:00"),
        ("week 02-52/2 Th 17:00-19:00", "week 02-52/2 Th 17:00-19:00"),
        ("Mo 08:00-12:00; Dec 24,Dec 31 off", "Mo 08:00-12:00; Dec 24 off; Dec 31 off"),
        ("Mo 08:00-12:00; 2026 Dec 24 off; Dec 24 09:00-10:00", "Mo 08:00-12:00; Dec 24 09:00-10:00"),
        ("Mo 08:00-12:00; Dec 24 off; 2026 Dec 24 09:00-10:00",) * 2,
    ],
)
def test_canonical(text: str, canonical: str) -> None:
    assert write(read(text)) == canonical


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('Mo 08:00-12:00 "by phone"', week.COMMENT),
        ("Mo 08:00-12:00 || Tu 09:00-10:00", week.FALLBACK),
        ("Mo 08:00-12:00 unknown", week.MAYBE),
        ("May-Sep Mo 08:00-12:00", week.PART_OF_YEAR),
        ("2026 Dec 24-2026 Dec 26 off", week.PART_OF_YEAR),
        ("We[1] 10:00-12:00", week.NTH),
        ("week 01-53/3 Mo 08:00-12:00", week.OTHER_WEEKS),
        ("week 01-52/2 Mo 08:00-12:00", week.OTHER_WEEKS),
        ("Mo 08:00-12:00; week 01-53/2 Tu 08:00-12:00", week.SOME_WEEKS),
        ("Fr 22:00-02:00", week.PAST_MIDNIGHT),
        ("Fr 20:00-26:00", week.PAST_MIDNIGHT),
        ("Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00", week.MANY),
        ("PH off; Mo-Fr 08:00-12:00", week.ORDER),
        ("2026 Dec 24 off; PH off; Mo 08:00-10:00", week.ORDER),
        ("Mo 08:00-12:00; PH off, Tu 10:00-12:00", week.ADDED),
        ("off", week.NEVER),
        ("Mo-Fr 08:00-12:00; off", week.NEVER),
        ("easter 10:00-12:00", week.OTHER),
        ("2026 10:00-16:00", week.OTHER),
        ("Mo 10:00-16:00; Mo 12:00-13:00 off", week.OTHER),
        ("Mo-Fr 10:00-16:00, Mo off", week.OTHER),
    ],
)
def test_what_is_no_grid_says_why(text: str, reason: str) -> None:
    assert validate(text) is None, "an example of a valid string"
    with pytest.raises(NotAGrid) as refused:
        read(text)
    assert refused.value.reason == reason
    assert str(refused.value) == reason % refused.value.values


def test_a_grid_without_times_is_no_string() -> None:
    assert write(Week()) == ""
    assert write(Week(holidays=())) == ""


@pytest.mark.parametrize(
    ("typed", "time"),
    [("8", "08:00"), ("08", "08:00"), ("8:30", "08:30"), ("8.30", "08:30"), ("830", "08:30"), ("1745", "17:45"),
     ("24:00", "24:00"), ("0:00", "00:00"), (" 9 Uhr ", "09:00")],
)  # fmt: skip
def test_clock(typed: str, time: str) -> None:
    assert week.clock(typed) == time


@pytest.mark.parametrize("typed", ["", "x", "25", "24:30", "8:60", "8:3", "-1", "12345", "8:30:00", "٨"])
def test_no_clock(typed: str) -> None:
    with pytest.raises(BadTimes) as refused:
        week.clock(typed)
    assert refused.value.reason == week.NO_CLOCK


def test_times_of_a_day() -> None:
    assert week.times_of([("13", "15"), ("", ""), ("8", "12:00")]) == MONDAY
    assert week.times_of([("8", "12"), ("12", "13")]) == (("08:00", "13:00"),)
    assert week.times_of([("", " ")]) == ()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ([("8", "")], week.HALF),
        ([("", "12")], week.HALF),
        ([("12", "8")], week.INVERTED),
        ([("12", "12")], week.INVERTED),
        ([("22", "2")], week.INVERTED),
        ([("8", "12"), ("11", "13")], week.OVERLAP),
        ([("8", "25")], week.NO_CLOCK),
    ],
)
def test_times_that_cannot_be(typed: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(BadTimes) as refused:
        week.times_of(typed)
    assert refused.value.reason == reason


@given(day_times())
def test_times_in_one_field(times: Times) -> None:
    apart = week.times_of(times)
    assert week.times_in(week.span_text(apart)) == apart


def test_times_in_one_field_as_people_type_them() -> None:
    assert week.times_in("8-12, 13:00 – 15") == MONDAY
    assert week.times_in("8 bis 12 und 13 bis 15 Uhr") == MONDAY
    assert week.times_in(" ") == ()
    for text, reason in (("8", week.NO_CLOCK), ("8-9,10-11,12-13,14-15", week.TOO_MANY), ("8-9-10", week.NO_CLOCK)):
        with pytest.raises(BadTimes) as refused:
            week.times_in(text)
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("day", "key"),
    [("24.12.2026", (2026, 12, 24)), ("24.12.", (0, 12, 24)), ("24.12", (0, 12, 24)), ("2026-12-24", (2026, 12, 24)),
     ("29.2.", (0, 2, 29)), ("1. 5. 2027", (2027, 5, 1))],
)  # fmt: skip
def test_single_days(day: str, key: tuple[int, int, int]) -> None:
    single = week.single_of(day, "9-12")
    assert (single.key, single.times) == (key, (("09:00", "12:00"),))
    assert week.single_of(single.text, "").key == key


@pytest.mark.parametrize("day", ["", "24", "31.2.2026", "29.2.2027", "Dezember", "24.13.", "0.1."])
def test_no_single_day(day: str) -> None:
    with pytest.raises(BadTimes) as refused:
        week.single_of(day, "")
    assert refused.value.reason == week.NO_DAY
