"""Who waits for whom: nobody for ever, and nobody for oneself."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import text

from app import clock, db, night
from app.contacts.models import ResendKey
from app.db import Database, DatabaseUnavailable


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


def test_the_night_job_outlives_every_error(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []
    again = threading.Event()
    run = night.run

    def once_broken(database: Database) -> night.Report:
        if not waited:
            raise ValueError("Frau Example, born 1990")
        return run(database)

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) > 1:
            again.set()
            threading.Event().wait()

    monkeypatch.setattr(night, "run", once_broken)
    monkeypatch.setattr("app.night.time.sleep", wait)
    night.start_nightly(sqlite_database)
    assert again.wait(30)
    assert waited[0] == night.RETRY_SECONDS
    assert "ValueError" in caplog.text
    assert "Example" not in caplog.text


def test_a_log_that_could_not_be_emptied_is_tried_again_soon(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    reached = threading.Event()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        reached.set()
        threading.Event().wait()

    monkeypatch.setattr(night, "run", lambda _database: night.Report("2024-11", wal_empty=False))
    monkeypatch.setattr("app.night.time.sleep", wait)
    night.start_nightly(sqlite_database)
    assert reached.wait(30)
    assert waited == [night.RETRY_SECONDS]
