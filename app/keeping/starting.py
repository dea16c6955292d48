"""Whether the program may work with the database that is there: looked at before anything is written to it.

A damaged file, a database of a newer program or of another one stop the start with a sentence that says what to do.
The night job searches the whole file for damage (app.keeping.verifying); here there is only a moment for it.
"""

import sqlite3
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from sqlalchemy import column, create_engine, inspect, make_url, select, table
from sqlalchemy.pool import NullPool

from app.db import Base, translated_errors
from app.errors import WegweiserError
from config import Settings

SECONDS = 1.0
"""For the search for damage in a SQLite file: enough for about 500 MB of it that the system has in memory."""
STEPS_BETWEEN = 1000
BUSY_SECONDS = 5
# The codes of SQLite for a file that is not what it was; others (locked, full) end by themselves.
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
VERSIONS = table("alembic_version", column("version_num"))
WHAT_TO_DO = (
    "Nothing was changed. Move the file (and those beside it that begin with its name) to another folder, and put the "
    "last good backup back: wegweiser restore FILE. docs/notfall.md says it step by step."
)


class UnusableDatabase(WegweiserError):
    """The program must not work with this database; the text says why and what to do."""


def refuse_damaged(settings: Settings) -> None:
    """Search a SQLite file for damage, for a second at most. Raises UnusableDatabase."""
    file = make_url(settings.database_url).database if settings.is_sqlite else None
    if not file or not Path(file).is_file() or not Path(file).stat().st_size:
        return
    try:
        finding = _first_damage(Path(file))
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF not in DAMAGED:
            # Locked, read only, no memory: whoever writes next says it better.
            return
        finding = str(error)
    if finding:
        raise UnusableDatabase(f"The database file {file} is damaged ({finding}). {WHAT_TO_DO}")


def refuse_foreign(settings: Settings, revisions: Collection[str]) -> None:
    """Look whose the database is; ``revisions`` are the schemas that this program knows.

    Raises UnusableDatabase, DatabaseUnavailable.
    """
    # An engine of its own: ours would set the journal of a file that may not be ours.
    arguments = {} if settings.is_sqlite else {"connect_timeout": BUSY_SECONDS}
    engine = create_engine(settings.database_url, poolclass=NullPool, connect_args=arguments)
    with translated_errors(), engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = set(connection.scalars(select(VERSIONS.c.version_num))) if VERSIONS.name in tables else set()
    if not found and tables & set(Base.metadata.tables):
        raise UnusableDatabase(
            "The database has tables named like ours, of another program. Nothing was changed. Give Wegweiser a "
            "database of its own (WEGWEISER_DATABASE_URL)."
        )
    unknown = sorted(found - set(revisions))
    if unknown:
        raise UnusableDatabase(
            f"The database is of a newer Wegweiser (schema {', '.join(unknown)}; this program knows up to "
            f"{max(revisions)}). Nothing was changed. Start the newer program again, or put a backup of this one back "
            "into an empty instance: wegweiser restore FILE."
        )


def _first_damage(file: Path) -> str | None:
    """What SQLite finds first, if it finds something in time."""
    last = time.monotonic() + SECONDS
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(lambda: time.monotonic() > last, STEPS_BETWEEN)
        try:
            said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return None
            raise
    # The first line of its report is a heading.
    return None if said == "ok" else next(line for line in said.splitlines() if line[0] != "*")
