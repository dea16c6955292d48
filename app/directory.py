"""Loads a whole directory folder: the one place that knows every package with a part of it."""

from itertools import chain
from pathlib import Path

from sqlalchemy.orm import Session

from handouts import service as handouts
from referrals.directory import tables
from referrals.directory.checks import read_directory
from referrals.directory.folder import EXAMPLE
from referrals.directory.loader import Report, write

__all__ = ["EXAMPLE", "Report", "load"]


def load(session: Session, folder: Path) -> Report:
    """Load or update a directory in the form of ``referrals/leipzig``. Raises BrokenDirectory.

    Everything is checked before anything is written. Loading the same folder again changes nothing; entries that
    are no longer in the files stay. The caller commits.
    """
    directory = read_directory(folder)
    return write(session, chain(tables.rows_of(directory), [handouts.rows_of(directory)]))
