"""Agreements as editors see them: entered, reminded of, changed by two, put away."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.agreements import service
from config import Settings
from tests.web.calendar.house import NOW
from tests.web.pages import check_page, open_page, text_of
from tests.web.staff import log_in, post

FORM = {
    "office_id": "drk_mbe",
    "title": "Kooperationsvereinbarung",
    "signed_on": "2025-01-01",
    "ends_on": "31.12.2026",
    "remind_days": "90",
    "note": "Original im Sekretariat",
    "seen": "0",
}


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What pages say is no matter of the database; test_agreements has both."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def test_a_new_one_that_ends_soon_reminds(database: Database, editor: FlaskClient) -> None:
    response = post(editor, "/house/agreements/new", FORM)
    assert response.status_code == 303
    assert "Gespeichert." in open_page(editor, response.location).text()
    text = open_page(editor, "/house/agreements").text()
    assert "1 Vereinbarung braucht Ihre Aufmerksamkeit" in text
    assert "läuft bald aus" in text
    assert "Do 31.12.2026in 36 Tagen" in text
    with database.reading() as session:
        (row,) = service.agreements(session)
        assert (row.signed_on, row.ends_on, row.remind_days) == (date(2025, 1, 1), date(2026, 12, 31), 90)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"office_id": ""}, "office_id"),
        ({"title": " "}, "title"),
        ({"ends_on": "bald"}, "ends_on"),
        ({"ends_on": "2024-01-01"}, "ends_on"),
        ({"remind_days": "viele"}, "remind_days"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    database: Database, editor: FlaskClient, changed: dict[str, str], field: str
) -> None:
    response = post(editor, "/house/agreements/new", FORM | changed)
    assert response.status_code == 400
    page = check_page(response)
    assert text_of(page.one("p", id=f"e-{field}"))
    assert page.one("input", id="f-title").get("value") == changed.get("title", FORM["title"]).strip()
    with database.reading() as session:
        assert service.agreements(session) == []


def test_two_editors_and_putting_away(database: Database, editor: FlaskClient) -> None:
    path = post(editor, "/house/agreements/new", FORM).location.partition("?")[0]
    assert post(editor, path, FORM | {"seen": "1", "title": "Eins"}).status_code == 303
    response = post(editor, path, FORM | {"seen": "1", "title": "Zwei"})
    assert response.status_code == 409
    page = check_page(response)
    assert text_of(page.one("p", id="o-title")) == "Jetzt gespeichert: Eins"
    assert page.one("input", id="f-title").get("value") == "Zwei"
    response = post(editor, f"{path}/archive", {"archived": "yes", "seen": "2"})
    text = open_page(editor, response.location).text()
    assert "Archiviert: Eins" in text
    assert "Aufmerksamkeit" not in text
    response = post(editor, f"{path}/archive", {"archived": "no", "seen": "3"})
    assert "steht wieder in der Liste" in open_page(editor, response.location).text()


def test_advisors_do_not_see_them(app: Flask, database: Database) -> None:
    advisor = log_in(app, database, Role.ADVISOR)
    assert advisor.get("/house/agreements").status_code == 403
    page = open_page(advisor, "/house")
    assert not page.all("a", href="/house/agreements")
