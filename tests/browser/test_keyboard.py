"""The counter with a keyboard alone: what the advisors' hands learn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server

MOST_PRESSES = 8


def answered(advisor: Advisor, *keys: str) -> Advisor:
    return advisor.press(*keys or UKRAINIAN).at("answer")


def test_a_common_contact_takes_at_most_eight_presses(advisor: Advisor, server: Server) -> None:
    advisor.press("1", "a", "7", "1", "1", "Enter")
    expect(advisor.toast).to_have_text("Erfasst, Zettel wird gedruckt.")
    assert advisor.presses <= MOST_PRESSES
    assert server.topics() == {"aufenthalt/ukraine_24"}
    assert server.contact().language == "uk"


def test_an_arabic_speaker_with_a_new_address(advisor: Advisor, server: Server) -> None:
    advisor.press("2", "a", "2", "1", "0").at("answer")
    expect(advisor.page.locator(".resp .office")).to_contain_text("Bürgerbüro Otto-Schill-Straße")
    advisor.press("Enter")
    expect(advisor.toast).to_be_visible()
    assert advisor.presses <= MOST_PRESSES
    assert server.contact().language == "ar"


def test_a_language_without_a_key_is_typed(advisor: Advisor, server: Server) -> None:
    advisor.press("t", "i", "g", "Enter", "w", "1", "0", "0").at("answer").expect_text("Tigrinya")
    advisor.press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contact().language == "ti"


def test_several_languages_begin_alike(advisor: Advisor) -> None:
    advisor.press("k", "u", "r", "d", "Enter").expect_text("Welche?")
    expect(advisor.focused).to_contain_text("Kurdisch")
    advisor.press("ArrowRight", "Enter").at("topic")
    assert advisor.value("language") in {"ku", "ckb"}


def test_after_every_key_the_focus_is_on_the_next_open_step(advisor: Advisor) -> None:
    expect(advisor.focused).to_contain_text("Ukrainisch")
    for key, step, focused in (
        ("1", "topic", "Einreise und Aufenthalt"),
        ("a", "subtopic", "Anmeldung"),
        ("7", "question", "in der Stadt Leipzig"),
        ("1", "question", "Ja"),
        ("1", "answer", "Drucken und erfassen"),
    ):
        advisor.press(key).at(step)
        expect(advisor.focused).to_contain_text(focused)


def test_arrows_move_and_enter_chooses(advisor: Advisor) -> None:
    for key, language in (
        ("ArrowRight", "Arabisch"),
        ("ArrowDown", "Rumänisch"),
        ("ArrowLeft", "Russisch"),
        ("ArrowUp", "Ukrainisch"),
        ("ArrowUp", "Ukrainisch"),
        ("ArrowLeft", "Ukrainisch"),
    ):
        advisor.press(key)
        expect(advisor.focused).to_contain_text(language)
    advisor.at("language").press("ArrowRight", "Enter").at("topic")
    assert advisor.value("language") == "ar"


def test_escape_goes_back_one_step_at_a_time(advisor: Advisor) -> None:
    answered(advisor)
    for step in ("question", "question", "subtopic", "topic", "language"):
        advisor.press("Escape").at(step)
    expect(advisor.focused).to_contain_text("Ukrainisch")


def test_f9_clears_the_screen_at_once(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("F9").at("language")
    assert advisor.value("language") is None
    assert advisor.value("a-residence") is None
    assert server.contacts() == 0


def test_f8_takes_the_last_contact_back(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contacts() == 1
    advisor.press("F8")
    expect(advisor.toast).to_contain_text("zählt nicht")
    assert server.contacts() == 0


def test_the_last_contact_can_be_undone_until_the_next_one_is_begun(advisor: Advisor) -> None:
    answered(advisor).press("e")
    expect(advisor.page.locator("[data-seconds]")).to_have_text(re.compile(r"noch 4:5\d Min\."))


@pytest.mark.parametrize(
    ("key", "toast", "logged"), [("d", "Nicht erfasst, Zettel wird gedruckt.", 0), ("e", "Erfasst.", 1)]
)
def test_print_only_and_log_only(advisor: Advisor, server: Server, key: str, toast: str, logged: int) -> None:
    answered(advisor).press(key)
    expect(advisor.toast).to_have_text(toast)
    assert server.contacts() == logged


def test_single_keys_go_through_the_details(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("g", "g", "k", "p", "p", "r", "u", "e")
    expect(advisor.toast).to_have_text("Erfasst.")
    contact = server.contact()
    assert (contact.talk, contact.channel, contact.persons) == ("companion", "phone", 3)
    assert (contact.outcome, contact.duration) == ("material", "to30")


def test_why_and_material_open_and_close(advisor: Advisor) -> None:
    answered(advisor).press("w").expect_text("AUFE-027")
    advisor.press("w")
    expect(advisor.page.get_by_text("AUFE-027").first).to_be_hidden()
    advisor.press("m")
    expect(advisor.focused).to_have_attribute("name", "handout")
    advisor.press("Space")
    assert advisor.value("handout")


def test_plus_begins_another_topic_of_the_same_person(advisor: Advisor, server: Server) -> None:
    answered(advisor).press("+").at("topic").expect_text("Schutz für Geflüchtete aus der Ukraine")
    advisor.press("c", "1")
    advisor.at("answer").press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert "aufenthalt/ukraine_24" in server.topics()
    assert len(server.topics()) == 2
    assert server.contacts() == 1


def test_search_from_anywhere_and_back(advisor: Advisor) -> None:
    answered(advisor).press("/")
    expect(advisor.focused).to_have_attribute("name", "q")
    advisor.page.keyboard.type("Führerschein")
    advisor.press("Enter").expect_text("Gefunden zu „Führerschein“")
    advisor.press("Escape").at("answer")
    expect(advisor.page.locator(".resp .office")).to_be_visible()
    advisor.press("/", "Enter").expect_text("Gefunden zu „Führerschein“")
    advisor.press("1")
    expect(advisor.page.locator(".steps")).to_contain_text("Führerschein")


def test_a_search_with_nothing_found_can_be_mended(advisor: Advisor) -> None:
    advisor.press("/")
    advisor.page.keyboard.type("xyzxyz")
    advisor.press("Enter").expect_text("Nichts gefunden")
    expect(advisor.focused).to_have_attribute("name", "q")


def test_the_list_of_keys(advisor: Advisor) -> None:
    advisor.press("?").expect_text("nächster Wert von Gespräch")
    advisor.press("Escape")
    expect(advisor.page.locator(".keylist")).to_be_hidden()


def test_the_covered_topic_is_shown_while_t_is_held(advisor: Advisor) -> None:
    advisor.press("4", "r", "1", "1").at("answer").expect_text("Neutraler Modus")
    topic = advisor.page.get_by_text("Gewalt in Familie", exact=False).first
    expect(topic).to_be_hidden()
    advisor.page.keyboard.down("t")
    expect(topic).to_be_visible()
    advisor.page.keyboard.up("t")
    expect(topic).to_be_hidden()


def test_in_neutral_mode_a_digit_chooses_the_paper(advisor: Advisor, server: Server) -> None:
    advisor.press("4", "r", "1", "1").at("answer").press("3")
    expect(advisor.page.get_by_label("Nichts auf Papier")).to_be_checked()
    advisor.press("Enter")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.topics() == {"schutz"}


def test_a_key_held_down_does_not_run_through_the_steps(advisor: Advisor) -> None:
    advisor.page.keyboard.down("1")
    for _ in range(5):
        advisor.page.keyboard.down("1")
    advisor.at("topic")
    advisor.page.keyboard.up("1")
    advisor.at("topic")


def test_single_keys_can_be_switched_off(visit: Open) -> None:
    advisor = visit("/account", name="leise")
    advisor.page.get_by_label("Einzelne Buchstaben und Ziffern").uncheck()
    advisor.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")
    advisor.page.goto("/counter")
    advisor.press("1", "a", "?", "/").at("language")
    expect(advisor.focused).to_contain_text("Ukrainisch")
    advisor.press("Enter").at("topic").press("Escape").at("language")
