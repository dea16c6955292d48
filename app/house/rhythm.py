"""On which days something takes place that repeats by the week. Pure; weeks are calendar weeks (ISO 8601).

Odd weeks are not every second week: a year that ends with week 53 is followed by week 1, and both are odd (2026/27).
Who means "every fortnight" counts from a day on which it took place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

Weeks = Literal["", "odd", "even", "every2"]
WEEKS: tuple[Weeks, ...] = ("", "odd", "even", "every2")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FORTNIGHT = timedelta(days=14)


def monday_of(day: date) -> date:
    """The first day of the calendar week."""
    return day - day.weekday() * DAY


@dataclass(frozen=True)
class Rhythm:
    """A weekday (1 = Monday) in all, odd, even or every second weeks, or one single day.

    ``every2`` counts from the week of ``anchor``, backwards too. ``valid_from`` and ``valid_to`` are both included.
    Public holidays and closures are not its business.
    """

    weekday: int | None = None
    once_on: date | None = None
    weeks: Weeks = ""
    anchor: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def falls_on(self, day: date) -> bool:
        """Whether this is one of its days."""
        if self.once_on is not None:
            return day == self.once_on
        if day.isoweekday() != self.weekday:
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        match self.weeks:
            case "":
                return True
            case "odd" | "even":
                return (day.isocalendar().week % 2 == 1) == (self.weeks == "odd")
            case "every2":
                return self.anchor is not None and (monday_of(day) - monday_of(self.anchor)) % FORTNIGHT == 0 * DAY

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        last = self.once_on or self.valid_to
        return last is not None and last < today

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from ``first`` to ``last``, both included."""
        if self.once_on is not None:
            if first <= self.once_on <= last:
                yield self.once_on
            return
        if self.weekday is None:
            return
        day = first + (self.weekday - first.isoweekday()) % 7 * DAY
        while day <= last:
            if self.falls_on(day):
                yield day
            day += WEEK


def uneven(days: Sequence[date]) -> tuple[tuple[date, date], ...]:
    """Neighbours that are not a fortnight apart: where odd or even weeks do not alternate, at a long year's end."""
    return tuple((before, after) for before, after in pairwise(days) if after - before != FORTNIGHT)
