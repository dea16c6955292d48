"""Handouts and their editions as values, their rows from a directory folder, and giving them along."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.contacts.service import lower_counter, raise_counter
from app.released.periods import quarter_of
from app.vocabulary.service import HOUSE_REVISION, REVISION, ByRevision
from app.vocabulary.values import Label
from handouts import stock
from handouts.library import Edition, Leaflet, Library
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
    editions: dict[str, list[Any]] = {}
    # Columns, not objects: 2,000 editions are read in 25 ms instead of 370.
    columns = HandoutEdition.__table__.columns
    for row in session.execute(select(*columns).order_by(columns.language, columns.id)):
        editions.setdefault(row.handout_id, []).append(row)
    found = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return Library(_leaflet(row, editions.get(row.id, ())) for row in found if not row.withdrawn)


library = ByRevision(_library, of=(REVISION, HOUSE_REVISION))
"""library(session) -> Library: what can be offered, by topic and language."""


def _leaflet(row: Handout, editions: Collection[Any]) -> Leaflet:
    return Leaflet(
        id=row.id,
        label=Label(row.title_de, row.title_en),
        topics=frozenset(row.topics) - {EVERYTHING},
        traits=frozenset(row.traits) - {EVERYTHING},
        editions=tuple(_edition(edition) for edition in editions if not edition.archived),
        known=bool(editions),
    )


def _edition(row: Any) -> Edition:
    return Edition(
        row.id, row.language, row.kind, row.link, row.file_digest, row.pages, row.valid_until, row.checked_on
    )


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
    found = _known(session, values)
    lowered = set()
    # In one order for all desks, first the counters and then the copies: two that give the same must not wait for each
    # other, not even where a handout has two editions in one language.
    for handout, language in sorted((one.handout, one.language) for one in found):
        raise_counter(HandoutGiven, {"handout_id": handout, "language": language, "quarter": quarter})
    for edition in sorted(one.edition for one in found if one.edition):
        if stock.take_copy(session, edition):
            lowered.add(edition)
    return tuple(one.counted(lowered=one.edition in lowered) for one in found)


def handed_out(session: Session, values: Sequence[str], quarter: str) -> tuple[str, ...]:
    """What ``hand_out`` returned for the same contact before, as far as can be told afterwards: copies that are counted
    were taken from the stock. For a form that is sent again, whose first answer got lost.
    """
    found = [one for one in _known(session, values) if session.get(HandoutGiven, (one.handout, one.language, quarter))]
    copies = left(session, [one.edition for one in found if one.edition])
    return tuple(one.counted(lowered=one.edition in copies) for one in found)


def take_back(session: Session, counted: Sequence[str], quarter: str) -> None:
    """Undo ``hand_out``: ``counted`` is what it returned, ``quarter`` the same as then."""
    found = [one.split(_SEPARATOR) for one in counted]
    for handout, language in sorted((handout, language) for handout, _, language, _ in found):
        lower_counter(HandoutGiven, {"handout_id": handout, "language": language, "quarter": quarter})
    for edition in sorted(edition for _, edition, _, lowered in found if lowered):
        stock.return_copy(session, edition)


def forget(session: Session, *, oldest_month: str) -> None:
    """Delete the counters of quarters that ended before ``oldest_month`` (``2024-11``)."""
    oldest = quarter_of(date.fromisoformat(f"{oldest_month}-01"))
    session.execute(delete(HandoutGiven).where(HandoutGiven.quarter < oldest))


@dataclass(frozen=True)
class _Given:
    """A handout as it is counted; ``edition`` and ``language`` are "" where no edition is recorded."""

    handout: str
    edition: str
    language: str

    def counted(self, *, lowered: bool) -> str:
        """For the undo ticket; ``lowered`` says whether a copy was taken."""
        return _SEPARATOR.join((self.handout, self.edition, self.language, "1" if lowered else ""))


def _known(session: Session, values: Sequence[str]) -> list[_Given]:
    """What these values stand for, each once; unknown ones are passed over."""
    found = []
    for value in sorted(set(values)):
        handout, _, edition_id = value.partition("/")
        edition = session.get(HandoutEdition, edition_id) if edition_id else None
        if edition.handout_id == handout if edition else not edition_id and handout in handouts(session):
            found.append(_Given(handout, edition_id, edition.language if edition else ""))
    return found
