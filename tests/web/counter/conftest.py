"""An advisor at an empty counter, on a Monday morning on which most offices are open."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.desk import Desk
from tests.web.staff import log_in

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    return Desk(log_in(app, database, Role.ADVISOR))
