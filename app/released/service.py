"""Write a released table once, read it back, and say what released tables tell."""

import secrets
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app import clock
from app.errors import N_, Damaged, WegweiserError
from app.released import tables
from app.released.models import Release, RoundingSecret
from app.released.periods import MONTHS, kind, may_be_released, months_of
from app.released.tables import ALL, Table

CHANGED = N_("A released table has been changed since; take it from a backup.")
OLDEST_MONTHS = 12
"""What ended longer ago says nothing about "the last year"."""
MOST_KEPT = 256
"""Tables in memory, the least recently read one goes first: more than a year of all of them."""
_kept: dict[str, Table] = {}
_lock = threading.Lock()


class ChangedRelease(Damaged):
    """A released table is not what was released."""


class TooEarly(WegweiserError):
    """The period of a table has not been closed for long enough."""


@dataclass(frozen=True)
class Estimate:
    """About ``part`` of ``whole`` contacts, both sums of published numbers."""

    part: int
    whole: int


def released(session: Session, name: str, period: str) -> Table | None:
    """The table as it was released, None if it was not. Raises ChangedRelease.

    Read and verified once by each process: what never changes is kept under its hash.
    """
    stored = session.scalar(select(Release.hash).where(Release.name == name, Release.period == period))
    return None if stored is None else released_as(session, name, period, stored)


def released_as(session: Session, name: str, period: str, stored: str) -> Table:
    """The table of which ``catalogue`` has this hash. Raises ChangedRelease."""
    with _lock:
        kept = _kept.pop(stored, None)
    table = kept or _table(session.get_one(Release, (name, period)))
    with _lock:
        _kept[stored] = table
        while len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return table


def catalogue(session: Session) -> dict[tuple[str, str], str]:
    """The hash of every released table by name and period, in this order on every database."""
    columns = (Release.name, Release.period)
    rows = session.execute(select(*columns, Release.hash).order_by(*columns))
    return {(name, period): stored for name, period, stored in rows}


def periods(session: Session, name: str) -> list[str]:
    """The periods of a table that have been released, by their ends, the latest last."""
    return in_order(session.scalars(select(Release.period).where(Release.name == name)))


def in_order(found: Iterable[str]) -> list[str]:
    """Periods by their ends, the latest last; of those that end together the shortest first."""
    return sorted(found, key=lambda period: (months_of(period).stop, len(months_of(period))))


def month_released(session: Session, month: str) -> str | None:
    """A released period of contacts that this month (``2026-11``) belongs to, None if there is none.

    What has been released is frozen: no contact may be added to such a month.
    """
    [wanted] = months_of(month)
    names = [name for name, unit in tables.COUNTED.items() if unit == "contacts"]
    found = session.scalars(select(Release.period).where(Release.name.in_(names)).order_by(Release.period))
    return next((period for period in found if wanted in months_of(period)), None)


def release(session: Session, table: Table, *, today: date) -> bool:
    """Release a table; False if this one has been released before, which stays as it is.

    Raises TooEarly, and ValueError if a cell has not passed the disclosure control.
    """
    if not may_be_released(table.period, today):
        raise TooEarly(f"{table.name} of {table.period} cannot be released on {today}.")
    tables.checked(table.name, table.cells)
    values = {
        "name": table.name,
        "period": table.period,
        "content": table.content,
        "hash": table.hash,
        "method": table.method,
        "made_on": today,
    }
    return _insert_once(session, Release, values)


def hold_back_entries(session: Session) -> None:
    """Until this transaction ends nobody else enters contacts of a past month: to be called before they are counted."""
    _lock_releases(session, "SHARE ROW EXCLUSIVE")


def hold_back_releases(session: Session) -> None:
    """Until this transaction ends nothing is released: to be called before ``month_released`` decides."""
    _lock_releases(session, "SHARE")


def rounding_secret(session: Session) -> bytes:
    """The secret of the rounding, made when it is first needed: a template of many databases must not share one.

    Needs a session that writes.
    """
    _insert_once(session, RoundingSecret, {"id": 1, "secret": secrets.token_bytes(32)})
    return stored_secret(session)


def stored_secret(session: Session) -> bytes:
    """The secret of the rounding, which must have been made."""
    return bytes(session.get_one(RoundingSecret, 1).secret)


def estimate(
    session: Session, topic: str, groups: Collection[str] = (), *, months: int = MONTHS["year"]
) -> Estimate | None:
    """About how many of the last year's contacts had this topic or subtopic (and one of these concept groups).

    ``whole`` are all contacts of that time. None if it cannot be said: nothing is released, it ended more than a year
    ago, or one of the numbers it takes is withheld. Raises ChangedRelease.
    """
    parent, _, below = topic.partition("/")
    place = (parent, topic if below else ALL)
    keys: list[tuple[str, ...]] = [(*place, group) for group in sorted(set(groups))] or [place]
    name = "topic_group" if groups else "topic"
    for run in _latest(session, name, months):
        part = _sum(session, name, run, keys)
        whole = _whole(session, run)
        if part is not None and whole is not None:
            return Estimate(part, whole)
    return None


def _latest(session: Session, name: str, months: int) -> list[list[str]]:
    """The latest released periods of each kind that make so many months: years first, their numbers are the least
    rounded.
    """
    now = clock.now()
    oldest = now.year * 12 + now.month - 1 - OLDEST_MONTHS
    runs = [run[-(months // length) :] for length, run in _by_length(periods(session, name)) if length <= months]
    return [run for run in runs if _span(run) == months and months_of(run[-1]).stop >= oldest]


def _whole(session: Session, run: Sequence[str]) -> int | None:
    """All contacts of these months, from tables of whatever kind of period."""
    inside = range(months_of(run[0]).start, months_of(run[-1]).stop)
    within = [
        period
        for period in periods(session, "topic")
        if inside.start <= months_of(period).start and months_of(period).stop <= inside.stop
    ]
    sums = [_sum(session, "topic", same, [(ALL, ALL)]) for _, same in _by_length(within) if _span(same) == len(inside)]
    return next((whole for whole in sums if whole is not None), None)


def _by_length(released_periods: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Years, quarters, months, each in order, with their length in months."""
    found = list(released_periods)
    return [
        (length, [period for period in found if kind(period) == one])
        for one, length in sorted(MONTHS.items(), key=lambda item: -item[1])
    ]


def _span(run: Sequence[str]) -> int:
    """How many months these periods make without a break; 0 if there is one."""
    spans = [months_of(period) for period in run]
    return sum(map(len, spans)) if all(before.stop == after.start for before, after in pairwise(spans)) else 0


def _sum(session: Session, name: str, run: Sequence[str], keys: Sequence[tuple[str, ...]]) -> int | None:
    """The sum of these cells over these periods; None if one of them is not published."""
    found = [table.count(*key) for period in run if (table := released(session, name, period)) for key in keys]
    return None if None in found else sum(count for count in found if count is not None)


def _table(row: Release) -> Table:
    if tables.content_hash(row.name, row.period, row.method, row.content) != row.hash:
        raise ChangedRelease(CHANGED)
    return Table(row.name, row.period, row.method, tables.cells_of(row.content))


def _lock_releases(session: Session, mode: str) -> None:
    """On SQLite there is one writer at a time anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text(f"LOCK TABLE {Release.__tablename__} IN {mode} MODE"))


def _insert_once(session: Session, model: type[Release] | type[RoundingSecret], values: dict[str, object]) -> bool:
    """Whether the row was written just now; one that is there stays."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(model).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*model.__mapper__.primary_key)).first() is not None
