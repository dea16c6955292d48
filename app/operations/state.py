"""How things stand: read from the database, the settings and the disk, without a write."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, make_url, select, text
from sqlalchemy.orm import Session

from app import clock
from app.files.models import StoredFile
from app.keeping import claims, records
from app.keeping.claims import BACKUP, NIGHT
from app.keeping.models import BackupRecord
from app.operations.concerns import Known
from config import Settings

MIB = 1024 * 1024


@dataclass(frozen=True)
class Folder:
    """The folder of backups. ``names`` are the backups in it; ``same_disk`` as the database; None: not there."""

    names: frozenset[str]
    free_bytes: int
    same_disk: bool


def known(session: Session, settings: Settings) -> Known:
    """What an administrator may have to look after; cheap, since every page of theirs asks."""
    now, last = clock.now(), records.last_try(session)
    return Known(
        now=now,
        production=settings.production,
        has_folder=settings.backup.folder is not None,
        good_at=records.last_good_at(session),
        failure=last.failure if last else None,
        backup=claims.standing(session, BACKUP, now),
        night=claims.standing(session, NIGHT, now),
        free_bytes=free_bytes(settings.instance),
    )


def free_bytes(folder: Path) -> int | None:
    """Of the disk that the folder lies on; None if it is not there."""
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return None


def database_bytes(session: Session) -> int:
    """The database, up to the next mebibyte, and on SQLite without the write-ahead log.

    That grows with every contact: whoever looked again and again would see when somebody stood at a desk.
    """
    if session.get_bind().dialect.name == "sqlite":
        pages, page = (session.scalar(text(f"PRAGMA {name}")) or 0 for name in ("page_count", "page_size"))
        size = int(pages) * int(page)
    else:
        size = int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return -(-size // MIB) * MIB


def database_file(settings: Settings) -> str:
    """Where the SQLite file is, or the name of the PostgreSQL database."""
    return make_url(settings.database_url).database or ""


def server_version(session: Session) -> str:
    """``SQLite 3.40.1`` or ``PostgreSQL 15.6``."""
    if session.get_bind().dialect.name == "sqlite":
        return f"SQLite {session.scalar(text('SELECT sqlite_version()'))}"
    return f"PostgreSQL {str(session.scalar(text('SHOW server_version'))).split()[0]}"


def schema(session: Session) -> str:
    """The revision of the tables."""
    return str(session.scalar(text("SELECT version_num FROM alembic_version")))


def uploads(session: Session) -> tuple[int, int]:
    """How many files, and their bytes."""
    number, size = session.execute(select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))).one()
    return int(number), int(size)


def folder_of_backups(settings: Settings) -> Folder | None:
    """The folder as it is now; None where it cannot be read. The page alone asks: a network drive may be slow."""
    folder = settings.backup.folder
    if folder is None:
        return None
    with suppress(OSError):
        names = frozenset(path.name for path in folder.iterdir())
        here = Path(database_file(settings)).parent if settings.is_sqlite else settings.instance
        return Folder(names, shutil.disk_usage(folder).free, os.stat(folder).st_dev == os.stat(here).st_dev)
    return None


def is_there(row: BackupRecord, folder: Folder | None) -> bool | None:
    """Whether the file of a backup is in the folder; None where that cannot be known."""
    if row.failure or row.kind not in records.IN_THE_FOLDER or folder is None:
        return None
    return row.file in folder.names
