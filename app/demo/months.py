"""The months of a demo set, how many contacts each has, and the hours in which the centre was open."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from app import clock
from app.demo import shape
from app.demo.choosing import apportioned
from app.demo.visits import Hour
from app.released.periods import last_day
from referrals.directory.facts import Office
from referrals.directory.hours import hours as hours_of

DAY = timedelta(days=1)
USUAL_HOURS = range(9, 16)
"""Monday to Friday, where the directory does not say when the centre is open."""


def closed_months(today: date, number: int) -> list[str]:
    """The last closed months before ``today``, ``2026-10``, the latest last."""
    now = today.year * 12 + today.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(now - number, now)]


def spread(contacts: int, months: Sequence[str]) -> list[int]:
    """How many contacts each of these months has: growing, and with the seasons."""
    seasons = (shape.SEASON[int(month[5:]) - 1] for month in months)
    return apportioned(contacts, [season * shape.GROWTH**place for place, season in enumerate(seasons)])


def open_hours(centre: Office | None, month: str) -> list[Hour]:
    """When the centre was open in the month, hour by hour, by its opening hours of today. Never empty."""
    first, last = date.fromisoformat(f"{month}-01"), last_day(month)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    known = [hour for day in days for hour in _of_day(centre, day)] if centre and centre.opening_hours else []
    return known or [hour for day in days if day.weekday() < 5 for hour in _weighted(day, list(USUAL_HOURS))]


def _of_day(centre: Office, day: date) -> Iterator[Hour]:
    """The hours that the centre is open for at their half."""
    found = [hour for hour in range(24) if hours_of(centre, datetime.combine(day, time(hour, 30))).now]
    yield from _weighted(day, found)


def _weighted(day: date, hours: Sequence[int]) -> Iterator[Hour]:
    for place, hour in enumerate(hours):
        later = shape.LATER_HOURS[min(place, len(shape.LATER_HOURS)) - 1]
        weight = later if place else shape.FIRST_HOUR
        yield Hour(datetime.combine(day, time(hour), clock.ZONE), weight * shape.WEEKDAYS[day.weekday()])
