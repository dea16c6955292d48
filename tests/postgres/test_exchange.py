"""CSV out and in on PostgreSQL: the same bytes as on SQLite, and one change for what is taken over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import clock
from app.db import Database
from app.directory import history
from app.exchange import files_export, files_import
from tests.database import settings_for
from tests.web.exchange.files import changed


@pytest.fixture
def postgres_database(postgres_url: str, tmp_path: Path) -> Iterator[Database]:
    database = Database(settings_for(tmp_path / "instance", postgres_url))
    yield database
    database.dispose()


def exported(database: Database) -> dict[str, bytes]:
    with database.reading() as session:
        return files_export.csv_files(session)


def test_the_same_bytes(postgres_database: Database, sqlite_database: Database) -> None:
    assert exported(postgres_database) == exported(sqlite_database)


def test_out_and_in(postgres_database: Database) -> None:
    files = exported(postgres_database)
    with postgres_database.writing() as session:
        before = history.last_number(session)
        same = files_import.plan(session, files)
        assert files_import.publish(session, same, by="a", why="b", now=clock.now()) is None
        other = files_import.plan(session, changed(files, "offices.csv", 1, phone="115", note_codes="confidential"))
        made = files_import.publish(session, other, by="a", why="b", now=clock.now())
        assert made is not None
        assert made.number == before + 1
        assert [(one.kind, one.entry_id) for one in made.versions] == [("offices", "wzl")]
    again = exported(postgres_database)
    assert again != files
    with postgres_database.reading() as session:
        assert files_import.plan(session, again).edits == {}
