"""When the centre was open and partners sat in the house, by weekday and hour, to be laid over the load of a period.

From the plan as it stands today: hours that were taken out of it since are not known any more.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from app.house.presence.service import timetable
from app.house.presence.timetable import Sitting, Timetable
from app.released.periods import last_day, months_of
from referrals.directory.hours import HasHours, hours
from referrals.directory.service import offices
from referrals.slip.service import CENTRE

Cell = tuple[int, int]
"""Weekday (1 = Monday) and hour (9 is from 9:00 to 10:00)."""
Source = Literal["plan", "office", ""]
DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)
USUALLY = 0.5
"""The centre's desk is there on most days of this weekday on which the house is open."""
NOW_AND_THEN = 0.2
"""A partner who comes once a month counts as a guest: that is nearly every fourth day of a weekday."""


@dataclass(frozen=True)
class OpenHours:
    """The hours of at least thirty minutes within which the centre's own desk was there (``own``) and a partner.

    ``source`` is where the own hours come from: the plan of desks, else the centre's opening hours in the directory.
    """

    own: frozenset[Cell]
    guests: frozenset[Cell]
    source: Source


def open_hours(session: Session, period: str) -> OpenHours:
    """Those of a period's days."""
    days = list(days_of(period))
    open_days = sittings(timetable(session), days)
    own, guests = covered(open_days, "desk", USUALLY), covered(open_days, "partner", NOW_AND_THEN)
    if own:
        return OpenHours(own, guests, "plan")
    centre = offices(session).get(CENTRE)
    at_the_door = week_of(centre, days[-1]) if centre else frozenset()
    return OpenHours(at_the_door, guests, "office" if at_the_door else "")


def days_of(period: str) -> Iterator[date]:
    """Every day of a period."""
    first = months_of(period).start
    day = date(first // 12, first % 12 + 1, 1)
    while day <= last_day(period):
        yield day
        day += DAY


def sittings(plan: Timetable, days: Iterable[date]) -> dict[date, tuple[Sitting, ...]]:
    """Who was there on each of these days on which the house was open."""
    return {day: plan.day(day) for day in days if not plan.closed(day)}


def covered(open_days: Mapping[date, Iterable[Sitting]], kind: str, least: float) -> frozenset[Cell]:
    """The hours in which somebody of this kind was there on at least this share of the days with this weekday."""
    days = Counter(day.isoweekday() for day in open_days)
    there: Counter[Cell] = Counter()
    for day, found in open_days.items():
        there.update({(day.isoweekday(), hour) for one in found if one.kind == kind for hour in hours_of(one)})
    return frozenset(cell for cell, n in there.items() if n >= least * days[cell[0]])


def hours_of(sitting: Sitting) -> Iterator[int]:
    """The hours of which at least thirty minutes are within it."""
    yield from _hours(sitting.starts, sitting.ends)


def week_of(office: HasHours, day: date) -> frozenset[Cell]:
    """The usual week of an office around a day."""
    found = hours(office, datetime.combine(day, datetime.min.time()))
    midnight = datetime.combine(day, datetime.min.time())
    return frozenset(
        (weekday, hour)
        for row in found.rows
        for weekday in row.weekdays
        for start, end in row.times
        for hour in _hours(midnight + _since_midnight(start), midnight + _since_midnight(end))
    )


def _hours(starts: datetime, ends: datetime) -> Iterator[int]:
    """The hours of which at least thirty minutes are within these times."""
    midnight = starts.replace(hour=0, minute=0)
    for hour in range(starts.hour, 24 if ends.date() > starts.date() else ends.hour + 1):
        begins = midnight + timedelta(hours=hour)
        if min(ends, begins + 2 * HALF_HOUR) - max(starts, begins) >= HALF_HOUR:
            yield hour


def _since_midnight(clock: str) -> timedelta:
    hour, minute = clock.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))
