"""The chain shows every way of tampering, forgets in time, and goes on after damage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app import clock
from app.audit import chain, failures
from app.audit.actors import NIGHT_JOB, acting, staff
from app.audit.chain import Head
from app.audit.models import AuditChain, AuditEntry
from app.audit.pending import note
from app.db import Database
from app.directory import settings as choices
from app.keys import Keys
from tests.web.audit.conftest import Entries

ENTRIES = 8
DAYS = 90
FIRST = datetime(2026, 9, 1, 9, 30, 59, tzinfo=clock.ZONE)
OTHER = Keys("another secret, long enough, too")


@pytest.fixture
def database_of_weeks(watched: Database) -> Database:
    """A change a week for eight weeks."""
    for week in range(ENTRIES):
        with clock.fixed(FIRST + timedelta(weeks=week)), acting(staff("Änne")), watched.writing() as session:
            note(session, action="made", kind="restore", title=f"№ {week}", after={"week": week, "text": "ü\u2028"})
    return watched


def verify(database: Database, keys: Keys) -> list[str]:
    with database.reading() as session:
        return chain.verify(session, keys)


def head(database: Database) -> Head:
    with database.reading() as session:
        return chain.head(session)


def test_numbers_have_no_gap_and_moments_no_seconds(database_of_weeks: Database, entries: Entries, keys: Keys) -> None:
    assert verify(database_of_weeks, keys) == []
    assert [entry.number for entry in entries()] == list(range(1, ENTRIES + 1))
    assert {(entry.actor_kind, entry.actor) for entry in entries()} == {("staff", "Änne")}
    assert {(entry.at.minute, entry.at.second) for entry in entries()} == {(30, 0)}
    newest = entries()[-1]
    assert head(database_of_weeks) == Head(ENTRIES, newest.hash.hex())


def change(session: Session, number: int, **values: object) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.number == number).values(**values))


def remove(session: Session, *numbers: int) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number.in_(numbers)))


def cut_off(session: Session, number: int) -> None:
    """The end, so that the row of the ends knows nothing of it."""
    remove(session, *range(number + 1, ENTRIES + 1))
    last = session.scalars(select(AuditEntry).where(AuditEntry.number == number)).one()
    session.execute(update(AuditChain).values(head_number=number, head_hash=last.hash))


def forget_too_early(session: Session, number: int) -> None:
    last = session.scalars(select(AuditEntry).where(AuditEntry.number == number)).one()
    session.execute(update(AuditChain).values(anchor_number=number, anchor_hash=last.hash))
    remove(session, *range(1, number + 1))


def swap(session: Session, one: int, other: int) -> None:
    first, second = (session.get_one(AuditEntry, number) for number in (one, other))
    first.title, second.title = second.title, first.title


def insert(session: Session, keys: Keys) -> None:
    """By somebody who knows how it is done, but has another secret."""
    chain.append(session, keys, [], NIGHT_JOB)
    session.execute(text("UPDATE audit_entry SET number = number + 1 WHERE number > 7"))
    values = {"number": 8, "action": "made", "kind": "restore", "subject": "", "title": "", "actor": "Änne"}
    row = values | {"actor_kind": "staff", "before": None, "after": None, "at": clock.now(), "previous": b"0" * 32}
    session.add(AuditEntry(**row, hash=chain.Sealer(keys).entry(row)))


AT_THE_ENDS = {"end and row", "looks forgotten", "row", "accepted"}
"""What of it still shows when the entries themselves are long forgotten: nobody sealed the ends."""


class _Undone(Exception):
    """The transaction is rolled back."""


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """What the block writes is not kept."""
    with suppress(_Undone), database.writing() as session:
        yield session
        raise _Undone


TAMPERING: dict[str, Callable[[Session], object]] = {
    "who": lambda session: change(session, 3, actor="Bernd"),
    "when": lambda session: change(session, 3, at=FIRST),
    "what": lambda session: change(session, 3, after={"week": 3}),
    "nothing": lambda session: change(session, 3, after=None),
    "which": lambda session: change(session, 3, subject="7"),
    "hash": lambda session: change(session, 8, hash=bytes(32)),
    "middle": lambda session: remove(session, 4, 5),
    "beginning": lambda session: remove(session, 1),
    "end": lambda session: remove(session, 8),
    "end and row": lambda session: cut_off(session, 5),
    "looks forgotten": lambda session: forget_too_early(session, 5),
    "two": lambda session: swap(session, 2, 6),
    "new one": lambda session: insert(session, OTHER),
    "row": lambda session: session.execute(delete(AuditChain)),
    "accepted": lambda session: session.execute(update(AuditChain).values(accepted_number=8, anchor_number=8)),
}


def test_every_tampering_shows_and_stays(database_of_weeks: Database, keys: Keys) -> None:
    for name, tamper in TAMPERING.items():
        with undone(database_of_weeks) as session:
            tamper(session)
            session.flush()
            found = chain.verify(session, keys)
            assert found, name
            # Whatever somebody did, the program goes on, and what it adds does not hide it.
            note(session, action="made", kind="restore", title="afterwards")
            session.info["audit"].deeds, deeds = [], session.info["audit"].deeds
            chain.append(session, keys, deeds, NIGHT_JOB)
            assert chain.verify(session, keys), f"{name}: hidden by the next entry"
            assert chain.forget(session, keys, days=1, now=FIRST + timedelta(days=400)) > 0
            assert bool(chain.verify(session, keys)) == (name in AT_THE_ENDS), name
    assert verify(database_of_weeks, keys) == []


@pytest.mark.one_database
def test_another_secret_is_not_taken_for_tampering_alone(database_of_weeks: Database) -> None:
    found = verify(database_of_weeks, OTHER)
    assert "or the secret was replaced" in found[0]


@pytest.mark.one_database
def test_a_head_that_was_written_down_elsewhere(database_of_weeks: Database, keys: Keys) -> None:
    known = head(database_of_weeks)
    with undone(database_of_weeks) as session:
        assert chain.missing_head(session, known) == []
        # Somebody with the secret writes another history that is right in itself.
        session.execute(delete(AuditEntry))
        session.execute(delete(AuditChain))
        for week in range(ENTRIES):
            note(session, action="made", kind="restore", title=f"another {week}")
        deeds, session.info["audit"].deeds = session.info["audit"].deeds, []
        chain.append(session, keys, deeds, NIGHT_JOB)
        assert chain.verify(session, keys) == []
        assert chain.missing_head(session, known) != []
    with database_of_weeks.writing() as session:
        chain.forget(session, keys, days=1, now=FIRST + timedelta(days=400))
        assert chain.missing_head(session, known) == []
        assert chain.missing_head(session, Head(ENTRIES, "0" * 64)) != []


def test_what_is_too_old_is_forgotten_and_the_rest_still_proves_itself(
    database_of_weeks: Database, entries: Entries, keys: Keys
) -> None:
    now = FIRST + timedelta(weeks=3, days=DAYS, minutes=1)
    with database_of_weeks.writing() as session:
        failures.count(session, FIRST.date(), 1)
        failures.count(session, now.date(), 1)
        assert chain.forget(session, keys, days=DAYS, now=now) == 4
        assert failures.by_day(session, newest=9) == [(now.date(), 1)]
    assert [entry.number for entry in entries()] == [5, 6, 7, 8]
    assert verify(database_of_weeks, keys) == []
    with database_of_weeks.writing() as session:
        assert chain.forget(session, keys, days=DAYS, now=now) == 0
        assert chain.forget(session, keys, days=DAYS, now=now + timedelta(days=DAYS)) == 4
    assert (entries(), verify(database_of_weeks, keys), head(database_of_weeks).number) == ([], [], ENTRIES)
    with database_of_weeks.writing() as session:
        choices.set_four_eyes(session, required=True)
    assert ([entry.number for entry in entries()], verify(database_of_weeks, keys)) == ([ENTRIES + 1], [])


def test_after_damage_an_administrator_lets_it_begin_anew(
    database_of_weeks: Database, entries: Entries, keys: Keys
) -> None:
    with database_of_weeks.writing() as session:
        cut_off(session, 6)
        change(session, 2, actor="Bernd")
    with database_of_weeks.writing() as session:
        found = chain.accept(session, keys)
        note(session, action="accepted", kind="audit_log", after={"findings": found})
    assert len(found) == 2
    assert verify(database_of_weeks, keys) == []
    assert [entry.number for entry in entries()] == [1, 2, 3, 4, 5, 6, 7]
    with database_of_weeks.writing() as session:
        assert chain.accepted_up_to(session) == 6
        assert chain.accept(session, keys) == []
        chain.forget(session, keys, days=1, now=FIRST + timedelta(weeks=5))
        assert (chain.accepted_up_to(session), chain.verify(session, keys)) == (6, [])
        chain.forget(session, keys, days=1, now=clock.now() + timedelta(days=3))
        assert (chain.accepted_up_to(session), chain.verify(session, keys)) == (0, [])
    with undone(database_of_weeks) as session:
        change_of_a_forgotten_one = AuditEntry(
            number=3, at=FIRST, actor_kind="staff", actor="Bernd", action="made", kind="restore", subject="", title=""
        )
        change_of_a_forgotten_one.previous = change_of_a_forgotten_one.hash = bytes(32)
        session.add(change_of_a_forgotten_one)
        session.flush()
        assert chain.verify(session, keys) == ["The log of staff actions has entries from before its beginning."]


@pytest.mark.one_database
def test_failed_logins_never_fall_below_zero(watched: Database) -> None:
    day = FIRST.date()
    with watched.writing() as session:
        failures.count(session, day, -1)
        failures.count(session, day, 1)
        failures.count(session, day, 1)
        failures.count(session, day, -1)
        assert failures.by_day(session, newest=5) == [(day, 1)]
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0
