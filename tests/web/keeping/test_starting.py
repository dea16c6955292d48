"""A database that the program must not work with stops the start with a sentence, and stays as it is."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.instance import prepare
from app.db import Database
from app.keeping import starting
from app.keeping.starting import UnusableDatabase
from config import Settings
from tests.database import Postgres, settings_for

PAGE = 4096


def file_of(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def refused(settings: Settings) -> str:
    file = file_of(settings) if settings.is_sqlite else None
    before = file.read_bytes() if file else b""
    with pytest.raises(UnusableDatabase) as error:
        prepare(settings)
    if file:
        assert file.read_bytes() == before
    return str(error.value)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_page(sqlite_settings: Settings, seed: int) -> None:
    chance, file = random.Random(seed), file_of(sqlite_settings)
    with file.open("r+b") as opened:
        opened.seek(chance.randrange(1, file.stat().st_size // PAGE) * PAGE)
        opened.write(chance.randbytes(PAGE))
    said = refused(sqlite_settings)
    assert str(file) in said
    assert "damaged" in said
    assert "wegweiser restore FILE" in said


@pytest.mark.parametrize("content", [b"This is no database. " * 500, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_file_of_something_else(sqlite_settings: Settings, content: bytes) -> None:
    file_of(sqlite_settings).write_bytes(content)
    assert "damaged" in refused(sqlite_settings)


def test_a_file_that_was_cut_off(sqlite_settings: Settings) -> None:
    file = file_of(sqlite_settings)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "damaged" in refused(sqlite_settings)


def test_a_whole_database_is_taken_even_where_the_time_is_over(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "SECONDS", -1.0)
    monkeypatch.setattr(starting, "STEPS_BETWEEN", 1)
    prepare(sqlite_settings).database.dispose()


def test_a_locked_one_is_waited_for_elsewhere(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "BUSY_SECONDS", 0)
    file = file_of(sqlite_settings)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        starting.refuse_damaged(sqlite_settings)


def test_a_newer_database(settings: Settings, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    said = refused(settings)
    assert "newer Wegweiser" in said
    assert "9999" in said


def test_a_database_of_another_program(tmp_path: Path, postgres: Postgres) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE office (id INTEGER)")
    assert "another program" in refused(settings_for(tmp_path, f"sqlite:///{file}"))
    with postgres.new_database() as url:
        database = Database(settings_for(tmp_path, url))
        with database.writing() as session:
            session.execute(text("CREATE TABLE office (id INTEGER)"))
        database.dispose()
        assert "another program" in refused(settings_for(tmp_path, url))
