"""The whole directory as it is stored, as records and as contents."""

from sqlalchemy.orm import Session

from app.directory.entries import contents
from app.vocabulary.service import ByRevision
from handouts import service as handouts
from referrals.directory.folder import Directory
from referrals.directory.stored import records


def _read(session: Session) -> Directory:
    return Directory(records(session) | {"handouts": handouts.records(session)})


stored = ByRevision(_read)
"""stored(session) -> Directory: all records in order, what ``loading.rows_of`` would write again without a change.

Shared between requests, as are the contents: nobody may change them in place.
"""

stored_contents = ByRevision(lambda session: contents(stored(session)))
"""stored_contents(session) -> dict[Entry, Content]"""
