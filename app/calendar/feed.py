"""The house's calendar as iCalendar (RFC 5545). Pure: takes values, gives bytes.

Every sitting is an event of its own: odd weeks, holidays and single days that are different have no rule that all
programs read alike. Times are those on the wall in Leipzig, with the time zone's rules beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

ZONE = "Europe/Berlin"
PRODUCT = "-//Wegweiser//Im Haus//DE"
RULES = b"""BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""When the clocks change in the European Union since 1996."""


@dataclass(frozen=True)
class Item:
    """What has a beginning and an end (local, naive). ``uid`` stays the same as long as it is the same thing."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    place: str = ""
    about: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class WholeDay:
    """A day on which the house is closed."""

    day: date
    title: str


def ics(name: str, items: Iterable[Item], closed: Iterable[WholeDay], now: datetime) -> bytes:
    """A calendar called ``name``; ``now`` (aware) is when it was made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The name and the interval of programs that do not know RFC 7986, and of those that do.
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(RULES))
    for item in items:
        calendar.add_component(_event(item, now))
    for one in closed:
        calendar.add_component(_whole_day(one, now))
    made: bytes = calendar.to_ical()
    return made


def _event(item: Item, now: datetime) -> Event:
    event = _new(item.uid, item.title, now)
    zone = ZoneInfo(ZONE)
    event.add("dtstart", item.starts.replace(tzinfo=zone))
    event.add("dtend", item.ends.replace(tzinfo=zone))
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    if item.place:
        event.add("location", item.place)
    if item.about:
        event.add("description", item.about)
    return event


def _whole_day(one: WholeDay, now: datetime) -> Event:
    event = _new(f"closed-{one.day.isoformat()}", one.title, now)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    return event


def _new(uid: str, title: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@wegweiser")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", title)
    # Nobody's own time is taken: it says who is in the house, not that the reader is.
    event.add("transp", "TRANSPARENT")
    return event
