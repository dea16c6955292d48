"""Writes a backup: one state of the database while everybody goes on working, the files, and the secret.

Nothing of it is ever on disk unencrypted (but where no key is set), and under its name there is only ever a backup that
has been opened again and checked.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy import column as named
from sqlalchemy.orm import Session

from app import clock
from app.audit import chain
from app.db import Database, translated_errors
from app.files.store import FileStore, NoSuchFile
from app.keeping import rows
from app.keeping.archive import pack
from app.keeping.checking import check
from app.keeping.contents import KEPT, REWRITTEN
from app.keeping.errors import BadBackup, CannotBackUp
from app.keeping.locks import Lock, Opener, write_locked
from app.keeping.manifest import FIRST, LAST, SECRET, UPLOADS, Manifest, Sum, fingerprint, sums_as_bytes
from app.keeping.rows import Shape
from app.keys import Keys
from app.version import VERSION

PART_BYTES = 1024 * 1024
HALF_WRITTEN = ".wegweiser-"
STORED_FILES = table("stored_file", named("digest"), named("thumbnail"))


@dataclass(frozen=True)
class Written:
    """A backup that is there and was checked: ``bytes`` and ``sha256`` are the file's.

    ``missing_files`` are digests of uploaded files that the database names and that are not in the folder any more, or
    are not what was put there: everything else is in the backup.
    """

    path: Path
    bytes: int
    sha256: str
    moment: datetime
    missing_files: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "path": str(self.path),
            "bytes": self.bytes,
            "sha256": self.sha256,
            "moment": self.moment.isoformat(timespec="seconds"),
            "missing_files": list(self.missing_files),
        }


def write_backup(database: Database, keys: Keys, files: FileStore, target: Path, lock: Lock) -> Written:
    """Write ``target``, open it again and check it wholly. Raises CannotBackUp, DatabaseUnavailable: all is as it was.

    With a public key as ``lock`` it is checked with a second key, which is made for that and thrown away.
    """
    moment = clock.now()
    if target.exists() and not target.is_file():
        raise CannotBackUp(f"{target} is not a file; name one that is to hold the backup.")
    source = _Source(database, keys, files, moment)
    try:
        with _beside(target) as (file, path):
            opener = _fill(source, file, lock)
            _check(path, opener)
            size, digest = path.stat().st_size, _digest(path)
            path.replace(target)
            _sync(target.parent)
    except OSError as error:
        raise CannotBackUp(f"{target} cannot be written: {error.strerror}.") from error
    return Written(target, size, digest, moment, tuple(source.missing))


def _fill(source: "_Source", file: BinaryIO, lock: Lock) -> Opener:
    with translated_errors(), closing(source.members()) as members:
        opener = write_locked(pack(members), file, lock)
    file.flush()
    os.fsync(file.fileno())
    return opener


def _check(path: Path, opener: Opener) -> None:
    try:
        check(path, opener)
    except BadBackup as error:
        raise CannotBackUp(f"The backup was written and cannot be read again, so it was not kept: {error}") from error


@contextmanager
def _beside(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file of ours alone in the same folder, gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=HALF_WRITTEN, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # A share of Windows has no such thing.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


class _Source:
    """What goes into a backup, member by member."""

    def __init__(self, database: Database, keys: Keys, files: FileStore, moment: datetime) -> None:
        self._database, self._keys, self._files, self._moment = database, keys, files, moment
        self.missing: list[str] = []

    def members(self) -> Generator[tuple[str, bytes], None, None]:
        """Names and contents in the order in which they are put back."""
        with snapshot(self._database) as connection:
            kept = [shape for shape in rows.shapes(connection) if shape.name in KEPT]
            yield FIRST, self._manifest(connection, kept).as_bytes()
            sums: dict[str, Sum] = {}
            for shape in kept:
                sums[shape.name] = Sum()
                yield from _parts(connection, shape, sums[shape.name])
            digests = _digests(connection, kept)
        # The snapshot is let go: files never change, and what was deleted meanwhile is not missed.
        yield from self._uploads(digests)
        yield SECRET, self._keys.secret.encode()
        yield LAST, sums_as_bytes(sums, len(digests) - len(self.missing), self.missing)

    def _manifest(self, connection: Connection, kept: list[Shape]) -> Manifest:
        return Manifest(
            program=VERSION,
            revision=revision_of(connection),
            moment=self._moment.astimezone(UTC).isoformat(timespec="seconds"),
            database=connection.dialect.name,
            secret=fingerprint(self._keys.secret),
            audit=_audit_head(connection, kept),
            tables={shape.name: list(shape.column_names) for shape in kept},
        )

    def _uploads(self, digests: list[str]) -> Iterator[tuple[str, bytes]]:
        for digest in digests:
            content = _content(self._files, digest)
            if content is None:
                self.missing.append(digest)
            else:
                yield UPLOADS + digest, content


def _audit_head(connection: Connection, kept: list[Shape]) -> str:
    """Empty for a schema of the time before there was a log."""
    if chain.CHAIN.name not in {shape.name for shape in kept}:
        return ""
    with Session(connection) as session:
        return str(chain.head(session))


def revision_of(connection: Connection) -> str:
    """The schema's revision. Raises CannotBackUp if there is none."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise CannotBackUp("This database is not one of Wegweiser: it has no revision of the schema.")
    return revision


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one state of the whole database, reads only, and keeps nobody from writing."""
    engine = database.read_engine
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection, connection.begin():
        if not database.is_sqlite:
            there = [name for name in REWRITTEN if inspect(connection).has_table(name)]
            if there:
                connection.execute(text(f"LOCK TABLE {', '.join(there)} IN ACCESS SHARE MODE"))
        yield connection


def _parts(connection: Connection, shape: Shape, total: Sum) -> Iterator[tuple[str, bytes]]:
    """A table cut at about a mebibyte."""
    number, waiting = 1, bytearray()
    for lines in rows.read(connection, shape):
        waiting += total.add(lines)
        if len(waiting) >= PART_BYTES:
            yield part_name(shape.name, number), bytes(waiting)
            number, waiting = number + 1, bytearray()
    if waiting:
        yield part_name(shape.name, number), bytes(waiting)


def part_name(name: str, number: int) -> str:
    """``tables/contact.000001.jsonl``."""
    return f"tables/{name}.{number:06d}.jsonl"


def _digests(connection: Connection, kept: list[Shape]) -> list[str]:
    """Names of the uploaded files; none for a schema of the time before there were any."""
    if STORED_FILES.name not in {shape.name for shape in kept}:
        return []
    found = connection.execute(select(STORED_FILES.c.digest, STORED_FILES.c.thumbnail))
    return sorted({digest for row in found for digest in row if digest})


def _content(files: FileStore, digest: str) -> bytes | None:
    try:
        content = files.path(digest).read_bytes()
    except (NoSuchFile, OSError):
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
