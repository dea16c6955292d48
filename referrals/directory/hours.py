"""When an office is open: OSM ``opening_hours`` with the public holidays of Saxony. Pure; times are local and naive.

The library reads the strings without a country, so that ``PH`` never holds by itself: its own calendar of Germany
is nationwide and would open offices on Buß- und Bettag and Reformationstag. Instead the string is read a second
time with every day a holiday (``PH`` -> ``Mo-Su``), and what that says about a real holiday is appended as a rule
for that date: ``Mo,Tu 11:00-17:00; PH off; 2026 Nov 18 off``. So every use of ``PH`` that the syntax knows works.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

import holidays
from opening_hours import OpeningHours, State
from opening_hours import validate as is_valid

from app.errors import Text
from referrals.directory.facts import Hours, HoursCode, HoursRow

SEARCH = timedelta(days=366)
ANNOUNCED = timedelta(days=31)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WITHOUT_COMMENTS = re.compile(r'"[^"]*"')
# Quoted comments first, so that a PH inside one is left alone.
HOLIDAY_WORD = re.compile(r'"[^"]*"|\bPH\b')
# What the library reads without a complaint, but not as a reader would expect.
UNSAFE = (
    (re.compile(r"\bSH\b"), Text("no SH: school holidays are not known here")),
    (re.compile(r"[0-9]\+"), Text("a closing time instead of +")),
    (re.compile(r"sunrise|sunset|dawn|dusk"), Text("times of day instead of the sun's")),
    (re.compile(r"\b(?:Feb 3[01]|(?:Apr|Jun|Sep|Nov) 31)\b"), Text("a day that this month has")),
)

Closures = tuple[tuple[date, date], ...]
Times = tuple[tuple[str, str], ...]
WeekTimes = tuple[Times, ...]


class HasHours(Protocol):
    """An office, or whatever else opens and closes: its OSM text and its closures."""

    @property
    def opening_hours(self) -> str | None:
        """None if not known."""

    @property
    def closures(self) -> Closures:
        """(first, last) days, both included."""


def validate(text: str) -> Text | None:
    """What is expected instead of ``text``; None if it can be read."""
    for pattern, expected in UNSAFE:
        if pattern.search(WITHOUT_COMMENTS.sub("", text)):
            return Text("opening hours with {expected}", expected=expected)
    if is_valid(text) and is_valid(_every_day_a_holiday(text)):
        return None
    return Text("opening hours in OSM syntax, such as “Mo-Fr 08:00-12:00; PH off”")


def hours(office: HasHours, at: datetime) -> Hours:
    """Where the office stands at ``at`` (local; seconds and offset are dropped), and its week for the printed table.

    ``rows`` are empty where no table could say it: irregular weeks, for instance every third. ``closed_from`` and
    ``closed_to`` also announce a closure that begins within a month. An unknown state is closed, with ``now`` None.
    """
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    closure = _closure(office.closures, at.date())
    closed_now = closure is not None and closure[0] <= at.date()
    closed_from, closed_to = closure or (None, None)
    text = office.opening_hours
    if text is None:
        code: HoursCode = "closed_until" if closed_now else "unknown"
        return Hours(code, False if closed_now else None, closed_from=closed_from, closed_to=closed_to)
    expression = _expression(text, office.closures, at.year)
    is_open = expression.is_open(at)
    next_open = None if is_open else _next_open(expression, at)
    maybe = expression.is_unknown(at)
    rows, week = _table(text, _monday((next_open or at).date()))
    return Hours(
        code=_code(is_open, closed_now, next_open, maybe),
        now=None if maybe else is_open,
        until=_end(expression, at) if is_open else None,
        next_open=next_open,
        next_close=_end(expression, next_open) if next_open else None,
        closed_from=closed_from,
        closed_to=closed_to,
        rows=rows,
        closed_on_public_holidays=_closed_on_holidays(text),
        week=week,
        always=_always(text),
        since=_since(expression, at) if is_open else None,
    )


def public_holidays(year: int) -> tuple[date, ...]:
    """The public holidays of Saxony in a year, in order."""
    return tuple(holiday_names(year))


@lru_cache(maxsize=64)
def holiday_names(year: int) -> Mapping[date, str]:
    """The same with their German names."""
    return MappingProxyType(
        dict(sorted(holidays.country_holidays("DE", subdiv="SN", years=year, language="de").items()))
    )


def _code(is_open: bool, closed_now: bool, next_open: datetime | None, maybe: bool) -> HoursCode:
    if is_open:
        return "open"
    if closed_now:
        return "closed_until"
    if next_open:
        return "opens"
    return "unknown" if maybe else "closed"


def _closure(closures: Closures, today: date) -> tuple[date, date] | None:
    """The closure of today, else the next one that is near enough to tell a visitor; adjoining ones are one."""
    found: tuple[date, date] | None = None
    for starts, ends in sorted(closures):
        if ends < today:
            continue
        if found is None and starts <= today + ANNOUNCED:
            found = starts, ends
        elif found is not None and starts <= found[1] + DAY:
            found = found[0], max(found[1], ends)
    return found


def _every_day_a_holiday(text: str) -> str:
    return HOLIDAY_WORD.sub(lambda match: "Mo-Su" if match[0] == "PH" else match[0], text)


@lru_cache(maxsize=4096)
def _expression(text: str, closures: Closures, year: int) -> OpeningHours:
    """The expression with the holidays of this year and the next, and closures, as rules for their dates."""
    rules = [text]
    on_holiday = _every_day_a_holiday(text)
    if on_holiday != text:
        expression = OpeningHours(on_holiday)
        for day in public_holidays(year) + public_holidays(year + 1):
            spans = ",".join(f"{start}-{end}" for start, end in _times(expression, day))
            rules.append(f"{_date(day)} {spans or 'off'}")
    rules += [f"{_date(day)} off" for first, last in closures for day in _days(first, last, year)]
    return OpeningHours("; ".join(rules), max_interval_days=SEARCH.days)


def _days(first: date, last: date, year: int) -> list[date]:
    """The days of a closure that can matter in this year and the next."""
    first, last = max(first, date(year, 1, 1)), min(last, date(year + 1, 12, 31))
    return [first + number * DAY for number in range((last - first).days + 1)]


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _next_open(expression: OpeningHours, after: datetime) -> datetime | None:
    intervals = expression.intervals(after, after + SEARCH)
    return next((start for start, _, state, _ in intervals if state == State.OPEN), None)


def _end(expression: OpeningHours, start: datetime) -> datetime | None:
    """When it stops being open, None if not within a year; a new comment or midnight in between is no end."""
    intervals = expression.intervals(start, start + SEARCH)
    return next((end for end, _, state, _ in intervals if state != State.OPEN), None)


def _since(expression: OpeningHours, at: datetime) -> datetime:
    """When today's opening began that ``at`` lies in."""
    clock = f"{at:%H:%M}"
    start = next(start for start, end in _times(expression, at.date()) if start <= clock < end)
    return datetime.combine(at.date(), time.fromisoformat(start))


