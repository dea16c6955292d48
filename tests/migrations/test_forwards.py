"""From every released schema, with data in every table, to the newest: each row is there with each of its values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from app.db import Database
from app.migrations import FOLDER, configuration, upgrade
from tests.database import Postgres, settings_for
from tests.migrations.rows import Row, fill, found

REVISIONS = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
GONE: dict[str, str] = {}
"""Tables and ``table.column`` that a later release has done away with on purpose, with the reason."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Of an empty database."""
    if request.param == "sqlite":
        yield from _engine(tmp_path, f"sqlite:///{tmp_path}/old.sqlite3")
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        with postgres.new_database() as url:
            yield from _engine(tmp_path, url)


def _engine(folder: Path, url: str) -> Iterator[Engine]:
    database = Database(settings_for(folder, url))
    yield database.write_engine
    database.dispose()


def bring(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)


def check(connection: Connection, rows: list[Row]) -> None:
    metadata = MetaData()
    metadata.reflect(connection)
    for row in rows:
        if row.table not in metadata.tables:
            assert row.table in GONE, f"{row.table} and its rows are gone"
            continue
        left = {name for name in row.values if name in metadata.tables[row.table].c}
        assert {f"{row.table}.{name}" for name in row.values.keys() - left} <= GONE.keys()
        kept = Row(row.table, row.revision, row.key, {name: row.values[name] for name in left})
        assert found(connection, metadata.tables, kept) == kept.values, f"{row.table} of {row.revision}"


def test_rows_of_every_release_survive_all_later_ones(engine: Engine) -> None:
    rows: list[Row] = []
    for revision in REVISIONS:
        bring(engine, revision)
        with engine.begin() as connection:
            rows += fill(connection, revision)
    assert {row.revision for row in rows} == set(REVISIONS)
    with engine.connect() as connection:
        check(connection, rows)


def test_the_first_release_is_brought_up_in_one_step(engine: Engine) -> None:
    """In one transaction, as at the start of the program: PostgreSQL may refuse there what it does in several."""
    bring(engine, REVISIONS[0])
    with engine.begin() as connection:
        rows = fill(connection, REVISIONS[0])
    upgrade(engine)
    with engine.connect() as connection:
        check(connection, rows)


@pytest.mark.campaign
@pytest.mark.parametrize("revision", REVISIONS)
def test_every_release_is_brought_up_in_one_step(engine: Engine, revision: str) -> None:
    bring(engine, revision)
    with engine.begin() as connection:
        rows = fill(connection, revision)
    upgrade(engine)
    with engine.connect() as connection:
        check(connection, rows)
