"""The real application behind the real web server, on a free port, with a clock that tests can set."""

import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import waitress
from sqlalchemy import delete, func, select

from app import clock
from app.accounts import service
from app.accounts.models import Login
from app.accounts.roles import Role
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.db import Database, DatabaseUnavailable
from app.factory import create_app
from app.keys import Keys
from app.released.models import Release
from app.resend import ResendKey
from config import Settings
from referrals.models import Feedback, Referral, SlipCode

MONDAY = datetime(2026, 11, 23, 10, 20, tzinfo=clock.ZONE)
# Half an hour without a request ends a login.
LATER = MONDAY + timedelta(minutes=31)
PASSWORD = "korrekt pferd batterie"
LOGGED = (Referral, SlipCode, Feedback, Release, ContactTopic, Contact, DeskLoad, TopicLoad, ResendKey)


class Server:
    """Serves until ``close``; ``now`` is what every request takes for the present."""

    def __init__(self, settings: Settings) -> None:
        self.now = MONDAY
        self.database = Database(settings)
        app = create_app(settings, Keys("a secret of the tests, long enough"), self.database)

        def with_clock(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            with clock.fixed(self.now):
                return app(environ, start_response)

        self._server: Any = waitress.create_server(with_clock, host="127.0.0.1", port=0, threads=4)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.close()
        self._thread.join(5)
        self.database.dispose()

    def add_user(self, name: str, role: Role) -> None:
        """An account with PASSWORD."""
        with self.database.writing():
            service.add_user(name=name, password=PASSWORD, role=role, must_change_password=False)

    def remember_logins(self) -> None:
        """The logins that all tests share."""
        with self.database.reading() as session:
            self._logins = session.execute(select(Login.digest, Login.user_id, Login.ends_at)).all()

    def restore_logins(self) -> None:
        """As they were: whoever logs in again in a test has ended the one before."""
        with self.database.writing() as session:
            for digest, user_id, ends_at in self._logins:
                session.merge(Login(digest=digest, user_id=user_id, ends_at=ends_at, locked=False))

    def forget_contacts(self) -> None:
        """As on the first day."""
        self.now = MONDAY
        with self.database.writing() as session:
            for model in LOGGED:
                session.execute(delete(model))

    def contacts(self) -> int:
        """How many contacts are logged."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Contact)) or 0

    def contact(self) -> Contact:
        """The only contact, detached."""
        with self.database.reading() as session:
            contact = session.scalars(select(Contact)).one()
            session.expunge(contact)
            return contact

    def topics(self) -> set[str]:
        """The topics of all contacts."""
        with self.database.reading() as session:
            return set(session.scalars(select(ContactTopic.topic_id)))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program writes and does not end."""
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.rollback()
            connection.close()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """The file may be read only, as after a failure of the disk."""
        with self._pragma("query_only", 1, 0):
            yield

    @contextmanager
    def full(self) -> Iterator[None]:
        """There is no room for another page, and the last one of the resend keys has none for another row."""
        with self._pragma("max_page_count", 1, 2**31):
            with pytest.raises(DatabaseUnavailable):
                self._fill()
            yield

    def _fill(self) -> None:
        """Write until nothing more can be written."""
        while True:
            with self.database.writing() as session:
                session.add(ResendKey(digest=secrets.token_bytes(32), day=self.now.date()))

    @property
    def _path(self) -> str:
        return self.database.url.removeprefix("sqlite:///")

    @contextmanager
    def _pragma(self, name: str, during: int, after: int) -> Iterator[None]:
        """On the writer's connection, of which there is one; with pages to spare no disk would ever be full."""
        with self.database.exclusive() as other:
            other.exec_driver_sql("VACUUM")
        self._on_writer(f"PRAGMA {name} = {during}")
        try:
            yield
        finally:
            self._on_writer(f"PRAGMA {name} = {after}")

    def _on_writer(self, statement: str) -> None:
        connection = self.database.write_engine.raw_connection()
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()
