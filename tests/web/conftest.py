"""The real application on a real database, with passwords hashed cheaply."""

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import passwords
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from config import Settings
from tests.web.compiled import with_compiled_templates


@pytest.fixture
def keys() -> Keys:
    return Keys("a secret of the tests, long enough")


@pytest.fixture
def app(settings: Settings, keys: Keys, database: Database, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys_hash.cache_clear()
    return with_compiled_templates(create_app(settings, keys, database))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
