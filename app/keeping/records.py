"""What is known about backups: the last good one, and every try of the last 35 days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.keeping.claims import BELIEVED, utc
from app.keeping.models import BackupRecord

DAILY, AT_ONCE, COMMAND = "daily", "at_once", "command"
KINDS = (DAILY, AT_ONCE, COMMAND)
"""By the schedule; asked for on the page, into the same folder; by the command, to wherever."""
IN_THE_FOLDER = (DAILY, AT_ONCE)
DAYS = 35
"""How long backups are kept. DESIGN.md and the papers on data protection say so."""
LONGEST_NAME = 120
# Not by the time: a clock that was far ahead once would hide for years that every backup since has failed.
LATEST_FIRST = BackupRecord.id.desc()


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date


class Written(Protocol):
    """A backup that was written and checked."""

    @property
    def bytes(self) -> int:
        """The size of the file."""

    @property
    def sha256(self) -> str:
        """Hexadecimal."""


def note(
    session: Session,
    *,
    moment: datetime,
    kind: str,
    file: str,
    written: Written | None = None,
    failure: str | None = None,
) -> BackupRecord:
    """Note a backup that is good (``written``) or a try that failed."""
    row = BackupRecord(
        made_at=moment.astimezone(UTC),
        kind=kind,
        file=file[-LONGEST_NAME:],
        size=written.bytes if written else None,
        sha256=written.sha256 if written else None,
        failure=failure,
    )
    session.add(row)
    session.flush()
    return row


def last_good(session: Session) -> BackupRecord | None:
    """The last good one in the folder of backups."""
    statement = select(BackupRecord).where(BackupRecord.failure.is_(None), BackupRecord.kind.in_(IN_THE_FOLDER))
    return session.scalars(statement.order_by(LATEST_FIRST).limit(1)).first()


def last_try(session: Session) -> BackupRecord | None:
    """The last one for the folder of backups, good or not."""
    statement = select(BackupRecord).where(BackupRecord.kind.in_(IN_THE_FOLDER))
    return session.scalars(statement.order_by(LATEST_FIRST).limit(1)).first()


def last_good_at(session: Session) -> datetime | None:
    """When the last good one in the folder of backups was made (UTC)."""
    row = last_good(session)
    return utc(row.made_at) if row else None


def all_records(session: Session) -> list[BackupRecord]:
    """Everything that is known, the latest first."""
    return list(session.scalars(select(BackupRecord).order_by(LATEST_FIRST)))


def kept(session: Session, today: date) -> Span | None:
    """The days whose backups are kept; None if all of them are, since the clock cannot be believed yet.

    A clock that is wrong for one night must not cost good backups: it counts for a few days more than the night before
    that had another date, and for nothing if that was later, or there is none.
    """
    days = (_local_day(row) for row in all_records(session) if row.kind in IN_THE_FOLDER)
    before = next((day for day in days if day != today), None)
    if before is None or before > today:
        return None
    return Span(min(today, before + BELIEVED) - timedelta(days=DAYS), today + timedelta(days=1))


def forget(session: Session, now: datetime) -> None:
    """Delete what is older than backups are kept, but for the last good one."""
    good, days = last_good(session), kept(session, now.astimezone(clock.ZONE).date())
    if days is None:
        return
    for row in all_records(session):
        if row is not good and not days.first <= _local_day(row) <= days.last:
            session.delete(row)


def _local_day(row: BackupRecord) -> date:
    made_at = utc(row.made_at)
    assert made_at is not None, "made_at is never empty"
    return made_at.astimezone(clock.ZONE).date()
