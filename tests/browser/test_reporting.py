"""Wrong data in two keys at the counter: F and a digit; the conversation goes on where it was."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from referrals import reports
from referrals.models import WrongData
from referrals.reports import Wrong
from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import both_languages, inspect

FIRST, SECOND = "ankommenszentrum", "mosaik_mbe"


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        session.execute(delete(WrongData))


def reported(server: Server) -> dict[Wrong, int]:
    with server.database.reading() as session:
        return reports.reported(session)


def answered(advisor: Advisor) -> Advisor:
    return advisor.press(*UKRAINIAN).at("answer")


def test_two_presses_report_and_the_focus_stays(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("g", "f", "1")
    expect(advisor.toast).to_have_text("Gemeldet: Telefon falsch – Ankommenszentrum der Stadt Leipzig (Ukraine)")
    assert reported(server) == {Wrong(FIRST, "phone"): 1}
    expect(advisor.focused).to_contain_text("Drucken und erfassen")
    assert advisor.value("talk") == "interpreter", "what was said of the talk is still there"
    expect(advisor.page.locator("#live")).to_contain_text("Gemeldet")
    advisor.press("Enter")
    expect(advisor.toast).to_have_text("Erfasst, Zettel wird gedruckt.")
    assert server.contact().talk == "interpreter"


def test_f_again_means_the_next_office_and_escape_leaves_it(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("f", "Escape").at("answer")
    expect(advisor.page.locator("[data-report]")).not_to_have_attribute("open", "")
    advisor.press("f", "f", "4")
    expect(advisor.toast).to_contain_text("Gibt es nicht mehr – Mosaik")
    assert reported(server) == {Wrong(SECOND, "gone"): 1}


def test_f8_takes_the_report_back_and_the_answer_stays(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("f", "2")
    expect(advisor.toast).to_contain_text("Öffnungszeiten falsch")
    expect(advisor.page.locator("[data-seconds]")).to_have_text(re.compile(r"noch 4:5\d Min\."))
    advisor.press("F8")
    expect(advisor.toast).to_have_text("Rückgängig gemacht: Es ist nichts gemeldet.")
    advisor.at("answer")
    assert reported(server) == {}
    expect(advisor.focused).to_contain_text("Drucken und erfassen")


def test_a_gap_and_what_is_typed_ahead(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("f", "6", "e")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert reported(server) == {Wrong("aufenthalt/ukraine_24", "gap"): 1}
    assert server.contacts() == 1


def test_in_neutral_mode_digits_choose_the_paper_until_f(advisor: Advisor, server: Server) -> None:
    advisor.press("4", "r", "1", "1").at("answer").press("2")
    assert advisor.value("neutral_paper") == "card"
    advisor.press("f", "6").at("answer")
    assert reported(server) == {}
    advisor.press("1")
    expect(advisor.toast).to_have_text("Gemeldet: Telefon falsch")
    assert advisor.value("neutral_paper") == "card"
    assert [wrong.what for wrong in reported(server)] == ["phone"]


def test_the_key_is_off_where_single_keys_are(visit: Open, server: Server) -> None:
    advisor = visit("/account", name="leise")
    advisor.page.get_by_label("Einzelne Buchstaben und Ziffern").uncheck()
    advisor.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")
    advisor.page.goto("/counter")
    for name in ("Ukrainisch", "Kultur", "Bibliothek"):
        advisor.click(name)
    advisor.at("answer").press("f", "1").at("answer")
    expect(advisor.page.locator("[data-report]")).not_to_have_attribute("open", "")
    assert reported(server) == {}
    advisor.page.locator("[data-report] summary").focus()
    advisor.press("Enter").click("Telefon falsch")
    expect(advisor.toast).to_contain_text("Gemeldet")


def test_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit(javascript=False)
    for name in ("Ukrainisch", "Einreise und Aufenthalt", "Schutz für Geflüchtete aus der Ukraine"):
        advisor.click(name)
    advisor.click("in der Stadt Leipzig")
    advisor.page.get_by_role("group", name="Wohnt die Person privat").get_by_role("button", name="Ja").click()
    advisor.page.get_by_text("Falsche Angaben melden", exact=True).click()
    advisor.page.get_by_role("radio", name="Mosaik").check()
    advisor.click("Öffnungszeiten falsch")
    expect(advisor.toast).to_contain_text("Öffnungszeiten falsch – Mosaik")
    assert reported(server) == {Wrong(SECOND, "hours"): 1}
    advisor.click("Rückgängig").at("answer")
    assert reported(server) == {}


@both_languages
def test_it_looks_right(visit: Open, language: str) -> None:
    advisor = answered(visit(f"/counter?lang={language}")).press("f")
    expect(advisor.page.locator("[data-report][open]")).to_be_visible()
    inspect(advisor)
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    advisor.press("1")
    expect(advisor.toast).to_be_visible()
    inspect(advisor)
