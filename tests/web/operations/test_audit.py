"""The page of the log: for administrators alone, to choose from, with its own downloads in the log."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from app import clock
from app.accounts.roles import Role
from app.audit import chain, failures
from app.audit.actors import NIGHT_JOB, acting, command, staff
from app.audit.models import AuditEntry
from app.db import Database
from app.directory import settings as choices
from app.directory.models import Setting
from app.keys import Keys
from app.operations import audit_views
from tests.web.pages import Page, open_page, text_of
from tests.web.staff import log_in, post

pytestmark = pytest.mark.one_database
PATH = "/operations/audit"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def admin(app: Flask, database: Database) -> FlaskClient:
    """Logged in where three have changed something, one of them two days ago."""
    client = log_in(app, database, Role.ADMIN)
    with clock.fixed(clock.now() - timedelta(days=2)), acting(NIGHT_JOB), database.writing() as session:
        session.add(Setting(name="night", value="<b>1</b>"))
    with acting(staff("Frau Öztürk")), database.writing() as session:
        choices.set_four_eyes(session, required=True)
        failures.count(session, clock.now().date(), 3)
    with acting(command("wegweiser load")), database.writing() as session:
        session.add(Setting(name=FORMULA, value=FORMULA))
    return client


def rows(page: Page) -> list[str]:
    table = page.all("table")[0]
    return [text_of(row) for body in table.iter("tbody") for row in body.iter("tr")]


def test_who_when_what_before_and_after(admin: FlaskClient) -> None:
    page = open_page(admin, PATH)
    loaded, four_eyes, night, account = rows(page)
    assert "Kommandozeile des Servers: load" in loaded
    assert "Frau Öztürk" in four_eyes
    assert "Einstellung angelegtfour_eyes" in four_eyes
    assert "Nachtlauf" in night
    assert "<b>1</b>" in night
    assert "Konto angelegtadmin" in account
    assert "(wird nicht aufgezeichnet)" in account
    assert "in Ordnung" in page.text()
    assert "Alle 4 Einträge wurden geprüft" in page.text()
    assert "Aufbewahrt wird es 90 Tage" in page.text()


def test_choosing(admin: FlaskClient) -> None:
    today, yesterday = clock.now().date(), clock.now().date() - timedelta(days=1)
    chosen = {
        "kind=user": ["Konto"],
        "by=staff:Frau+%C3%96zt%C3%BCrk": ["four_eyes"],
        "by=night": ["night"],
        f"to={yesterday}": ["night"],
        f"kind=setting&from={yesterday}&to={today}": ["=HYPERLINK", "four_eyes"],
        f"from={today}&by=command": ["=HYPERLINK"],
    }
    for query, expected in chosen.items():
        found = rows(open_page(admin, f"{PATH}?{query}"))
        assert len(found) == len(expected), query
        assert all(word in row for word, row in zip(expected, found, strict=True)), query
    for nothing in ("kind=none", "by=staff", "by=staff:%00", f"from={today}&to={yesterday}", "before=0"):
        assert "Einen solchen Eintrag gibt es nicht." in open_page(admin, f"{PATH}?{nothing}").text()
    for unclear in ("from=31.12.2026", "to=9999-12-31", "from=0001-01-01", "from=%00"):
        page = open_page(admin, f"{PATH}?{unclear}")
        assert "blieb unbeachtet" in page.text()
        assert len(rows(page)) == 4
    for odd in ("before=99999999999999999999", "before=-1", "by=x:y", "kind="):
        assert admin.get(f"{PATH}?{odd}").status_code == 200, odd


def test_pages_of_a_long_log(admin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_views, "PAGE", 2)
    monkeypatch.setattr(audit_views, "MOST_CHECKED", 3)
    page = open_page(admin, f"{PATH}?kind=setting")
    (older,) = [link for link in page.all("a") if text_of(link) == "Ältere Einträge"]
    assert len(rows(page)) == 2
    assert [row for row in rows(open_page(admin, PATH + older.attrib["href"])) if "night" in row]
    assert "wurden geprüft" not in page.text()
    (check,) = [link for link in page.all("a") if text_of(link) == "Jetzt prüfen"]
    assert "wurden geprüft" in open_page(admin, check.attrib["href"]).text()


def test_a_download_is_guarded_and_logged(admin: FlaskClient, database: Database, keys: Keys) -> None:
    response = post(admin, f"{PATH}/download", {"kind": "setting", "by": "", "from": "", "to": ""})
    assert response.headers["Content-Disposition"].startswith("attachment")
    lines = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [line["title"] for line in lines] == ["night", "four_eyes", f"'{FORMULA}"]
    assert len({line["hash"] for line in lines}) == 3
    newest = rows(open_page(admin, PATH))[0]
    assert "Dieses Protokoll heruntergeladen" in newest
    assert "ArtEinstellung" in newest
    with database.reading() as session:
        assert chain.verify(session, keys) == []


def test_tampering_is_said_on_the_page(admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(actor="Bernd"))
    page = open_page(admin, PATH)
    assert "Eintrag 3 des Protokolls der Änderungen wurde verändert." in page.text()
    assert "Jemand hat an diesem Programm vorbei" in page.text()
    with database.writing() as session:
        session.execute(text("DELETE FROM audit_chain"))
    assert "ihre Zeile wurde entfernt" in open_page(admin, PATH).text()


def test_wrong_passwords_are_a_number_a_day(admin: FlaskClient) -> None:
    section = open_page(admin, PATH).one("section", **{"aria-labelledby": "failed"})
    (line,) = (text_of(row) for body in section.iter("tbody") for row in body.iter("tr"))
    assert line.endswith(f"{clock.now():%d.%m.%Y}3")
