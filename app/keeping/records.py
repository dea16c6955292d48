"""What is known about backups: the last good one, and every try of the last 35 days."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.keeping.claims import utc
from app.keeping.models import BackupRecord

DAILY, AT_ONCE, COMMAND = "daily", "at_once", "command"
KINDS = (DAILY, AT_ONCE, COMMAND)
"""By the schedule; asked for on the page, into the same folder; by the command, to wherever."""
IN_THE_FOLDER = (DAILY, AT_ONCE)
DAYS = 35
"""How long backups are kept. DESIGN.md and the papers on data protection say so."""
LONGEST_NAME = 120


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
    return session.scalars(statement.order_by(BackupRecord.made_at.desc(), BackupRecord.id.desc()).limit(1)).first()


def last_try(session: Session) -> BackupRecord | None:
    """The last one for the folder of backups, good or not."""
    statement = select(BackupRecord).where(BackupRecord.kind.in_(IN_THE_FOLDER))
    return session.scalars(statement.order_by(BackupRecord.made_at.desc(), BackupRecord.id.desc()).limit(1)).first()


def last_good_at(session: Session) -> datetime | None:
    """When the last good one in the folder of backups was made (UTC)."""
    row = last_good(session)
    return utc(row.made_at) if row else None


def all_records(session: Session) -> list[BackupRecord]:
    """Everything that is known, the latest first."""
    return list(session.scalars(select(BackupRecord).order_by(BackupRecord.made_at.desc(), BackupRecord.id.desc())))


def forget(session: Session, now: datetime) -> None:
    """Delete what is older than backups are kept, but for the last good one."""
    good = last_good(session)
    old = select(BackupRecord).where(BackupRecord.made_at < now.astimezone(UTC) - timedelta(days=DAYS))
    for row in session.scalars(old.order_by(BackupRecord.id)):
        if row is not good:
            session.delete(row)
