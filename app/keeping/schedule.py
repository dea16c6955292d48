"""The backup of every night into the folder of backups, and those that an administrator asks for in between.

The folder is never made here: where a disk is not mounted, its mount point is empty, and the backup would lie on the
very disk that it is to outlive.
"""

import errno
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.db import Database
from app.keeping import claims, failing, records
from app.keeping.claims import BACKUP, Claim
from app.keeping.models import BackupRecord
from app.keeping.records import AT_ONCE, DAILY, Written
from app.keeping.rotation import daily_name, name_at, rotate


@dataclass(frozen=True)
class Place:
    """Where backups go. ``write`` writes one to a file and checks it: it is there whole, or not at all."""

    folder: Path
    encrypted: bool
    write: Callable[[Path], Written]


SPARE_BYTES = 16 * 1024 * 1024
GROWTH = 1.2
"""Room for a backup that is larger than the one before it."""


@dataclass(frozen=True)
class _Try:
    """One run: to where, under which name, since when."""

    place: Place
    name: str
    kind: str
    claim: Claim
    began: datetime


def daily(database: Database, place: Place, now: datetime) -> BackupRecord | None:
    """The backup of this night; None if there is one already or somebody is at it. Raises DatabaseUnavailable.

    A try that failed is a record, too: it says why, and the next call tries again.
    """
    claim = claims.take(database, BACKUP, now)
    if claim is None:
        return None
    return _make(database, _Try(place, daily_name(claim.night, encrypted=place.encrypted), DAILY, claim, now))


def at_once(database: Database, place: Place, now: datetime) -> BackupRecord | None:
    """One more, whatever there is; None if somebody is at it. Raises DatabaseUnavailable."""
    claim = claims.take(database, BACKUP, now, again=True)
    if claim is None:
        return None
    return _make(database, _Try(place, name_at(now, encrypted=place.encrypted), AT_ONCE, claim, now))


def _make(database: Database, one: _Try) -> BackupRecord:
    started = time.monotonic()
    try:
        written = _write(database, one)
    except Exception as error:
        failure = failing.reason(error)
        row = _note(database, one, failure=failure)
        claims.failed(database, one.claim, failure)
        return row
    row = _note(database, one, written=written)
    report = {"seconds": round(time.monotonic() - started, 1)}
    claims.done(database, one.claim, one.began, report)
    # Only now is there a newer good one than the one that had to stay.
    with database.reading() as session:
        kept = records.kept(session, one.began.date())
    with suppress(OSError):
        rotate(one.place.folder, kept, last_good=one.name)
    return row


def _write(database: Database, one: _Try) -> Written:
    with database.reading() as session:
        good = records.last_good(session)
        file, size = (good.file, good.size or 0) if good else (None, 0)
        kept = records.kept(session, one.began.date())
    rotate(one.place.folder, kept, last_good=file)
    if not os.access(one.place.folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "the folder of backups")
    if shutil.disk_usage(one.place.folder).free < size * GROWTH + SPARE_BYTES:
        raise OSError(errno.ENOSPC, "the folder of backups")
    return one.place.write(one.place.folder / one.name)


def _note(database: Database, one: _Try, *, written: Written | None = None, failure: str | None = None) -> BackupRecord:
    with database.writing() as session:
        row = records.note(session, moment=one.began, kind=one.kind, file=one.name, written=written, failure=failure)
        records.forget(session, one.began)
        session.expunge(row)
    return row
