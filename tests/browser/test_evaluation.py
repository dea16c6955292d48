"""The evaluation report with a keyboard alone: made, written in with a preview, the files offered."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from app.reports.evaluation.models import EvaluationReport, EvaluationText
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect
from tests.released import furnish

WORDS = {
    "de": {
        "make": "Bericht erstellen",
        "first": "Erster Monat",
        "chapter": "6. Sprachen",
        "text": "Ihr deutscher Text",
        "preview": "Vorschau",
        "shown": "Vorschau, noch nicht gespeichert",
        "save": "Speichern",
        "saved": "Gespeichert: Sprachen",
        "last": "15. Empfohlene Anpassungen",
        "take": "Übernehmen",
    },
    "en": {
        "make": "Make the report",
        "first": "First month",
        "chapter": "6. Languages",
        "text": "Your German text",
        "preview": "Preview",
        "shown": "Preview, not saved yet",
        "save": "Save",
        "saved": "Saved: Languages",
        "last": "15. Recommended adjustments",
        "take": "Take over",
    },
}


@pytest.fixture
def released(visit: Open, server: Server) -> Iterator[Server]:
    """With released tables of five quarters, and no report yet."""
    with server.database.writing() as session:
        furnish(session, first="2025-07", last="2026-09")
    yield server
    with server.database.writing() as session:
        session.execute(delete(EvaluationText))
        session.execute(delete(EvaluationReport))


def press(page: Page, role: str, name: str) -> None:
    """The Enter key on a link or button."""
    found = page.get_by_role("link" if role == "link" else "button", name=name, exact=True).first
    found.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "javascript"), [("de", True), ("en", True), ("de", False)])
def test_made_written_and_offered(visit: Open, released: Server, language: str, javascript: bool) -> None:
    words = WORDS[language]
    advisor = visit(f"/evaluation?lang={language}", name="verwaltung", javascript=javascript)
    page = advisor.page
    page.get_by_label(words["first"]).select_option("2025-07")
    press(page, "button", words["make"])
    press(page, "link", words["chapter"])
    page.get_by_label(words["text"]).focus()
    page.keyboard.type("Tigrinya fehlt.")
    press(page, "button", words["preview"])
    expect(page.get_by_role("heading", name=words["shown"])).to_be_visible()
    expect(page.locator("#preview p")).to_have_text("Tigrinya fehlt.")
    if javascript:
        inspect(advisor)
        page.set_viewport_size({"width": 1280, "height": 800})
    press(page, "button", words["save"])
    expect(page.get_by_role("status")).to_have_text(words["saved"])
    for suffix in ("pdf", "docx"):
        expect(page.locator(f"a[href$='report.{suffix}?language=de']")).to_be_visible()
    if javascript:
        inspect(advisor)
        page.set_viewport_size({"width": 1280, "height": 800})
    press(page, "link", words["last"])
    press(page, "button", words["take"])
    expect(page.get_by_label(words["text"])).not_to_have_value("")
