"""Interpreting services as plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from app.errors import N_
from referrals.directory.facts import Office
from referrals.directory.freshness import STALE_AFTER
from referrals.directory.hours import Closures, hours

MODES: Mapping[str, str] = MappingProxyType(
    {"on_site": N_("on site"), "phone": N_("by phone"), "video": N_("by video")}
)
AT_A_DISTANCE = ("phone", "video")
"""Modes that need no way to be gone: possible at once if the service says so."""


@dataclass(frozen=True)
class Facts:
    """What an editor knows of a service.

    ``office`` is the office of the directory that it belongs to; ``languages`` are BCP 47 tags; ``modes`` keys of
    MODES; ``hours`` OSM text of when it interprets, None if not known; ``lead_days`` how many days ahead to book (0:
    at once), None if not known; ``as_of`` when somebody last asked the service, None if nobody has.
    """

    name: str
    office: str | None
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    hours: str | None
    book_how: str
    book_phone: str
    book_email: str
    book_link: str
    lead_days: int | None
    cost: str
    note: str
    as_of: date | None


@dataclass(frozen=True)
class Service:
    """A service with its office, whose address holds where the service has none of its own."""

    id: str
    facts: Facts
    office: Office | None
    archived: bool
    version: int

    @property
    def gone(self) -> bool:
        """Whether its office does not exist any more."""
        return self.office is not None and self.office.status == "defunct"

    @property
    def offered(self) -> bool:
        """Whether it may be suggested."""
        return not self.archived and not self.gone

    @property
    def opening_hours(self) -> str | None:
        """When it interprets, as OSM text."""
        return self.facts.hours

    @property
    def closures(self) -> Closures:
        """Days on which its office is closed."""
        return self.office.closures if self.office else ()

    @property
    def phone(self) -> str:
        """Where to call, "" if not known."""
        return self.facts.book_phone or (self.office and self.office.phone) or ""

    @property
    def email(self) -> str:
        """Where to write, "" if not known."""
        return self.facts.book_email or (self.office and self.office.email) or ""

    @property
    def link(self) -> str:
        """Where to book or read more, "" if not known."""
        office = self.office
        return self.facts.book_link or (office and (office.contact_form or office.website)) or ""

    def doubtful(self, today: date) -> bool:
        """Whether nobody has asked it within a year: ask before relying on it."""
        return self.facts.as_of is None or today - self.facts.as_of > STALE_AFTER


@dataclass(frozen=True)
class Standing:
    """Where a service stands at a moment: which modes are possible ``now``, until when, and when it is next there."""

    service: Service
    now: tuple[str, ...]
    until: datetime | None
    next_open: datetime | None


def standing(service: Service, at: datetime) -> Standing:
    """Where the service stands at ``at`` (local, naive). Without hours nobody can say that it is there now."""
    if service.facts.lead_days != 0:
        return Standing(service, now=(), until=None, next_open=None)
    known = hours(service, at)
    now = tuple(mode for mode in AT_A_DISTANCE if mode in service.facts.modes) if known.now else ()
    return Standing(
        service=service,
        now=now,
        until=known.until if now else None,
        next_open=None if known.now else known.next_open,
    )


def soonest(one: Standing) -> tuple[bool, bool, int, str]:
    """Puts services in order: who can do it now, then by how long ahead they are to be booked, then by name."""
    lead = one.service.facts.lead_days
    return not one.now, lead is None, lead or 0, one.service.facts.name
