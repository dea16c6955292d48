"""The timetable of the house: which sittings a day has, who is here now, when somebody is here next. Pure.

All times are those of the clock on the wall, local and naive: a sitting from 9 to 12 is one on the days too on which
the clocks change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from app.house.rhythm import DAY, Rhythm
from referrals.directory.hours import holiday_names

Kind = Literal["partner", "interpreter", "desk"]
KINDS: tuple[Kind, ...] = ("partner", "interpreter", "desk")
Times = tuple[time, time]
Off = Literal["", "cancelled", "closed", "defunct"]
SEARCH = timedelta(days=366)


@dataclass(frozen=True)
class Slot:
    """Hours that repeat, or one single opening (``rhythm.once_on``), which overrules closures and holidays.

    ``office`` is who sits there (partner, interpreting service), ``label`` the desk or what is offered.
    ``exceptions`` are days with other times, or with none: cancelled.
    """

    id: str
    kind: Kind
    office: str | None
    label: str
    room: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    starts: time
    ends: time
    rhythm: Rhythm
    on_holidays: bool = False
    note: str = ""
    exceptions: Mapping[date, Times | None] = field(default_factory=lambda: MappingProxyType({}))
    exception_notes: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Sitting:
    """A slot on a day; ``ends`` is the first moment at which it is over. ``slot`` is the slot's id.

    ``off`` says why it does not take place (an exception, a holiday or closure, an office that is no more); sittings
    that the timetable suggests have "". ``moved`` means other times than usual.
    """

    slot: str
    kind: Kind
    office: str | None
    label: str
    room: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    starts: datetime
    ends: datetime
    note: str = ""
    off: Off = ""
    moved: bool = False
    once: bool = False

    def is_on(self, at: datetime) -> bool:
        """Whether it takes place at this moment."""
        return self.starts <= _wall(at) < self.ends


@dataclass(frozen=True)
class Closure:
    """Days on which the house is closed, both included."""

    first: date
    last: date
    reason: str


class Timetable:
    """All slots with what overrules them; ``gone`` are offices that do not exist any more."""

    def __init__(
        self, slots: Iterable[Slot] = (), closures: Iterable[Closure] = (), gone: frozenset[str] = frozenset()
    ) -> None:
        self.slots = tuple(slots)
        self.closures = tuple(closures)
        self.gone = gone
        self._by_name: dict[str, list[Slot]] = {}
        for slot in self.slots:
            self._by_name.setdefault(slot.id, []).append(slot)
            if slot.office is not None:
                self._by_name.setdefault(slot.office, []).append(slot)

    def closed(self, day: date) -> str | None:
        """Why the house is closed: the reason, or the German name of the holiday; None if it is open."""
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return closure.reason
        return holiday_names(day.year).get(day)

    def day(self, day: date) -> tuple[Sitting, ...]:
        """What takes place on this day, in its order."""
        return tuple(sitting for sitting in self.planned(day) if not sitting.off)

    def planned(self, day: date) -> tuple[Sitting, ...]:
        """The same with what does not take place, for whoever looks at the whole plan."""
        found = [self._sitting(slot, day) for slot in self.slots if slot.rhythm.falls_on(day)]
        return tuple(sorted(found, key=_order))

    def week(self, monday: date) -> dict[date, tuple[Sitting, ...]]:
        """What takes place on seven days."""
        return {day: self.day(day) for day in (monday + number * DAY for number in range(7))}

    def next(self, which: str, after: datetime) -> Sitting | None:
        """The first sitting of a slot or an office that is not over at ``after``: on already or still to come.

        None if there is none within a year.
        """
        after = _wall(after)
        last = after.date() + SEARCH
        found = (self._first((slot,), slot.rhythm.days(after.date(), last), after) for slot in self._slots_of(which))
        return min((sitting for sitting in found if sitting), key=_order, default=None)

    def here(self, office: str, now: datetime) -> Sitting | None:
        """The sitting of this office that is on now, else its next one today."""
        now = _wall(now)
        return self._first(self._slots_of(office), (now.date(),), now)

    def _slots_of(self, name: str) -> Sequence[Slot]:
        """Those of an office, or the one with this id."""
        return self._by_name.get(name, ())

    def _first(self, slots: Sequence[Slot], days: Iterable[date], after: datetime) -> Sitting | None:
        """The first sitting on the first of these days that has one that is not over."""
        for day in days:
            sittings = (self._sitting(slot, day) for slot in slots if slot.rhythm.falls_on(day))
            left = [sitting for sitting in sittings if not sitting.off and sitting.ends > after]
            if left:
                return min(left, key=_order)
        return None

    def _sitting(self, slot: Slot, day: date) -> Sitting:
        usual = slot.starts, slot.ends
        times = slot.exceptions.get(day, usual)
        starts, ends = times or usual
        return Sitting(
            slot=slot.id,
            kind=slot.kind,
            office=slot.office,
            label=slot.label,
            room=slot.room,
            languages=slot.languages,
            topics=slot.topics,
            starts=datetime.combine(day, starts),
            ends=datetime.combine(day, ends),
            note=slot.exception_notes.get(day) or slot.note,
            off=self._off(slot, day, cancelled=times is None),
            moved=times not in (None, usual),
            once=slot.rhythm.once_on is not None,
        )

    def _off(self, slot: Slot, day: date, *, cancelled: bool) -> Off:
        if slot.office in self.gone:
            return "defunct"
        if cancelled:
            return "cancelled"
        if slot.rhythm.once_on is not None:
            return ""
        closed = any(closure.first <= day <= closure.last for closure in self.closures)
        return "closed" if closed or (not slot.on_holidays and day in holiday_names(day.year)) else ""


def clashes(sittings: Iterable[Sitting]) -> tuple[tuple[Sitting, Sitting], ...]:
    """Pairs that take place in one room at the same time."""
    placed = [sitting for sitting in sittings if sitting.room and not sitting.off]
    return tuple(
        (one, other)
        for one, other in combinations(sorted(placed, key=_order), 2)
        if one.room.casefold() == other.room.casefold() and one.starts < other.ends and other.starts < one.ends
    )


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _order(sitting: Sitting) -> tuple[datetime, datetime, int, str, str]:
    return sitting.starts, sitting.ends, KINDS.index(sitting.kind), sitting.room, sitting.slot
