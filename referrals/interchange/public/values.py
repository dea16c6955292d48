"""What the public directory says, as plain values in German."""

from dataclasses import dataclass
from datetime import date

from app.locales import Language
from referrals.directory.facts import Hours, Office


@dataclass(frozen=True)
class PublicOffice:
    """An office and what is said of it.

    ``address`` are its lines, none if there is no address or if it is confidential. ``hours`` are sentences for the
    usual week, ``closures`` those that are still to come, ``notes`` say appointment, cost and for whom it is.
    ``as_of`` is in words or ""; ``warning`` is said if the facts are unverified or old.
    """

    facts: Office
    week: Hours
    address: tuple[str, ...]
    hours: tuple[str, ...]
    closures: tuple[str, ...]
    languages: tuple[Language, ...]
    notes: tuple[str, ...]
    as_of: str
    warning: str


@dataclass(frozen=True)
class PublicTopic:
    """A topic with the offices that decide and those that only advise, depending on what somebody needs."""

    id: str
    name: str
    responsible: tuple[PublicOffice, ...]
    advises: tuple[PublicOffice, ...]


@dataclass(frozen=True)
class PublicDirectory:
    """All offices by name, and the topics in the order of the directory; ``others`` are in no topic."""

    publisher: PublicOffice | None
    day: date
    topics: tuple[PublicTopic, ...]
    offices: tuple[PublicOffice, ...]
    others: tuple[PublicOffice, ...]
