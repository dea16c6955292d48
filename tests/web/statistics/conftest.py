"""An installation with released tables of eighteen months, for all tests of the statistics: they only read it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts import passwords
from app.accounts.roles import Role
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from tests.database import settings_for
from tests.released import furnish
from tests.web.staff import log_in

NOW = datetime(2026, 11, 23, 10, 20, tzinfo=clock.ZONE)


@dataclass(frozen=True)
class Published:
    """The application, and for each role a browser in which somebody with it is logged in."""

    app: Flask
    database: Database
    staff: dict[Role, FlaskClient]

    @property
    def analyst(self) -> FlaskClient:
        """The one who may see all this."""
        return self.staff[Role.ANALYST]


@pytest.fixture(scope="package")
def published(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """With every declared table of every period."""
    yield from running(prepared_sqlite, tmp_path_factory.mktemp("published"), furnished=True)


@pytest.fixture(scope="package")
def unpublished(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Before the first release."""
    yield from running(prepared_sqlite, tmp_path_factory.mktemp("unpublished"), furnished=False)


def running(prepared: Path, folder: Path, *, furnished: bool) -> Iterator[Published]:
    path = folder / "wegweiser.sqlite3"
    shutil.copyfile(prepared, path)
    settings = settings_for(folder, f"sqlite:///{path}")
    database = Database(settings)
    with pytest.MonkeyPatch.context() as patch, clock.fixed(NOW):
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys_hash.cache_clear()
        if furnished:
            with database.writing() as session:
                furnish(session)
        app = create_app(settings, Keys("a secret of the tests, long enough"), database)
        yield Published(app, database, {role: log_in(app, database, role) for role in Role})
    database.dispose()
