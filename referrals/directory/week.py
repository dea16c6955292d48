"""Opening hours as a grid to edit: an OSM ``opening_hours`` string <-> weekdays, public holidays and single days. Pure.

Not every string is a grid. ``read`` says why one is not; then only the string itself can be edited. What is read means
the same as the string on every day, and what ``write`` makes of it is the one canonical string of that grid.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from app.errors import N_, WegweiserError
from referrals.directory.hours import MONTHS, Times

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST_TIMES = 3
"""Opening times of one day for which the grid has room."""
ROUND_THE_CLOCK: Times = (("00:00", "24:00"),)
LEAP_YEAR = 2028
"""A yearly day may be 29 February."""

Weeks = Literal["", "odd", "even"]
PREFIX = {"": "", "odd": "week 01-53/2 ", "even": "week 02-52/2 "}

# What is wrong with times that were typed.
NO_CLOCK = N_("Write the time as 08:00; “%(text)s” is none.")
HALF = N_("A time needs a beginning and an end.")
INVERTED = N_(
    "%(start)s to %(end)s ends before it begins. Past midnight is written as two times: until 24:00, and from 00:00 on "
    "the next day."
)
OVERLAP = N_("%(first)s and %(second)s overlap.")
TOO_MANY = N_("The grid has room for three times a day. Write more of them in the OSM field.")
NO_DAY = N_("Write the day as 24.12.2026, or as 24.12. for every year; “%(text)s” is none.")
TWICE = N_("%(text)s stands twice.")

# Why a string is not a grid.
COMMENT = N_("It has a remark in quotation marks.")
FALLBACK = N_("It says what holds otherwise (||).")
MAYBE = N_("It says that it may be open (unknown).")
PART_OF_YEAR = N_("It holds in a part of the year only, or for several days in a row.")
NTH = N_("It holds in certain weeks of the month only.")
OTHER_WEEKS = N_("Its calendar weeks are neither the odd nor the even ones.")
SOME_WEEKS = N_("Some of it holds in certain calendar weeks only, some of it in all.")
PAST_MIDNIGHT = N_("It goes past midnight.")
MANY = N_("It has more than three times on one day.")
ORDER = N_("Its order matters: a later part replaces what was said about holidays or single days before.")
ADDED = N_("It adds times with a comma after holidays or single days.")
NEVER = N_("It is never open.")
OTHER = N_("It says something for which the grid has no room: “%(text)s”.")

_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_SPAN = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*-\s*([0-9]{1,2}:[0-9]{2})")
_ADDITION = re.compile(r"(?<=[0-9fnd])\s*,\s+(?=[A-Za-z])")
_RULE = re.compile(
    r"(?:(?P<week>week\s*[0-9/,\s-]*?[0-9])\s+)?"
    r"(?P<selector>24/7|(?:[A-Za-z]{2}(?![A-Za-z])[A-Za-z,-]*)?)"
    r"\s*(?P<times>[0-9]{1,2}:[0-9:,\s-]+?)?\s*(?P<state>open|off|closed)?",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:(?P<year>[0-9]{4})\s+)?(?P<month>[A-Za-z]{3})\s+(?P<day>[0-9]{1,2})")
_DATED = re.compile(r"(?P<dates>[0-9A-Za-z,\s]*?)\s+(?P<times>[0-9]{1,2}:[0-9:,\s-]+?)?\s*(?P<state>open|off|closed)?")
_PARITY: dict[str, Weeks] = {"01-53/2": "odd", "02-52/2": "even", "02-53/2": "even"}


class NotAGrid(WegweiserError):
    """The string has no grid; ``reason`` is a sentence for the interface that takes ``values``."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason % values if values else reason)
        self.reason = reason
        self.values = values


class BadTimes(WegweiserError):
    """What was typed is no time or day; ``reason`` is a sentence for the interface that takes ``values``."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason % values if values else reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, order=True)
class Single:
    """A day with times of its own (none: closed): ``month`` and ``day``, in one ``year`` or in every one (0)."""

    year: int
    month: int
    day: int
    times: Times = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """As people write it: ``24.12.2026`` or ``24.12.``."""
        return f"{self.day:02}.{self.month:02}.{self.year or ''}"

    @property
    def key(self) -> tuple[int, int, int]:
        """What there can be only once."""
        return self.year, self.month, self.day


@dataclass(frozen=True)
class Week:
    """The grid: ``days`` are the times of Monday to Sunday, each up to three (start, end) as ``HH:MM``, ascending and
    apart.

    ``holidays``: () closed, times of their own, or None: nothing is said, so that they are like other days. ``weeks``:
    in which calendar weeks the weekdays hold. ``singles`` replace all of it on their days, in their order.
    """

    days: tuple[Times, ...] = ((),) * 7
    holidays: Times | None = None
    weeks: Weeks = ""
    singles: tuple[Single, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether it is ever open."""
        return any(self.days) or bool(self.holidays) or any(single.times for single in self.singles)


