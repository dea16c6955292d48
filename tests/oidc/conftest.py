"""The application with the town's login of the certified provider."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import Database
from app.factory import create_app
from app.keys import Keys
from config import Settings
from tests.oidc.provider import running, settings
from tests.web.compiled import with_compiled_templates

BACK = "http://localhost/login/town/back"
LOGGED_OUT = "http://localhost/login"


@pytest.fixture(scope="package")
def issuer() -> Iterator[str]:
    with running(back=[BACK], logged_out=LOGGED_OUT) as address:
        yield address


@pytest.fixture
def keys() -> Keys:
    return Keys("a secret of the tests, long enough")


@pytest.fixture
def app(sqlite_settings: Settings, sqlite_database: Database, keys: Keys, issuer: str) -> Flask:
    return with_compiled_templates(
        create_app(replace(sqlite_settings, open_id=settings(issuer)), keys, sqlite_database)
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
