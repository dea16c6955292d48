"""The slip opens in a hidden frame and prints itself."""

from playwright.sync_api import expect

from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.server import Server


def printed(advisor: Advisor, times: int) -> None:
    """Wait until this many PDFs went to the printer."""
    advisor.page.wait_for_function("times => window.printed.length === times", arg=times)
    assert set(advisor.page.evaluate("window.printed")) == {"application/pdf"}


def test_the_slip_is_really_printed_and_the_focus_stays(advisor: Advisor) -> None:
    with advisor.page.expect_response("**/slip.pdf") as slip:
        advisor.press(*UKRAINIAN, "Enter")
    assert slip.value.headers["content-type"] == "application/pdf"
    printed(advisor, 1)
    expect(advisor.focused).to_contain_text("Ukrainisch")
    advisor.press("2").at("topic")


def test_print_again_until_the_next_contact_is_finished(advisor: Advisor, server: Server) -> None:
    advisor.press(*UKRAINIAN, "Enter")
    printed(advisor, 1)
    advisor.click("Noch einmal drucken")
    printed(advisor, 2)
    assert server.contacts() == 1
    assert len(advisor.page.context.pages) == 1


def test_a_slip_that_cannot_be_made_is_said_and_not_printed(advisor: Advisor) -> None:
    advisor.press(*UKRAINIAN, "Enter")
    printed(advisor, 1)
    advisor.page.evaluate("document.querySelector('#slip [name=ticket]').value = 'too old'")
    advisor.click("Noch einmal drucken")
    expect(advisor.notice).to_contain_text("Der Zettel konnte nicht erstellt werden")
    printed(advisor, 1)


def test_the_preview_is_a_page_of_its_own(advisor: Advisor, server: Server) -> None:
    advisor.press(*UKRAINIAN).at("answer")
    with advisor.page.context.expect_event("response", lambda response: "preview" in response.url) as preview:
        advisor.click("Vorschau")
    assert preview.value.headers["content-type"] == "application/pdf"
    advisor.at("answer")
    assert server.contacts() == 0


def test_enter_twice_counts_and_prints_once(advisor: Advisor, server: Server) -> None:
    advisor.press(*UKRAINIAN, "Enter", "Enter")
    printed(advisor, 1)
    advisor.at("language")
    assert server.contacts() == 1


def test_a_double_click_counts_and_prints_once(advisor: Advisor, server: Server) -> None:
    advisor.press(*UKRAINIAN).at("answer")
    advisor.page.get_by_role("button", name="Drucken und erfassen").dblclick()
    printed(advisor, 1)
    assert server.contacts() == 1
