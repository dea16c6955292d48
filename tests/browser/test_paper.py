"""Quick entry of tally sheets as somebody does it after a day without power, by keyboard and without JavaScript."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import LATER, Server
from tests.browser.test_looks import both_languages, inspect

# A day as it is: mostly usual contacts, some with more to say.
FULL_SHEET = """1 w2 f mieterv
2 a4 s
1 a7 f 3
4 j4 t
5 m1 e jobc
1 s1 f m
3 u3 s
9 y2 f m 2
2 w1 f 4
1 a7 f 2
0 l1 e
7 j6 w 30
8 s3 f b
1 m1 f jobc
6 f2 e familienk
1 g1 f
tr a5 w
2 r-
es j3 e ibas
1 w2 f 30 mieterv
ti s1 f m
3 x1
1 b2 f 3
2 l3 f 05
fr e2 n"""
CONTACTS = 25
# An unpractised typist of the office: 130 strokes a minute are enough to pass the first year's exam at school.
STROKES_PER_SECOND = 3.5
MOST_SECONDS = 120


def type_lines(advisor: Advisor, text: str) -> None:
    for sign in text:
        advisor.press("Enter" if sign == "\n" else sign)


def understood(advisor: Advisor, text: str, *, circled_in: int = 0) -> None:
    """All of it; ``circled_in``: the last line, which ends with one circle. A slow machine checks half a line, too."""
    expect(advisor.page.locator("#checked [role=status]")).to_contain_text(text)
    if circled_in:
        expect(advisor.page.locator(f"#line-{circled_in} td:nth-child(4) span:not(.muted)")).to_have_count(1)


def test_a_full_sheet_takes_less_than_two_minutes(visit: Open, server: Server) -> None:
    advisor = visit("/paper")
    expect(advisor.page.locator("#lines")).to_be_focused()
    began = time.monotonic()
    type_lines(advisor, FULL_SHEET)
    understood(advisor, f"{CONTACTS} Zeilen für November 2026", circled_in=CONTACTS)
    expect(advisor.page.locator("#checked .wrong")).to_have_count(0)
    advisor.press("Control+Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Eingetragen für November 2026")
    waited = time.monotonic() - began
    assert server.contacts() == CONTACTS
    assert advisor.presses / STROKES_PER_SECOND + waited < MOST_SECONDS


def test_what_is_typed_is_read_at_once_and_corrected(visit: Open, server: Server) -> None:
    advisor = visit("/paper")
    type_lines(advisor, "uk w")
    expect(advisor.page.locator(".paper-next")).to_contain_text("Probleme mit Vermieter oder Mietvertrag")
    type_lines(advisor, "2 f\nxx w2")
    expect(advisor.page.locator("#checked .wrong")).to_contain_text("„xx“ ist keine Sprache.")
    advisor.press("Control+Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Nichts wurde eingetragen")
    expect(advisor.page.locator("#lines")).to_be_focused()
    assert server.contacts() == 0
    advisor.press("Home", "Delete", "Delete")
    type_lines(advisor, "ar")
    expect(advisor.page.locator("#checked .wrong")).to_have_count(0)
    understood(advisor, "2 Zeilen für November 2026")
    advisor.press("Control+Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Bitte vernichten Sie den Bogen jetzt.")
    assert server.contacts() == 2


def test_somebody_quicker_than_the_check_is_asked_first(visit: Open, server: Server) -> None:
    advisor = visit("/paper")
    advisor.page.route("**/paper/check", lambda route: route.abort())
    type_lines(advisor, "uk w2")
    advisor.press("Control+Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Bitte sehen Sie nach, was verstanden wurde")
    expect(advisor.page.locator("#enter")).to_be_focused()
    assert server.contacts() == 0
    advisor.press("Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Eingetragen")
    assert server.contacts() == 1


def test_into_last_month_and_back_by_keyboard_in_english(visit: Open, server: Server) -> None:
    advisor = visit("/paper?lang=en")
    advisor.press("Shift+Tab")
    expect(advisor.page.get_by_label("Month of the sheet")).to_be_focused()
    advisor.press("ArrowDown", "Tab")
    type_lines(advisor, "ti s1 f m")
    understood(advisor, "1 line for October 2026")
    advisor.press("Tab")
    while advisor.focused.get_attribute("id") != "enter":
        advisor.press("Tab")
    advisor.press("Enter")
    expect(advisor.page.locator("#message")).to_contain_text("Entered for October 2026.")
    assert server.contact().month == "2026-10"
    undo = advisor.page.locator("#message button")
    for _ in range(20):
        if undo.evaluate("button => button === document.activeElement"):
            break
        advisor.press("Shift+Tab")
    advisor.press("Enter")
    expect(advisor.page.locator("#message")).to_contain_text("nothing of this sheet counts")
    assert server.contacts() == 0


def test_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit("/paper", javascript=False)
    advisor.page.get_by_label("Ein Erstkontakt je Zeile").fill("uk w2 f\nar a4 s m")
    advisor.click("Prüfen").expect_text("2 Zeilen für November 2026", "Ukrainisch", "gedolmetscht")
    assert server.contacts() == 0
    advisor.page.get_by_role("button", name="Eintragen").click()
    advisor.expect_text("Eingetragen für November 2026.")
    assert server.contacts() == 2
    advisor.click("Rückgängig").expect_text("Nichts von diesem Bogen zählt.")
    assert server.contacts() == 0


def test_what_was_typed_survives_the_end_of_the_login(visit: Open, server: Server) -> None:
    advisor = visit("/paper")
    type_lines(advisor, "uk w2 f")
    understood(advisor, "1 Zeile für November 2026", circled_in=1)
    server.now = LATER
    advisor.press("Control+Enter")
    advisor.log_in()
    expect(advisor.page.get_by_role("heading", level=1)).to_have_text("Papierbogen")
    expect(advisor.page.locator("#message")).to_contain_text("Eingetragen für November 2026.")
    assert server.contacts() == 1


def test_the_way_to_the_sheet_from_the_counter(visit: Open) -> None:
    advisor = visit().click("Im Haus").click("Papierbogen")
    link = advisor.page.get_by_role("link", name="Leere Bögen drucken (PDF)")
    response = advisor.page.request.get(str(link.get_attribute("href")))
    assert response.headers["content-type"] == "application/pdf"


@both_languages
@pytest.mark.parametrize("state", ["empty", "typed", "wrong", "entered"])
def test_looks(visit: Open, language: str, state: str) -> None:
    advisor = visit(f"/paper?lang={language}")
    if state != "empty":
        type_lines(advisor, "uk w2 f mieterv\nuk r- f 3" + ("\nxx w2" if state == "wrong" else ""))
        expect(advisor.page.locator("#checked [role=status]")).to_contain_text(re.compile("[23] (Zeilen|lines)"))
    if state in {"wrong", "entered"}:
        advisor.press("Control+Enter")
        expect(advisor.page.locator("#message")).to_be_visible()
    for details in advisor.page.locator("details").all():
        details.locator("summary").click()
    inspect(advisor)
