"""Demo sets on SQLite, a clock that stands, and everybody who may come, as the Leipzig directory knows them."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from app import clock
from app.db import Database
from app.demo.visits import Crowd
from app.vocabulary.service import vocabulary
from config import Settings
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.service import table

NOW = datetime(2026, 11, 22, 10)  # noqa: DTZ001 - the clock takes it as local


@pytest.fixture(autouse=True)
def sunday() -> Iterator[datetime]:
    with clock.fixed(NOW):
        yield NOW


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def crowd(database: Database) -> Crowd:
    return crowd_of(database)


@pytest.fixture
def centre(database: Database) -> Office:
    with database.reading() as session:
        return offices(session)["wzl"]


def crowd_of(database: Database) -> Crowd:
    with database.reading() as session:
        options = {question.id: question.options for question in table(session).questions}
        return Crowd(vocabulary(session), options)
