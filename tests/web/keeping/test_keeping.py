"""Backup and restore of a whole town, between both databases; all or nothing."""

import errno
import os
import resource
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text

from app import night
from app.db import Database, DatabaseUnavailable
from app.keeping import loading, restoring, rows, writing
from app.keeping.checking import check
from app.keeping.errors import BadBackup, CannotBackUp, CannotMove, CannotRestore, NotEmpty
from app.keeping.locks import Lock, Opener, new_identity
from app.keeping.moving import move
from app.keeping.restoring import SecretPlace, restore
from app.keeping.verifying import findings
from app.keeping.writing import Written, write_backup
from app.keys import SECRET_FILE
from app.migrations import configuration, head, revisions
from app.migrations.models import METADATA
from tests.database import Postgres
from tests.web.keeping import awkward
from tests.web.keeping.town import CONTACTS, SECRET, Town, empty_town, sums, work

Place = Callable[[str], Town]
PRIVATE, PUBLIC = new_identity()
OPENER = Opener(identities=(PRIVATE,))
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    yield from opened(tmp_path, url)


@pytest.fixture
def sqlite_town(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    yield from opened(tmp_path, sqlite_url)


def opened(tmp_path: Path, url: str) -> Iterator[Town]:
    town = empty_town(tmp_path / "town", url)
    work(town)
    yield town
    town.database.dispose()


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Empty installations, on one database or the other."""
    with ExitStack() as stack:

        def made(kind: str) -> Town:
            folder = tmp_path / f"place-{len(list(tmp_path.glob('place-*')))}"
            url = f"sqlite:///{folder}/wegweiser.sqlite3"
            if kind == "postgresql":
                server: Postgres = request.getfixturevalue("postgres")
                url = stack.enter_context(server.new_database())
            new = empty_town(folder, url)
            stack.callback(new.database.dispose)
            return new

        yield made


def backup(town: Town, path: Path, lock: Lock | None = None) -> Written:
    return write_backup(town.database, town.keys, town.files, path, lock or Lock(recipient=PUBLIC))


def put_back(town: Town, path: Path, *, configured: str | None = None, opener: Opener = OPENER) -> None:
    restore(town.database, town.files, SecretPlace(town.folder, configured), path, opener)


def other(town: Town) -> str:
    return "postgresql" if town.database.is_sqlite else "sqlite"


def names(town: Town) -> set[str]:
    return set(inspect(town.database.read_engine).get_table_names())


def test_everything_comes_back_on_the_other_database(town: Town, place: Place, tmp_path: Path) -> None:
    with town.database.write_engine.begin() as connection:
        awkward.fill(connection)
    backup(town, tmp_path / "backup")
    new = place(other(town))
    put_back(new, tmp_path / "backup")
    restored = sums(new.database)
    assert (new.folder / SECRET_FILE).read_text() == SECRET
    assert (new.folder / SECRET_FILE).stat().st_mode & 0o777 == 0o600
    assert {path.name: path.read_bytes() for path in (new.folder / "uploads").iterdir()} == {
        path.name: path.read_bytes() for path in (town.folder / "uploads").iterdir()
    }
    with new.database.reading() as session:
        for name in ("login", "login_failure", "resend_key", "account_link"):
            assert session.scalar(text(f"SELECT count(*) FROM {name}")) == 0, name
    assert restored.pop("setting") != (before := sums(town.database)).pop("setting"), "the night job is due"
    assert restored == before


def test_moving_takes_everything_along_and_leaves_the_old_one_as_it_is(town: Town, place: Place) -> None:
    with town.database.write_engine.begin() as connection:
        awkward.fill(connection)
    before = sums(town.database, whole=True)
    new = place(other(town))
    moved = move(town.database, new.database)
    assert {name: one.as_dict() for name, one in moved.tables.items()} == before
    assert sums(new.database, whole=True) == before == sums(town.database, whole=True)
    with pytest.raises(NotEmpty):
        move(new.database, town.database)


def test_what_the_other_database_has_no_room_for_is_not_moved(sqlite_town: Town, place: Place) -> None:
    with sqlite_town.database.writing() as session:
        session.execute(text("UPDATE contact SET talk = 'a word that is far too long'"))
    new = place("postgresql")
    with pytest.raises(CannotMove, match="“contact” do not fit"):
        move(sqlite_town.database, new.database)
    assert names(new) == set()


def test_after_a_restore_new_accounts_get_new_numbers(sqlite_town: Town, place: Place, tmp_path: Path) -> None:
    backup(sqlite_town, tmp_path / "backup")
    new = place("postgresql")
    put_back(new, tmp_path / "backup")
    with new.database.writing() as session:
        session.execute(
            text(
                'INSERT INTO "user" (name, password_hash, role, active, must_change_password, language, single_keys, '
                "colour_scheme) VALUES ('new', '', 'admin', true, false, 'de', true, 'auto')"
            )
        )
        assert session.scalar(text("SELECT id FROM \"user\" WHERE name = 'new'")) == 8


def test_the_night_job_runs_before_anybody_is_served(sqlite_town: Town, place: Place, tmp_path: Path) -> None:
    backup(sqlite_town, tmp_path / "backup")
    new = place("sqlite")
    put_back(new, tmp_path / "backup")
    ran: list[Database] = []

    def fails(_database: Database) -> None:
        raise DatabaseUnavailable("full")

    with pytest.raises(DatabaseUnavailable):
        restoring.finish(new.database, fails)
    assert restoring.finish(new.database, ran.append)
    assert not restoring.finish(new.database, ran.append)
    assert ran == [new.database]
    night.run(new.database)
    assert findings(new.database, new.keys, new.files) == []


def test_a_backup_is_one_state_and_keeps_nobody_from_writing(
    town: Town, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A contact is stored while the tables are read: in the middle, between the contact and what belongs to it."""
    read = rows.read

    def reading(connection: Connection, shape: rows.Shape) -> Iterator[list[str]]:
        if shape.name == "referral":
            with town.database.writing() as session:
                session.execute(text("DELETE FROM contact WHERE language = 'uk'"))
        yield from read(connection, shape)

    monkeypatch.setattr(rows, "read", reading)
    backup(town, tmp_path / "backup")
    monkeypatch.undo()
    new = place("sqlite")
    put_back(new, tmp_path / "backup")
    with new.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM contact")) == CONTACTS
        assert session.scalar(text("SELECT count(*) FROM referral")) == CONTACTS / 2


def test_nothing_of_it_is_ever_on_disk_unencrypted(
    sqlite_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    seen: list[bytes] = []

    def looking(path: Path, opener: Opener) -> object:
        seen.extend(one.read_bytes() for one in folder.iterdir())
        return check(path, opener)

    monkeypatch.setattr(writing, "check", looking)
    backup(sqlite_town, folder / "backup")
    assert [one.name for one in folder.iterdir()] == ["backup"]
    assert (folder / "backup").stat().st_mode & 0o777 == 0o600
    assert len(seen) == 1
    assert seen[0].startswith(b"age-encryption.org/v1\n")


def test_what_cannot_be_read_again_is_not_kept(
    sqlite_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backup").write_bytes(b"the one of yesterday")
    monkeypatch.setattr(rows, "encode", lambda _values: "[]")
    with pytest.raises(CannotBackUp, match="was not kept"):
        backup(sqlite_town, tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() == b"the one of yesterday"
    assert not list(tmp_path.glob(".wegweiser-*"))


def test_no_place_for_it(sqlite_town: Town, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="No such file or directory"):
        backup(sqlite_town, tmp_path / "nowhere" / "backup")
    with pytest.raises(CannotBackUp, match="is not a file"):
        backup(sqlite_town, tmp_path)
    with pytest.raises(CannotBackUp, match="cannot be written"):
        backup(sqlite_town, Path("/proc/backup"))


def test_a_missing_or_damaged_file_is_told_and_the_rest_is_kept(
    sqlite_town: Town, place: Place, tmp_path: Path
) -> None:
    first, second = sorted((sqlite_town.folder / "uploads").iterdir())
    first.unlink()
    second.write_bytes(b"damaged")
    assert len(findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files)) == 2
    assert backup(sqlite_town, tmp_path / "backup").missing_files == (first.name, second.name)
    new = place("sqlite")
    put_back(new, tmp_path / "backup")
    assert not (new.folder / "uploads").exists()


def test_tables_of_others_in_the_same_database_stay_where_they_are(
    sqlite_town: Town, place: Place, tmp_path: Path
) -> None:
    new = place("sqlite")
    for town in (sqlite_town, new):
        with town.database.write_engine.begin() as connection:
            connection.execute(text("CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)"))
            connection.execute(text("INSERT INTO somebody_elses VALUES (1)"))
    backup(sqlite_town, tmp_path / "backup")
    put_back(new, tmp_path / "backup")
    with new.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM somebody_elses")) == 1
    assert findings(new.database, new.keys, new.files) == [
        "The schema is not the program's: remove_table somebody_elses."
    ]


def test_a_share_of_windows_will_do(sqlite_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a folder cannot be synced."""
    sync = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert backup(sqlite_town, tmp_path / "backup").path.is_file()


def test_a_full_disk_is_told_and_leaves_nothing(sqlite_town: Town, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(CannotBackUp, match="File too large"):
            backup(sqlite_town, tmp_path / "backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not list(tmp_path.glob("*backup*"))
    assert not list(tmp_path.glob(".wegweiser-*"))


def test_nothing_is_put_over_what_somebody_has_made(sqlite_town: Town, tmp_path: Path) -> None:
    backup(sqlite_town, tmp_path / "backup")
    before = sums(sqlite_town.database, whole=True)
    with pytest.raises(NotEmpty, match="never put over it"):
        put_back(sqlite_town, tmp_path / "backup")
    assert sums(sqlite_town.database, whole=True) == before


def test_what_fails_on_the_way_leaves_an_empty_instance(
    sqlite_town: Town, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(sqlite_town, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    new = place("sqlite")
    (tmp_path / "cut").write_bytes(whole[:-10])
    with pytest.raises(BadBackup):
        put_back(new, tmp_path / "cut")
    with pytest.raises(BadBackup, match="WEGWEISER_SECRET_KEY"):
        put_back(new, tmp_path / "backup", configured="another secret than that of the town")
    monkeypatch.setattr(restoring, "bring_up", lambda _connection: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put_back(new, tmp_path / "backup")
    monkeypatch.undo()
    assert names(new) == set()
    assert not (new.folder / SECRET_FILE).exists()
    assert list((new.folder / "uploads").iterdir()) == []
    put_back(new, tmp_path / "backup", configured=SECRET)
    assert not (new.folder / SECRET_FILE).exists()


@pytest.mark.parametrize("kind", DATABASES)
def test_whoever_kills_it_finds_an_empty_instance(
    sqlite_town: Town, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    backup(sqlite_town, tmp_path / "backup")
    new = place(kind)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(restoring, "bring_up", lambda _connection: os.kill(os.getpid(), signal.SIGKILL))
        put_back(new, tmp_path / "backup")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert names(new) == set()
    put_back(new, tmp_path / "backup")
    assert sums(new.database)["contact"]["rows"] == CONTACTS


@pytest.mark.parametrize("revision", ["0003", "0013"])
def test_a_backup_of_an_older_schema_is_brought_up(place: Place, tmp_path: Path, revision: str) -> None:
    """It is taken as it is: an upgrade asks for one before it changes anything."""
    old, new = place("sqlite"), place("sqlite")
    with old.database.write_engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
        connection.execute(text("INSERT INTO setting (name, value) VALUES ('four_eyes', 'on')"))
    backup(old, tmp_path / "backup")
    put_back(new, tmp_path / "backup")
    assert names(new) == {*METADATA.tables, "alembic_version"}
    with new.database.reading() as session:
        assert session.scalar(text("SELECT value FROM setting WHERE name = 'four_eyes'")) == "on"
    with old.database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == revision


def test_a_newer_backup_names_what_to_install(
    sqlite_town: Town, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(sqlite_town, tmp_path / "backup")
    known = revisions() - {head()}
    monkeypatch.setattr(loading, "revisions", lambda: known)
    with pytest.raises(BadBackup, match="newer than this program"):
        put_back(place("sqlite"), tmp_path / "backup")


@pytest.mark.parametrize("name", ["uploads", SECRET_FILE])
def test_a_folder_that_cannot_be_written_is_named(sqlite_town: Town, place: Place, tmp_path: Path, name: str) -> None:
    """A full disk, or somebody else's folder, comes the same way."""
    backup(sqlite_town, tmp_path / "backup")
    new = place("sqlite")
    in_the_way = new.folder / name
    if name == SECRET_FILE:
        in_the_way.mkdir()
    else:
        in_the_way.write_text("a file")
    with pytest.raises(CannotRestore, match=f"{name} cannot be written, so nothing was restored"):
        put_back(new, tmp_path / "backup")
    assert names(new) == set()
