"""The page of operation, and what administrators see on every other page."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from app import clock
from app.accounts.roles import Role
from app.contacts.models import DeskLoad
from app.db import Database
from app.keeping import claims, records
from app.keeping.claims import BACKUP, NIGHT
from app.operations import views, words
from config import BackupSettings, OpenIdSettings
from tests.web.pages import check_page
from tests.web.staff import add_staff, log_in, post, submit_login

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.ZONE)
PASSPHRASE = "ein geheimer langer satz"
pytestmark = pytest.mark.one_database


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of backups of this application; pages wait for a backup however slow the machine is."""
    monkeypatch.setattr(views, "PATIENCE_SECONDS", 120)
    path = tmp_path / "backups"
    path.mkdir()
    app.extensions["settings"].instance.mkdir(exist_ok=True)
    backup = BackupSettings(path, passphrase=PASSPHRASE)
    app.extensions["settings"] = replace(app.extensions["settings"], backup=backup)
    return path


@pytest.fixture
def admin(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADMIN)


class Good:
    """A backup that was written."""

    bytes = 1_500_000
    sha256 = "ab" * 32


def note(database: Database, ago: timedelta, failure: str | None = None, file: str = "wegweiser-x.age") -> None:
    moment = clock.now() - ago
    written = None if failure else Good()
    with database.writing() as session:
        records.note(session, moment=moment, kind="daily", file=file, failure=failure, written=written)


def text_of(client: FlaskClient) -> str:
    return check_page(client.get("/operations")).text()


def test_everything_in_order(admin: FlaskClient, database: Database, folder: Path) -> None:
    note(database, timedelta(hours=6))
    (folder / "wegweiser-x.age").write_bytes(b"x")
    claim = claims.take(database, NIGHT, clock.now())
    assert claim
    report = {"oldest_month": "2024-11", "released": ["feedback 2026-Q3"], "files": 2, "findings": [], "seconds": 1.5}
    claims.done(database, claim, clock.now(), report)
    said = text_of(admin)
    for part in (
        "Alles ist in Ordnung.", "vor 6 Stunden", "1,4 MB", "ab November 2024", "2026-Q3", "2 gelöscht", "1,5 s",
        "nichts gefunden in", str(folder), "WEGWEISER_BACKUP_PASSPHRASE", "35 Tage", "SQLite", "Wegweiser 0",
    ):  # fmt: skip
        assert part in said, part
    assert PASSPHRASE not in admin.get("/operations").text
    assert "Der Ordner" not in check_page(admin.get("/accounts")).text("body")


def test_what_failed_is_said_here_and_on_every_page(admin: FlaskClient, database: Database, folder: Path) -> None:
    note(database, timedelta(days=3))
    note(database, timedelta(hours=1), failure="full")
    said = text_of(admin)
    assert "3 Punkte brauchen Sie" in said
    assert "Die letzte gute Sicherung liegt nicht mehr in ihrem Ordner." in said
    assert words.FAILURES["full"] not in said
    assert "Die Platte mit dem Ordner der Sicherungen ist voll." in said
    assert "Die letzte gute Sicherung ist zu alt." in said
    assert "Die Datei liegt nicht mehr im Ordner." in said
    for path in ("/accounts", "/counter", "/rules"):
        aside = check_page(admin.get(path)).one("aside", **{"aria-label": "Für die Verwaltung"})
        assert "Die letzte Sicherung ist fehlgeschlagen." in "".join(aside.itertext())


def test_others_are_not_bothered(app: Flask, database: Database, folder: Path) -> None:
    note(database, timedelta(hours=1), failure="full")
    for role in (Role.ADVISOR, Role.EDITOR):
        client = log_in(app, database, role)
        assert "Sicherung" not in check_page(client.get("/counter")).text("body")
        assert client.get("/operations").status_code == 403
    assert "Sicherung" not in app.test_client().get("/login").text


def test_a_trial_without_a_folder_is_told_how_but_not_warned(admin: FlaskClient) -> None:
    """Nobody is told that all is well without a backup, but it is not urgent either."""
    page = check_page(admin.get("/operations"))
    summary = "".join(page.one("section", **{"aria-labelledby": "summary"}).itertext())
    assert "Es gibt keine tägliche Sicherung" in summary
    assert "Setzen Sie WEGWEISER_BACKUP_FOLDER" in summary
    assert "Alles ist in Ordnung." not in page.text()
    assert not check_page(admin.get("/accounts")).all("aside", **{"aria-label": "Für die Verwaltung"})


