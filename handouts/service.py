"""Handouts and their editions as values, their rows from a directory folder, and giving them along."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.service import lower_counter, raise_counter
from app.vocabulary.service import HOUSE_REVISION, REVISION, ByRevision
from app.vocabulary.values import Label
from handouts import stock
from handouts.library import Edition, Kind, Leaflet, Library
from handouts.models import Handout, HandoutEdition, HandoutGiven
from referrals.directory import stored
from referrals.directory.checks import EVERYTHING
from referrals.directory.fields import Record
from referrals.directory.folder import Directory
from referrals.directory.tables import Rows

FIELDS = ("id", "title_de", "title_en", "evidence")
OPTIONAL = ("topics", "traits", "publisher", "withdrawn")
"""Files of other towns need not have these; what an editor set is not lost then."""
_SEPARATOR = "|"


def rows_of(directory: Directory) -> Rows:
    """The handouts of a valid directory."""
    rows = [
        {name: record[name] for name in FIELDS}
        | {name: record[name] for name in OPTIONAL if name in record.values}
        | {"position": position}
        for position, record in enumerate(directory["handouts"])
    ]
    return Rows("handouts", Handout, rows)


def records(session: Session) -> list[Record]:
    """The handouts as records, in order."""
    rows = stored.ordered(session, Handout)
    return [stored.record("handouts", stored.picked(row, *FIELDS, *OPTIONAL)) for row in rows]


def _titles(session: Session) -> Mapping[str, Label]:
    found = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return MappingProxyType({handout.id: Label(handout.title_de, handout.title_en) for handout in found})


handouts = ByRevision(_titles)
"""handouts(session) -> Mapping[str, Label]: the titles by id, in order; of withdrawn ones, too."""


def _library(session: Session) -> Library:
    editions: dict[str, list[HandoutEdition]] = {}
    for row in session.scalars(select(HandoutEdition).order_by(HandoutEdition.language, HandoutEdition.id)):
        editions.setdefault(row.handout_id, []).append(row)
    found = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return Library(_leaflet(row, editions.get(row.id, ())) for row in found if not row.withdrawn)


library = ByRevision(_library, of=(REVISION, HOUSE_REVISION))
"""library(session) -> Library: what can be offered, by topic and language."""


def _leaflet(row: Handout, editions: Collection[HandoutEdition]) -> Leaflet:
    return Leaflet(
        id=row.id,
        label=Label(row.title_de, row.title_en),
        topics=frozenset(row.topics) - {EVERYTHING},
        traits=frozenset(row.traits) - {EVERYTHING},
        editions=tuple(edition_of(edition) for edition in editions if not edition.archived),
        known=bool(editions),
    )


def edition_of(row: HandoutEdition) -> Edition:
    """An edition as a value."""
    kind: Kind = row.kind  # type: ignore[assignment]  # the column holds nothing else
    return Edition(row.id, row.language, kind, row.link, row.file_digest, row.pages, row.valid_until, row.checked_on)


def left(session: Session, editions: Iterable[str]) -> dict[str, int]:
    """How many copies are left of those of these editions that are counted."""
    wanted = list(editions)
    found = stock.stocks(session, wanted) if wanted else {}
    return {edition: one.left for edition, one in found.items() if one.left is not None}


def hand_out(session: Session, values: Sequence[str], quarter: str) -> tuple[str, ...]:
    """Count what is given along with a contact, once each, and take it from the stock, which never falls below 0.

    ``values`` are those of offers; unknown ones are passed over. To be called in the contact's own transaction.
    Returns what ``take_back`` needs, to be kept by nothing but the undo ticket.
    """
    counted = []
    # In one order for all desks: two that give the same things must not wait for each other.
    for value in sorted(set(values)):
        handout, _, edition_id = value.partition("/")
        edition = session.get(HandoutEdition, edition_id) if edition_id else None
        known = edition.handout_id == handout if edition else not edition_id and handout in handouts(session)
        if not known:
            continue
        language = edition.language if edition else ""
        raise_counter(HandoutGiven, {"handout_id": handout, "language": language, "quarter": quarter})
        lowered = edition is not None and stock.take_copy(session, edition.id)
        counted.append(_SEPARATOR.join((handout, edition_id, language, "1" if lowered else "")))
    return tuple(counted)


def handed_out(session: Session, values: Sequence[str], quarter: str) -> tuple[str, ...]:
    """What ``hand_out`` returned for the same contact before, as far as can be told afterwards: copies that are counted
    were taken from the stock. For a form that is sent again, whose first answer got lost.
    """
    counted = []
    for value in sorted(set(values)):
        handout, _, edition_id = value.partition("/")
        edition = session.get(HandoutEdition, edition_id) if edition_id else None
        language = edition.language if edition else ""
        if session.get(HandoutGiven, (handout, language, quarter)) is not None:
            lowered = bool(edition and left(session, [edition.id]))
            counted.append(_SEPARATOR.join((handout, edition_id, language, "1" if lowered else "")))
    return tuple(counted)


def take_back(session: Session, counted: Sequence[str], quarter: str) -> None:
    """Undo ``hand_out``: ``counted`` is what it returned, ``quarter`` the same as then."""
    for one in counted:
        handout, edition, language, lowered = one.split(_SEPARATOR)
        lower_counter(HandoutGiven, {"handout_id": handout, "language": language, "quarter": quarter})
        if lowered:
            stock.return_copy(session, edition)
