"""Schema versions (Alembic). No alembic.ini: everything it would say is said here, so that any folder will do."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).resolve().parent


def configuration(connection: Connection) -> Config:
    """The Alembic configuration that works through an open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision that the program expects."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    assert found is not None, "there is no migration"
    return found


def revisions() -> frozenset[str]:
    """Every schema that the program knows, from the first one to the newest."""
    return frozenset(one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions())


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, in one transaction; does nothing if it is there already.

    ``engine`` must be able to write (``Database.write_engine``). Two processes may do so at once: SQLite begins
    IMMEDIATE, PostgreSQL takes an advisory lock in env.py.
    """
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() != head():
            command.upgrade(configuration(connection), "head")
