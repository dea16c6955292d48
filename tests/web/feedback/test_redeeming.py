"""A code counts once, for its office and field, in the quarter of the report; it can be taken back for five minutes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from app import clock, night
from app.db import Database
from app.keys import Keys
from app.resend import ResendKey
from referrals import feedback
from referrals.feedback import OUTCOMES, Redeemed
from referrals.models import Feedback, SlipCode
from referrals.service import code_digest
from referrals.slip.code import new_code
from tests.web.feedback.conftest import FIELD, MONDAY, OFFICE
from tests.web.feedback.counters import codes_left, counted

UNKNOWN = new_code(b"was never issued")


def redeem(
    database: Database, keys: Keys, code: str, outcome: str = "reached", now: datetime = MONDAY
) -> Redeemed | None:
    with database.writing():
        return feedback.redeem(keys, code, outcome, now=now)


def take_back(database: Database, redeemed: Redeemed | None, now: datetime = MONDAY) -> bool:
    assert redeemed is not None
    with database.writing():
        return feedback.take_back(redeemed, now=now)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_it_counts_once(database: Database, keys: Keys, codes: list[str], outcome: str) -> None:
    assert redeem(database, keys, codes[0], outcome)
    assert redeem(database, keys, codes[0], outcome) is None
    assert redeem(database, keys, codes[0], "not_gone") is None
    assert counted(database) == {("2026-Q4", outcome): 1}
    assert codes_left(database) == 11
    with database.reading() as session:
        row = session.scalars(select(Feedback)).one()
        assert (row.office_id, row.field_of_action_id) == (OFFICE, FIELD)


def test_the_quarter_is_that_of_the_report(database: Database, keys: Keys, codes: list[str]) -> None:
    redeem(database, keys, codes[0], now=datetime(2026, 12, 31, 23, 59, tzinfo=clock.ZONE))
    redeem(database, keys, codes[1], now=datetime(2027, 1, 1, 0, 1, tzinfo=clock.ZONE))
    redeem(database, keys, codes[2], now=datetime(2027, 1, 31, 23, 0, tzinfo=clock.ZONE))
    assert redeem(database, keys, codes[3], now=datetime(2027, 2, 1, 0, 1, tzinfo=clock.ZONE)) is None
    assert counted(database) == {("2026-Q4", "reached"): 1, ("2027-Q1", "reached"): 2}


def test_what_is_no_outcome_is_not_counted(database: Database, keys: Keys, codes: list[str]) -> None:
    with pytest.raises(ValueError, match="not an outcome"):
        redeem(database, keys, codes[0], "lost")
    assert codes_left(database) == 12


def test_unknown_used_and_ended_codes_take_the_same_way(
    database: Database, keys: Keys, codes: list[str], ended: str
) -> None:
    """The very same statements: then neither the answer nor its time can tell them apart."""
    redeem(database, keys, codes[0])
    written: list[list[str]] = []

    def note(*args: object) -> None:
        written[-1].append(str(args[2]))

    before = codes_left(database)
    event.listen(database.write_engine, "before_cursor_execute", note)
    for code in (UNKNOWN, codes[0], ended):
        written.append([])
        assert redeem(database, keys, code) is None
    event.remove(database.write_engine, "before_cursor_execute", note)
    assert written[0] == written[1] == written[2]
    assert [statement.split()[0] for statement in written[0] if not statement.startswith("BEGIN")] == ["DELETE"]
    assert codes_left(database) == before


def test_undo_is_as_if_it_had_not_been(database: Database, keys: Keys, codes: list[str]) -> None:
    redeem(database, keys, codes[1], "wrong_office")
    done = redeem(database, keys, codes[0], "wrong_office")
    assert take_back(database, done)
    assert counted(database) == {("2026-Q4", "wrong_office"): 1}
    with database.reading() as session:
        restored = session.get_one(SlipCode, code_digest(keys, codes[0]))
        assert (restored.office_id, restored.field_of_action_id) == (OFFICE, FIELD)
        assert restored.valid_until == date(2027, 1, 31)
    assert redeem(database, keys, codes[0], "turned_away")
    assert counted(database) == {("2026-Q4", "wrong_office"): 1, ("2026-Q4", "turned_away"): 1}


def test_a_receipt_works_once_even_if_the_code_was_redeemed_again(
    database: Database, keys: Keys, codes: list[str]
) -> None:
    redeem(database, keys, codes[1], "wrong_office")
    done = redeem(database, keys, codes[0], "wrong_office")
    assert take_back(database, done)
    assert not take_back(database, done)
    redeem(database, keys, codes[0], "reached")
    assert not take_back(database, done)
    assert counted(database) == {("2026-Q4", "wrong_office"): 1, ("2026-Q4", "reached"): 1}


def test_the_night_job_forgets_receipts_but_not_at_midnight(database: Database, keys: Keys, codes: list[str]) -> None:
    late = datetime(2026, 11, 23, 23, 57, tzinfo=clock.ZONE)
    done = redeem(database, keys, codes[0], now=late)
    assert take_back(database, done, late)
    night.run(database, late + timedelta(minutes=4))
    assert not take_back(database, done, late + timedelta(minutes=4))
    night.run(database, late + timedelta(days=2))
    with database.reading() as session:
        assert session.scalars(select(ResendKey)).all() == []


def test_nothing_leads_from_the_counter_to_the_code(database: Database, keys: Keys, codes: list[str]) -> None:
    done = redeem(database, keys, codes[0])
    assert done is not None
    assert replace(done, receipt=b"") == replace(
        redeem(database, keys, codes[1]) or done, receipt=b"", digest=done.digest
    )
    with database.reading() as session:
        assert len(session.scalars(select(Feedback)).all()) == 1
        assert session.get(SlipCode, done.digest) is None


def test_counters_are_kept_for_24_months(database: Database, keys: Keys, codes: list[str]) -> None:
    with database.writing() as session:
        for quarter in ("2024-Q2", "2024-Q3", "2024-Q4"):
            session.add(Feedback(office_id=OFFICE, field_of_action_id=FIELD, quarter=quarter, outcome="reached", n=7))
    night.run(database, MONDAY)
    assert sorted(quarter for quarter, _ in counted(database)) == ["2024-Q4"]


def test_ten_thousand_codes_are_all_different() -> None:
    assert len({new_code(number.to_bytes(16)) for number in range(10_000)}) == 10_000
