"""Tables of what runs at night by itself, and of the backups. Neither goes into a backup: it is about this machine."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class BackupRecord(Base):
    """A backup, or a try at one. ``made_at`` is UTC; a good one has ``size`` (bytes) and ``sha256`` (hexadecimal).

    ``kind`` is one of app.keeping.records.KINDS, ``file`` the name without its folder. ``failure`` is None if it is
    good, otherwise one of app.keeping.failing.FAILURES.
    """

    __tablename__ = "backup_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    file: Mapped[str] = mapped_column(String(120))
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    failure: Mapped[str | None] = mapped_column(String(20))


class NightlyJob(Base):
    """A job of the night, so that several servers and timers do it once. Times are UTC.

    ``night`` is the one it was last done for and ``done_at`` when. While somebody is at it, ``holder`` is that run and
    ``held_until`` when it counts as dead. ``tried_at`` and ``failure`` are of the last run, ``report`` of the last one
    that was done.
    """

    __tablename__ = "nightly_job"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    night: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    holder: Mapped[str | None] = mapped_column(String(32))
    held_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    tried_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failure: Mapped[str | None] = mapped_column(String(20))
    report: Mapped[dict[str, Any]]
