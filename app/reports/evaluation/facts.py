"""What the house has done, as it stood on the day on which a report was made: events, partners, requests.

Nothing of it is about a visitor. Kept with the report as JSON, so that the report says tomorrow what it says today.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.house.agreements import service as agreements
from app.house.events.models import Event
from app.house.interpreting.service import interpreters
from app.house.presence.models import PresenceSlot
from app.house.presence.service import rhythm_of, slots
from app.released.periods import last_day, quarter_of
from app.reports.evaluation.span import Span
from app.reports.sections.open_hours import open_hours
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Label
from handouts import requests
from handouts.models import Handout
from handouts.wanted import label_of
from referrals.directory.service import offices
from referrals.slip.service import CENTRE

HOUSE = "Willkommenszentrum"
"""What the house calls itself where the directory does not name it."""
Cell = tuple[int, int]


@dataclass(frozen=True)
class Talk:
    """An event that took place; ``day`` is ISO, ``topics`` and ``languages`` are ids and tags."""

    day: str
    title_de: str
    title_en: str
    office: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Hours:
    """Hours in the house: ``kind`` partner, interpreter or desk; ``times`` ``09:00–12:00``; ``weeks`` as in Rhythm."""

    kind: str
    name: str
    weekday: int
    starts: str
    ends: str
    weeks: str


@dataclass(frozen=True)
class Agreed:
    """A cooperation agreement; days are ISO or empty."""

    office: str
    title: str
    signed_on: str
    ends_on: str


@dataclass(frozen=True)
class Asked:
    """Material that an office was asked for; days are ISO or empty, ``state`` as in handouts.requests.STATES."""

    title_de: str
    title_en: str
    language: str
    office: str
    state: str
    asked_on: str
    closed_on: str

    @property
    def days(self) -> int | None:
        """From the first letter to the end of it."""
        if not self.asked_on or not self.closed_on:
            return None
        return (date.fromisoformat(self.closed_on) - date.fromisoformat(self.asked_on)).days


@dataclass(frozen=True)
class Facts:
    """All of it. ``services`` are the interpreting services that are offered, ``sender`` the lines of the letterhead.

    ``own`` and ``guests`` are the weekdays (1 is Monday) and hours in which the centre and partners are there.
    """

    talks: tuple[Talk, ...] = ()
    hours: tuple[Hours, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    asked: tuple[Asked, ...] = ()
    services: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    own: tuple[Cell, ...] = ()
    guests: tuple[Cell, ...] = ()

    def content(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def facts_from(content: dict[str, Any]) -> Facts:
    """The stored facts."""

    def lists(one: dict[str, Any]) -> dict[str, Any]:
        return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}

    return Facts(
        talks=tuple(Talk(**lists(one)) for one in content.get("talks", ())),
        hours=tuple(Hours(**one) for one in content.get("hours", ())),
        agreed=tuple(Agreed(**one) for one in content.get("agreed", ())),
        asked=tuple(Asked(**one) for one in content.get("asked", ())),
        services=tuple(content.get("services", ())),
        sender=tuple(content.get("sender", ())),
        own=tuple((day, hour) for day, hour in content.get("own", ())),
        guests=tuple((day, hour) for day, hour in content.get("guests", ())),
    )


def gather(session: Session, span: Span, today: date) -> Facts:
    """What can be said on ``today`` about these months."""
    names = {one.id: one.name_de for one in offices(session).values()}
    hours = open_hours(session, quarter_of(min(today, last_day(span.last))))
    return Facts(
        talks=tuple(_talks(session, span, today, names)),
        hours=tuple(_hours(session, today, names)),
        agreed=tuple(
            Agreed(names.get(row.office_id, row.office_id), row.title, _iso(row.signed_on), _iso(row.ends_on))
            for row in agreements.agreements(session)
            if not row.archived
        ),
        asked=tuple(_asked(session, span, names)),
        services=tuple(one.facts.name for one in interpreters(session) if one.offered),
        sender=_sender(session),
        own=tuple(sorted(hours.own)),
        guests=tuple(sorted(hours.guests)),
    )


def _sender(session: Session) -> tuple[str, ...]:
    centre = offices(session).get(CENTRE)
    if centre is None:
        return (HOUSE,)
    town = " ".join(filter(None, (centre.postcode, centre.city)))
    return tuple(filter(None, (centre.name_de, centre.street, town)))


def _talks(session: Session, span: Span, today: date, names: dict[str, str]) -> Iterable[Talk]:
    rows = select(Event).where(Event.cancelled.is_(False), Event.day <= today).order_by(Event.day, Event.id)
    for row in session.scalars(rows):
        if _month(row.day) in span.months:
            office = names.get(row.office_id or "", "")
            yield Talk(row.day.isoformat(), row.title_de, row.title_en, office, tuple(row.topics), tuple(row.languages))


def _hours(session: Session, today: date, names: dict[str, str]) -> Iterable[Hours]:
    """What repeats by the week and goes on; single openings are events of their own."""
    for row in slots(session):
        if row.weekday is None or row.archived or rhythm_of(row).is_over(today):
            continue
        name = _name(row, names)
        yield Hours(row.kind, name, row.weekday, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}", row.weeks)


def _name(row: PresenceSlot, names: dict[str, str]) -> str:
    office = names.get(row.office_id or "", "")
    return f"{office} ({row.label})" if office and row.label else office or row.label


def _asked(session: Session, span: Span, names: dict[str, str]) -> Iterable[Asked]:
    """Requests that a letter has gone out for, and that were open at some time of the span."""
    words = vocabulary(session)
    titles = {row.id: Label(row.title_de, row.title_en) for row in session.scalars(select(Handout))}
    for one in requests.all_of(session):
        now = one.now
        if now.asked_on is None or _month(now.asked_on) >= span.months.stop:
            continue
        if now.closed_on is not None and _month(now.closed_on) < span.months.start:
            continue
        label = label_of(one.wanted, titles, words) or Label(one.wanted.entry, one.wanted.entry)
        office = names.get(now.office or "", "")
        days = _iso(now.asked_on), _iso(now.closed_on)
        yield Asked(label.de, label.en, one.wanted.language, office, now.state, *days)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
