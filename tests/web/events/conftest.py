"""Staff with the events of the house, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.conftest import MONDAY
from tests.web.events.staff import Staff
from tests.web.staff import log_in


@pytest.fixture
def editor(app: Flask, database: Database) -> Staff:
    return Staff(log_in(app, database, Role.EDITOR), database)


@pytest.fixture
def advisor(app: Flask, database: Database) -> Staff:
    return Staff(log_in(app, database, Role.ADVISOR), database)


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY
