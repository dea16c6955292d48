"""The daily backup: once a night, checked, known; what stops it is said and tried again, and nothing good is lost."""

import errno
import stat
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import clock
from app.db import Database, DatabaseUnavailable
from app.keeping import claims, records, schedule
from app.keeping.checking import check
from app.keeping.claims import BACKUP, NIGHT
from app.keeping.errors import BadBackup, CannotBackUp
from app.keeping.locks import Opener, new_identity
from app.keeping.models import BackupRecord
from app.keeping.schedule import Place
from app.keys import Keys
from app.nightly import House, backup_at_once, backup_due
from config import BackupSettings, Settings

NOW = datetime(2026, 11, 22, 3, 5, tzinfo=clock.ZONE)
Disk = namedtuple("Disk", "total used free")


@dataclass(frozen=True)
class Written:
    bytes: int = 6
    sha256: str = "0" * 64


def write(target: Path) -> Written:
    target.write_bytes(b"backup")
    return Written()


def failing(error: Exception) -> Callable[[Path], Written]:
    def fail(_target: Path) -> Written:
        raise error

    return fail


def broken(cause: Exception) -> Exception:
    """As writing wraps it."""
    error = CannotBackUp("not made")
    error.__cause__ = cause
    return error


def known(database: Database) -> list[tuple[str, str | None]]:
    with database.reading() as session:
        return [(row.file, row.failure) for row in records.all_records(session)]


def names(place: Place) -> list[str]:
    """The days of the backups in the folder."""
    return sorted(path.name.removeprefix("wegweiser-").partition(".")[0] for path in place.folder.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "backups"
    folder.mkdir()
    return Place(folder, encrypted=True, write=write)


def test_a_real_one_is_made_once_a_night(
    sqlite_settings: Settings, keys: Keys, sqlite_database: Database, tmp_path: Path
) -> None:
    """Encrypted and for its owner alone; afterwards one more as an administrator asks for it."""
    folder = tmp_path / "backups"
    folder.mkdir()
    sqlite_settings.instance.mkdir(exist_ok=True)
    identity, recipient = new_identity()
    house = House(replace(sqlite_settings, backup=BackupSettings(folder, recipient)), keys, sqlite_database)
    row = backup_due(house, NOW)
    assert row
    assert (row.failure, row.kind, row.file) == (None, "daily", "wegweiser-2026-11-22.age")
    assert backup_due(house, NOW + timedelta(hours=5)) is None
    path = folder / row.file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == row.size
    assert check(path, Opener((identity,))).tables
    extra = backup_at_once(house, NOW + timedelta(hours=6))
    assert extra
    assert (extra.failure, extra.kind, extra.file) == (None, "at_once", "wegweiser-2026-11-22-090500.age")
    assert sorted(one.name for one in folder.iterdir()) == sorted([row.file, extra.file])


def test_none_is_made_while_somebody_else_does_the_night_job(
    sqlite_settings: Settings, keys: Keys, sqlite_database: Database, tmp_path: Path
) -> None:
    """It would hold what is being forgotten."""
    sqlite_settings.instance.mkdir(exist_ok=True)
    house = House(replace(sqlite_settings, backup=BackupSettings(tmp_path / "backups")), keys, sqlite_database)
    (tmp_path / "backups").mkdir()
    claim = claims.take(sqlite_database, NIGHT, NOW)
    assert claim
    assert backup_due(house, NOW) is None
    claims.done(sqlite_database, claim, NOW, {})
    row = backup_due(house, NOW)
    assert row
    assert (row.failure, row.file) == (None, "wegweiser-2026-11-22.gz")


def test_without_a_folder_there_is_none(sqlite_settings: Settings, keys: Keys, sqlite_database: Database) -> None:
    sqlite_settings.instance.mkdir(exist_ok=True)
    assert backup_due(House(sqlite_settings, keys, sqlite_database), NOW) is None
    assert known(sqlite_database) == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "x"), "full"),
        (broken(OSError(errno.EDQUOT, "x")), "full"),
        (OSError(errno.EROFS, "x"), "denied"),
        (OSError(errno.ESTALE, "x"), "no_folder"),
        (DatabaseUnavailable("locked"), "database"),
        (broken(BadBackup("cut off")), "damaged"),
        (ValueError("Frau Example"), "other"),
    ],
)
def test_what_goes_wrong_is_known_and_tried_again(
    sqlite_database: Database, place: Place, error: Exception, reason: str
) -> None:
    row = schedule.daily(sqlite_database, replace(place, write=failing(error)), NOW)
    assert row
    assert row.failure == reason
    with sqlite_database.reading() as session:
        assert claims.standing(session, BACKUP, NOW).failure == reason
        assert records.last_good(session) is None
    again = schedule.daily(sqlite_database, place, NOW + timedelta(hours=1))
    assert again
    assert again.failure is None
    name = "wegweiser-2026-11-22.age"
    assert known(sqlite_database) == [(name, None), (name, reason)]


