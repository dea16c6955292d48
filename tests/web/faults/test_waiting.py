"""Who waits for whom: nobody for ever, and nobody for oneself."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import text

from app import clock, db, night
from app.db import Database, DatabaseUnavailable
from app.resend import ResendKey
from config import Settings


def look(session: object) -> None:
    session.execute(text("SELECT count(*) FROM contact"))  # type: ignore[attr-defined]


def test_writing_inside_reading_keeps_no_snapshot_that_the_night_job_would_wait_for(database: Database) -> None:
    with database.reading() as reader:
        look(reader)
        with database.writing():
            assert not reader.in_transaction()
        look(reader)


def test_what_was_read_before_can_be_used_while_writing(database: Database) -> None:
    with database.writing() as writer:
        writer.add(ResendKey(digest=b"1" * 32, day=clock.now().date()))
    with database.reading() as reader:
        found = reader.get(ResendKey, b"1" * 32)
        assert found is not None
        with database.writing():
            assert found.undone is False
            assert not reader.in_transaction()


def test_writing_inside_writing_is_refused_at_once(database: Database) -> None:
    with database.writing(), pytest.raises(RuntimeError, match="wait for itself"), database.writing():
        pass
    database.check_writable()


def test_a_writer_that_does_not_end_keeps_others_waiting_for_a_while_only(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TURN_SECONDS", 0.1)
    begun, end = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite_database.writing():
            begun.set()
            end.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(30)
    with pytest.raises(DatabaseUnavailable, match="another writer"):
        sqlite_database.check_writable()
    end.set()
    thread.join()
    sqlite_database.check_writable()


def test_all_who_wait_for_a_lock_of_another_program_are_told_at_once(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_SECONDS", 0.5)
    database = Database(sqlite_settings)
    other = sqlite3.connect(sqlite_settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told: list[float] = []

    def write() -> None:
        begun = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="locked"):
            database.check_writable()
        told.append(time.monotonic() - begun)

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    other.execute("ROLLBACK")
    other.close()
    assert len(told) == 6
    # One after the other they would have waited for three seconds.
    assert max(told) < 1.5
    database.check_writable()
    database.dispose()


def test_an_exception_gives_the_turn_back(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), database.writing():
            raise ZeroDivisionError
    database.check_writable()


def test_desks_write_while_the_night_job_waits_for_a_reader(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night, "CHECKPOINT_TRIES", 6)
    reader = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchone()
    sqlite_database.check_writable()
    reports: list[night.Report] = []
    thread = threading.Thread(target=lambda: reports.append(night.run(sqlite_database)))
    thread.start()
    slowest = 0.0
    while thread.is_alive():
        begun = time.monotonic()
        sqlite_database.check_writable()
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.05)
    reader.close()
    assert not reports[0].wal_empty
    assert slowest < 2
