"""What goes wrong in the middle of a contact loses nothing that was entered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import LATER, Server

FAILURES: dict[str, Callable[[Server], AbstractContextManager[None]]] = {
    "locked": Server.locked,
    "read only": Server.read_only,
    "full": Server.full,
}


def in_the_middle(advisor: Advisor) -> Advisor:
    """Answered, with a detail and a leaflet."""
    advisor.press(*UKRAINIAN, "k").at("answer").press("m")
    expect(advisor.focused).to_have_attribute("name", "handout")
    advisor.press("Space")
    return advisor


def nothing_is_lost(advisor: Advisor) -> None:
    assert advisor.value("language") == "uk"
    assert advisor.value("a-private_accommodation") == "yes"
    assert advisor.value("channel") == "phone"
    assert advisor.value("handout")


def test_the_server_is_gone_and_comes_back(advisor: Advisor, server: Server) -> None:
    in_the_middle(advisor)
    advisor.page.context.set_offline(True)
    advisor.press("e")
    expect(advisor.notice).to_contain_text("Keine Verbindung zum Server")
    nothing_is_lost(advisor.at("answer"))
    advisor.page.context.set_offline(False)
    advisor.press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    expect(advisor.notice).to_have_count(0)
    assert server.contacts() == 1


def test_an_answer_that_got_lost_on_the_way_counts_once(advisor: Advisor, server: Server) -> None:
    # From the beginning: Chromium lets a request pass that is sent in the moment in which routing is switched on.
    advisor.page.route("**/counter", lambda route: (route.fetch(), route.abort()))
    advisor.press(*UKRAINIAN).at("answer").press("e")
    expect(advisor.notice).to_be_visible()
    assert server.contacts() == 1
    advisor.page.unroute_all()
    advisor.press("e")
    expect(advisor.toast).to_contain_text("Schon gezählt")
    assert server.contacts() == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_the_database_fails_and_recovers(advisor: Advisor, server: Server, failure: str) -> None:
    in_the_middle(advisor)
    with FAILURES[failure](server):
        with advisor.page.expect_response("**/counter") as answer:
            advisor.press("e")
        assert answer.value.status == 503
        expect(advisor.notice).to_contain_text("Es wurde nichts gespeichert")
        nothing_is_lost(advisor.at("answer"))
        assert server.contacts() == 0
    advisor.press("e")
    expect(advisor.toast).to_have_text("Erfasst.")
    expect(advisor.notice).to_have_count(0)
    assert server.contacts() == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_the_database_fails_without_javascript(visit: Open, server: Server, failure: str) -> None:
    advisor = visit(javascript=False)
    for name in ("Ukrainisch", "Einreise und Aufenthalt", "Schutz für Geflüchtete aus der Ukraine"):
        advisor.click(name)
    with FAILURES[failure](server):
        advisor.click("Nur erfassen").expect_text("Es wurde nichts gespeichert")
        assert server.contacts() == 0
    advisor.click("Noch einmal senden")
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contact().language == "uk"


def test_a_login_ends_in_the_middle(advisor: Advisor, server: Server) -> None:
    in_the_middle(advisor)
    server.now = LATER
    advisor.press("+").expect_text("Ihre Anmeldung ist abgelaufen")
    advisor.log_in().at("topic")
    expect(advisor.page.locator(".steps")).to_contain_text("Schutz für Geflüchtete aus der Ukraine")
    advisor.press("c", "1", "e")
    expect(advisor.toast).to_have_text("Erfasst.")
    contact = server.contact()
    assert (contact.language, contact.channel) == ("uk", "phone")
    assert "aufenthalt/ukraine_24" in server.topics()


def test_a_login_ends_at_the_finish(advisor: Advisor, server: Server) -> None:
    in_the_middle(advisor)
    server.now = LATER
    advisor.press("e").expect_text("Ihre Anmeldung ist abgelaufen")
    assert server.contacts() == 0
    advisor.log_in()
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contact().channel == "phone"


def test_a_login_ends_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit(javascript=False).click("Ukrainisch").click("Einreise und Aufenthalt")
    server.now = LATER
    advisor.click("Schutz für Geflüchtete aus der Ukraine").expect_text("Ihre Anmeldung ist abgelaufen")
    advisor.log_in().click("Angefangenen Kontakt fortsetzen").at("question")
    expect(advisor.page.locator(".steps")).to_contain_text("Ukrainisch")
    expect(advisor.page.locator(".steps")).to_contain_text("Schutz für Geflüchtete aus der Ukraine")


def test_a_wrong_password_in_between_loses_nothing(advisor: Advisor, server: Server) -> None:
    in_the_middle(advisor)
    server.now = LATER
    advisor.press("e").expect_text("Ihre Anmeldung ist abgelaufen")
    advisor.page.get_by_label("Name").fill("beratung")
    advisor.page.get_by_label("Passwort").fill("falsch")
    advisor.click("Anmelden").expect_text("Name oder Passwort")
    server.now += timedelta(seconds=5)
    advisor.log_in()
    expect(advisor.toast).to_have_text("Erfasst.")
    assert server.contact().channel == "phone"


def test_a_reload_after_the_finish_counts_once(visit: Open, server: Server) -> None:
    advisor = visit(javascript=False)
    for name in ("Ukrainisch", "Einreise und Aufenthalt", "Schutz für Geflüchtete aus der Ukraine", "Nur erfassen"):
        advisor.click(name)
    expect(advisor.toast).to_have_text("Erfasst.")
    advisor.page.reload()
    expect(advisor.toast).to_contain_text("Schon gezählt")
    assert server.contacts() == 1
