"""How a visitor will be understood at an office: there, through somebody in the house, or through a service. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.house.interpreting.values import Service, Standing, soonest, standing
from app.house.presence.timetable import Sitting, Timetable
from referrals.directory.facts import Office
from referrals.routing.answer import Understanding, speaks, understanding

SOON = timedelta(days=7)
"""An interpreter who comes later than this is no reason to come back."""
Kind = Literal["spoken", "interpreter_there", "ask_interpreter", "in_house", "bookable", "companion"]
_ENOUGH_THERE: dict[Understanding, Kind] = {
    "spoken": "spoken",
    "interpreter_there": "interpreter_there",
    "ask_interpreter": "ask_interpreter",
}


@dataclass(frozen=True)
class Understood:
    """The best way, and everything that makes it one.

    ``there`` is what the directory says of the office. ``in_house`` are today's sittings in this house that are not
    over, with somebody who speaks the language, by their beginning; ``bookable`` the services that interpret it: those
    that can do so now first, then by how long ahead they are to be booked.
    """

    kind: Kind
    there: Understanding
    in_house: tuple[Sitting, ...] = ()
    bookable: tuple[Standing, ...] = ()

    @property
    def unmet(self) -> bool:
        """Whether nobody is known who speaks or interprets the language, but whom the visitor brings along."""
        return self.kind == "companion"


def understood(
    office: Office, language: str, *, sittings: Iterable[Sitting], services: Iterable[Service], at: datetime
) -> Understood:
    """How somebody who speaks ``language`` (BCP 47) will be understood at the office.

    ``sittings`` are those of the day of ``at`` (local, naive), ``services`` all that there are. Where the language is
    spoken at the office nobody else is named.
    """
    there = understanding(office, language)
    if there == "spoken":
        return Understood("spoken", there)
    in_house = tuple(
        sitting
        for sitting in sorted(sittings, key=lambda one: (one.starts, one.ends))
        if sitting.ends > at and _helps(sitting, office) and speaks(sitting.languages, language)
    )
    bookable = sorted(
        (
            standing(service, at)
            for service in services
            if service.offered and speaks(service.facts.languages, language)
        ),
        key=soonest,
    )
    return Understood(_kind(there, in_house, bookable), there, in_house, tuple(bookable))


def next_in_house(timetable: Timetable, language: str, at: datetime) -> Sitting | None:
    """When an interpreter for this language is next in the house (or is there now), if that is within a week."""
    slots = [slot for slot in timetable.slots if slot.kind == "interpreter" and speaks(slot.languages, language)]
    coming = [sitting for slot in slots if (sitting := timetable.next(slot.id, at)) and sitting.starts - at <= SOON]
    return min(coming, key=lambda one: (one.starts, one.ends), default=None)


def _helps(sitting: Sitting, office: Office) -> bool:
    """Interpreters and the centre's own desk help with any office, a partner who sits in only with its own."""
    return sitting.kind != "partner" or sitting.office == office.id


def _kind(there: Understanding, in_house: tuple[Sitting, ...], bookable: list[Standing]) -> Kind:
    if there in _ENOUGH_THERE:
        return _ENOUGH_THERE[there]
    return "in_house" if in_house else "bookable" if bookable else "companion"
