"""The whole directory as it is stored, as records."""

from sqlalchemy.orm import Session

from handouts import service as handouts
from referrals.directory.folder import Directory
from referrals.directory.stored import records


def stored(session: Session) -> Directory:
    """All records of the database, in order: what ``loading.rows_of`` would write again without a change."""
    return Directory(records(session) | {"handouts": handouts.records(session)})
