"""The Leipzig directory as it is stored."""

from pathlib import Path

import pytest

from app.db import Database
from app.directory.stored import stored
from referrals.directory.folder import Directory
from tests.database import settings_for


@pytest.fixture(scope="session")
def leipzig(prepared_sqlite: Path) -> Directory:
    """Shared between tests: nobody may change it in place."""
    database = Database(settings_for(prepared_sqlite.parent, f"sqlite:///{prepared_sqlite}"))
    with database.reading() as session:
        directory = stored(session)
    database.dispose()
    return directory
