"""The list of what is due, by keyboard and without JavaScript, and as it looks."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from app import clock
from app.directory import history, publishing
from app.directory.entries import Content, Entry, contents
from app.directory.stored import stored
from referrals import reports
from referrals.models import OfficeAsked, WrongData
from referrals.reports import Wrong
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import both_languages, inspect

OFFICE = Entry("offices", "ankommenszentrum")


@pytest.fixture(autouse=True)
def reported(server: Server) -> Iterator[None]:
    """Something to do; afterwards the directory is as it was."""
    with server.database.writing() as session:
        before = history.last_number(session)
        reports.add(session, {Wrong(OFFICE.id, "gone"): 2, Wrong("wohnen/mietproblem", "gap"): 1})
    yield
    with server.database.writing() as session:
        if history.last_number(session) != before:
            publishing.restore(session, before, by="test", why="", now=clock.now())
        session.execute(delete(WrongData))
        session.execute(delete(OfficeAsked))


@pytest.fixture
def editor(visit: Open) -> Advisor:
    return visit("/due", name="verwaltung")


def published(server: Server, entry: Entry) -> Content:
    with server.database.reading() as session:
        return contents(stored(session))[entry]


def row(editor: Advisor) -> str:
    """What the row with the focus says."""
    text: str = editor.page.evaluate("document.activeElement.closest('[data-row]')?.textContent ?? ''")
    return text


def test_one_key_confirms_the_next_one_follows_and_z_takes_it_back(editor: Advisor, server: Server) -> None:
    assert "Ankommenszentrum" in row(editor)
    editor.press("s")
    expect(editor.page.locator("#done")).to_contain_text("für alle Sprachen bestätigt")
    assert published(server, OFFICE)["checked_on"] == "2026-11-23"
    assert "Vermieter" in row(editor)
    editor.press("z")
    expect(editor.page.locator("#done")).to_contain_text("Rückgängig gemacht")
    assert published(server, OFFICE)["checked_on"] is None
    assert "Ankommenszentrum" in row(editor)


def test_arrows_choose_and_letters_open_what_they_say(editor: Advisor) -> None:
    editor.press("ArrowUp")
    assert "Ankommenszentrum" in row(editor)
    editor.press("ArrowDown", "ArrowDown")
    chosen = row(editor)
    assert "unsicher" in chosen
    editor.press("e")
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Stellen anschreiben")
    assert editor.page.locator(".letter b").first.text_content() in chosen  # type: ignore[operator]
    editor.page.go_back()
    expect(editor.page.locator("[data-due]")).to_be_visible()
    editor.page.locator("[data-main]").nth(0).focus()
    # Playwright's keyboard is an American one.
    editor.page.locator(":focus").dispatch_event("keydown", {"key": "ä", "bubbles": True, "cancelable": True})
    editor.page.wait_for_url("**/offices/ankommenszentrum")


def test_x_ticks_and_the_button_says_how_many(editor: Advisor) -> None:
    editor.press("x", "ArrowDown", "ArrowDown", "x")
    expect(editor.page.locator("[data-write]")).to_have_text("2 Stellen anschreiben")
    editor.press("x")
    expect(editor.page.locator("[data-write]")).to_have_text("1 Stelle anschreiben")


def test_in_english_the_letters_are_those_of_the_words(visit: Open) -> None:
    editor = visit("/due?lang=en", name="verwaltung")
    editor.press("c")
    editor.page.wait_for_url("**/offices/ankommenszentrum")


def test_letters_mean_nothing_outside_of_the_list(editor: Advisor, server: Server) -> None:
    editor.page.locator("select[name=topic]").focus()
    editor.press("s", "z", "x")
    expect(editor.page.locator("#done")).to_have_count(0)
    assert published(server, OFFICE)["checked_on"] is None


def test_without_javascript(visit: Open, server: Server, tmp_path: Path) -> None:
    editor = visit("/due?caretaker=all&reason=reported", name="verwaltung", javascript=False)
    editor.page.get_by_label("Ankommenszentrum").check()
    editor.page.locator("#assign_to").select_option("verwaltung")
    editor.click("Zuweisen").expect_text("1 Eintrag zugewiesen")
    editor.page.get_by_role("row", name="Vermieter").get_by_role("button", name="Meldung erledigt").click()
    editor.expect_text("Die Meldung ist erledigt.")
    editor.page.get_by_role("row", name="Ankommenszentrum").get_by_role("button", name="Stimmt noch").click()
    editor.expect_text("für alle Sprachen bestätigt")
    content = published(server, OFFICE)
    assert (content["caretaker"], content["checked_on"]) == ("verwaltung", "2026-11-23")
    editor.page.goto("/due/letters?office=akzess")
    with editor.page.expect_download() as download:
        editor.click("Herunterladen (.eml)")
    download.value.save_as(tmp_path / "akzess.eml")
    message = message_from_bytes((tmp_path / "akzess.eml").read_bytes(), policy=default)
    assert "AKZESS" in message["Subject"]


@both_languages
def test_it_looks_right(visit: Open, language: str) -> None:
    editor = visit(f"/due?lang={language}", name="verwaltung")
    inspect(editor)
    editor.page.set_viewport_size({"width": 1280, "height": 800})
    editor.page.locator("[data-main]").first.focus()
    editor.press("s")
    expect(editor.page.locator("#done")).to_be_visible()
    inspect(editor)
    for path in ("/due?caretaker=mine", "/due/letters?office=akzess&office=jobcenter", "/due/letters"):
        editor.page.goto(path)
        inspect(editor)
