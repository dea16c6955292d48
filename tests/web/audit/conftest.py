"""A database whose changes are logged."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.watching import watch
from app.db import Database
from app.keys import Keys

Entries = Callable[[], Sequence[AuditEntry]]


@pytest.fixture
def watched(database: Database, keys: Keys) -> Database:
    watch(database, keys)
    return database


@pytest.fixture
def entries(watched: Database) -> Entries:
    """All entries, the oldest first."""

    def read() -> Sequence[AuditEntry]:
        with watched.reading() as session:
            found = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
            session.expunge_all()
            return found

    return read
