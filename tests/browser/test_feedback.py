"""A slip is reported with the keyboard alone, with the mouse, without JavaScript, and without an account."""

import secrets
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.contacts.models import DeskLoad
from app.keys import Keys
from referrals.feedback import OUTCOMES
from referrals.feedback_release import release_due
from referrals.models import Feedback, SlipCode
from referrals.service import code_digest
from referrals.slip.code import ALPHABET, new_code, normalise_code
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect

KEYS = Keys("a secret of the tests, long enough")


@pytest.fixture
def code(visit: Open, server: Server) -> str:
    """The code of a slip that was handed out; after ``visit``, which begins with an empty database."""
    made = new_code(secrets.token_bytes(16))
    with server.database.writing() as session:
        session.add(
            SlipCode(
                digest=code_digest(KEYS, made),
                office_id="mieterverein",
                field_of_action_id="wohnen",
                valid_until=date(2027, 1, 31),
            )
        )
    return made


def counted(server: Server) -> dict[str, int]:
    with server.database.reading() as session:
        return {row.outcome: row.n for row in session.scalars(select(Feedback))}


def ready(advisor: Advisor) -> Advisor:
    """The field for the code has the focus: what is typed goes there."""
    expect(advisor.focused).to_have_id("code")
    return advisor


def said(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_code_digit_enter(visit: Open, server: Server, code: str) -> None:
    advisor = ready(visit("/feedback"))
    advisor.press(*code.replace("-", "").lower(), "2")
    expect(advisor.page.get_by_role("radio", name="falsche Stelle")).to_be_checked()
    advisor.press("Enter")
    expect(advisor.page.get_by_role("status")).to_contain_text("Gezählt: falsche Stelle.")
    assert advisor.presses == 13
    assert counted(server) == {"wrong_office": 1}
    # Ready for the next one.
    expect(advisor.focused).to_have_id("code")
    expect(advisor.focused).to_have_value("")


def test_undo_with_one_key_and_the_right_outcome(visit: Open, server: Server, code: str) -> None:
    advisor = ready(visit("/feedback")).press(*code, "3", "Enter")
    expect(advisor.page.get_by_role("status")).to_contain_text("Gezählt: abgewiesen.")
    advisor.press("F8")
    expect(advisor.page.get_by_role("status")).to_contain_text("Rückgängig gemacht")
    assert counted(server) == {}
    ready(advisor).press(*code, "1", "Enter")
    expect(advisor.page.get_by_role("status")).to_contain_text("Gezählt: erreicht.")
    assert counted(server) == {"reached": 1}


def test_a_scanner_that_sends_enter_reports_nothing_yet(visit: Open, server: Server, code: str) -> None:
    advisor = ready(visit("/feedback")).press(*code, "Enter")
    expect(advisor.focused).to_have_id("o-1")
    assert counted(server) == {}
    advisor.press("4", "Enter")
    expect(advisor.page.get_by_role("status")).to_contain_text("nicht hingegangen")


def test_a_wrong_sign_is_said_while_typing(visit: Open, server: Server, code: str) -> None:
    last = next(sign for sign in ALPHABET if sign != code[-1])
    advisor = ready(visit("/feedback")).press(*code[:-1], last)
    expect(advisor.page.locator("#code-error")).to_contain_text("Ein Zeichen stimmt nicht")
    expect(advisor.focused).to_have_id("code")
    # Enter sends nothing either.
    advisor.press("Enter")
    expect(advisor.focused).to_have_id("code")
    advisor.press("Backspace", code[-1])
    expect(advisor.page.locator("#code-error")).to_be_hidden()
    expect(advisor.focused).to_have_id("o-1")
    advisor.page.get_by_label("Zettelcode").fill("0")
    expect(advisor.page.locator("#code-error")).to_contain_text("Das Zeichen „0“")
    advisor.page.get_by_label("Zettelcode").fill(code[:6])
    advisor.press("Tab")
    expect(advisor.page.locator("#code-error")).to_contain_text("11 Zeichen; das sind 5")


def test_the_page_knows_the_check_sign_as_the_server_does(visit: Open) -> None:
    page = visit("/feedback").page
    codes = [new_code(secrets.token_bytes(16)) for _ in range(300)]
    wrong = [
        one[:place] + ALPHABET[(ALPHABET.index(one[place]) + 1 + place) % 32] + one[place + 1 :]
        for one in codes
        for place in (0, 6)
    ]
    everything = [*codes, *wrong]
    script = """codes => codes.map((one) => { code.value = one; return complete(); })"""
    assert page.evaluate(script, everything) == [normalise_code(one) is not None for one in everything]
    assert [normalise_code(one) is not None for one in everything] == [True] * 300 + [False] * 600


def test_single_keys_can_be_switched_off(visit: Open, server: Server, code: str) -> None:
    advisor = visit("/account", name="leise")
    advisor.page.get_by_label("Einzelne Buchstaben und Ziffern").uncheck()
    advisor.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")
    advisor.page.goto("/feedback")
    ready(advisor).press(*code, "2")
    expect(advisor.page.get_by_role("radio", name="falsche Stelle")).not_to_be_checked()
    expect(advisor.page.get_by_role("group").locator("kbd").first).to_be_hidden()
    advisor.press("ArrowDown", "Enter")
    expect(advisor.page.get_by_role("status")).to_contain_text("Gezählt")


def test_without_javascript(visit: Open, server: Server, code: str) -> None:
    advisor = visit("/feedback", javascript=False)
    advisor.page.get_by_label("Zettelcode").fill(code)
    advisor.page.get_by_text("abgewiesen").click()
    advisor.click("Zählen")
    assert "Gezählt: abgewiesen." in said(advisor.page)
    advisor.click("Rückgängig")
    assert "kann wieder gemeldet werden" in said(advisor.page)
    assert counted(server) == {}


def without_account(visit: Open, *, javascript: bool = False) -> Advisor:
    return ready(visit("/r", name=None, javascript=javascript))


@pytest.mark.parametrize("javascript", [False, True])
def test_an_office_reports_without_account(visit: Open, server: Server, code: str, javascript: bool) -> None:
    advisor = without_account(visit, javascript=javascript)
    advisor.page.get_by_label("Zettelcode").fill(code.lower())
    advisor.click("ist hier falsch: zuständig ist eine andere Stelle")
    assert "Danke." in said(advisor.page)
    assert counted(server) == {"wrong_office": 1}
    assert advisor.page.context.cookies() == []
    advisor.page.go_back()
    advisor.page.get_by_label("Zettelcode").fill(code)
    advisor.click("ist hier richtig")
    assert "schon gemeldet oder nicht (mehr) gültig" in said(advisor.page)
    assert counted(server) == {"wrong_office": 1}


def test_enter_in_the_public_form_chooses_nothing(visit: Open, server: Server, code: str) -> None:
    advisor = without_account(visit)
    advisor.press(*code, "Enter")
    expect(advisor.page.get_by_role("alert")).to_contain_text("Bitte wählen Sie")
    expect(advisor.page.get_by_label("Zettelcode")).to_have_value(code)
    assert counted(server) == {}
    # The next stops of the tab key are the four answers.
    advisor.page.get_by_label("Zettelcode").focus()
    advisor.press("Tab", "Tab", "Enter")
    assert "Danke." in said(advisor.page)
    assert counted(server) == {"wrong_office": 1}


@pytest.mark.parametrize("path", ["/feedback", "/feedback/sheet", "/feedback/rates", "/r"])
def test_looks(visit: Open, path: str) -> None:
    advisor = visit(path, name="verwaltung")
    expect(advisor.page.locator("h1")).to_be_visible()
    inspect(advisor)


def test_looks_with_figures(visit: Open, server: Server) -> None:
    advisor = visit("/feedback", name="verwaltung")
    with server.database.writing() as session:
        session.add(DeskLoad(quarter="2026-Q3", weekday=1, hour=9, n=40))
        for outcome, n in zip(OUTCOMES, (30, 15, 5, 2), strict=True):
            for office in ("mieterverein", "jobcenter"):
                session.add(
                    Feedback(office_id=office, field_of_action_id="wohnen", quarter="2026-Q3", outcome=outcome, n=n)
                )
        session.flush()
        assert release_due(session, server.now.date()) == ["2026-Q3"]
    advisor.page.goto("/feedback/rates")
    expect(advisor.page.get_by_role("img", name="falsche Stelle: 15").first).to_be_visible()
    expect(advisor.page.get_by_role("heading", name="Hier stimmt die Tabelle wohl nicht")).to_be_visible()
    inspect(advisor)


def test_looks_of_messages(visit: Open, code: str) -> None:
    advisor = ready(visit("/feedback")).press(*code, "1", "Enter")
    expect(advisor.page.get_by_role("status")).to_be_visible()
    inspect(advisor)
    public = without_account(visit)
    public.press("x", "Enter")
    expect(public.page.get_by_role("alert")).to_be_visible()
