"""The papers: for everyone the accessibility statement, for administrators the rest."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.db import Database
from app.papers import writing
from app.papers.facts import gather
from config import Settings
from tests.web.pages import check_page
from tests.web.staff import log_in

KEPT = Path(__file__).resolve().parents[3] / "docs" / "papiere"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """None of this depends on the database."""
    return sqlite_settings


def texts(app: Flask, database: Database) -> dict[str, str]:
    """All papers as Markdown."""
    with database.reading() as session:
        facts = gather(app, session, audit_days=90, open_id=False)
    return {name: writing.markdown(app, name, facts) for name in writing.PAPERS}


def test_everyone_reads_the_accessibility_statement(client: FlaskClient) -> None:
    for language in ("de", "en"):
        response = client.get("/accessibility", query_string={"lang": language})
        check_page(response)
        assert "Willkommenszentrum Leipzig" in response.text
        assert "+49 341" in response.text


def test_administrators_download_every_paper(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    page = client.get("/papers")
    check_page(page)
    addresses = re.findall(r'href="(/papers/[^"]+)"', page.text)
    assert len(addresses) == 2 * len(writing.PAPERS)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment; filename=wegweiser-")
    assert client.get("/papers/geheim.docx").status_code == 404
    assert client.get("/papers/../config.md").status_code == 404


def test_papers_of_the_example_are_those_in_the_folder(app: Flask, database: Database) -> None:
    """``wegweiser papers -o docs/papiere --format md`` after a change."""
    assert {path.stem: path.read_text(encoding="utf-8") for path in KEPT.glob("*.md")} == texts(app, database)


def test_papers_say_what_is_so(app: Flask, database: Database, settings: Settings) -> None:
    found = texts(app, database)
    assert "{" not in "".join(found.values())
    assert "undefined" not in "".join(found.values()).casefold()
    with database.reading() as session:
        other = gather(app, session, audit_days=30, open_id=True)
    text = writing.markdown(app, "verarbeitung", other)
    assert "30 Tage" in text
    assert "90 Tage" not in text
    assert "Anmeldedienst der Stadt" in text


def test_docx_has_headings_and_tables_with_a_header(app: Flask, database: Database) -> None:
    for text in texts(app, database).values():
        document = Document(BytesIO(writing.docx(text)))
        headings = [
            one.text for one in document.paragraphs if one.style and one.style.name.startswith(("Heading", "Title"))
        ]
        assert headings == re.findall(r"^#+ (.+)$", text, re.M)
        rows = sum(len(table.rows) for table in document.tables)
        assert rows == len(re.findall(r"^\|(?! ---)", text, re.M))
        assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
