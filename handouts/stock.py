"""Copies of paper editions at the desk: what is left, and what should be ordered again.

Every change is one statement: two desks never count from the same number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.db import ask
from handouts.models import EditionStock

MOST = 100_000
_ALL = select(EditionStock.edition_id, EditionStock.left, EditionStock.reorder_at)
_THESE = _ALL.where(EditionStock.edition_id.in_(bindparam("editions", expanding=True)))


@dataclass(frozen=True)
class Stock:
    """Copies of an edition; ``left`` is None where nobody counts them, ``reorder_at`` where nobody is reminded."""

    left: int | None = None
    reorder_at: int | None = None

    @property
    def low(self) -> bool:
        """Whether more should be ordered."""
        return self.left is not None and self.reorder_at is not None and self.left <= self.reorder_at


def stocks(session: Session, editions: Iterable[str] | None = None) -> dict[str, Stock]:
    """The stock of these editions (default: all), of those that have one."""
    found = ask(session, _ALL) if editions is None else ask(session, _THESE, editions=list(editions))
    return {row.edition_id: Stock(row.left, row.reorder_at) for row in found}


def set_stock(session: Session, edition: str, *, left: int | None, reorder_at: int | None) -> None:
    """Say how many copies there are (0 to MOST; None: not counted), and from how few on to remind."""
    set_left(session, edition, left)
    set_reorder(session, edition, reorder_at)


def set_left(session: Session, edition: str, left: int | None) -> None:
    """Say how many copies there are."""
    _write(session, edition, {"left": _within(left)})


def set_reorder(session: Session, edition: str, reorder_at: int | None) -> None:
    """Say from how few copies on to remind; how many there are stays as it is."""
    _write(session, edition, {"reorder_at": _within(reorder_at)})


def move_stock(session: Session, edition: str, by: int) -> None:
    """So many copies more or (negative) fewer, from 0 to MOST; counting begins where nobody has counted yet."""
    now = func.coalesce(EditionStock.left, 0) + by
    within = case((now < 0, 0), (now > MOST, MOST), else_=now)
    _write(session, edition, {"left": _within(by)}, {"left": within})


def take_copy(session: Session, edition: str) -> bool:
    """One copy less; False if none is left, or nobody counts them."""
    return _update(session, edition, EditionStock.left - 1, EditionStock.left > 0)


def return_copy(session: Session, edition: str) -> None:
    """A copy that was taken is there again."""
    _update(session, edition, EditionStock.left + 1)


def _update(session: Session, edition: str, left: Any, *only: Any) -> bool:
    """Change the number of copies where they are counted; whether there was anything to change."""
    wanted = update(EditionStock).where(EditionStock.edition_id == edition, EditionStock.left.is_not(None), *only)
    # Rows are never loaded as objects here, so none can be old.
    done: Any = session.execute(wanted.values(left=left), execution_options={"synchronize_session": False})
    return bool(done.rowcount)


def _write(session: Session, edition: str, new: dict[str, Any], known: dict[str, Any] | None = None) -> None:
    """Write a row with ``new``, or change the one that is there to ``known`` (default: the same)."""
    insert: Any = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(EditionStock).values(edition_id=edition, **new)
    session.execute(statement.on_conflict_do_update(index_elements=["edition_id"], set_=known or new))


def _within(number: int | None) -> int | None:
    return None if number is None else min(max(number, 0), MOST)