@lru_cache(maxsize=1024)
def _always(text: str) -> bool:
    return str(OpeningHours(text).normalize()) == "24/7"


@lru_cache(maxsize=1024)
def _closed_on_holidays(text: str) -> bool:
    on_holiday = _every_day_a_holiday(text)
    return on_holiday != text and not any(_week(on_holiday, date(2026, 1, 5)))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _times(expression: OpeningHours, day: date) -> Times:
    """Opening times of one day, clipped at midnight (``24:00``)."""
    start = datetime.combine(day, time())
    spans: list[tuple[str, str]] = []
    for begin, end, state, _ in expression.intervals(start, start + DAY):
        if state == State.OPEN:
            until = "24:00" if end == start + DAY else f"{end:%H:%M}"
            if spans and spans[-1][1] == f"{begin:%H:%M}":
                spans[-1] = spans[-1][0], until
            else:
                spans.append((f"{begin:%H:%M}", until))
    return tuple(spans)


@lru_cache(maxsize=4096)
def _week(text: str, monday: date) -> WeekTimes:
    """The times of seven days without holidays and closures: what stands on the door."""
    expression = OpeningHours(text)
    return tuple(_times(expression, monday + number * DAY) for number in range(7))


@lru_cache(maxsize=4096)
def _table(text: str, monday: date) -> tuple[tuple[HoursRow, ...], str]:
    """The usual week around ``monday`` as rows, and whether it is that of odd or even calendar weeks only."""
    step, parity = WEEK, ""
    if "week" in text:
        found = _parity(text, monday)
        if found is None:
            return (), ""
        step, parity = (2 * WEEK if found else WEEK), found
    # Single days (24 and 31 December) change one or two weeks: the usual one is the most frequent around it.
    around = Counter(_week(text, monday + number * step) for number in (0, 1, 2, -1, -2))
    return _rows(around.most_common(1)[0][0]), parity


@lru_cache(maxsize=1024)
def _parity(text: str, monday: date) -> str | None:
    """Which calendar weeks are open: odd, even, "" (all alike) or None (another pattern)."""
    weeks: dict[int, list[WeekTimes]] = {0: [], 1: []}
    for number in range(26):
        week = monday + (number - 13) * WEEK
        weeks[week.isocalendar().week % 2].append(_week(text, week))
    even, odd = (Counter(times).most_common(1)[0] for times in (weeks[0], weeks[1]))
    if min(even[1] / len(weeks[0]), odd[1] / len(weeks[1])) < 0.7:
        return None
    if even[0] == odd[0]:
        return ""
    if not any(even[0]):
        return "odd"
    return None if any(odd[0]) else "even"


def _rows(week: WeekTimes) -> tuple[HoursRow, ...]:
    """Weekdays with equal times together, in the order of their first day; days that are closed last."""
    groups: dict[Times, list[int]] = {}
    for number, times in enumerate(week, start=1):
        groups.setdefault(times, []).append(number)
    closed = groups.pop((), None)
    rows = [HoursRow(tuple(days), times) for times, days in groups.items()]
    if closed and rows:
        rows.append(HoursRow(tuple(closed), ()))
    return tuple(rows)
