"""Contacts as the disclosure control counts them: by month, each with its values on every axis. Shown to nobody.

What a contact does not keep (a protected topic) or nobody noted is a value of its own, ``unknown``. An office that may
not be kept leaves no mark.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.models import Contact, ContactTopic
from app.disclosure.counts import Counted, Tally
from app.disclosure.grids import HIDDEN, TOTAL, Grid, Key
from app.released import rounding
from app.reports.labels import UNKNOWN
from referrals.models import Referral

MODULUS = 2**128
"""Of sums of contacts' keys."""


@dataclass(frozen=True)
class Record:
    """A contact: its random key as a number, its month, its values by dimension (none, one or several)."""

    key: int
    month: str
    values: Mapping[str, tuple[str, ...]]


@dataclass
class Sums:
    """How many contacts each cell of a period has, and the sums of their keys; periods can be added up."""

    n: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    keys: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: "Sums") -> None:
        """The contacts of another period too."""
        for key, n in other.n.items():
            self.n[key] += n
            self.keys[key] += other.keys[key]

    def counted(self, secret: bytes) -> Counted:
        """With what decides the rounding."""

        def tally(n: int, keys: int) -> Tally:
            return Tally(n, rounding.decision_of_records(secret, [(keys % MODULUS).to_bytes(16)]))

        return Counted({key: tally(n, self.keys[key]) for key, n in self.n.items()}, tally(0, 0), {})


def records(session: Session, months: Collection[str], fields_of_action: Mapping[str, str]) -> Iterator[Record]:
    """The contacts of these months; ``fields_of_action`` are by topic."""
    chosen = Contact.month.in_(months)
    topics = _several(session, select(ContactTopic.contact_key, ContactTopic.topic_id).join(Contact).where(chosen))
    offices = _several(
        session,
        select(Referral.contact_key, Referral.office_id)
        .join(Contact, Contact.key == Referral.contact_key)
        .where(chosen),
    )
    columns = (Contact.key, Contact.month, Contact.language, Contact.talk, Contact.channel)
    noted = (Contact.outcome, Contact.concept_group, Contact.persons, Contact.duration)
    for row in session.execute(select(*columns, *noted).where(chosen)):
        own = topics.get(row.key, [])
        parents = sorted({topic.partition("/")[0] for topic in own})
        values = {
            "topic": tuple(parents),
            "subtopic": tuple(sorted(topic for topic in own if "/" in topic)),
            "language": (row.language,),
            "group": (row.concept_group or UNKNOWN,),
            "talk": (row.talk,),
            "channel": (row.channel,),
            "duration": (row.duration or UNKNOWN,),
            "outcome": (row.outcome or UNKNOWN,),
            "persons": (str(row.persons or UNKNOWN),),
            "field_of_action": tuple(sorted({fields_of_action[one] for one in parents if one in fields_of_action})),
            "office": tuple(sorted(offices.get(row.key, ()))),
        }
        yield Record(int.from_bytes(row.key), row.month, values)


def summed(found: Iterable[Record], grids: Collection[Grid]) -> dict[str, Sums]:
    """The cells of these grids by month."""
    months: dict[str, Sums] = defaultdict(Sums)
    spanned = [[(axis.name, bool(axis.parts)) for axis in grid.axes] for grid in grids]
    for record in found:
        of = months[record.month]
        for key in _keys(record, spanned):
            of.n[key] += 1
            of.keys[key] += record.key
    return dict(months)


def _keys(record: Record, spanned: Collection[Sequence[tuple[str, bool]]]) -> set[Key]:
    keys: set[Key] = {TOTAL}
    for axes in spanned:
        found: list[Key] = [TOTAL]
        for axis, tree in axes:
            values = _both_levels(record, axis) if tree else record.values[axis]
            found += [tuple(sorted([*key, (axis, value)])) for key in found for value in values]
        keys.update(found)
    return keys


def _both_levels(record: Record, axis: str) -> tuple[str, ...]:
    """Values and their parts, and the mark of a contact whose parts are not kept."""
    own, below = record.values[axis], record.values[f"sub{axis}"]
    hidden = len({one.partition("/")[0] for one in below}) < len(own)
    return (*own, *below, HIDDEN) if hidden else (*own, *below)


def _several(session: Session, statement: object) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = defaultdict(list)
    for contact, value in session.execute(statement):  # type: ignore[call-overload]
        found[contact].append(value)
    return found
