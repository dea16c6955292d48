"""PostgreSQL with several at once: no deadlock with the night job, no waiting for ever, recovery by itself."""

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from app import db, night
from app.contacts.models import Contact
from app.db import Database, DatabaseUnavailable
from app.resend import ResendKey
from config import Settings
from tests.database import Postgres, settings_for

HASTE = 1
KICK_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


@pytest.fixture
def settings(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """PostgreSQL only, and less patience than usual."""
    monkeypatch.setattr(db, "BUSY_TIMEOUT_SECONDS", HASTE)
    return settings_for(tmp_path / "instance", postgres_url)


def plain(database: Database) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of another program."""
    return psycopg.connect(database.url.replace("postgresql+psycopg", "postgresql"))


def contact(key: bytes) -> Contact:
    return Contact(key=key, month="2026-11", language="uk", talk="direct", channel="in_person")


def log(database: Database, before_the_end: Callable[[], None] = lambda: None) -> None:
    with database.writing() as session:
        session.add(contact(b"a" * 16))
        session.flush()
        before_the_end()


def in_background(work: Callable[[], object]) -> tuple[threading.Thread, list[Exception]]:
    errors: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def wait_for_lock(database: Database) -> None:
    """Until somebody waits for a lock."""
    with plain(database) as connection:
        connection.autocommit = True
        last = time.monotonic() + 10
        while not connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert time.monotonic() < last
            time.sleep(0.01)


def test_the_night_job_takes_its_locks_in_the_order_of_a_contact(database: Database) -> None:
    """A form that is claimed before the job begins can still become a contact."""
    with database.writing() as session:
        session.add(ResendKey(digest=b"1" * 32, day=date(2999, 1, 1)))
        session.flush()
        job, errors = in_background(lambda: night.run(database))
        wait_for_lock(database)
        session.add(contact(b"a" * 16))
        session.flush()
    job.join(30)
    assert errors == []
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM contact")).scalar_one() == 1
        assert session.execute(text("SELECT count(*) FROM resend_key")).scalar_one() == 1


def test_nobody_waits_for_ever_for_a_lock_of_another_program(database: Database) -> None:
    with plain(database) as other:
        other.execute("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="lock timeout"):
            log(database)
        with pytest.raises(DatabaseUnavailable, match="lock timeout"):
            night.run(database)
        assert time.monotonic() - begun < 3 * HASTE + 3
    night.run(database)


def test_an_interrupted_night_job_leaves_everything_in_place(database: Database) -> None:
    with database.writing() as session:
        session.add(contact(b"a" * 16))
    with plain(database) as other:
        other.execute("SELECT 1 FROM slip_code FOR UPDATE")
        with pytest.raises(DatabaseUnavailable):
            night.run(database)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM contact")).scalar_one() == 1
    night.run(database)


def test_a_server_that_goes_away_is_found_again(database: Database, postgres: Postgres) -> None:
    database.check_writable()
    name = make_url(database.url).database
    postgres.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    with pytest.raises(DatabaseUnavailable):
        log(database, lambda: postgres.execute(KICK_OUT.format(name=name)))
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable):
            database.check_writable()
    postgres.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    database.check_writable()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM contact")).scalar_one() == 0


def test_errors_do_not_say_what_was_to_be_written(database: Database) -> None:
    with pytest.raises(Exception, match="contact") as caught, database.writing() as session:
        session.execute(text("INSERT INTO contact (key) VALUES (:mark)"), {"mark": b"zz-secret"})
    assert "zz-secret" not in str(caught.value).split("DETAIL")[0]
