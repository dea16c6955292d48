"""A file of a Zuständigkeitsfinder, judged with the keyboard alone, without JavaScript; and the pages as they look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app.directory.models import Draft
from referrals.interchange.models import ExternalId, Proposal
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect
from tests.unit.interchange.xzufi.files import TRANSFER

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        for table in (Proposal, ExternalId, Draft):
            session.execute(delete(table))


def taken_in(visit: Open, language: str = "de", *, javascript: bool = True) -> Advisor:
    """An editor who has just taken in a file."""
    advisor = visit(f"/proposals?lang={language}", name="verwaltung", javascript=javascript)
    advisor.page.locator("input[type=file]").set_input_files(TRANSFER)
    advisor.page.locator("input[type=file]").press("Tab")
    advisor.page.keyboard.press("Enter")
    expect(advisor.page.locator(".hint.good")).to_contain_text("transfer_2_2_0.xml")
    return advisor


def key_of(server: Server, name: str) -> str:
    with server.database.reading() as session:
        return session.scalars(select(Proposal.id).where(Proposal.name == name).order_by(Proposal.id)).first() or ""


@pytest.mark.parametrize("javascript", [True, False])
def test_with_the_keyboard(visit: Open, server: Server, javascript: bool) -> None:
    page = taken_in(visit, javascript=javascript).page
    page.get_by_role("link", name="Amt für Beispiele").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ablehnen").press("Enter")
    expect(page.locator(".hint.good")).to_contain_text("1 Vorschlag abgelehnt")
    page.get_by_role("button", name="Rückgängig").press("Enter")
    expect(page.locator(".hint.good")).to_contain_text("1 Vorschlag ist wieder offen")
    page.get_by_role("link", name="Ausländerbehörde").press("Enter")
    street = page.get_by_role("checkbox", name="Straße")
    expect(street).to_be_checked()
    street.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="E-Mail")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".hint.good")).to_contain_text("Ein Entwurf ist angelegt")
    expect(page.get_by_role("link", name="Weiter mit: Amt für Beispiele")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Amt für Beispiele")
    with server.database.reading() as session:
        content = session.scalars(select(Draft.content).where(Draft.entry_id == "abh")).one()
    assert content["email"] == "auslaenderbehoerde@beispiel.example"
    assert content["street"] != "Beispielstraße 7"


@both_languages
def test_looks(visit: Open, server: Server, language: str) -> None:
    inspect(visit(f"/proposals?lang={language}", name="verwaltung"))
    inspect(taken_in(visit, language))
    for name in ("Ausländerbehörde", "Amt für Beispiele"):
        inspect(visit(f"/proposals/{key_of(server, name)}?lang={language}", name="verwaltung"))
    rule = f"/proposals/{key_of(server, 'Aufenthaltserlaubnis verlängern')}"
    choice = "subtopic=aufenthalt/titel_verlaengern&office=abh"
    inspect(visit(f"{rule}?lang={language}&{choice}", name="verwaltung"))


def test_a_broken_file_is_told(visit: Open) -> None:
    page = visit("/proposals", name="verwaltung").page
    page.locator("input[type=file]").set_input_files(
        {"name": "kaputt.xml", "mimeType": "text/xml", "buffer": TRANSFER.read_bytes()[:4000]}
    )
    page.get_by_role("button", name="Nach Vorschlägen suchen").click()
    expect(page.get_by_role("alert")).to_contain_text("kaputt.xml, Zeile")
