"""A town with released tables, made once; nothing is written to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import Database
from tests.database import settings_for
from tests.released import furnish


@pytest.fixture(scope="module")
def instance(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an instance with released tables from 2025-05 to 2026-10."""
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copyfile(prepared_sqlite, folder / "wegweiser.sqlite3")
    database = Database(settings_for(folder, f"sqlite:///{folder}/wegweiser.sqlite3"))
    with database.writing() as session:
        furnish(session)
    database.dispose()
    return folder


@pytest.fixture(scope="module")
def furnished(instance: Path) -> Iterator[Database]:
    database = Database(settings_for(instance, f"sqlite:///{instance}/wegweiser.sqlite3"))
    yield database
    database.dispose()
