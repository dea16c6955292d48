"""A Monday morning in the library, with an editor and an advisor."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.staff import log_in

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


@pytest.fixture
def advisor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)
