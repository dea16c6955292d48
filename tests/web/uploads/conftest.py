"""An editor's browser, and a leaflet that is offered."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.roles import Role
from app.db import Database
from app.files.models import StoredFile
from app.files.store import FileStore
from config import Settings
from handouts.models import HandoutEdition
from tests.web.staff import csrf_token, log_in

Send = Callable[..., TestResponse]
EDITION = "0123456789ab"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The bytes are in no database, and the rows are plain ones."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


@pytest.fixture
def send(editor: FlaskClient) -> Send:
    """Upload this content under this name."""
    token = csrf_token(editor)

    def upload(content: bytes, name: str = "leaflet.pdf", kind: str = "application/pdf") -> TestResponse:
        return editor.post("/files", data={"csrf_token": token, "file": (BytesIO(content), name, kind)})

    return upload


@pytest.fixture
def files(app: Flask) -> FileStore:
    store: FileStore = app.extensions["files"]
    return store


@pytest.fixture
def offer(database: Database, files: FileStore) -> Callable[..., str]:
    """Offer a leaflet as a file; its digest."""

    def make(content: bytes = b"%PDF-1.7 leaflet", **edition: Any) -> str:
        digest = files.put(content)
        row = StoredFile(digest=digest, size=len(content), pages=1, width=595, height=842, text="", folded="", notes=[],
                         thumbnail=files.put(b"png"), stored_on=date(2026, 11, 1))  # fmt: skip
        values = {"kind": "file", "file_digest": digest, "link": None, "issued_on": None, "pages": 1} | edition
        with database.writing() as session:
            session.add(row)
            session.flush()
            session.add(HandoutEdition(id=EDITION, handout_id="h_stadtplan", language="uk", **values))
        return digest

    return make
