"""A town with released tables, and an analyst who is logged in; made once, since nothing is written."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import passwords
from app.accounts.roles import Role
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from tests.database import settings_for
from tests.released import furnish
from tests.web.staff import log_in


@pytest.fixture(scope="module")
def furnished(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copyfile(prepared_sqlite, folder / "wegweiser.sqlite3")
    database = Database(settings_for(folder, f"sqlite:///{folder}/wegweiser.sqlite3"))
    with database.writing() as session:
        furnish(session)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def town(furnished: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = str(furnished.read_engine.url)
    return create_app(settings_for(tmp_path_factory.mktemp("instance"), url), Keys("s" * 40), furnished)


@pytest.fixture(scope="module")
def analyst(town: Flask, furnished: Database) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobodys_hash.cache_clear()
        yield log_in(town, furnished, Role.ANALYST)
