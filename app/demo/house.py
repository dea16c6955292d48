"""The house around the desk of a demo set: who interprets, and which partners sit in. Made up, and said to be."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, time

from sqlalchemy.orm import Session

from app.counter.workplace import Workplace
from app.demo import shape
from app.house.interpreting import service as interpreting
from app.house.interpreting.values import Facts, Service
from app.house.presence.editing import SlotContent, add_slot
from app.house.presence.service import slots

EXAMPLE = "Beispiel"
WORKING_HOURS = "Mo-Fr 08:00-18:00"


def with_interpreters(place: Workplace, today: date) -> Workplace:
    """The workplace with made-up interpreting services, if it has none: the desk must not be thought to have had none.

    They are stored by ``furnish`` in the end: a session that has changed the house builds all of it anew, each time.
    """
    if place.house.services:
        return place
    services = tuple(
        Service(facts.name, facts, office=None, archived=False, version=1)
        for facts in _services(place.vocabulary.languages, today)
    )
    return replace(place, house=replace(place.house, services=services))


def furnish(session: Session, place: Workplace, today: date) -> None:
    """Store interpreters and partners' hours where there are none; the caller lets caches notice."""
    if not interpreting.interpreters(session):
        for facts in _services(place.vocabulary.languages, today):
            interpreting.create(session, facts)
    if not slots(session):
        for office, weekday, starts, ends, topics in shape.PARTNERS:
            if office in place.offices and place.offices[office].status != "defunct":
                known = tuple(topic for topic in topics if topic in place.vocabulary.subtopics)
                add_slot(session, _slot(office, weekday, time(starts), time(ends), known))


def _services(languages: Collection[str], today: date) -> list[Facts]:
    return [
        Facts(
            name=f"{name} ({EXAMPLE})",
            office=None,
            languages=tuple(tag for tag in spoken if tag in languages),
            modes=modes,
            hours=WORKING_HOURS,
            book_how="",
            book_phone="",
            book_email="",
            book_link="",
            lead_days=lead_days,
            cost="",
            note="",
            as_of=today,
        )
        for name, spoken, modes, lead_days in shape.INTERPRETERS
    ]


def _slot(office: str, weekday: int, starts: time, ends: time, topics: tuple[str, ...]) -> SlotContent:
    return SlotContent(
        kind="partner",
        office_id=office,
        label="",
        room="2",
        languages=(),
        topics=topics,
        weekday=weekday,
        once_on=None,
        starts=starts,
        ends=ends,
        note=EXAMPLE,
    )
