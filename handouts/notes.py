"""Material that the counter found missing: noted for the month, and a request of the editors' when that is over.

What a note says, and why nobody can look at it before, stands at request_models.MissingNote.
"""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.keys import Keys
from handouts import requests
from handouts.request_models import MissingNote
from handouts.service import library
from handouts.wanted import Wanted
from referrals.reports import turn


def digest(keys: Keys, form_key: bytes, wanted: Wanted) -> bytes:
    """What is stored for a day of a note's form (16 random bytes), so that a form sent twice counts once."""
    parts = (form_key, wanted.kind.encode(), wanted.entry.encode(), wanted.language.encode())
    return keys.digest("missing material", b"\0".join(parts))


def note(session: Session, wanted: Wanted, *, sent: bytes, today: date) -> bool:
    """Note that it is missing; ``sent`` is the form's digest. Whether undo may take the note away.

    Not if another form had noted the same in this month: that note would go with it.
    """
    first = turn(session, sent, today, undone=False)
    insert: Any = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"kind": wanted.kind, "entry_id": wanted.entry, "language": wanted.language, "month": f"{today:%Y-%m}"}
    if not first:
        return True
    statement = insert(MissingNote).values(**row).on_conflict_do_nothing().returning(MissingNote.month)
    return session.execute(statement).first() is not None


def undo(session: Session, wanted: Wanted, month: str, *, sent: bytes, own: bool, today: date) -> None:
    """Take a note of this month (``2026-11``) back; ``own`` is what ``note`` returned."""
    if turn(session, sent, today, undone=True) and own:
        same = {"kind": wanted.kind, "entry_id": wanted.entry, "language": wanted.language, "month": month}
        session.execute(delete(MissingNote).filter_by(**same))


def take_over(session: Session, today: date) -> int:
    """Make requests of the notes of months that are over, and forget the notes. How many requests were made.

    What is asked for already, or there by now, is forgotten only.
    """
    over = MissingNote.month < f"{today:%Y-%m}"
    order = (MissingNote.month, MissingNote.kind, MissingNote.entry_id, MissingNote.language)
    shelf, made = library(session), 0
    for row in session.scalars(select(MissingNote).where(over).order_by(*order)).all():
        wanted = Wanted("handout" if row.kind == "handout" else "topic", row.entry_id, row.language)
        there = wanted.language in shelf.languages(row.entry_id, today)
        withdrawn = wanted.kind == "handout" and row.entry_id not in shelf.leaflets
        if not (there or withdrawn or requests.active(session, wanted)):
            requests.add(session, wanted, noted=row.month)
            made += 1
    session.execute(delete(MissingNote).where(over))
    return made
