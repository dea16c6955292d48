"""Slips that were handed out on a Monday, and their codes."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from app import clock
from app.db import Database
from app.keys import Keys
from referrals.models import SlipCode
from referrals.service import code_digest
from referrals.slip.code import new_code

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)
OFFICE, FIELD = "mieterverein", "wohnen"


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


@pytest.fixture
def codes(database: Database, keys: Keys) -> list[str]:
    """Twelve codes that are valid until the end of January."""
    made = [new_code(bytes([number]) * 16) for number in range(12)]
    with database.writing() as session:
        for code in made:
            session.add(
                SlipCode(
                    digest=code_digest(keys, code),
                    office_id=OFFICE,
                    field_of_action_id=FIELD,
                    valid_until=date(2027, 1, 31),
                )
            )
    return made


@pytest.fixture
def ended(database: Database, keys: Keys) -> str:
    """A code that was valid until yesterday; the night job has not been there yet."""
    code = new_code(b"yesterday's code")
    with database.writing() as session:
        session.add(
            SlipCode(
                digest=code_digest(keys, code),
                office_id=OFFICE,
                field_of_action_id=FIELD,
                valid_until=date(2026, 11, 22),
            )
        )
    return code
