"""Puts a backup back into an empty instance: all of it or nothing, and the night job before anybody is served.

Everything is one transaction, so whoever kills it finds the instance empty again. What is due to be forgotten may be in
the backup, too: a row in the same transaction says so until the night job has run, also if that is at the next start.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, delete, exists, insert, inspect, select, table

from app.db import Database, translated_errors
from app.directory.models import Setting
from app.files.store import FileStore
from app.keeping.archive import unpack
from app.keeping.contents import KEPT, LEFT_OUT
from app.keeping.errors import BadBackup, CannotRestore, NotEmpty
from app.keeping.loading import bring_up, load
from app.keeping.locks import Opener, unlocked
from app.keeping.manifest import Manifest, fingerprint
from app.keys import SECRET_FILE

NIGHT_IS_DUE = "restored"
"""Name of the row in ``setting`` that is there from the restore until the night job has run."""
PRECIOUS = ("user", "contact", "release", "desk_load")
"""Where these have rows, somebody has worked."""


@dataclass(frozen=True)
class SecretPlace:
    """Where the secret goes: the instance folder, unless the environment has one (``configured``)."""

    instance: Path
    configured: str | None

    def check(self, secret: str) -> None:
        """Raises BadBackup where the environment insists on another one."""
        if self.configured is not None and fingerprint(self.configured) != fingerprint(secret):
            raise BadBackup(
                "WEGWEISER_SECRET_KEY is not the secret of this backup; leave it out while restoring, and the backup's "
                "own is put into the instance folder."
            )

    def put(self, secret: str) -> None:
        """On disk when this returns; only its owner can read it. Raises OSError."""
        if self.configured is not None:
            return
        handle, name = tempfile.mkstemp(dir=self.instance, prefix=SECRET_FILE)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secret)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.instance / SECRET_FILE)
        finally:
            Path(name).unlink(missing_ok=True)


def restore(database: Database, files: FileStore, secret: SecretPlace, path: Path, opener: Opener) -> Manifest:
    """Put the backup in ``path`` back, at the newest schema; then call ``finish``.

    Raises BadBackup, CannotRestore, NotEmpty, DatabaseUnavailable; then the instance is as it was.
    """
    try:
        return _restore(database, files, secret, path, opener)
    except OSError as error:
        where = error.filename2 or error.filename or "The folder of the installation"
        raise CannotRestore(f"{where} cannot be written, so nothing was restored: {error.strerror}.") from error


def _restore(database: Database, files: FileStore, secret: SecretPlace, path: Path, opener: Opener) -> Manifest:
    with (
        unlocked(path, opener) as packed,
        closing(unpack(packed, path.stat().st_size)) as members,
        _new_files(files) as put,
        translated_errors(),
        database.write_engine.begin() as connection,
    ):
        clear(connection)
        manifest, found = load(connection, members, put)
        secret.check(found)
        bring_up(connection)
        _note_that_night_is_due(connection, manifest)
        secret.put(found)
    return manifest


def finish(database: Database, night: Callable[[Database], object]) -> bool:
    """Run the night job if nobody has since the restore, before anything is served; whether it did.

    Raises what ``night`` raises, DatabaseUnavailable.
    """
    due = select(Setting.value).where(Setting.name == NIGHT_IS_DUE)
    with database.reading() as session:
        if session.scalar(due) is None:
            return False
    night(database)
    with database.writing() as session:
        session.execute(delete(Setting).where(Setting.name == NIGHT_IS_DUE))
    return True


def clear(connection: Connection) -> None:
    """Take away an empty schema and the example directory. Raises NotEmpty where somebody has worked."""
    there = set(inspect(connection).get_table_names())
    for name in PRECIOUS:
        if name in there and connection.scalar(select(exists().select_from(table(name)))):
            raise NotEmpty(
                "This instance is in use, and a backup is never put over it. Stop Wegweiser, move the instance folder "
                "away (with PostgreSQL: create an empty database), and restore again."
            )
    metadata = MetaData()
    # Somebody else's tables in the same database stay.
    metadata.reflect(connection, only=sorted(there & (KEPT | LEFT_OUT.keys())))
    metadata.drop_all(connection)


def _note_that_night_is_due(connection: Connection, manifest: Manifest) -> None:
    connection.execute(delete(Setting).where(Setting.name == NIGHT_IS_DUE))
    connection.execute(insert(Setting).values(name=NIGHT_IS_DUE, value=manifest.moment))


@contextmanager
def _new_files(files: FileStore) -> Iterator[Callable[[bytes], None]]:
    """Puts files into the folder and takes them away again unless the block comes to its end."""
    new: list[Path] = []

    def put(content: bytes) -> None:
        new.append(files.path(files.put(content)))

    try:
        yield put
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
