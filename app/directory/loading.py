"""Loads a whole directory folder: the one place that knows every package with a part of it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from app import clock
from app.directory import history
from handouts import editions
from handouts import service as handouts
from referrals.directory import tables
from referrals.directory.checks import read_directory
from referrals.directory.folder import EXAMPLE, Directory
from referrals.directory.loader import Report, write
from referrals.directory.tables import Rows

__all__ = ["EXAMPLE", "Report", "load", "rows_of"]


def load(session: Session, folder: Path, *, by: str = "load") -> Report:
    """Load or update a directory in the form of ``referrals/leipzig``. Raises BrokenDirectory.

    Everything is checked before anything is written. Loading the same folder again changes nothing; entries that
    are no longer in the files stay. What changes is kept as a change by ``by``. The caller commits.
    """
    directory = read_directory(folder)
    with history.recording(session, by=by, why=folder.name, now=clock.now()):
        report = write(session, rows_of(directory))
    report.kinds["handout editions"] = editions.seed(session, directory["handouts"])
    return report


def rows_of(directory: Directory) -> Iterator[Rows]:
    """The rows of everything in a valid directory, in the order in which they refer to each other."""
    yield from tables.rows_of(directory)
    yield handouts.rows_of(directory)
