"""An editor at the translation desk, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.conftest import MONDAY
from tests.web.staff import log_in
from tests.web.translation.desk import Editor


@pytest.fixture
def editor(app: Flask, database: Database) -> Editor:
    return Editor(log_in(app, database, Role.EDITOR), database)


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """Most offices are open, and the slips show what they show on such a day."""
    with clock.fixed(MONDAY):
        yield MONDAY
