"""Structured opening hours -> an OSM string. What it cannot say without guessing is left to a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from referrals.directory.hours import validate
from referrals.interchange.xzufi.parsing import Node
from referrals.interchange.xzufi.values import Interval

STRUCTURED = ("infoOeffnungszeitenStrukturiert", "oeffnungszeiten", "oeffnungszeitenStrukturiert")
DAY_NAMES = ("tag", "tagesTyp", "tagestyp", "tagTyp", "wochentag")
START_NAMES = ("von", "beginn", "tageszeitVon", "uhrzeitVon")
END_NAMES = ("bis", "ende", "tageszeitBis", "uhrzeitBis")
MOST_INTERVALS = 100

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
HOLIDAY = "PH"
DAYS = dict(zip(GERMAN, WEEK, strict=True)) | {
    "sonnabend": "Sa",
    "feiertag": HOLIDAY,
    **{name[:2]: day for name, day in zip(GERMAN, WEEK, strict=True)},
}
"""Days by their German names. Codes without a name are not read: their lists differ between senders."""
TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])(?::[0-5][0-9](?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?(?: ?Uhr)?")


@dataclass(frozen=True)
class Week:
    """``text`` is the OSM string, "" if there is none; ``left`` are the rows that it does not say."""

    text: str
    left: tuple[Interval, ...]


def intervals(node: Node) -> Iterator[Interval]:
    """The rows of structured opening hours somewhere below these elements of an office."""
    found = 0
    for name in STRUCTURED:
        for element in node.all(name):
            for row, around in _rows(element, ()):
                if found < MOST_INTERVALS:
                    found += 1
                    yield _interval(row, around)


def week_of(rows: Iterable[Interval], today: date) -> Week:
    """The usual week that the rows say. A row that holds only for a time, or that nobody can read, is left.

    If any row of a week cannot be read, the whole week is left: half of it would be wrong.
    """
    rows = tuple(row for row in rows if row.valid_to is None or row.valid_to >= today)
    usual = [row for row in rows if row.valid_to is None and (row.valid_from is None or row.valid_from <= today)]
    times: dict[str, list[tuple[str, str]]] = {}
    for row in usual:
        day, start, end = DAYS.get(row.day.casefold().rstrip(".")), clock(row.start), clock(row.end)
        if day is None or start is None or end is None or start >= end:
            return Week("", rows)
        times.setdefault(day, []).append((start, end))
    text = _text(times)
    if not text or validate(text):
        return Week("", rows)
    return Week(text, tuple(row for row in rows if row not in usual))


def clock(text: str) -> str | None:
    """``8.00 Uhr`` -> ``08:00``; None if it is no time of day."""
    found = TIME.fullmatch(text.strip())
    if found is None or (found[1] == "24" and found[2] != "00"):
        return None
    return f"{int(found[1]):02}:{found[2]}"


def _text(times: dict[str, list[tuple[str, str]]]) -> str:
    """Days with equal times together: ``Mo,We 08:00-12:00; Tu 09:00-12:00,13:00-18:00``."""
    groups: dict[str, list[str]] = {}
    for day in (*WEEK, HOLIDAY):
        if day in times:
            spans = ",".join(f"{start}-{end}" for start, end in sorted(set(times[day])))
            groups.setdefault(spans, []).append(day)
    return "; ".join(f"{_days(days)} {spans}" for spans, days in groups.items())


def _days(days: list[str]) -> str:
    """``Mo-We,Fr``: three days and more in a row as a span."""
    parts: list[list[str]] = []
    for day in days:
        follows = parts and day in WEEK and parts[-1][-1] == WEEK[WEEK.index(day) - 1] and day != WEEK[0]
        if follows:
            parts[-1].append(day)
        else:
            parts.append([day])
    return ",".join(f"{part[0]}-{part[-1]}" if len(part) > 2 else ",".join(part) for part in parts)


def _rows(node: Node, around: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Elements with a day among their children, and the elements around each, the innermost first."""
    if any(child.name in DAY_NAMES for child in node.children):
        yield node, around
        return
    for child in node.children:
        yield from _rows(child, (node, *around))


def _interval(node: Node, around: tuple[Node, ...]) -> Interval:
    starts = ends = None
    for element in (node, *around):
        for validity in element.all("gueltigkeit"):
            starts = starts or _day(validity.first("beginn") or validity.first("von"))
            ends = ends or _day(validity.first("ende") or validity.first("bis"))
    day = next((text for name in DAY_NAMES if (text := node.first(name, "name") or node.first(name))), "")
    return Interval(day[:40], _first(node, START_NAMES)[:20], _first(node, END_NAMES)[:20], starts, ends)


def _first(node: Node, names: Iterable[str]) -> str:
    return next((text for name in names if (text := node.first(name))), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
