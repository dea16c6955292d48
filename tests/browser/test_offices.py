"""An office changed and published with the keyboard, with JavaScript and without, and the pages as they look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, expect
from sqlalchemy import delete

from app import clock
from app.directory import drafts, history, publishing
from app.directory.entries import Content, Entry
from app.directory.models import Change, Draft, EntryVersion
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import MONDAY, Server
from tests.browser.test_looks import inspect

WZL = Entry("offices", "wzl")
SAVED = {"de": "Als Entwurf gespeichert.", "en": "Saved as a draft."}
PUBLISHED = {"de": "Veröffentlicht.", "en": "Published."}
UNDONE = {"de": "Zurückgenommen.", "en": "Taken back."}
PAGES = {
    "list": "/offices",
    "nothing found": "/offices?q=zzzz",
    "office": "/offices/wzl",
    "many warnings": "/offices/akzess",
    "gone": "/offices/fluechtlingsrat_leipzig",
    "new": "/offices/new",
}

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    with server.database.reading() as session:
        before, number = published(server), history.last_number(session)
    yield
    with server.database.writing() as session:
        session.execute(delete(Draft))
        with clock.fixed(MONDAY):
            publishing.publish(session, {WZL: before}, by="tests", why="", now=MONDAY)
        session.execute(delete(EntryVersion).where(EntryVersion.change_number > number))
        session.execute(delete(Change).where(Change.number > number))


def published(server: Server) -> Content:
    with server.database.reading() as session:
        content = drafts.current(session, WZL).published
    assert content is not None
    return content


def done(advisor: Advisor, text: str) -> None:
    """What was done is said, and has the focus."""
    expect(advisor.page.locator("#done")).to_contain_text(text)
    expect(advisor.page.locator("#done")).to_be_focused()


def tab_to(advisor: Advisor, selector: str, most: int = 12) -> None:
    """Go on with the Tab key until this has the focus."""
    for _ in range(most):
        advisor.press("Tab")
        if advisor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {most} tabs")


@both_languages
def test_with_the_keyboard(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/offices?lang={language}", name="verwaltung")
    advisor.page.locator("#q").focus()
    advisor.page.keyboard.type("wzl")
    advisor.press("Enter")
    expect(advisor.page.locator(".office-table .name")).to_have_count(1)
    advisor.page.locator("#q").focus()
    tab_to(advisor, ".office-table .name", 16)
    advisor.press("Enter")
    advisor.page.locator("#f-phone").focus()
    advisor.press("Control+a")
    advisor.page.keyboard.type("+49 341 777")
    advisor.press("Control+Enter")
    done(advisor, SAVED[language])
    advisor.page.locator("#f-why").focus()
    advisor.page.keyboard.type("Anruf")
    advisor.press("Tab", "Enter")
    done(advisor, PUBLISHED[language])
    assert published(server)["phone"] == "+49 341 777"
    advisor.press("Tab", "Enter")
    done(advisor, UNDONE[language])
    assert published(server)["phone"] == "+49 341 1232676"


@both_languages
def test_without_javascript(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/offices/wzl?lang={language}", name="verwaltung", javascript=False)
    advisor.page.locator("[name=from-5]").first.fill("9")
    advisor.page.locator("[name=to-5]").first.fill("12.30")
    # A row more keeps what was typed; Enter in a field saves.
    advisor.page.locator("[name=add][value=closures]").click()
    expect(advisor.page.locator("[name=from-5]").first).to_have_value("09:00")
    expect(advisor.page.locator("[name=closure_from]")).to_have_count(2)
    advisor.page.locator("[name=closure_from]").first.fill("2026-12-24")
    advisor.page.locator("#f-phone").press("Enter")
    expect(advisor.page.locator("#done")).to_contain_text(SAVED[language])
    expect(advisor.page.locator(".meaning")).to_contain_text("09:00 – 12:30")
    advisor.page.locator("#f-why").fill("Aushang")
    advisor.page.locator("[name=action][value=publish]").click()
    expect(advisor.page.locator("#done")).to_contain_text(PUBLISHED[language])
    assert published(server)["opening_hours"] == "Mo,Tu,Th 11:00-17:00; Fr 09:00-12:30; PH off"
    assert published(server)["closures"] == [{"from": "2026-12-24", "to": "2026-12-24"}]


def test_two_editors_of_one_office(visit: Open, server: Server) -> None:
    one, other = (visit("/offices/wzl", name="verwaltung") for _ in range(2))
    one.page.locator("#f-phone").fill("+49 341 777")
    one.page.locator("#f-phone").press("Control+Enter")
    done(one, "Als Entwurf gespeichert.")
    other.page.locator("#f-phone").fill("+49 341 888")
    other.page.locator("#f-phone").press("Control+Enter")
    done(other, "Jemand anderes hat diese Stelle inzwischen geändert")
    expect(other.page.locator("#f-phone")).to_have_value("+49 341 888")
    expect(other.page.locator("#o-phone")).to_contain_text("+49 341 777")
    inspect(other)
    other.page.locator("#f-phone").press("Control+Enter")
    done(other, "Als Entwurf gespeichert.")


def test_what_was_typed_is_not_lost_in_silence(visit: Open) -> None:
    advisor = visit("/offices/wzl", name="verwaltung")
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    advisor.page.on("dialog", stay)
    advisor.page.locator("#f-phone").press_sequentially("1")
    typed = advisor.page.locator("#f-phone").input_value()
    advisor.page.get_by_role("link", name="Verlauf").first.click(no_wait_after=True)
    expect(advisor.page.locator("#f-phone")).to_have_value(typed)
    assert asked == ["beforeunload"]


def test_the_slip_stands_beside_the_form(visit: Open) -> None:
    advisor = visit("/offices/wzl", name="verwaltung", width=1500)
    expect(advisor.page.locator("iframe[name=preview]")).to_be_visible()
    advisor.page.locator("#f-phone").fill("+49 341 777")
    with advisor.page.expect_response("**/offices/preview.pdf") as typed:
        advisor.page.locator("#show-slip").click()
    assert (typed.value.request.method, typed.value.status) == ("POST", 200)
    assert typed.value.headers["content-type"] == "application/pdf"
    expect(advisor.page.locator("#f-phone")).to_have_value("+49 341 777")


def test_an_ended_login_loses_nothing(visit: Open, server: Server) -> None:
    advisor = visit("/offices/wzl", name="verwaltung")
    advisor.page.locator("#f-phone").fill("+49 341 777")
    advisor.page.context.clear_cookies()
    advisor.page.locator("#f-phone").press("Control+Enter")
    advisor.log_in("verwaltung")
    expect(advisor.page.locator("#done")).to_contain_text("Als Entwurf gespeichert.")
    expect(advisor.page.locator("#f-phone")).to_have_value("+49 341 777")


@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_how_the_pages_look(visit: Open, page: str, language: str) -> None:
    path = PAGES[page]
    advisor = visit(f"{path}{'&' if '?' in path else '?'}lang={language}", name="verwaltung")
    inspect(advisor)


@both_languages
def test_how_what_is_wrong_looks(visit: Open, language: str) -> None:
    advisor = visit(f"/offices/wzl?lang={language}", name="verwaltung")
    advisor.page.locator("#f-phone").fill("keine")
    advisor.page.locator("[name=from-1]").first.fill("18")
    advisor.page.locator("#f-opening_hours").fill("24/7")
    advisor.page.locator("#f-street").fill("Marktplatz")
    advisor.page.locator("#f-phone").press("Control+Enter")
    expect(advisor.page.locator("#done")).to_be_focused()
    advisor.page.locator("details").last.evaluate("details => { details.open = true }")
    inspect(advisor)
