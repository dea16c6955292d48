"""The night job on both databases: what is due is forgotten, and no trace of it is left in the file."""

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app import clock, night
from app.accounts.models import Login, LoginFailure, User
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.db import Database
from app.resend import ResendKey
from handouts.models import HandoutGiven
from referrals.models import Referral, SlipCode

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=clock.ZONE)
MARK = b"\xde\xad\xbe\xef-remnant-xyz"


def contact(key: bytes, month: str) -> list[object]:
    return [
        Contact(key=key, month=month, language="uk", talk="direct", channel="in_person"),
        ContactTopic(contact_key=key, topic_id="wohnen/mietproblem"),
        Referral(contact_key=key, office_id="mieterverein"),
    ]


def count(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def keep(database: Database, *things: object) -> None:
    with database.writing() as session:
        for thing in things:
            session.add(thing)
            session.flush()


def test_what_is_due_is_forgotten_and_the_rest_stays(database: Database) -> None:
    keep(database, *contact(b"a" * 16, "2024-10"), *contact(b"b" * 16, "2024-11"))
    keep(
        database,
        ResendKey(digest=b"1" * 32, day=date(2026, 11, 22)),
        ResendKey(digest=b"2" * 32, day=date(2026, 11, 23)),
        SlipCode(digest=b"3" * 32, office_id="abh", field_of_action_id="wohnen", valid_until=date(2026, 11, 22)),
        SlipCode(digest=b"4" * 32, office_id="abh", field_of_action_id="wohnen", valid_until=date(2026, 11, 23)),
        HandoutGiven(handout_id="h_kita", language="ar", quarter="2024-Q3", n=1),
        HandoutGiven(handout_id="h_kita", language="ar", quarter="2024-Q4", n=1),
        *(DeskLoad(quarter=one, weekday=1, hour=9, n=1) for one in ("2024-Q3", "2024-Q4")),
        *(TopicLoad(field_of_action_id="wohnen", weekday=1, quarter=one, n=1) for one in ("2024-Q3", "2024-Q4")),
    )
    report = night.run(database, NOW)
    assert report.oldest_month == "2024-11"
    assert report.wal_empty
    for table, left in (
        ("contact", 1),
        ("contact_topic", 1),
        ("referral", 1),
        ("resend_key", 1),
        ("slip_code", 1),
        ("handout_given", 1),
        ("desk_load", 1),
        ("topic_load", 1),
    ):
        assert count(database, table) == left, table


def test_ended_logins_and_old_failures_are_forgotten(database: Database) -> None:
    user = User(name="someone", password_hash="x", role="advisor")
    keep(database, user)
    long_ago, later = NOW - timedelta(days=3), NOW + timedelta(hours=1)
    with database.reading() as session:
        user_id = session.execute(text("SELECT id FROM \"user\" WHERE name = 'someone'")).scalar_one()
    keep(
        database,
        Login(digest=b"1" * 32, user_id=user_id, ends_at=long_ago),
        Login(digest=b"2" * 32, user_id=user_id, ends_at=later),
        LoginFailure(digest=b"3" * 32, failures=3, wait_until=long_ago),
    )
    night.run(database, NOW)
    assert count(database, "login") == 1
    assert count(database, "login_failure") == 0


def test_a_second_run_changes_nothing(database: Database) -> None:
    keep(database, *contact(b"b" * 16, "2026-11"))
    night.run(database, NOW)
    night.run(database, NOW)
    assert count(database, "contact") == 1
    assert count(database, "referral") == 1


def test_no_trace_is_left_in_file_or_log(sqlite_database: Database, sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    keep(sqlite_database, *contact(MARK[:16], "2024-01"))
    assert MARK[:16] in path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    night.run(sqlite_database, NOW)
    log = path.with_name(path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert MARK[:16] not in path.read_bytes()


def test_a_reader_in_the_way_is_waited_for_and_reported(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night, "CHECKPOINT_TRIES", 2)
    monkeypatch.setattr(night, "PAUSE_SECONDS", 0.01)
    reader = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchone()
    keep(sqlite_database, *contact(b"c" * 16, "2026-11"))
    assert not night.run(sqlite_database, NOW).wal_empty
    reader.close()
    assert night.run(sqlite_database, NOW).wal_empty


def heap_order(database: Database) -> list[bytes]:
    with database.reading() as session:
        return [bytes(key) for key in session.execute(text("SELECT key FROM contact")).scalars()]


def test_rows_do_not_lie_in_the_order_in_which_they_were_written(database: Database) -> None:
    """SQLite orders by the random key at once; PostgreSQL's heap is shuffled by the night job."""
    keys = [number.to_bytes(16, "big") for number in range(64, 0, -1)]
    for key in keys:
        keep(database, *contact(key, "2026-11"))
    night.run(database, NOW)
    order = heap_order(database)
    assert sorted(order) == sorted(keys)
    assert order != keys
    if not database.is_sqlite:
        night.run(database, NOW)
        assert heap_order(database) != order
