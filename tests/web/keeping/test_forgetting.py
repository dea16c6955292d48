"""What was to be forgotten is nowhere any more: searched for in every file there is, byte by byte.

A contact is forgotten after 24 months. Backups hold it for up to 35 days longer, as DESIGN.md and the papers say.
"""

import os
import secrets
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text, update

from app import clock, night
from app.accounts.models import Login, LoginFailure, User
from app.contacts.models import Contact, ContactTopic
from app.db import Database
from app.files.models import StoredFile
from app.files.store import files_of
from app.keeping.archive import unpack
from app.keeping.locks import Opener, new_identity, unlocked
from app.keeping.models import NightlyJob
from app.keys import Keys
from app.nightly import House, backup_due, do_night
from app.resend import ResendKey
from config import BackupSettings, Settings
from referrals.models import Referral, SlipCode
from tests.database import Postgres

LOGGED = datetime(2024, 10, 15, 10, 0, tzinfo=clock.ZONE)
BEFORE_FORGETTING = datetime(2026, 10, 31, 3, 0, tzinfo=clock.ZONE)
FORGETTING = datetime(2026, 11, 1, 3, 0, tzinfo=clock.ZONE)
KEPT_LONGER = timedelta(days=35)


@dataclass(frozen=True)
class Marks:
    """Random bytes that a visitor or somebody at a desk leaves behind; nobody else in the world writes them."""

    contact: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    code: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    resend: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    login: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    failure: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    file: bytes = field(default_factory=lambda: secrets.token_bytes(64))

    def found_in(self, content: bytes) -> set[str]:
        """The names of those that are there: as they are, as a backup writes bytes, or as PostgreSQL does."""
        return {
            name
            for name, mark in vars(self).items()
            if any(one in content for one in (mark, b64encode(mark), mark.hex().encode()))
        }


def leave(house: House, marks: Marks) -> None:
    """What a morning at the counter leaves behind, and a leaflet that nothing names."""
    day, digest = LOGGED.date(), files_of(house.settings.instance).put(b"%PDF-" + marks.file)
    (path,) = (house.settings.instance / "uploads").iterdir()
    os.utime(path, (LOGGED.timestamp(),) * 2)
    size = {"size": 69, "pages": 1, "width": 595, "height": 842}
    with house.database.writing() as session:
        session.add_all(
            [
                User(name="beratung", password_hash="x", role="advisor"),
                Contact(key=marks.contact, month="2024-10", language="uk", talk="direct", channel="in_person"),
                SlipCode(digest=marks.code, office_id="abh", field_of_action_id="wohnen", valid_until=day),
                ResendKey(digest=marks.resend, day=day),
                LoginFailure(digest=marks.failure, failures=3, wait_until=LOGGED),
                StoredFile(digest=digest, text="", folded="", notes=[], thumbnail=digest, stored_on=day, **size),
            ]
        )
        session.flush()
        user = session.scalars(text("SELECT id FROM \"user\" WHERE name = 'beratung'")).one()
        session.add_all(
            [
                ContactTopic(contact_key=marks.contact, topic_id="wohnen/mietproblem"),
                Referral(contact_key=marks.contact, office_id="mieterverein"),
                Login(digest=marks.login, user_id=user, ends_at=LOGGED),
            ]
        )


def at_night(house: House, now: datetime) -> None:
    """The night job and the backup of this night, as if all nights before it had been done."""
    with house.database.writing() as session:
        session.execute(update(NightlyJob).values(night=now.date() - timedelta(days=1)))
    with clock.fixed(now):
        assert do_night(house, now, anyway=False)
        row = backup_due(house, now)
        assert row is None or row.failure is None