def write(week: Week) -> str:
    """The canonical OSM string; "" for a grid without any opening time."""
    if not week.opens:
        return ""
    if week == Week((ROUND_THE_CLOCK,) * 7):
        return "24/7"
    groups: dict[Times, list[int]] = {}
    for number, times in enumerate(week.days):
        if times:
            groups.setdefault(times, []).append(number)
    rules = [f"{PREFIX[week.weeks]}{_weekdays(numbers)} {_spans(times)}" for times, numbers in groups.items()]
    if week.holidays is not None:
        rules.append(f"PH {_spans(week.holidays)}")
    for one in sorted(week.singles):
        year = f"{one.year} " if one.year else ""
        rules.append(f"{year}{MONTHS[one.month - 1]} {one.day:02} {_spans(one.times)}")
    return "; ".join(rules)


def read(text: str) -> Week:
    """The grid of a valid OSM string. Raises NotAGrid."""
    for pattern, reason in ((r'"', COMMENT), (r"\|\|", FALLBACK), (r"\bunknown\b", MAYBE), (r"\[", NTH)):
        if re.search(pattern, text, re.IGNORECASE):
            raise NotAGrid(reason)
    reading = _Reading()
    for rule in text.split(";"):
        first, *added = _ADDITION.split(rule.strip())
        reading.take(first.strip())
        for addition in added:
            reading.take(addition.strip(), add=True)
    week = reading.week()
    if not week.opens:
        raise NotAGrid(NEVER)
    if any(len(times) > MOST_TIMES for times in (*week.days, week.holidays or (), *(s.times for s in week.singles))):
        raise NotAGrid(MANY)
    return week


def clock(text: str) -> str:
    """A time as people type it: ``8``, ``8:30``, ``8.30``, ``830`` -> ``08:30``. Raises BadTimes."""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(?: ?(?:Uhr|h))?", text.strip())
    time = f"{int(found[1]):02}:{found[2] or '00'}" if found else ""
    if not _TIME.fullmatch(time) or time > "24:00":
        raise BadTimes(NO_CLOCK, text=text.strip())
    return time


def times_of(typed: Iterable[tuple[str, str]]) -> Times:
    """The times of a day from what stands in its fields; empty pairs do not count, adjoining times become one.

    Raises BadTimes.
    """
    spans = []
    for start, end in typed:
        if not start.strip() and not end.strip():
            continue
        if not start.strip() or not end.strip():
            raise BadTimes(HALF)
        begins, ends = clock(start), clock(end)
        if begins >= ends:
            raise BadTimes(INVERTED, start=begins, end=ends)
        spans.append((begins, ends))
    spans.sort()
    for (start, end), (later, last) in pairwise(spans):
        if later < end:
            raise BadTimes(OVERLAP, first=f"{start}-{end}", second=f"{later}-{last}")
    return _joined(spans)


def times_in(text: str) -> Times:
    """The same from one field: ``08:00-12:00, 13:00-15:00``; none for an empty one. Raises BadTimes."""
    parts = [part for part in re.split(r"[,;]|\bund\b|\band\b", text) if part.strip()]
    typed = [re.split(r"\s*(?:-|–|\bbis\b|\bto\b)\s*", part.strip()) for part in parts]
    if odd := next((part for part in typed if len(part) != 2), None):
        raise BadTimes(NO_CLOCK, text="-".join(odd))
    times = times_of((start, end) for start, end in typed)
    if len(times) > MOST_TIMES:
        raise BadTimes(TOO_MANY)
    return times


def single_of(day: str, times: str) -> Single:
    """A day with its own times from what was typed. Raises BadTimes."""
    german = re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\.? ?([0-9]{4})?", day.strip())
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", day.strip())
    found = german or iso
    if not found:
        raise BadTimes(NO_DAY, text=day.strip())
    year, month, number = (found[3], found[2], found[1]) if german else (found[1], found[2], found[3])
    try:
        date(int(year or LEAP_YEAR), int(month), int(number))
    except ValueError as error:
        raise BadTimes(NO_DAY, text=day.strip()) from error
    return Single(int(year or 0), int(month), int(number), times_in(times))


def span_text(times: Times) -> str:
    """Times as they stand in one field: ``08:00-12:00, 13:00-15:00``."""
    return ", ".join(f"{start}-{end}" for start, end in times)


def _joined(spans: Iterable[tuple[str, str]]) -> Times:
    """Sorted, with those that overlap or adjoin as one."""
    times: list[tuple[str, str]] = []
    for start, end in sorted(spans):
        if times and start <= times[-1][1]:
            times[-1] = times[-1][0], max(end, times[-1][1])
        else:
            times.append((start, end))
    return tuple(times)


def _spans(times: Times) -> str:
    return ",".join(f"{start}-{end}" for start, end in times) or "off"


