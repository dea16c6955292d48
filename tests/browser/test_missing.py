"""Missing material by keyboard: noted at the counter, a request when the month is over, asked, delivered; its looks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts import requests
from handouts.models import HandoutEdition
from handouts.notes import take_over
from handouts.request_models import HandoutRequest, MissingNote
from handouts.requests import Request
from handouts.wanted import Wanted
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import MONDAY, Server
from tests.browser.test_looks import inspect

# Vietnamese, housing, looking for a flat, neither status nor purpose asked.
LEAFLETS = ("7", "w", "1", "0", "0")
MOST_TABS = 150
FLAT = Wanted("handout", "h_wohnungsgeber", "vi")
SAID = {
    "de": {
        "noted": "Als fehlend vermerkt: Formular Wohnungsgeberbestätigung",
        "undone": "Rückgängig gemacht: Es ist nichts vermerkt.",
        "request": "Formular Wohnungsgeberbestätigung",
        "save": "Speichern",
        "asked": "Heute gefragt",
        "was asked": "Vermerkt: Die Stelle wurde heute gefragt.",
        "undo": "Rückgängig",
        "back": "Rückgängig gemacht.",
        "edition": "Als Ausgabe aufnehmen",
        "gap": "Anfrage anlegen: Formular Wohnungsgeberbestätigung, Ukrainisch",
        "made": "Die Anfrage ist angelegt.",
        "withdraw": "Versehentlich angelegt",
        "withdrawn": "Die Anfrage ist zurückgenommen.",
    },
    "en": {
        "noted": "Noted as missing: Landlord's confirmation form",
        "undone": "Undone: nothing is noted.",
        "request": "Landlord's confirmation form",
        "save": "Save",
        "asked": "Asked today",
        "was asked": "Noted: the office was asked today.",
        "undo": "Undo",
        "back": "Undone.",
        "edition": "Make an edition of it",
        "gap": "Make a request: Landlord's confirmation form, Ukrainian",
        "made": "The request is made.",
        "withdraw": "Made by mistake",
        "withdrawn": "The request is taken back.",
    },
}
both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def nothing_left(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        for model in (MissingNote, HandoutRequest):
            session.execute(delete(model))
        session.execute(delete(HandoutEdition).where(HandoutEdition.id.startswith("browser")))
        raise_revision(session, HOUSE_REVISION)


def notes(server: Server) -> list[tuple[str, str]]:
    with server.database.reading() as session:
        return [(row.entry_id, row.language) for row in session.scalars(select(MissingNote))]


def stored(server: Server) -> list[Request]:
    with server.database.reading() as session:
        return requests.all_of(session)


def edition(server: Server, id_: str, handout: str, language: str, until: date | None = None) -> None:
    nothing = dict.fromkeys(("issued_on", "pages", "checked_on", "link"))
    with server.database.writing() as session:
        session.add(
            HandoutEdition(id=id_, handout_id=handout, language=language, kind="paper", valid_until=until, **nothing)
        )
        session.flush()
        raise_revision(session, HOUSE_REVISION)


def ask_for(server: Server, weeks: int | None = None, wanted: Wanted = FLAT) -> str:
    """A request, asked so many weeks ago."""
    with server.database.writing() as session:
        made = requests.add(session, wanted, noted="2026-09", office="buergerbuero_mitte")
        if weeks is not None:
            day = MONDAY.date() - timedelta(weeks=weeks)
            requests.change(session, made.id, 1, lambda now: requests.asked(now, day))
    return made.id


def reach(advisor: Advisor, name: str) -> Advisor:
    """Tab until the focus is on what says this."""
    for _ in range(MOST_TABS):
        advisor.press("Tab")
        text = advisor.page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()")
        if " ".join(str(text).split()).startswith(name):
            return advisor
    pytest.fail(f"the keyboard does not reach “{name}”")


@both_languages
def test_one_key_notes_it_and_f8_takes_it_back(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/counter?lang={language}").press(*LEAFLETS).at("answer").press("l")
    expect(advisor.toast).to_have_text(SAID[language]["noted"])
    assert notes(server) == [("h_wohnungsgeber", "vi")]
    advisor.press("F8")
    expect(advisor.toast).to_have_text(SAID[language]["undone"])
    advisor.at("answer")
    assert notes(server) == []
    advisor.press("l", "e")
    expect(advisor.page.locator(".step-language")).to_be_visible()
    assert notes(server) == [("h_wohnungsgeber", "vi")]
    assert server.contacts() == 1


def test_in_neutral_mode_the_key_does_nothing(advisor: Advisor, server: Server) -> None:
    advisor.press("4", "r", "1", "1").at("answer").press("l").at("answer")
    assert notes(server) == []


@both_languages
def test_from_the_counter_to_the_office_and_into_the_library(visit: Open, server: Server, language: str) -> None:
    said = SAID[language]
    advisor = visit(f"/counter?lang={language}").press(*LEAFLETS).at("answer").press("l")
    expect(advisor.toast).to_have_text(said["noted"])
    editor = visit(f"/requests?lang={language}", name="verwaltung")
    expect(editor.page.locator("main")).not_to_contain_text(said["request"])
    with server.database.writing() as session:
        # What the night job does first of all then; the whole of it would end the logins of today.
        assert take_over(session, date(2026, 12, 1)) == 1
    reopened = editor.page.reload()
    assert reopened is not None
    assert reopened.status == 200
    reach(editor, said["request"]).press("Enter")
    editor.page.wait_for_url("**/requests/*")
    reach(editor, said["asked"]).press("Enter")
    editor.expect_text(said["was asked"])
    assert [one.now.state for one in stored(server)] == ["asked"]
    reach(editor, said["undo"]).press("Enter")
    editor.expect_text(said["back"])
    assert [one.now.state for one in stored(server)] == ["open"]
    reach(editor, said["edition"]).press("Enter")
    editor.page.wait_for_url("**/handouts/h_wohnungsgeber/editions/new?language=vi&request=*")
    expect(editor.page.locator("select[name=language]")).to_have_value("vi")


@both_languages
def test_a_gap_becomes_a_request_and_is_taken_back(visit: Open, server: Server, language: str) -> None:
    said = SAID[language]
    edition(server, "browser-1", "h_wohnungsgeber", "en")
    editor = visit(f"/requests?lang={language}", name="verwaltung")
    reach(editor, said["gap"]).press("Enter")
    editor.expect_text(said["made"])
    assert [one.wanted for one in stored(server)] == [Wanted("handout", "h_wohnungsgeber", "uk")]
    reach(editor, said["withdraw"]).press("Enter")
    editor.expect_text(said["withdrawn"])
    assert stored(server) == []


def test_without_javascript(visit: Open, server: Server) -> None:
    advisor = visit(javascript=False)
    for name in ("Vietnamesisch", "Wohnen", "Wohnung suchen"):
        advisor.click(name)
    for _ in range(2):
        advisor.page.locator(".ask [data-key='0']").first.click()
    advisor.at("answer")
    advisor.page.locator("[data-material] summary").click()
    advisor.click("Formular Wohnungsgeberbestätigung")
    expect(advisor.toast).to_have_text(SAID["de"]["noted"])
    assert notes(server) == [("h_wohnungsgeber", "vi")]
    advisor.click("Rückgängig").at("answer")
    assert notes(server) == []


@both_languages
def test_the_list_looks_right(visit: Open, server: Server, language: str) -> None:
    edition(server, "browser-1", "h_wohnungsgeber", "en")
    edition(server, "browser-2", "h_arbeitsrecht", "ar", date(2026, 10, 31))
    ask_for(server, weeks=5)
    inspect(visit(f"/requests?lang={language}", name="verwaltung"))


@both_languages
def test_a_request_and_a_new_one_look_right(visit: Open, server: Server, language: str) -> None:
    id_ = ask_for(server, weeks=5)
    editor = visit(f"/requests/{id_}?lang={language}", name="verwaltung")
    editor.page.locator("details.letter summary").click()
    inspect(editor)
    inspect(visit(f"/requests/new?lang={language}", name="verwaltung"))


@both_languages
def test_the_answer_with_what_is_missing_looks_right(visit: Open, language: str) -> None:
    advisor = visit(f"/counter?lang={language}").press(*LEAFLETS).at("answer")
    advisor.page.locator("[data-material] summary").click()
    expect(advisor.page.locator("[data-missing]")).to_be_visible()
    inspect(advisor)
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    advisor.press("l")
    expect(advisor.toast).to_have_text(SAID[language]["noted"])
    inspect(advisor)
