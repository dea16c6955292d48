"""The library as its pages show it: handouts with all their editions, what is low, expired or to be checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.models import StoredFile
from app.vocabulary.values import Label
from handouts.editions import editions, unchecked
from handouts.models import Handout, HandoutEdition
from handouts.stock import Stock, stocks

SOON = timedelta(days=60)
"""So long before its last day an edition is announced as expiring: time to get a new one."""
State = Literal["valid", "expiring", "expired", "archived"]


@dataclass(frozen=True)
class Copy:
    """An edition on the shelf; ``notes`` are codes of what was removed from its file (see app.files.words)."""

    row: HandoutEdition
    state: State
    stock: Stock
    unchecked: bool
    notes: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether it can be given today."""
        return self.state in {"valid", "expiring"}


@dataclass(frozen=True)
class Title:
    """A handout on the shelf; ``copies`` are its editions, those in use first."""

    row: Handout
    copies: tuple[Copy, ...]

    @property
    def label(self) -> Label:
        """Its title."""
        return Label(self.row.title_de, self.row.title_en)

    @property
    def current(self) -> tuple[Copy, ...]:
        """What can be given today."""
        return tuple(copy for copy in self.copies if copy.current)

    @property
    def low(self) -> tuple[Copy, ...]:
        """What should be ordered again."""
        return tuple(copy for copy in self.current if copy.stock.low)

    @property
    def expiring(self) -> tuple[Copy, ...]:
        """What expires soon, or has expired without a successor of its language."""
        there = {copy.row.language for copy in self.current}
        return tuple(
            copy
            for copy in self.copies
            if copy.state == "expiring" or (copy.state == "expired" and copy.row.language not in there)
        )

    @property
    def unchecked(self) -> tuple[Copy, ...]:
        """What somebody should look at."""
        return tuple(copy for copy in self.current if copy.unchecked)

    @property
    def thumbnail(self) -> str | None:
        """The digest of a file whose first page stands for it."""
        return next((copy.row.file_digest for copy in self.copies if copy.row.file_digest), None)


def shelf(session: Session, today: date) -> list[Title]:
    """All handouts in the order of the directory, withdrawn ones, too."""
    rows = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return _titles(session, list(rows), editions(session), today)


def title(session: Session, handout: Handout, today: date) -> Title:
    """One handout."""
    return _titles(session, [handout], editions(session, handout.id), today)[0]


def _titles(session: Session, rows: list[Handout], found: list[HandoutEdition], today: date) -> list[Title]:
    known = stocks(session, [row.id for row in found])
    notes = _notes(session, (row.file_digest for row in found))
    by_handout: dict[str, list[Copy]] = {}
    for row in found:
        removed = notes.get(row.file_digest or "", ())
        copy = Copy(row, _state(row, today), known.get(row.id, Stock()), unchecked(row, today), removed)
        by_handout.setdefault(row.handout_id, []).append(copy)
    order: tuple[State, ...] = ("valid", "expiring", "expired", "archived")
    return [
        Title(row, tuple(sorted(by_handout.get(row.id, ()), key=lambda copy: order.index(copy.state) // 2)))
        for row in rows
    ]


def _state(row: HandoutEdition, today: date) -> State:
    if row.archived:
        return "archived"
    if row.valid_until is None:
        return "valid"
    if row.valid_until < today:
        return "expired"
    return "expiring" if row.valid_until < today + SOON else "valid"


def _notes(session: Session, digests: Iterable[str | None]) -> Mapping[str, tuple[str, ...]]:
    wanted = {digest for digest in digests if digest}
    if not wanted:
        return {}
    found = session.execute(select(StoredFile.digest, StoredFile.notes).where(StoredFile.digest.in_(wanted)))
    return {digest: tuple(notes) for digest, notes in found}
