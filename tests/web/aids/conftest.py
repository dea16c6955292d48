"""An editor and a colleague on Monday, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from config import Settings
from tests.web.aids.writer import Writer
from tests.web.counter.conftest import MONDAY
from tests.web.staff import add_staff, log_in, submit_login


@pytest.fixture(autouse=True)
def folder(settings: Settings) -> None:
    """As every installation has it; files are kept in it."""
    settings.instance.mkdir(exist_ok=True)


@pytest.fixture
def writer(app: Flask, database: Database) -> Writer:
    return Writer(log_in(app, database, Role.EDITOR))


@pytest.fixture
def colleague(app: Flask, database: Database) -> Writer:
    """A second editor, in a browser of their own."""
    add_staff(database, Role.EDITOR, name="kollegin")
    client = app.test_client()
    assert submit_login(client, "kollegin").status_code == 303
    return Writer(client)


@pytest.fixture
def advisor(app: Flask, database: Database) -> Writer:
    return Writer(log_in(app, database, Role.ADVISOR))


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY
