"""What can be used once is used once, whoever comes at the same moment; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pyotp
import pytest
from flask import Flask

from app import clock
from app.accounts import links, passwords, second_factor
from app.accounts.links import LinkGone
from app.accounts.roles import Role
from app.db import Database
from app.keys import Keys
from tests.web.staff import add_staff

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)
AT_ONCE = 8


@pytest.fixture
def user(app: Flask, database: Database) -> int:
    return add_staff(database, Role.ADVISOR)


def successes(work: Callable[[], bool]) -> int:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(lambda _number: work(), range(AT_ONCE)))


def test_codes(database: Database, keys: Keys, user: int) -> None:
    offered = second_factor.offer(keys, user_id=user, name="advisor")
    totp = pyotp.TOTP(offered.secret.replace(" ", ""))
    with database.writing():
        papers = second_factor.enrol(keys, user_id=user, sealed=offered.sealed, code=totp.at(MORNING), now=MORNING)

    def accept(code: str) -> bool:
        with database.writing():
            return second_factor.accept(keys, user_id=user, code=code, now=MORNING)

    later = totp.at(MORNING.timestamp() + second_factor.STEP_SECONDS)
    assert [successes(lambda code=code: accept(code)) for code in (later, papers[0])] == [1, 1]  # type: ignore[misc]


def test_link(database: Database, user: int) -> None:
    with database.writing():
        token = links.make(user, MORNING)
    password_hash = passwords.hash_password("vier Wörter hintereinander", name="advisor")

    def use() -> bool:
        try:
            with database.writing():
                links.use(token, password_hash, MORNING)
        except LinkGone:
            return False
        return True

    assert successes(use) == 1


def test_forms_that_are_sent_twice_at_the_same_moment(database: Database, keys: Keys, user: int) -> None:
    """All are done, one after the other: the answer that the browser shows is the last one's, and no error."""
    offered = second_factor.offer(keys, user_id=user, name="advisor")
    code = pyotp.TOTP(offered.secret.replace(" ", "")).at(MORNING)

    def enrol() -> bool:
        with database.writing():
            return bool(second_factor.enrol(keys, user_id=user, sealed=offered.sealed, code=code, now=MORNING))

    def make() -> bool:
        with database.writing():
            return bool(links.make(user, MORNING))

    assert [successes(enrol), successes(make)] == [AT_ONCE, AT_ONCE]
    with database.reading():
        assert second_factor.recovery_codes_left(user) == second_factor.RECOVERY_CODES