def _weekdays(numbers: list[int]) -> str:
    """``Mo,We-Fr``: two days in a row are named, three become a range."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    names = [
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[number] for number in run) for run in parts
    ]
    return ",".join(names)


class _Reading:
    """The grid while the rules of a string are read one after the other: a later one replaces an earlier one."""

    def __init__(self) -> None:
        self._days: list[Times] = [()] * 7
        self._holidays: Times | None = None
        self._weeks: set[Weeks] = set()
        self._singles: dict[tuple[int, int, int], Single] = {}

    def week(self) -> Week:
        """What has been read. Raises NotAGrid."""
        if len(self._weeks) > 1:
            raise NotAGrid(SOME_WEEKS)
        every: Weeks = ""
        weeks = next(iter(self._weeks), every) if any(self._days) else every
        return Week(tuple(self._days), self._holidays, weeks, tuple(sorted(self._singles.values())))

    def take(self, rule: str, *, add: bool = False) -> None:
        """Read one rule; ``add``: its times come on top of those before. Raises NotAGrid."""
        if found := _RULE.fullmatch(rule):
            self._weekly(found, rule, add=add)
        elif found := _DATED.fullmatch(rule):
            self._dated(found, rule, add=add)
        else:
            raise NotAGrid(PART_OF_YEAR if _names_month(rule) else OTHER, text=rule)

    def _weekly(self, found: re.Match[str], rule: str, *, add: bool) -> None:
        days, holidays = _selected(found["selector"], rule)
        times = _times(found["times"], found["state"], rule)
        if add and not times:
            raise NotAGrid(OTHER, text=rule)
        if days and (self._holidays is not None or self._singles):
            raise NotAGrid(ADDED if add else ORDER)
        if holidays and (self._singles or add):
            raise NotAGrid(ADDED if add else ORDER)
        if found["week"]:
            parity = _PARITY.get(_two_digits(found["week"]))
            if parity is None or holidays:
                raise NotAGrid(OTHER_WEEKS if parity is None else SOME_WEEKS)
            self._weeks.add(parity)
        elif days:
            self._weeks.add("")
        for number in days:
            self._days[number] = _joined((*self._days[number], *times)) if add else times
        if holidays:
            self._holidays = times

    def _dated(self, found: re.Match[str], rule: str, *, add: bool) -> None:
        if add:
            raise NotAGrid(ADDED)
        times = _times(found["times"], found["state"], rule)
        for part in found["dates"].split(","):
            single = _single(part.strip(), times, rule)
            for key in [key for key in self._singles if not single.year and key[1:] == single.key[1:]]:
                # "every 24 December" replaces what was said about that of one year before.
                del self._singles[key]
            self._singles[single.key] = single


def _selected(selector: str, rule: str) -> tuple[list[int], bool]:
    """The weekdays (0 = Monday) that a rule names, and whether it names public holidays. Raises NotAGrid."""
    if selector == "24/7" or not selector.strip():
        return list(range(7)), False
    names = {name.lower(): number for number, name in enumerate(DAYS)}
    days: set[int] = set()
    holidays = False
    for part in selector.lower().split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        if first == "ph" and not last:
            holidays = True
        elif first in names and (last or first) in names:
            length = (names[last or first] - names[first]) % 7
            days |= {(names[first] + number) % 7 for number in range(length + 1)}
        else:
            raise NotAGrid(PART_OF_YEAR if _names_month(rule) else OTHER, text=rule)
    return sorted(days), holidays


def _times(text: str | None, state: str | None, rule: str) -> Times:
    """The times of a rule; none if it closes, the whole day if it names none. Raises NotAGrid."""
    if (state or "").lower() in {"off", "closed"}:
        if text:
            # "Mo 08:00-12:00 off" takes a piece out of the day.
            raise NotAGrid(OTHER, text=rule)
        return ()
    if not text:
        if not rule:
            raise NotAGrid(OTHER, text=rule)
        return ROUND_THE_CLOCK
    spans = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if not found:
            raise NotAGrid(OTHER, text=rule)
        start, end = found[1].zfill(5), found[2].zfill(5)
        if end <= start or end > "24:00":
            raise NotAGrid(PAST_MIDNIGHT)
        spans.append((start, end))
    return _joined(spans)


def _single(text: str, times: Times, rule: str) -> Single:
    found = _DATE.fullmatch(text)
    months = [month.lower() for month in MONTHS]
    if not found or found["month"].lower() not in months:
        raise NotAGrid(PART_OF_YEAR if _names_month(rule) else OTHER, text=rule)
    month = months.index(found["month"].lower()) + 1
    try:
        date(int(found["year"] or LEAP_YEAR), month, int(found["day"]))
    except ValueError as error:
        raise NotAGrid(OTHER, text=rule) from error
    return Single(int(found["year"] or 0), month, int(found["day"]), times)


def _two_digits(week: str) -> str:
    """``week 1-53/2`` -> ``01-53/2``."""
    return re.sub(r"\b([0-9])(?=-)", r"0\1", re.sub(r"\s", "", week.lower().removeprefix("week")))


def _names_month(rule: str) -> bool:
    return any(month.lower() in rule.lower() for month in MONTHS)