def test_production_without_a_folder_is_warned(app: Flask, admin: FlaskClient) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], production=True)
    assert "Es gibt keine tägliche Sicherung" in text_of(admin)
    assert "Es gibt keine tägliche Sicherung" in check_page(admin.get("/accounts")).text("body")


def test_damage_that_the_night_job_found(admin: FlaskClient, database: Database) -> None:
    claim = claims.take(database, NIGHT, clock.now())
    assert claim
    claims.done(database, claim, clock.now(), {"findings": ["The database file is damaged: <b>row 3</b>."]})
    assert "<b>row 3</b>" in text_of(admin)
    assert "Der Nachtlauf hat Schäden gefunden" in check_page(admin.get("/accounts")).text("body")


def test_secrets_of_settings_are_not_shown(app: Flask, admin: FlaskClient) -> None:
    login = OpenIdSettings("https://login.example", "wegweiser", "client-geheim", "Stadt", "roles", {"a": "admin"})
    url = "postgresql+psycopg://town:pg-geheim@db.example/wegweiser"
    changed = replace(app.extensions["settings"], open_id=login, smtp_url="smtp://a:mail-geheim@mail.example")
    app.extensions["settings"] = replace(changed, database_url=changed.database_url, secret_key="k" * 40)
    page = admin.get("/operations").text
    assert "login.example" in page
    assert "geheim" not in page
    assert "k" * 40 not in page
    assert words.place(replace(changed, database_url=url)) == "wegweiser (db.example)"


def test_a_backup_at_once(admin: FlaskClient, database: Database, folder: Path) -> None:
    answer = post(admin, "/operations/backup")
    assert (answer.status_code, answer.location) == (303, "/operations?backup=started")
    (made,) = folder.iterdir()
    page = check_page(admin.get(answer.location))
    assert made.name in page.text()
    assert "Die Sicherung ist angelegt und geprüft." in page.text()
    with database.reading() as session:
        (row,) = records.all_records(session)
        assert (row.kind, row.failure, row.size) == ("at_once", None, made.stat().st_size)


def test_a_backup_that_is_being_made_is_not_made_twice(admin: FlaskClient, database: Database, folder: Path) -> None:
    assert claims.take(database, BACKUP, clock.now())
    assert post(admin, "/operations/backup").status_code == 303
    assert list(folder.iterdir()) == []
    assert "wird gerade angelegt; wenn" in check_page(admin.get("/operations?backup=started")).text()
    assert "wird gerade angelegt, seit: heute" in text_of(admin)


def test_a_backup_at_once_that_fails(admin: FlaskClient, folder: Path) -> None:
    folder.rmdir()
    said = check_page(admin.get(post(admin, "/operations/backup").location or "")).text()
    assert "Die Sicherung ist fehlgeschlagen. Der Ordner der Sicherungen ist nicht da." in said
    assert "in der nächsten Stunde noch einmal" in said


def test_in_english_with_a_short_name(app: Flask, database: Database, folder: Path) -> None:
    client = app.test_client()
    add_staff(database, Role.ADMIN)
    submit_login(client, "admin")
    note(database, timedelta(days=2), failure="denied")
    said = check_page(client.get("/operations?lang=en")).text()
    assert "The program may not write into the folder of backups." in said
    assert "1 thing needs you" in said


def test_no_size_moves_with_a_contact(admin: FlaskClient, database: Database) -> None:
    """The write-ahead log grows with each: the page asked every minute would tell when somebody stood at a desk."""
    before = _size(admin)
    assert before.endswith("MB")
    for hour in range(30):
        with database.writing() as session:
            load = {"quarter": "2026-Q4", "weekday": 1, "hour": hour, "n": 1}
            session.execute(insert(DeskLoad).values(load))
    assert _size(admin) == before


def _size(admin: FlaskClient) -> str:
    box = check_page(admin.get("/operations")).one("section", **{"aria-labelledby": "database"})
    return "".join(box.itertext()).split("Größe")[1].split("Hochgeladene")[0].strip()


def test_a_folder_that_is_not_there_is_said_at_the_top(admin: FlaskClient, database: Database, folder: Path) -> None:
    note(database, timedelta(hours=6))
    folder.rmdir()
    said = text_of(admin)
    assert "Der Ordner der Sicherungen ist nicht lesbar." in said
    assert "Alles ist in Ordnung." not in said