def content_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def opened(folder: Path, opener: Opener) -> dict[str, bytes]:
    """Every backup in the folder, decrypted and unpacked."""
    found = {}
    for path in folder.iterdir():
        with unlocked(path, opener) as packed, closing(unpack(packed, path.stat().st_size)) as members:
            found[path.name] = b"".join(content for _, content in members)
    return found


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, as this process and its children see it."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def kept(sqlite_settings: Settings, keys: Keys, sqlite_database: Database, tmp_path: Path) -> tuple[House, Opener]:
    """A house with backups, and what opens them."""
    folder = tmp_path / "backups"
    folder.mkdir()
    sqlite_settings.instance.mkdir(exist_ok=True)
    identity, recipient = new_identity()
    settings = replace(sqlite_settings, backup=BackupSettings(folder, recipient))
    return House(settings, keys, sqlite_database), Opener((identity,))


def test_nothing_is_left_of_what_was_forgotten(
    kept: tuple[House, Opener], tmp_path: Path, temp: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (house, opener), folder, marks = kept, tmp_path / "backups", Marks()
    leave(house, marks)
    assert set().union(*(marks.found_in(content) for _, content in content_of(tmp_path))) == vars(marks).keys()

    # Some days later only the contact itself is kept.
    at_night(house, LOGGED + timedelta(days=3))
    assert everywhere(house, tmp_path, marks) == {"contact"}
    at_night(house, BEFORE_FORGETTING)
    assert everywhere(house, tmp_path, marks) == {"contact"}

    # Forgotten: it is in no file of the installation, but in the backup of the night before.
    at_night(house, FORGETTING)
    assert everywhere(house, tmp_path, marks) == set()
    held = {name for name, content in opened(folder, opener).items() if marks.found_in(content)}
    assert held == {"wegweiser-2026-10-31.age"}

    # And after 35 days not even there.
    for days in (0, 1):
        at_night(house, BEFORE_FORGETTING + KEPT_LONGER + timedelta(days=days))
    left = opened(folder, opener)
    assert sorted(left) == [f"wegweiser-2026-{day}.age" for day in ("11-01", "12-05", "12-06")]
    assert not any(marks.found_in(content) for content in left.values())
    assert list(temp.iterdir()) == []
    assert not marks.found_in(caplog.text.encode())


def everywhere(house: House, folder: Path, marks: Marks) -> set[str]:
    """What is found in the files of the installation: the database, those beside it, uploads, temporary ones."""
    # Reading the file by hand would drop the locks of this process's own connections on it.
    house.database.dispose()
    return set().union(*(marks.found_in(content) for _, content in content_of(folder)))


def test_nothing_is_left_in_the_files_of_postgresql(
    postgres: Postgres, postgres_url: str, keys: Keys, tmp_path: Path
) -> None:
    """Neither in tables, indexes and what is beside them, nor in the server's log of changes (WAL)."""
    house = House(Settings(instance=tmp_path, database_url=postgres_url), keys, None)  # type: ignore[arg-type]
    house = replace(house, database=Database(house.settings))
    marks = Marks()
    leave(house, marks)
    postgres.execute("CHECKPOINT")
    data = postgres.folder / "data"
    stored = vars(marks).keys() - {"file"}
    assert set().union(*(marks.found_in(content) for _, content in content_of(data))) == stored
    report = night.run(house.database, FORGETTING)
    assert not report.remnants
    assert {name: marks.found_in(content) for name, content in content_of(data) if marks.found_in(content)} == {}
    house.database.dispose()


def test_without_the_right_to_empty_the_log_of_postgresql_the_job_goes_on_and_says_so(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    """With the two rights that docs/betrieb.md names it can."""
    postgres.execute("CREATE ROLE town LOGIN")
    try:
        as_town = Settings(instance=tmp_path, database_url=postgres_url.replace("postgres@", "town@"))
        database = Database(as_town)
        assert not night._emptied_postgresql_log(database)
        postgres.execute("GRANT pg_checkpoint TO town")
        with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as superuser:
            superuser.execute("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO town")
        assert night._emptied_postgresql_log(database)
        database.dispose()
    finally:
        with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as superuser:
            superuser.execute("DROP OWNED BY town")
        postgres.execute("DROP ROLE town")
