"""Every change of the directory, kept: who, when, what, why; any past state can be seen again.

Whatever writes to the directory does so inside of ``recording``, which compares all entries before and after.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.directory.entries import Content, Entry
from app.directory.models import Change, EntryVersion
from app.directory.stored import stored_contents
from app.errors import NotFound
from app.vocabulary.models import Revision
from app.vocabulary.service import HAS_CHANGED, REVISION, ByRevision

BEFORE_RECORDS = "–"
"""Who made the state that was there before changes were recorded: nobody knows."""
MOST_CHANGES = 2**31 - 1
"""What a database takes as a number."""


def lock(session: Session) -> None:
    """No other editor writes to the directory until this transaction ends."""
    session.get_one(Revision, REVISION, with_for_update=True, populate_existing=True)


@contextmanager
def recording(session: Session, *, by: str, why: str, now: datetime, approved_by: str = "") -> Iterator[None]:
    """Keep what the block changes as one change, if it changes anything."""
    lock(session)
    before = stored_contents(session)
    begin(session, now=now)
    yield
    session.flush()
    session.info[HAS_CHANGED] = True
    after = stored_contents(session)
    differing = {entry: after.get(entry) for entry in before | after if before.get(entry) != after.get(entry)}
    if differing:
        _keep(session, differing, by=by, why=why, now=now, approved_by=approved_by)


def keep(
    session: Session, differing: Mapping[Entry, Content | None], *, by: str, why: str, now: datetime, approved_by: str
) -> None:
    """Keep these entries as one change; whoever writes them knows what they are now, and began the history before."""
    _keep(session, differing, by=by, why=why, now=now, approved_by=approved_by)


def begin(session: Session, *, now: datetime) -> None:
    """The history begins with what was there before the first change."""
    if last_number(session) == 0 and (before := stored_contents(session)):
        _keep(session, before, by=BEFORE_RECORDS, why="", now=now)


def last_number(session: Session) -> int:
    """The number of the newest change; 0 if there is none."""
    return session.scalar(select(func.max(Change.number))) or 0


def latest_number(session: Session, entry: Entry) -> int:
    """The number of the change that made the entry what it is; 0 if none is kept."""
    return latest_numbers(session, [entry])[entry]


def latest_numbers(session: Session, entries: list[Entry]) -> dict[Entry, int]:
    """The same for several."""
    found = session.execute(
        select(EntryVersion.kind, EntryVersion.entry_id, func.max(EntryVersion.change_number))
        .where(EntryVersion.entry_id.in_([entry.id for entry in entries]))
        .group_by(EntryVersion.kind, EntryVersion.entry_id)
    )
    known = {Entry(kind, name): number for kind, name, number in found}
    return {entry: known.get(entry, 0) for entry in entries}


def _numbers_of_offices(session: Session) -> dict[str, int]:
    newest = func.max(EntryVersion.change_number).label("number")
    of_offices = select(EntryVersion.entry_id, newest).where(EntryVersion.kind == "offices")
    return {row.entry_id: row.number for row in session.execute(of_offices.group_by(EntryVersion.entry_id))}


_kept_numbers_of_offices = ByRevision(_numbers_of_offices)


def state_of(session: Session, offices: Iterable[str]) -> int | None:
    """The number of the newest change of these offices, for the slip; None if none is kept."""
    known = _kept_numbers_of_offices(session)
    return max((known.get(name, 0) for name in offices), default=0) or None


def change(session: Session, number: int) -> Change:
    """A change with its versions. Raises NotFound."""
    found = session.get(Change, number) if number <= MOST_CHANGES else None
    if found is None:
        raise NotFound(f"There is no change {number}.")
    return found


def changes(session: Session, *, before: int | None = None, limit: int = 50) -> list[Change]:
    """The changes, the newest first; with ``before`` those that are older than it."""
    query = select(Change).order_by(Change.number.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(Change.number < before)))


def touched(session: Session, numbers: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each of these changes how many entries of which kind it touched."""
    found = session.execute(
        select(EntryVersion.change_number, EntryVersion.kind, func.count())
        .where(EntryVersion.change_number.in_(list(numbers)))
        .group_by(EntryVersion.change_number, EntryVersion.kind)
    )
    counts: dict[int, dict[str, int]] = {}
    for number, kind, n in found:
        counts.setdefault(number, {})[kind] = n
    return counts


def versions(session: Session, entry: Entry) -> list[tuple[Change, Content | None]]:
    """What an entry was after each change of it, the newest first."""
    found = session.execute(
        select(Change, EntryVersion.content)
        .join(EntryVersion, EntryVersion.change_number == Change.number)
        .where(EntryVersion.kind == entry.kind, EntryVersion.entry_id == entry.id)
        .order_by(Change.number.desc())
    )
    return [(one, content) for one, content in found]


def content_at(session: Session, entry: Entry, number: int) -> Content | None:
    """What an entry was after the change with this number; None if it was not there."""
    return session.scalar(
        select(EntryVersion.content)
        .where(EntryVersion.kind == entry.kind, EntryVersion.entry_id == entry.id, EntryVersion.change_number <= number)
        .order_by(EntryVersion.change_number.desc())
        .limit(1)
    )


def state_at(session: Session, number: int) -> dict[Entry, Content]:
    """The whole directory as it was after the change with this number. Raises NotFound."""
    change(session, number)
    newest = (
        select(EntryVersion.kind, EntryVersion.entry_id, func.max(EntryVersion.change_number).label("number"))
        .where(EntryVersion.change_number <= number)
        .group_by(EntryVersion.kind, EntryVersion.entry_id)
        .subquery()
    )
    found = session.scalars(
        select(EntryVersion)
        .join(
            newest,
            (EntryVersion.kind == newest.c.kind)
            & (EntryVersion.entry_id == newest.c.entry_id)
            & (EntryVersion.change_number == newest.c.number),
        )
        .order_by(EntryVersion.kind, EntryVersion.entry_id)
    )
    return {Entry(row.kind, row.entry_id): row.content for row in found if row.content is not None}


def _keep(
    session: Session,
    differing: Mapping[Entry, Content | None],
    *,
    by: str,
    why: str,
    now: datetime,
    approved_by: str = "",
) -> None:
    number = last_number(session) + 1
    session.add(Change(number=number, made_at=now.astimezone(UTC), made_by=by, approved_by=approved_by, why=why))
    session.flush()
    session.add_all(
        EntryVersion(change_number=number, kind=entry.kind, entry_id=entry.id, content=content)
        for entry, content in differing.items()
    )
    session.flush()
