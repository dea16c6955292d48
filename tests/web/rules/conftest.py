"""Editors at the decision tables, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.db import Database
from tests.web.counter.conftest import MONDAY
from tests.web.rules.desk import Editor, log_in_as


@pytest.fixture
def editor(app: Flask, database: Database) -> Editor:
    return log_in_as(app, database, "anna")


@pytest.fixture
def other(app: Flask, database: Database) -> Editor:
    return log_in_as(app, database, "bert")


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY
