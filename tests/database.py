"""Databases for tests: a PostgreSQL server that is really started, and a prepared database to copy for each test.

Preparing means all migrations and the Leipzig directory: a second or so, once. A copy takes some milliseconds.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import psycopg

from app import clock
from app.db import Database
from app.directory.loading import EXAMPLE, load
from app.migrations import upgrade
from config import Settings

SECRET = "only for tests, but long enough for the program"
START_SECONDS = 30
LOADED = datetime(2026, 1, 5, 8)  # noqa: DTZ001 - the clock takes it as local


def settings_for(instance: Path, url: str) -> Settings:
    """Settings of a test installation."""
    return Settings(instance=instance, database_url=url, secret_key=SECRET)


def prepare(url: str) -> None:
    """Bring an empty database to the newest schema and load the Leipzig directory."""
    database = Database(settings_for(Path(tempfile.gettempdir()), url))
    upgrade(database.write_engine)
    # Whatever the clock of the test says that happens to come first: the directory is older than all they do to it.
    with clock.fixed(LOADED), database.writing() as session:
        load(session, EXAMPLE)
    database.dispose()


class Postgres:
    """A PostgreSQL server of its own in a temporary folder, reachable by a socket only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def new_database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, a copy of ``template``; it is dropped at the end."""
        name = f"test_{next(self._numbers)}"
        # Measured: a fifth of the time of a copy that goes through the log.
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start Debian's PostgreSQL, as user ``postgres`` when root, which it refuses to run as."""
    # Not pytest's folder: the path of a socket may have 107 characters at most, and others must be able to enter it.
    folder = Path(tempfile.mkdtemp(prefix="wegweiser-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    _run(user, "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", data)
    options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "full_page_writes": "off"}
    options |= {"synchronous_commit": "off", "max_connections": 60, "logging_collector": "off"}
    # As docs/betrieb.md asks for: files of the log that are done with are deleted, not kept for later.
    options |= {"wal_recycle": "off"}
    arguments = [str(program("postgres")), "-D", str(data)]
    arguments += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(arguments, cwd=folder, user=user, stdout=log, stderr=log, start_new_session=True)
    try:
        postgres = Postgres(folder)
        _wait(postgres, server)
        yield postgres
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS)
        shutil.rmtree(folder)


def program(name: str) -> Path:
    """A program of the newest PostgreSQL that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    assert found, "PostgreSQL is missing; ./run.sh test installs it (Debian package postgresql)"
    return found[-1]


def _run(user: str | None, name: str, *arguments: object) -> None:
    command = [str(part) for part in (program(name), *arguments)]
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _wait(postgres: Postgres, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + START_SECONDS
    while True:
        try:
            return postgres.execute("SELECT 1")
        except psycopg.OperationalError:
            stopped = server.poll() is not None or time.monotonic() > last
            assert not stopped, (postgres.folder / "log").read_text()
            time.sleep(0.05)
