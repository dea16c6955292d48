"""The house's plan as pages show it: a week by who sits where, a day by the hour, fixed hours by language. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.house.presence.timetable import KINDS, Kind, Sitting, Slot, Timetable, clashes
from app.house.rhythm import DAY, monday_of

HALF_HOUR = timedelta(minutes=30)
SATURDAY = 6
Who = tuple[Kind, str, str]
"""Kind, office id ("" for none) and label: what makes a row of the week."""


@dataclass(frozen=True)
class Heading:
    """A day of the week; ``closed`` says why the house is."""

    day: date
    closed: str | None


@dataclass(frozen=True)
class Row:
    """Everything of one partner, interpreting service or desk in a week, by day."""

    kind: Kind
    office: str
    label: str
    cells: tuple[tuple[Sitting, ...], ...]


@dataclass(frozen=True)
class Week:
    """``sections`` are the rows by kind; weekends are left out when nobody comes."""

    monday: date
    headings: tuple[Heading, ...]
    sections: tuple[tuple[Kind, tuple[Row, ...]], ...]
    clashes: tuple[tuple[Sitting, Sitting], ...]


def week(table: Timetable, monday: date, kinds: Sequence[str], name: Callable[[str], str]) -> Week:
    """The week that begins with ``monday``; ``name`` gives the name of an office, by which rows are ordered."""
    days = [monday + number * DAY for number in range(7)]
    planned = {day: [one for one in table.planned(day) if one.kind in kinds] for day in days}
    shown = [day for day in days if day.isoweekday() < SATURDAY or planned[day]]
    rows = {_who(sitting) for sittings in planned.values() for sitting in sittings}
    sections = (
        (kind, tuple(_row(who, shown, planned) for who in sorted(rows, key=_by_name(name)) if who[0] == kind))
        for kind in KINDS
    )
    return Week(
        monday,
        tuple(Heading(day, table.closed(day)) for day in shown),
        tuple((kind, found) for kind, found in sections if found),
        tuple(pair for day in shown for pair in clashes(table.planned(day))),
    )


def _row(who: Who, days: Sequence[date], planned: dict[date, list[Sitting]]) -> Row:
    kind, office, label = who
    return Row(kind, office, label, tuple(tuple(one for one in planned[day] if _who(one) == who) for day in days))


def _who(sitting: Sitting) -> Who:
    # A desk is its label, whoever sits there; a partner may offer several things.
    return (sitting.kind, "", sitting.label) if sitting.kind == "desk" else (sitting.kind, sitting.office or "", "")


def _by_name(name: Callable[[str], str]) -> Callable[[Who], tuple[str, str]]:
    return lambda who: ((name(who[1]) if who[1] else who[2]).casefold(), who[2])


@dataclass(frozen=True)
class Cell:
    """A sitting over so many half hours of a column, or (None) a free half hour."""

    rows: int = 1
    sitting: Sitting | None = None


@dataclass(frozen=True)
class HalfHour:
    """A row of the day: its time, and the cells that begin in it."""

    starts: time
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Day:
    """A day by the half hour, in as many columns as there are sittings at once."""

    day: date
    closed: str | None
    columns: int
    rows: tuple[HalfHour, ...]


def day(table: Timetable, when: date, kinds: Sequence[str]) -> Day:
    """The day as a grid: every column is filled from top to bottom with sittings and free times."""
    sittings = [one for one in table.planned(when) if one.kind in kinds]
    if not sittings:
        return Day(when, table.closed(when), 0, ())
    first = min(_floor(one.starts) for one in sittings).replace(minute=0)
    last = max(_ceil(one.ends) for one in sittings)
    total = (last - first) // HALF_HOUR
    columns = _columns(sittings)
    begins: list[list[Cell]] = [[] for _ in range(total)]
    for column in columns:
        at = 0
        for one in column:
            start, end = (_floor(one.starts) - first) // HALF_HOUR, (_ceil(one.ends) - first) // HALF_HOUR
            for free in range(at, start):
                begins[free].append(Cell())
            begins[start].append(Cell(end - start, one))
            at = end
        for free in range(at, total):
            begins[free].append(Cell())
    rows = (HalfHour((first + number * HALF_HOUR).time(), tuple(cells)) for number, cells in enumerate(begins))
    return Day(when, table.closed(when), len(columns), tuple(rows))


def _columns(sittings: Iterable[Sitting]) -> list[list[Sitting]]:
    """Sittings one below the other, in as few columns as there are at once."""
    columns: list[list[Sitting]] = []
    for one in sittings:
        free = next((column for column in columns if _ceil(column[-1].ends) <= _floor(one.starts)), None)
        if free is None:
            columns.append([one])
        else:
            free.append(one)
    return columns


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def _ceil(moment: datetime) -> datetime:
    # A sitting until 23:59 ends with the day.
    floor = _floor(moment)
    return floor if floor == moment else floor + HALF_HOUR


@dataclass(frozen=True)
class Service:
    """A language and the slots in which it is spoken, by weekday (index 0 is Monday)."""

    language: str
    weekdays: tuple[tuple[Slot, ...], ...]

    @property
    def days(self) -> int:
        """On how many weekdays."""
        return sum(bool(slots) for slots in self.weekdays)


def services(slots: Iterable[Slot], today: date) -> tuple[Service, ...]:
    """The service days by language: what repeats and holds now or later, the most days first."""
    running = [slot for slot in slots if slot.rhythm.weekday is not None and not slot.rhythm.is_over(today)]
    by_day = [sorted((one for one in running if one.rhythm.weekday == number), key=_time) for number in range(1, 8)]
    found = [
        Service(tag, tuple(tuple(one for one in slots if tag in one.languages) for slots in by_day))
        for tag in dict.fromkeys(tag for slot in running for tag in slot.languages)
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.language)))


def _time(slot: Slot) -> tuple[time, time, str]:
    return slot.starts, slot.ends, slot.id


def week_of(text: str) -> date | None:
    """The Monday of a week such as ``2026-W48``; None if it is none."""
    try:
        return monday_of(date.fromisoformat(f"{text}-1")) if "W" in text else None
    except ValueError:
        return None
