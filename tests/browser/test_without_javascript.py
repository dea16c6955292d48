"""The same work with the visible controls alone, and in both languages of the interface."""

from playwright.sync_api import expect

from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server


def answered(advisor: Advisor) -> Advisor:
    for name in ("Ukrainisch", "Einreise und Aufenthalt", "Schutz für Geflüchtete aus der Ukraine"):
        advisor.click(name)
    advisor.page.get_by_role("button", name="in der Stadt Leipzig").click()
    advisor.page.get_by_role("group", name="Wohnt die Person privat").get_by_role("button", name="Ja").click()
    return advisor.at("answer")


def test_a_whole_contact(visit: Open, server: Server) -> None:
    advisor = answered(visit(javascript=False))
    expect(advisor.page.locator(".resp .office")).to_contain_text("Ankommenszentrum")
    advisor.page.get_by_label("Telefon", exact=True).check(force=True)
    advisor.page.get_by_text("Warum?").click()
    advisor.expect_text("AUFE-027").click("Drucken und erfassen")
    expect(advisor.toast).to_have_text("Erfasst, Zettel wird gedruckt.")
    assert server.contact().channel == "phone"


def test_the_slip_has_a_button(visit: Open) -> None:
    advisor = answered(visit(javascript=False)).click("Drucken und erfassen")
    with advisor.page.context.expect_event("response", lambda response: "slip.pdf" in response.url) as slip:
        advisor.click("Noch einmal drucken")
    assert slip.value.headers["content-type"] == "application/pdf"


def test_undo_is_a_button(visit: Open, server: Server) -> None:
    advisor = answered(visit(javascript=False)).click("Nur erfassen")
    assert server.contacts() == 1
    advisor.click("Rückgängig")
    expect(advisor.toast).to_contain_text("zählt nicht")
    assert server.contacts() == 0


def test_a_language_is_typed_and_chosen(visit: Open) -> None:
    advisor = visit(javascript=False)
    advisor.page.get_by_label("Andere Sprache").fill("tigr")
    advisor.click("Wählen").at("topic").expect_text("Tigrinya")


def test_search(visit: Open) -> None:
    advisor = visit(javascript=False)
    advisor.page.get_by_label("Thema, Stichwort oder Stelle suchen").fill("Führerschein")
    advisor.click("Suchen").expect_text("Gefunden zu „Führerschein“")
    advisor.page.locator(".results li button").first.click()
    advisor.at("language").click("Arabisch")
    expect(advisor.page.locator(".steps")).to_contain_text("Führerschein")


def test_back_change_and_another_topic(visit: Open) -> None:
    advisor = answered(visit(javascript=False)).click("weiteres Thema").at("topic")
    advisor.click("Kultur").at("subtopic").click("einen Schritt zurück").at("topic")
    advisor.click("ändern").at("language").click("Arabisch").at("topic")
    expect(advisor.page.locator(".steps")).to_contain_text("Schutz für Geflüchtete aus der Ukraine")
    advisor.click("Bildschirm leeren").at("language")
    expect(advisor.page.locator(".steps")).to_have_count(0)


def test_another_topic_by_search_takes_the_place_of_the_first(visit: Open) -> None:
    advisor = answered(visit(javascript=False))
    advisor.page.get_by_label("Thema, Stichwort oder Stelle suchen").fill("Führerschein")
    advisor.click("Suchen")
    advisor.page.locator(".results li button").first.click()
    expect(advisor.page.locator(".steps")).to_contain_text("Führerschein")
    expect(advisor.page.locator(".steps")).not_to_contain_text("Ukraine (§ 24)")


def test_the_interface_in_english(visit: Open, server: Server) -> None:
    advisor = visit("/counter?lang=en")
    advisor.press("1", "a", "7", "1", "1").at("answer").expect_text("Responsible", "Bring along", "Ukrainian")
    expect(advisor.page.locator("html")).to_have_attribute("lang", "en")
    advisor.press("e")
    expect(advisor.toast).to_have_text("Logged.")
    assert server.contacts() == 1
