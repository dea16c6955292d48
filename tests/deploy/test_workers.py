"""Several workers on PostgreSQL: nothing of a login, a throttle or a contact lives in one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.workers import House, work_through
from tests.web.faults.server import Browser


@pytest.fixture
def house(postgres_url: str, tmp_path: Path) -> Iterator[House]:
    running = House(tmp_path, postgres_url)
    yield running
    running.stop()


def test_one_of_two_is_killed_and_nobody_notices(house: House) -> None:
    worked = work_through(house, desks=4, seconds=3, kills=1)
    assert worked.strange == []
    lost, contacts = house.books(worked)
    assert lost == []
    assert contacts == len(worked.acknowledged) > 20
    _check_what_they_share(house)


def _check_what_they_share(house: House) -> None:
    first, second = (Browser(worker.port) for worker in house.workers)
    for browser in (first, second):
        browser.cookie = house.desks(1)[0].cookie
        assert browser.get("/counter").status == 200
    # What was tried at one of them counts at the other.
    for _ in range(3):
        _try_password(first)
    assert _try_password(second) == 429


def _try_password(browser: Browser) -> int:
    browser.cookie = ""
    fields = {"csrf_token": browser.get("/login").csrf, "name": "nobody", "password": "wrong password 1"}
    return browser.post("/login", fields).status
