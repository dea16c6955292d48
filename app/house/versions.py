"""What two editors do to one thing of the house: nobody writes over what he has not seen."""

from typing import Protocol

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.errors import N_, WegweiserError
from app.vocabulary.service import HOUSE_REVISION, raise_revision


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


class ChangedMeanwhile(WegweiserError):
    """Somebody else has changed the same thing since the form was opened; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else has changed this meanwhile. Nothing was saved yet; your text is still here.")
        )


class Unfit(WegweiserError):
    """What was typed cannot be so; ``problems`` say by field what is expected."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems.values()))


def check_seen(row: Versioned, seen: int) -> None:
    """Raises ChangedMeanwhile if ``seen`` is not the version of the row."""
    if row.version != seen:
        raise ChangedMeanwhile


def keep(session: Session, row: Versioned) -> None:
    """Count the change of a row that was there already, and let caches notice."""
    if inspect(row).persistent:
        row.version += 1
    raise_revision(session, HOUSE_REVISION)
