"""HSDS schedules -> opening hours (an OSM string) and closures. Pure. The inverse of ``schedules`` for what it writes.

Foreign schedules may say more than ours: seasons, certain weekdays of the month. What has no meaning here is refused,
never left out in silence: wrong hours send people to a closed door.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.errors import Text
from referrals.directory.hours import MONTHS, Times, validate
from referrals.directory.week import DAYS, BadTimes, Single, Week, Weeks, times_in, write
from referrals.interchange.hsds.form import WEEKDAYS, Object, clock
from referrals.interchange.hsds.schedules import (
    CLOSED,
    DAY,
    END_OF_DAY,
    EVERY_YEAR,
    HOLIDAYS,
    HOLIDAYS_OFF,
    WEEK_NUMBERS,
    Period,
)

FAR = date(9999, 12, 31)
"""A last day for what has none: OSM ranges need one. Others write it for “until further notice”."""
MOST_SCHEDULES = 400
BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
OFFSETS = (None, timedelta(hours=1), timedelta(hours=2))
SPANS = rf"([0-9:, -]+|{CLOSED})"
_HOLIDAYS = re.compile(re.escape(HOLIDAYS).replace(r"\{times\}", SPANS))
_EVERY_YEAR = re.compile(
    re.escape(EVERY_YEAR).replace(r"\{day\}", r"([0-9]{2})\.([0-9]{2})\.").replace(r"\{times\}", SPANS)
)


class Senseless(Exception):
    """What is said has no meaning here; ``field`` is its path in the service."""

    def __init__(self, field: str, expected: Text) -> None:
        super().__init__(expected)
        self.field = field
        self.expected = expected


def _senseless(number: int, field: str, expected: Text) -> Senseless:
    return Senseless(f"schedules[{number}].{field}", expected)


@dataclass(frozen=True)
class _Opening:
    """A schedule that was understood. ``day`` is a weekday (0 = Monday), ``nth`` which one of the month (0: all)."""

    day: int
    nth: int
    times: Times
    weeks: str
    period: Period


@dataclass(frozen=True)
class Read:
    """Opening hours and closures; ``left_out`` are texts of schedules without times."""

    opening_hours: str | None
    closures: tuple[tuple[date, date], ...] = ()
    left_out: tuple[str, ...] = ()


def hours(schedules: list[Object], today: date) -> Read:
    """What the schedules say from ``today`` on. Raises Senseless."""
    if len(schedules) > MOST_SCHEDULES:
        raise Senseless("schedules", Text("at most {number} schedules", number=MOST_SCHEDULES))
    openings: list[_Opening] = []
    texts: list[str] = []
    for number, schedule in enumerate(schedules):
        if "opens_at" in schedule or "closes_at" in schedule:
            openings += _openings(number, schedule)
        elif text := schedule.get("description") or schedule.get("notes"):
            texts.append(text)
    if not openings:
        osm = [text for text in texts if validate(text) is None]
        return Read(osm[0], (), ()) if len(osm) == len(texts) == 1 else Read(None, (), tuple(texts))
    notes = " ".join(dict.fromkeys(schedule.get("notes", "") for schedule in schedules))
    return _combined(openings, notes, today, tuple(texts))


def _openings(number: int, schedule: Object) -> list[_Opening]:
    for name in ("count", "byyearday"):
        if name in schedule:
            raise _senseless(number, name, Text("valid_from and valid_to instead"))
    times = _times(number, schedule)
    weeks = _weeks(number, schedule)
    period = _period(number, schedule)
    found = []
    for day, nth in _days(number, schedule):
        found.append(_Opening(day, nth, times[:1], weeks, period))
        if times[1:]:
            if weeks or nth:
                raise _senseless(number, "closes_at", Text("a time after opens_at; past midnight only every week"))
            found.append(_Opening((day + 1) % 7, 0, times[1:], weeks, _next_day(period)))
    return found


def _next_day(period: Period) -> Period:
    first, last = period
    return first and first + DAY, last and last + DAY


def _times(number: int, schedule: Object) -> Times:
    """One opening time, or two if it goes past midnight: the second is of the next day."""
    for name in ("opens_at", "closes_at"):
        if name not in schedule:
            raise _senseless(number, name, Text("opens_at and closes_at, or neither"))
        if clock(schedule[name]).utcoffset() not in OFFSETS:
            raise _senseless(number, name, Text("local time, found “{value}”", value=schedule[name]))
    opens, closes = (schedule[name][:5] for name in ("opens_at", "closes_at"))
    if opens == "00:00" and closes in {"00:00", END_OF_DAY[:5]}:
        return ((opens, "24:00"),)
    if closes == "00:00":
        return ((opens, "24:00"),)
    if opens == closes:
        raise _senseless(number, "closes_at", Text("a time after {value}", value=opens))
    if closes < opens:
        return (opens, "24:00"), ("00:00", closes)
    return ((opens, closes),)


def _days(number: int, schedule: Object) -> list[tuple[int, int]]:
    monthly = schedule.get("freq") == "MONTHLY"
    if "bymonthday" in schedule:
        raise _senseless(number, "bymonthday", Text("byday: opening hours cannot say certain days of every month"))
    parts = [part.strip() for part in schedule.get("byday", "").upper().split(",")]
    found = []
    for part in parts:
        match = BYDAY.fullmatch(part)
        if not match or (match[1] and not monthly):
            expected = Text("weekdays of the month such as 2MO") if monthly else Text("weekdays such as MO,TU")
            raise _senseless(number, "byday", Text("{expected}, found “{value}”", expected=expected, value=part[:20]))
        found.append((WEEKDAYS.index(match[2]), int(match[1] or 0)))
    return found


def _weeks(number: int, schedule: Object) -> str:
    """``odd``, ``even``, a list of weeks as OSM has it, or "" for all."""
    interval = schedule.get("interval", 1)
    if interval not in (1, 2) or (interval == 2 and ("dtstart" not in schedule or schedule.get("freq") == "MONTHLY")):
        raise _senseless(number, "interval", Text("1, or for WEEKLY 2 with dtstart"))
    if "byweekno" in schedule:
        try:
            weeks = sorted({int(week) for week in schedule["byweekno"].split(",")})
        except ValueError:
            weeks = [0]
        if not all(1 <= week <= 53 for week in weeks):
            expected = Text("weeks from 1 to 53, found “{value}”", value=schedule["byweekno"][:40])
            raise _senseless(number, "byweekno", expected)
        known = {tuple(numbers): name for name, numbers in WEEK_NUMBERS.items()}
        return known.get(tuple(weeks)) or "week " + ",".join(f"{week:02}" for week in weeks)
    if interval == 2:
        return "odd" if date.fromisoformat(schedule["dtstart"]).isocalendar().week % 2 else "even"
    return ""


def _period(number: int, schedule: Object) -> Period:
    given = {
        name: date.fromisoformat(schedule[name]) for name in ("valid_from", "valid_to", "until") if name in schedule
    }
    first = given.get("valid_from")
    if first is None and "dtstart" in schedule and "interval" not in schedule:
        first = date.fromisoformat(schedule["dtstart"])
    last = min((given[name] for name in ("valid_to", "until") if name in given), default=None)
    if last and last.year == FAR.year:
        last = None
    if first and (first.year == FAR.year or (last and last < first)):
        raise _senseless(number, "valid_from", Text("{last} or earlier, found {first}", first=first, last=last or FAR))
    return first, last


def _combined(openings: list[_Opening], notes: str, today: date, texts: tuple[str, ...]) -> Read:
    """One week with closures between its periods where that is all; else rules for each period."""
    usual = _usual(openings)
    periods = sorted({one.period for one in usual}, key=lambda period: (period[0] or date.min, period[1] or FAR))
    if _is_one_week(usual, periods, today):
        singles = _singles(one for one in openings if one not in usual)
        days = {date(one.year, one.month, one.day) for one in singles}
        week = _week(usual, periods[0], notes, singles)
        return Read(write(week), tuple(_gaps(periods, days)), texts)
    return Read(_seasons(openings, notes, today), (), texts)


def _usual(openings: list[_Opening]) -> list[_Opening]:
    """Those of a week: of several days, or of a single one between closures on which the same week holds."""
    weeks = _weeks_of(openings)
    of_days = {week for (first, last), week in weeks.items() if first is None or first != last}
    return [one for one in openings if weeks[one.period] in of_days]


def _weeks_of(openings: Iterable[_Opening]) -> dict[Period, frozenset[tuple[int, int, Times, str]]]:
    found: dict[Period, set[tuple[int, int, Times, str]]] = {}
    for one in openings:
        found.setdefault(one.period, set()).add((one.day, one.nth, one.times, one.weeks))
    return {period: frozenset(week) for period, week in found.items()}


def _is_one_week(openings: list[_Opening], periods: list[Period], today: date) -> bool:
    """Whether the same week holds in all periods, from before today and without an end."""
    return (
        bool(periods)
        and not any(one.nth for one in openings)
        and {one.weeks for one in openings} in ({""}, {"odd"}, {"even"})
        and periods[-1][1] is None
        and (periods[0][0] or today) <= today
        and len(set(_weeks_of(openings).values())) == 1
        and _apart(periods)
    )


def _apart(periods: list[Period]) -> bool:
    """Whether they follow each other with days between."""
    return all(
        one[1] is not None and other[0] is not None and one[1] + DAY < other[0] for one, other in pairwise(periods)
    )


def _gaps(periods: list[Period], own: set[date]) -> Iterable[tuple[date, date]]:
    """The days between the periods, but for those with times of their own."""
    for (_, last), (first, _) in pairwise(periods):
        assert last is not None
        assert first is not None
        start = last + DAY
        for day in [*sorted(day for day in own if start <= day < first), first]:
            if start < day:
                yield start, day - DAY
            start = day + DAY


def _singles(openings: Iterable[_Opening]) -> list[Single]:
    times: dict[date, list[tuple[str, str]]] = {}
    for one in openings:
        day = one.period[0]
        assert day is not None
        if one.day == day.weekday():
            times.setdefault(day, []).extend(one.times)
    return [Single(day.year, day.month, day.day, _merged(spans)) for day, spans in sorted(times.items())]


def _merged(spans: Iterable[tuple[str, str]]) -> Times:
    """In order, and those that overlap or adjoin as one."""
    found: list[tuple[str, str]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _week(openings: list[_Opening], period: Period, notes: str, singles: list[Single]) -> Week:
    here = [one for one in openings if one.period == period]
    days = tuple(_merged(span for one in here if one.day == number for span in one.times) for number in range(7))
    weeks: Weeks = {"odd": "odd", "even": "even"}.get(here[0].weeks, "")  # type: ignore[assignment]
    return Week(days, _holidays(notes), weeks, (*singles, *_yearly(notes)))


def _holidays(notes: str) -> Times | None:
    if HOLIDAYS_OFF in notes:
        return ()
    found = _HOLIDAYS.search(notes)
    return _said(found[1]) if found else None


def _yearly(notes: str) -> list[Single]:
    """Days of every year, as our notes have them."""
    found = ((one, _said(one[3])) for one in _EVERY_YEAR.finditer(notes))
    return [Single(0, int(one[2]), int(one[1]), times) for one, times in found if times is not None]


def _said(text: str) -> Times | None:
    """Times as our notes have them; None for what only looks like that."""
    try:
        return () if text == CLOSED else times_in(text)
    except BadTimes:
        return None


def _seasons(openings: list[_Opening], notes: str, today: date) -> str | None:
    """Rules with dates, week numbers or weekdays of the month, joined so that none replaces another."""
    rules = []
    for one in openings:
        first, last = one.period
        if last is not None and last < today:
            continue
        nth = f"[{one.nth}]" if one.nth else ""
        weeks = {"": "", "odd": "week 01-53/2 ", "even": "week 02-52/2 "}.get(one.weeks, f"{one.weeks} ")
        dates = "" if last is None and (first is None or first <= today) else f"{_dated(first or today, last or FAR)} "
        spans = ",".join(f"{start}-{end}" for start, end in one.times)
        rules.append(f"{dates}{weeks}{DAYS[one.day]}{nth} {spans}")
    if rules and (closed := _holidays(notes)) is not None:
        spans = ",".join(f"{start}-{end}" for start, end in closed) or "off"
        return f"{', '.join(dict.fromkeys(rules))}; PH {spans}"
    return ", ".join(dict.fromkeys(rules)) or None


def _dated(first: date, last: date) -> str:
    return "-".join(f"{day.year} {MONTHS[day.month - 1]} {day.day:02}" for day in (first, last))
