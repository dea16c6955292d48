"""Several at once on both databases: a code counts once, counters lose nothing, a quarter is released once."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select

from app import clock
from app.contacts.models import DeskLoad
from app.db import Database
from app.keys import Keys
from app.released.models import Release, RoundingSecret
from referrals import feedback, feedback_release
from referrals.models import Feedback, SlipCode
from referrals.service import code_digest
from referrals.slip.code import new_code

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)
KEYS = Keys("a secret of the tests, long enough")
T = TypeVar("T")


def at_once(work: list[Callable[[], T]]) -> list[T]:
    """Each in a thread of its own, all started at the same moment; what they return."""
    gate, results, errors = threading.Barrier(len(work)), [], []

    def run(one: Callable[[], T]) -> None:
        gate.wait(10)
        try:
            results.append(one())
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    return results


def issue(database: Database, n: int) -> list[str]:
    codes = [new_code(number.to_bytes(16)) for number in range(n)]
    with database.writing() as session:
        for code in codes:
            session.add(
                SlipCode(
                    digest=code_digest(KEYS, code),
                    office_id="mieterverein",
                    field_of_action_id="wohnen",
                    valid_until=date(2027, 1, 31),
                )
            )
    return codes


def redeemer(database: Database, code: str, outcome: str) -> Callable[[], feedback.Redeemed | None]:
    def redeem() -> feedback.Redeemed | None:
        with database.writing():
            return feedback.redeem(KEYS, code, outcome, now=NOW)

    return redeem


def total(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.sum(Feedback.n))) or 0


def test_of_many_with_the_same_code_one_counts(database: Database) -> None:
    for code in issue(database, 5):
        done = at_once([redeemer(database, code, outcome) for outcome in feedback.OUTCOMES * 2])
        assert len([one for one in done if one]) == 1
    assert total(database) == 5


def test_many_codes_at_once_lose_nothing(database: Database) -> None:
    done = at_once([redeemer(database, code, "reached") for code in issue(database, 12)])
    assert all(done)
    assert total(database) == 12


def test_of_two_undos_one_counts(database: Database) -> None:
    first, second = (redeemer(database, code, "reached")() for code in issue(database, 2))
    assert first is not None
    assert second is not None

    def undo() -> bool:
        with database.writing():
            return feedback.take_back(first, now=NOW)

    assert sorted(at_once([undo] * 4)) == [False, False, False, True]
    assert total(database) == 1


def test_two_night_jobs_release_a_quarter_once(database: Database) -> None:
    with database.writing() as session:
        session.add(DeskLoad(quarter="2026-Q2", weekday=1, hour=9, n=40))
        session.add(
            Feedback(office_id="mieterverein", field_of_action_id="wohnen", quarter="2026-Q2", outcome="reached", n=33)
        )

    def job() -> list[str]:
        with database.writing() as session:
            return feedback_release.release_due(session, NOW.date())

    made = at_once([job] * 3)
    assert sorted(quarter for quarters in made for quarter in quarters) == ["2026-Q2", "2026-Q3"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Release)) == 2
        assert session.scalar(select(func.count()).select_from(RoundingSecret)) == 1
