"""Opens a backup and checks it wholly: decrypted to the end, every hash, every row in a database with foreign keys."""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from app.keeping.archive import unpack
from app.keeping.errors import BadBackup
from app.keeping.loading import load
from app.keeping.locks import Opener, unlocked
from app.keeping.manifest import Manifest, fingerprint


def check(path: Path, opener: Opener) -> Manifest:
    """What the backup says of itself, once all of it has been seen to be there. Raises BadBackup.

    The rows go into a SQLite database in memory, nothing to disk.
    """
    engine = _in_memory()
    try:
        with (
            unlocked(path, opener) as packed,
            engine.connect() as connection,
            closing(unpack(packed, path.stat().st_size)) as members,
        ):
            manifest, secret = load(connection, members, lambda _content: None)
    finally:
        engine.dispose()
    if fingerprint(secret) != manifest.secret:
        raise BadBackup("The backup is damaged: its secret is not the one that it names.")
    return manifest


def _in_memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # It is thrown away whatever happens.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine
