"""The board: read from a cache, written with a version that tells two editors apart."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.board.models import BoardEntry
from app.house.board.values import Board, Content, Entry
from app.house.versions import check_seen
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, REVISION, ByRevision, raise_revision
from referrals.directory.service import offices

ID_BYTES = 6
GONE = N_("There is no such entry on the board.")


def _build(session: Session) -> Board:
    known = offices(session)
    found = session.scalars(select(BoardEntry).order_by(BoardEntry.id))
    return Board(
        Entry(
            id=row.id,
            content=content_of(row),
            gone=row.office_id not in known or known[row.office_id].status == "defunct",
            archived=row.archived,
            version=row.version,
        )
        for row in found
    )


board = ByRevision(_build, of=(REVISION, HOUSE_REVISION))
"""board(session) -> Board, shared between threads."""


def find(session: Session, name: str) -> BoardEntry:
    """The row of an entry, archived or not. Raises NotFound."""
    row = session.get(BoardEntry, name)
    if row is None:
        raise NotFound(GONE)
    return row


def create(session: Session, content: Content) -> BoardEntry:
    """A new entry; the caller commits."""
    row = BoardEntry(id=new_id(), version=0, archived=False)
    session.add(row)
    _store(session, row, content)
    return row


def change(session: Session, name: str, content: Content, *, seen: int) -> BoardEntry:
    """Make an entry what ``content`` says, if its version is still the one that was seen.

    Raises NotFound, ChangedMeanwhile.
    """
    row = _locked(session, name, seen)
    if content_of(row) != content:
        _store(session, row, content)
    return row


def put_away(session: Session, name: str, *, archived: bool, seen: int) -> BoardEntry:
    """Take an entry down, or put it back. Raises NotFound, ChangedMeanwhile."""
    row = _locked(session, name, seen)
    if row.archived != archived:
        row.archived = archived
        _store(session, row, content_of(row))
    return row


def content_of(row: BoardEntry) -> Content:
    """What an editor would have written to get this row."""
    values = {name: getattr(row, name) for name in Content.__dataclass_fields__}
    return Content(**values | {"topics": tuple(row.topics)})


def _locked(session: Session, name: str, seen: int) -> BoardEntry:
    row = session.get(BoardEntry, name, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(GONE)
    check_seen(row, seen)
    return row


def _store(session: Session, row: BoardEntry, content: Content) -> None:
    for name, value in (asdict(content) | {"topics": list(content.topics)}).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    raise_revision(session, HOUSE_REVISION)
