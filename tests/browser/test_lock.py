"""A desk that is locked shows nothing, and comes back as it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import PASSWORD, Server

# In a browser of its own: the login that is locked here is not the one of the other tests.
FIELDS = "[...new FormData(document.getElementById('contact'))].filter(([name]) => name !== 'csrf_token').map(String)"
SEEN = ("Ukrain", "Schutz für Geflüchtete", "Ausländerbehörde", "§ 24")


@pytest.fixture
def enter(visit: Open) -> Callable[..., Advisor]:
    def open_page(name: str = "beratung", **kwargs: bool) -> Advisor:
        advisor = visit("/login", name=None, **kwargs).log_in(name)
        advisor.page.wait_for_url("**/counter")
        return advisor

    return open_page


def locked(page: Page) -> None:
    """What the visitor sees."""
    expect(page.locator("h1")).to_have_text("Gesperrt")
    expect(page.get_by_label("Passwort")).to_be_focused()
    text = page.locator("body").inner_text() + page.title()
    assert not [word for word in SEEN if word in text]


def test_one_key_in_the_middle_of_a_contact(enter: Callable[..., Advisor], server: Server) -> None:
    advisor = enter()
    advisor.press(*UKRAINIAN, "k").at("answer").press("m")
    expect(advisor.focused).to_have_attribute("name", "handout")
    advisor.press("Space")
    before = advisor.page.evaluate(FIELDS)
    advisor.press("F2")
    locked(advisor.page)
    assert advisor.page.context.request.get("/counter").url.endswith("/login")
    advisor.page.get_by_label("Passwort").fill(PASSWORD)
    advisor.press("Enter").at("answer")
    assert advisor.page.evaluate(FIELDS) == before
    advisor.press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contact().channel == "phone"


def test_the_way_back_is_locked_too(enter: Callable[..., Advisor]) -> None:
    advisor = enter()
    advisor.press(*UKRAINIAN).at("answer").press("F2")
    locked(advisor.page)
    advisor.page.go_back()
    locked(advisor.page)


def test_without_javascript(enter: Callable[..., Advisor]) -> None:
    advisor = enter(javascript=False).click("Ukrainisch").click("Einreise und Aufenthalt").click("Sperren")
    locked(advisor.page)
    advisor.page.get_by_label("Passwort").fill(PASSWORD)
    advisor.click("Entsperren").click("Angefangenen Kontakt fortsetzen")
    expect(advisor.page.locator(".steps")).to_contain_text("Ukrainisch")
    expect(advisor.page.locator(".steps")).to_contain_text("Einreise und Aufenthalt")


def test_editor_finds_the_page_as_it_was(enter: Callable[..., Advisor], server: Server) -> None:
    advisor = enter("verwaltung")
    page = advisor.page
    page.goto("/events/new")
    field = page.locator("main form [name^=title]").first
    field.fill("Arbeiten in Leipzig")
    advisor.press("F2")
    locked(page)
    assert "Arbeiten" not in page.content()
    page.get_by_label("Passwort").fill("falsch")
    advisor.press("Enter").expect_text("Name oder Passwort")
    assert page.context.request.get("/events/new").url.endswith("/login")
    server.now += timedelta(seconds=5)
    page.get_by_label("Passwort").fill(PASSWORD)
    advisor.press("Enter")
    expect(field).to_have_value("Arbeiten in Leipzig")
    page.locator("main form[method=post]").first.locator("button[type=submit]").last.click()
    page.wait_for_load_state()
    assert "noch einmal" not in page.locator("h1").inner_text(), "the forms carry the token of the new login"


def test_page_of_another_person_does_not_come_back(enter: Callable[..., Advisor]) -> None:
    advisor = enter("verwaltung")
    advisor.page.goto("/accounts")
    advisor.page.locator("#name").fill("nobody yet")
    advisor.press("F2")
    locked(advisor.page)
    advisor.page.get_by_label("Name").fill("leise")
    advisor.page.get_by_label("Passwort").fill(PASSWORD)
    advisor.press("Enter")
    advisor.page.wait_for_url("**/counter")
    expect(advisor.page.locator(".account")).to_have_text("leise")


def test_other_windows_are_locked_too(enter: Callable[..., Advisor], server: Server) -> None:
    advisor = enter("verwaltung")
    advisor.press(*UKRAINIAN, "k").at("answer")
    before = advisor.page.evaluate(FIELDS)
    other = advisor.page.context.new_page()
    other.goto("/accounts")
    other.locator("#name").fill("nobody yet")
    other.keyboard.press("F2")
    for page in (other, advisor.page):
        expect(page.locator("h1")).to_have_text("Gesperrt")
    other.get_by_label("Passwort").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.locator("#name")).to_have_value("nobody yet")
    advisor.page.get_by_label("Passwort").fill(PASSWORD)
    advisor.press("Enter").click("Noch einmal senden").at("answer")
    assert advisor.page.evaluate(FIELDS) == before
