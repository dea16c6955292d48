"""Fixtures for all tests: a database with the Leipzig directory, on SQLite and on PostgreSQL."""

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.db import Database
from config import Settings
from tests.database import Postgres, prepare, running_postgres, settings_for
from tests.pristine import Pristine, declare

PREPARED = "prepared"


def pytest_collection_finish() -> None:
    """What the program and its tests are made of stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of pages, letters and commands over what others write on both databases run on SQLite alone."""
    items[:] = [one for one in items if not (one.get_closest_marker("one_database") and _on_postgresql(one))]


def _on_postgresql(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is not None and "postgresql" in call.params.values()


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the Leipzig directory, to be copied."""
    path = tmp_path_factory.mktemp("prepared") / "wegweiser.sqlite3"
    prepare(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL server with the database ``prepared``, to be copied."""
    with running_postgres() as server:
        server.execute(f"CREATE DATABASE {PREPARED}")
        prepare(server.url(PREPARED))
        yield server


@pytest.fixture
def sqlite_url(prepared_sqlite: Path, tmp_path: Path) -> str:
    """A copy of the prepared SQLite database."""
    path = tmp_path / "wegweiser.sqlite3"
    shutil.copyfile(prepared_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A copy of the prepared PostgreSQL database."""
    with postgres.new_database(PREPARED) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation with the Leipzig directory, on each of the two databases."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return settings_for(tmp_path / "instance", url)


@pytest.fixture
def instance(prepared_sqlite: Path, tmp_path: Path) -> Path:
    """The folder of an installation with the Leipzig directory, for commands in processes of their own."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    shutil.copyfile(prepared_sqlite, folder / "wegweiser.sqlite3")
    return folder


@pytest.fixture
def sqlite_settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """The same for tests that are about SQLite, or about no database at all."""
    return settings_for(tmp_path / "instance", sqlite_url)


@pytest.fixture
def database(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database with the Leipzig directory, on each of the two databases."""
    kind = "sqlite" if settings.is_sqlite else "postgres"
    yield from _opened(settings, request.getfixturevalue(f"pristine_{kind}"))


@pytest.fixture
def sqlite_database(sqlite_settings: Settings, pristine_sqlite: Pristine) -> Iterator[Database]:
    """The same for tests that are about SQLite, or about no database at all."""
    yield from _opened(sqlite_settings, pristine_sqlite)


def _opened(settings: Settings, pristine: Pristine) -> Iterator[Database]:
    with opened(settings) as database:
        declare(database, pristine)
        yield database


@pytest.fixture(scope="session")
def pristine_sqlite(prepared_sqlite: Path) -> Iterator[Pristine]:
    """What tests on SQLite share."""
    with opened(settings_for(prepared_sqlite.parent, f"sqlite:///{prepared_sqlite}")) as database:
        yield Pristine(database)


@pytest.fixture(scope="session")
def pristine_postgres(postgres: Postgres) -> Iterator[Pristine]:
    """What tests on PostgreSQL share: a copy, since nobody may be connected to what is copied."""
    with postgres.new_database(PREPARED) as url, opened(settings_for(postgres.folder, url)) as database:
        yield Pristine(database)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """A database, closed in the end."""
    database = Database(settings)
    yield database
    database.dispose()
