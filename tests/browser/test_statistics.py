"""An analyst reads the statistics: with the keyboard alone, without JavaScript, on a phone, in both languages."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect
from tests.released import furnish


def released(server: Server) -> None:
    """Half a year of tables."""
    with server.database.writing() as session:
        furnish(session, first="2026-04", last="2026-09")


def test_from_the_overview_to_a_topic_by_keyboard(visit: Open, server: Server) -> None:
    advisor = visit("/account", name="verwaltung")
    released(server)
    page = advisor.page
    page.goto("/statistics")
    expect(page.get_by_role("heading", level=1)).to_have_text("Überblick, 3. Quartal 2026")
    page.get_by_role("link", name="Themen", exact=True).focus()
    advisor.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Themen, 3. Quartal 2026")
    page.get_by_role("combobox", name="Thema").focus()
    advisor.press("W", "Tab", "Tab", "Tab", "Enter")
    expect(page.get_by_role("heading", name="Wohnen", exact=True)).to_be_visible()
    expect(page.get_by_role("table", name="Wohnen, 3. Quartal 2026", exact=True)).to_contain_text("Wohnung suchen")
    expect(page.get_by_role("img").first).to_be_visible()
    inspect(advisor)
    page.get_by_role("link", name="← 2. Quartal 2026").focus()
    advisor.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Themen, 2. Quartal 2026")
    assert page.url.endswith("period=2026-Q2&topic=wohnen")


def test_in_english_and_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit("/account?lang=en", name="verwaltung", javascript=False)
    released(server)
    page = advisor.page
    page.goto("/statistics/groups")
    page.get_by_role("combobox", name="Period").select_option("September 2026")
    page.get_by_role("combobox", name="Group").select_option(index=1)
    advisor.click("Show")
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups, September 2026")
    expect(page.get_by_role("table").first).to_contain_text("All contacts")
    expect(page.get_by_role("region", name="Chart:").first).to_be_visible()
    page.goto("/statistics/groups?group=refugee,student")
    expect(page.get_by_text("There is no such value.")).to_be_visible()
    advisor.click("What this means")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
