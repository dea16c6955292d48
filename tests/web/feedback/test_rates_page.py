"""What editors see: published numbers only, those in trouble first with their rules; before the first release, when."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, night
from app.accounts.roles import Role
from app.db import Database
from tests.web.feedback.test_releases import PLAIN, SENSITIVE, opened, reported
from tests.web.pages import Page, open_page, text_of
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

JANUARY = datetime(2027, 1, 12, 9, 0, tzinfo=clock.ZONE)


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def open_later(app: Flask, database: Database) -> Page:
    """The page in January, by somebody who logged in then."""
    with clock.fixed(JANUARY):
        return open_page(log_in(app, database, Role.EDITOR), "/feedback/rates")


def row_of(page: Page, office: str) -> list[str]:
    rows = [row for row in page.all("tr") if office in text_of(row)]
    assert len(rows) == 1
    return [text_of(cell) for cell in rows[0]]


def test_before_the_first_release(editor: FlaskClient, database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 30, 500, 5, 0)
    page = open_page(editor, "/feedback/rates")
    assert "am Do 07.01.2027, sieben Tage nach dem Ende des Quartals" in page.text()
    assert page.all("table") == []
    assert "500" not in page.text()


def test_the_worst_first_with_the_rules_behind_it(app: Flask, database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 30, 10, 5, 3)
    reported(database, "2026-Q4", SENSITIVE, 60, 5, 0, 0)
    reported(database, "2026-Q4", ("jobcenter", "wohnen"), 10, 0, 0, 0)
    reported(database, "2026-Q4", ("caritas", "wohnen"), 4, 0, 0, 0)
    night.run(database, JANUARY)
    page = open_later(app, database)
    assert "Zuletzt veröffentlicht: 4. Quartal 2026. Die nächsten Zahlen kommen am Mi 07.04.2027." in page.text()
    trouble = page.one("section", **{"aria-labelledby": "trouble"})
    assert "Mieterverein" in text_of(trouble)
    assert "Ausländerbehörde" not in text_of(trouble)
    links = [link.get("href", "") for link in trouble.iter("a")]
    assert links
    assert all(link.startswith("/rules/wohnen/") and "?edit=" in link for link in links)
    tenants = row_of(page, "Mieterverein")
    assert tenants[1] in {"45", "50"}
    assert tenants[2:6] == ["30", "10", "5", "<5"]
    assert row_of(page, "Ausländerbehörde")[2:6] == ["60", "<10", "<10", "<10"]
    assert row_of(page, "Jobcenter")[1:7] == ["10", "–", "–", "–", "–", "zu wenige, um sie aufzuteilen"]
    assert "Caritas" not in page.text()


def test_a_bar_says_in_words_what_it_shows(app: Flask, database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 30, 10, 5, 3)
    night.run(database, JANUARY)
    bar = open_later(app, database).one("svg", role="img")
    assert bar.get("aria-label") == "erreicht: 30, falsche Stelle: 10, abgewiesen: 5, nicht hingegangen: <5"


def test_figures_too_small_to_show(app: Flask, database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 2, 1, 1, 0)
    night.run(database, JANUARY)
    page = open_later(app, database)
    assert "Für keine Stelle gab es genug Meldungen" in page.text()
    assert "Mieterverein" not in page.text()


def test_what_was_reported_since_changes_nothing(app: Flask, database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 30, 10, 5, 3)
    night.run(database, JANUARY)
    with clock.fixed(JANUARY):
        client = log_in(app, database, Role.EDITOR)
        before = open_page(client, "/feedback/rates").text()
        reported(database, "2027-Q1", PLAIN, 300, 100, 50, 30)
        assert open_page(client, "/feedback/rates").text() == before
