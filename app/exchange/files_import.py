"""CSV files into the directory: what they would change, and taking that over. Everything is checked before.

The command line and the page use the same steps: files -> records -> checks of the whole directory ->
differences -> one change of the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.directory import drafts, history, publishing, settings
from app.directory.entries import Content, Entry, content
from app.directory.models import Change
from app.directory.stored import stored
from app.errors import N_, WegweiserError
from app.vocabulary.service import revision
from referrals.directory import checks
from referrals.directory.reading import Problems
from referrals.interchange.spreadsheet.comparing import Comparison, compare
from referrals.interchange.spreadsheet.reading import read

Edits = dict[Entry, Content]


class ChangedMeanwhile(WegweiserError):
    """The directory is not what the files were compared with."""


@dataclass(frozen=True)
class Plan:
    """What files would change. ``revision`` is the state of the directory that they were compared with.

    ``ignored`` are columns that nobody knows and that are not read, by file.
    """

    comparison: Comparison
    ignored: Mapping[str, list[str]]
    revision: int

    @property
    def edits(self) -> Edits:
        """The new contents of what changes."""
        return {Entry(one.kind, one.id): content(one.record) for one in self.comparison.differences}


@dataclass(frozen=True)
class Taken:
    """What became of an import: the change it made, or the drafts that wait for a second person."""

    change: Change | None = None
    drafted: tuple[Entry, ...] = ()


def plan(session: Session, files: Mapping[str, bytes]) -> Plan:
    """What the files would change in the stored directory. Raises BrokenDirectory with file, line and column."""
    problems = Problems()
    upload = read(files, problems)
    problems.refuse()
    comparison = compare(stored(session), upload.records)
    checks.check(comparison.directory, problems)
    problems.refuse()
    return Plan(comparison, upload.ignored, revision(session))


def publish(session: Session, found: Plan, *, by: str, why: str, now: datetime) -> Change | None:
    """Store what the plan would change as one change; None if that is nothing. In the transaction of the plan."""
    return publishing.publish(session, found.edits, by=by, why=why, now=now) if found.edits else None


def take_over(session: Session, edits: Edits, *, seen: int, by: str, why: str, now: datetime) -> Taken:
    """Store what a plan would change, as one change; where a second person is needed, as drafts.

    Raises ChangedMeanwhile if the directory is not in the state ``seen`` any more, Unfit, and Conflict for an entry
    that somebody has a draft of.
    """
    history.lock(session)
    if revision(session) != seen:
        raise ChangedMeanwhile(N_("The directory has been changed meanwhile. Have the files looked at again."))
    if not settings.four_eyes(session):
        return Taken(change=publishing.publish(session, edits, by=by, why=why, now=now))
    wanted = publishing.checked(session, edits)
    if wanted.problems:
        raise publishing.Unfit(wanted.problems)
    for entry, wish in edits.items():
        found = drafts.current(session, entry)
        if found.draft is not None:
            raise drafts.Conflict(found)
        drafts.save(session, entry, wish, seen=found.seen, by=by, now=now)
    drafts.submit(session, edits, by=by, why=why)
    return Taken(drafted=tuple(edits))
