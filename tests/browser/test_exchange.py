"""Files out and in with the browser, with JavaScript and without; the public page on screens and for axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, update

from app.directory.models import Change, EntryVersion
from app.exchange import files_export
from app.vocabulary.models import Revision
from referrals.directory.models import Office
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import MONDAY, Server
from tests.browser.test_looks import inspect

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture
def as_it_was(server: Server) -> Iterator[None]:
    """Take back what a test changes."""
    with server.database.reading() as session:
        phone = session.get_one(Office, "wzl").phone
    yield
    with server.database.writing() as session:
        session.execute(delete(EntryVersion))
        session.execute(delete(Change))
        session.execute(update(Office).where(Office.id == "wzl").values(phone=phone))
        session.execute(update(Revision).values(number=Revision.number + 1))


@pytest.fixture
def offices(server: Server, tmp_path: Path) -> Path:
    """The exported file of offices with another number of the centre."""
    with server.database.reading() as session:
        content = files_export.csv_files(session)["offices.csv"]
    path = tmp_path / "offices.csv"
    path.write_bytes(content.replace(b"'+49 341 1232676", b"'+49 341 777", 1))
    return path


def choose(page: Page, path: Path) -> None:
    """Choose a file and have it looked at."""
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Zeigen, was sich ändern würde").click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.usefixtures("as_it_was")
def test_a_table_is_looked_at_and_taken_over(visit: Open, offices: Path, javascript: bool) -> None:
    page = visit("/exchange", name="verwaltung", javascript=javascript).page
    choose(page, offices)
    expect(page.get_by_role("heading", level=1)).to_have_text("Was die Dateien ändern würden")
    expect(page.locator("article ins")).to_have_text("jetzt: +49 341 777")
    page.get_by_label("Warum?").fill("Angerufen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 Eintrag übernommen.")
    page.get_by_role("status").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Angerufen")


def test_a_broken_file_says_where(visit: Open, offices: Path) -> None:
    page = visit("/exchange", name="verwaltung").page
    offices.write_bytes(offices.read_bytes().replace(b"Mo,Tu,Th 11:00-17:00", b"Montag", 1))
    choose(page, offices)
    expect(page.get_by_role("alert")).to_contain_text("offices.csv, Zeile 2, Spalte opening_hours")


@both_languages
def test_how_the_pages_look(visit: Open, offices: Path, language: str) -> None:
    advisor = visit(f"/exchange?lang={language}", name="verwaltung")
    inspect(advisor)
    advisor.page.locator("#files").set_input_files(offices)
    advisor.page.locator("form[action='/exchange/check'] button").click()
    expect(advisor.page.locator("article ins")).to_be_visible()
    inspect(advisor)


def test_the_public_page(server: Server, chromium: Browser, tmp_path: Path) -> None:
    with server.database.reading() as session:
        for name, content in files_export.public_files(session, MONDAY).items():
            (tmp_path / name).write_bytes(content)
    requests: list[str] = []
    # Without scripts as its readers may be; axe brings its own, so that is a second visit.
    for javascript in (False, True):
        context = chromium.new_context(java_script_enabled=javascript, viewport={"width": 390, "height": 800})
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto((tmp_path / "index.html").as_uri())
        expect(page.get_by_role("heading", level=1)).to_have_text("Wer ist zuständig?")
        page.get_by_role("navigation").get_by_role("link", name="Wohnen", exact=True).click()
        expect(page.locator("#thema-wohnen")).to_be_in_viewport()
        expect(page.locator("article#wzl")).to_contain_text("Montag, Dienstag und Donnerstag: 11:00 bis 17:00 Uhr")
        if javascript:
            inspect(Advisor(page))
        context.close()
    assert {url.partition("#")[0] for url in requests} == {(tmp_path / "index.html").as_uri()}
