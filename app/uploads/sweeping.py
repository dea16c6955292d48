"""Takes away files that belong to nothing: uploaded and not saved, or left by what was deleted. For the night job."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.files.models import StoredFile
from app.files.store import FileStore
from app.house.aids.service import file_digests
from handouts.models import HandoutEdition

DAYS = 1
"""Whoever filled in the form yesterday evening may save it this morning."""


def sweep(database: Database, files: FileStore, today: date) -> int:
    """Rows first, then bytes: nothing is named that is not there. How many files went. Raises DatabaseUnavailable."""
    with database.writing() as session:
        forget(session, today)
        kept = session.execute(select(StoredFile.digest, StoredFile.thumbnail))
        keep = {name for row in kept for name in row}
    return files.sweep(keep, older_than_seconds=DAYS * 24 * 3600)


def forget(session: Session, today: date) -> None:
    """Delete the rows of files that nothing names any more."""
    named = {digest for digest in session.scalars(select(HandoutEdition.file_digest)) if digest}
    named |= set(file_digests(session))
    old = select(StoredFile).where(StoredFile.stored_on < today - timedelta(days=DAYS)).order_by(StoredFile.digest)
    for row in session.scalars(old):
        if row.digest not in named:
            session.delete(row)
