"""What the night takes away: files that nothing names, a day after they came."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from app.db import Database
from app.files.models import StoredFile
from app.files.store import FileStore, NoSuchFile
from app.house.aids.models import WorkAid, WorkAidVersion
from app.uploads.sweeping import sweep
from handouts.models import HandoutEdition

TODAY = date(2026, 11, 23)
Offer = Callable[..., str]


def age(files: FileStore, digest: str) -> None:
    """Let its bytes be two days old."""
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(files.path(digest), (long_ago, long_ago))


def digests(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(StoredFile.digest)))


def test_a_file_of_an_edition_stays(database: Database, files: FileStore, offer: Offer) -> None:
    digest = offer()
    age(files, digest)
    assert sweep(database, files, TODAY) == 0
    assert digests(database) == [digest]


def test_a_file_of_nothing_goes_a_day_later(database: Database, files: FileStore, offer: Offer) -> None:
    digest = offer()
    with database.writing() as session:
        session.execute(delete(HandoutEdition))
        session.execute(update(StoredFile).values(stored_on=TODAY - timedelta(days=1)))
    age(files, digest)
    assert sweep(database, files, TODAY) == 0
    assert sweep(database, files, TODAY + timedelta(days=1)) == 1
    assert digests(database) == []
    with pytest.raises(NoSuchFile):
        files.path(digest)


def test_a_file_that_an_aid_had_stays(database: Database, files: FileStore, offer: Offer) -> None:
    digest = offer()
    with database.writing() as session:
        session.execute(delete(HandoutEdition))
        # Its newest version is a page.
        session.add(WorkAid(id="0" * 12, kind="page", title="Hilfe", topics=[], groups=[], as_of=TODAY, version=2))
        session.flush()
        made = {"made_by": "admin", "made_at": datetime(2026, 11, 1, tzinfo=UTC)}
        session.add(WorkAidVersion(aid_id="0" * 12, number=1, content={"file_digest": digest}, **made))
    assert sweep(database, files, TODAY + timedelta(days=9)) == 0
    assert digests(database) == [digest]


def test_bytes_without_a_row_go_and_new_ones_stay(database: Database, files: FileStore) -> None:
    old, new = files.put(b"old"), files.put(b"new")
    age(files, old)
    assert sweep(database, files, TODAY) == 1
    assert files.path(new).read_bytes() == b"new"
