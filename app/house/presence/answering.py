"""An answer with those who sit in the house today: they come first among those who help. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.house.presence.timetable import Sitting, Timetable
from referrals.directory.facts import Office
from referrals.routing.answer import Answer, Entry, Query, entry_of, understanding
from referrals.routing.values import Decision

SOON = timedelta(days=7)
"""A sitting that is further off is no reason to wait for it."""


@dataclass(frozen=True)
class Present:
    """An office of an answer that sits in the house today; ``now`` if at this moment."""

    entry: Entry
    sitting: Sitting
    now: bool


def present(found: Answer, timetable: Timetable, offices: Mapping[str, Office], query: Query) -> tuple[Present, ...]:
    """Who of an answer, and of those who sit here for its subtopic, is here today and not gone yet, as they begin."""
    whole = with_house(found, timetable, offices, query)
    entries = {entry.office.id: entry for entry in (*whole.advises, *whole.responsible)}
    return tuple(
        Present(entries[office], sitting, sitting.is_on(query.at))
        for office, sitting in in_house(timetable, query.topic, query.at).items()
        if office in entries
    )


def in_house(timetable: Timetable, topic: str, at: datetime) -> dict[str, Sitting]:
    """The partners' sittings of the day that are not over and may be about this subtopic, by office, as they begin.

    A sitting without topics is about whatever its office does; ``at`` is local and naive.
    """
    found: dict[str, Sitting] = {}
    for sitting in timetable.day(at.date()):
        if sitting.kind == "partner" and sitting.office and sitting.ends > at and is_about(sitting, topic):
            found.setdefault(sitting.office, sitting)
    return found


def is_about(sitting: Sitting, topic: str) -> bool:
    """Whether somebody with this subtopic may go there."""
    return not sitting.topics or not {topic, topic.partition("/")[0]}.isdisjoint(sitting.topics)


def with_house(found: Answer, timetable: Timetable, offices: Mapping[str, Office], query: Query) -> Answer:
    """The answer with whoever helps and is here today before the others, and with partners who sit here for this very
    topic though no rule names them. Who decides stays as the rules say.
    """
    at = query.at
    sittings = in_house(timetable, query.topic, at)
    named = {entry.office.id for entry in (*found.responsible, *found.advises)}
    invited = [
        entry_of(offices[office], Decision(rule=None), at)
        for office, sitting in sittings.items()
        if sitting.topics and office not in named and office in offices
    ]
    here = list(sittings)
    advises = sorted((*found.advises, *invited), key=lambda entry: _rank(entry, here))
    route = found.language_route
    if route is not None and query.language is not None:
        route = route | {entry.office.id: understanding(entry.office, query.language) for entry in invited}
    return replace(found, advises=tuple(advises), language_route=route)


def near(timetable: Timetable, office: str, topic: str, at: datetime) -> Sitting | None:
    """The next sitting of an office about this subtopic, on already or within a week; None if there is none."""
    sitting = timetable.next(office, at)
    while sitting is not None and sitting.starts < at + SOON:
        if sitting.kind == "partner" and is_about(sitting, topic):
            return sitting
        sitting = timetable.next(office, sitting.ends)
    return None


def _rank(entry: Entry, here: list[str]) -> int:
    return here.index(entry.office.id) if entry.office.id in here else len(here)