def test_a_folder_that_is_not_there_is_not_made(sqlite_database: Database, place: Place) -> None:
    """It is the mount point of a disk that is not connected."""
    place.folder.rmdir()
    row = schedule.daily(sqlite_database, place, NOW)
    assert row
    assert row.failure == "no_folder"
    assert not place.folder.exists()


def test_a_disk_that_would_become_full_is_left_as_it_is(
    sqlite_database: Database, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.keeping.schedule.shutil.disk_usage", lambda _folder: Disk(100, 100, 1024))
    row = schedule.daily(sqlite_database, place, NOW)
    assert row
    assert row.failure == "full"
    assert list(place.folder.iterdir()) == []


def test_old_ones_go_once_there_is_a_newer_good_one(sqlite_database: Database, place: Place) -> None:
    broken_disk = replace(place, write=failing(OSError(errno.EIO, "x")))
    for days in (38, 37, 36, 35, 2, 1):
        schedule.daily(sqlite_database, place, NOW - timedelta(days=days))
    schedule.daily(sqlite_database, broken_disk, NOW)
    assert names(place) == ["2026-10-18", "2026-11-20", "2026-11-21"]
    for days in range(1, 60):
        schedule.daily(sqlite_database, broken_disk, NOW + timedelta(days=days))
    assert names(place) == ["2026-11-21"]
    schedule.daily(sqlite_database, place, NOW + timedelta(days=60))
    assert names(place) == ["2027-01-21"]


@pytest.mark.parametrize("days", [-9000, -30, 20, 40, 1500], ids=str)
def test_a_clock_that_is_wrong_for_one_night_costs_no_backup(
    sqlite_database: Database, place: Place, days: int
) -> None:
    """Neither the good ones then, nor that it shows afterwards when one fails."""
    for ago in range(31, 0, -1):
        schedule.daily(sqlite_database, place, NOW - timedelta(days=ago))
    good = names(place)
    for hours in (0, 5):
        schedule.at_once(sqlite_database, place, NOW + timedelta(days=days, hours=hours))
    assert set(good) <= set(names(place))
    failed = schedule.daily(sqlite_database, replace(place, write=failing(OSError(errno.EIO, "x"))), NOW)
    assert failed
    with sqlite_database.reading() as session:
        last = records.last_try(session)
        assert last
        assert (last.id, last.failure) == (failed.id, "other")
    assert set(good) <= set(names(place))
    for ahead in range(3):
        schedule.daily(sqlite_database, place, NOW + timedelta(days=ahead))
    assert {*good, "2026-11-22", "2026-11-23"} <= set(names(place))
    assert names(place)[-1] == "2026-11-24", "none of a day to come is left"


def test_after_a_long_closure_the_second_night_takes_what_is_old(sqlite_database: Database, place: Place) -> None:
    for days in (-50, -49, 0, 1):
        schedule.daily(sqlite_database, place, NOW + timedelta(days=days))
    assert names(place) == ["2026-11-22", "2026-11-23"]


def test_what_is_known_goes_after_35_days_but_for_the_last_good_one(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        for days, failure in ((50, None), (40, None), (39, "full"), (36, "full"), (34, "full"), (1, "full")):
            records.note(
                session,
                moment=NOW - timedelta(days=days),
                kind=records.DAILY,
                file=f"{days}",
                failure=failure,
                written=None if failure else Written(),
            )
        records.forget(session, NOW)
    assert known(sqlite_database) == [("1", "full"), ("34", "full"), ("40", None)]


def test_one_by_command_is_known_but_is_not_the_last_good_one_of_the_folder(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        row: BackupRecord = records.note(session, moment=NOW, kind=records.COMMAND, file="x" * 300, written=Written())
        assert len(row.file) == records.LONGEST_NAME
        assert records.last_good_at(session) is None
