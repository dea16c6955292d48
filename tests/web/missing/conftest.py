"""An editor at the list of missing material, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.conftest import MONDAY
from tests.web.missing.editor import Editor
from tests.web.staff import log_in


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


@pytest.fixture
def editor(app: Flask, database: Database) -> Editor:
    return Editor(log_in(app, database, Role.EDITOR), database)
