"""The months of a demo set, how many contacts each has, and the hours in which the centre was open."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from app import clock
from app.demo import shape
from app.demo.choosing import apportioned
from app.demo.visits import Hour
from app.released.periods import last_day, month_text
from referrals.directory.facts import Office
from referrals.directory.hours import hours as hours_of

DAY, HOUR, HALF_AN_HOUR = timedelta(days=1), timedelta(hours=1), timedelta(minutes=30)
USUAL_HOURS = range(9, 16)
"""Monday to Friday, where the directory does not say when the centre is open."""


def closed_months(today: date, number: int) -> list[str]:
    """The last closed months before ``today``, ``2026-10``, the latest last."""
    now = today.year * 12 + today.month - 1
    return [month_text(month) for month in range(now - number, now)]


def spread(contacts: int, months: Sequence[str]) -> list[int]:
    """How many contacts each of these months has: growing, and with the seasons."""
    seasons = (shape.SEASON[int(month[5:]) - 1] for month in months)
    return apportioned(contacts, [season * shape.GROWTH**place for place, season in enumerate(seasons)])


def open_hours(centre: Office | None, month: str) -> list[Hour]:
    """When the centre was open in the month, hour by hour, by its opening hours of today. Never empty."""
    first = datetime.combine(date.fromisoformat(f"{month}-01"), time())
    after = datetime.combine(last_day(month) + DAY, time())
    known = list(_begins(centre, first, after)) if centre else []
    if not known:
        days = [first + DAY * number for number in range((after - first).days)]
        known = [day.replace(hour=hour) for day in days if day.weekday() < 5 for hour in USUAL_HOURS]
    by_day = groupby(known, key=datetime.date)
    return [_hour(begins, place) for _, of_day in by_day for place, begins in enumerate(of_day)]


def _begins(centre: Office, first: datetime, after: datetime) -> Iterator[datetime]:
    """The hours that the centre is open for at their half, from each opening to its end; none if it never closes."""
    at: datetime | None = first
    while at is not None and at < after:
        found = hours_of(centre, at)
        if found.until is None:
            at = found.next_open
            continue
        begins = at.replace(minute=0)
        while begins + HALF_AN_HOUR < min(found.until, after):
            if begins + HALF_AN_HOUR >= at:
                yield begins
            begins += HOUR
        at = found.until


def _hour(begins: datetime, place: int) -> Hour:
    """``place`` counts the hours of the day since the centre has opened."""
    later = shape.LATER_HOURS[min(place, len(shape.LATER_HOURS)) - 1]
    weight = later if place else shape.FIRST_HOUR
    return Hour(begins.replace(tzinfo=clock.ZONE), weight * shape.WEEKDAYS[begins.weekday()])
