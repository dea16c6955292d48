"""An editor at the list of what is due, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.conftest import MONDAY
from tests.web.staff import log_in
from tests.web.upkeep.due import Editor


@pytest.fixture
def editor(app: Flask, database: Database) -> Editor:
    return Editor(log_in(app, database, Role.EDITOR), database)


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY
