"""Editors keep handouts and editions: new, changed, replaced, archived and back; two of them at once."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import Database
from app.directory import history, publishing
from app.directory.entries import Entry
from handouts import requests
from handouts.editions import Wish
from handouts.models import Handout
from handouts.service import library
from handouts.stock import Stock
from handouts.wanted import Wanted
from tests.web.library.shelves import TODAY, copies, leaflet, put, stored
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import post

pytestmark = pytest.mark.one_database

HANDOUT = {
    "title_de": "Merkblatt Müll", "title_en": "Waste sheet", "evidence": "Abfallwirtschaft, 2026",
    "topics": ["wohnen/mietproblem", "alltag"], "traits": ["family_member"], "publisher": "wzl", "action": "save",
}  # fmt: skip
PAPER = {"language": "uk", "kind": "paper", "left": "40", "reorder_at": "10", "pages": "2", "note": "Schublade links"}


def hidden(page: Page, name: str) -> str:
    return page.one("input", type="hidden", name=name).get("value", "")


def handout(database: Database, name: str) -> dict[str, Any]:
    with database.reading() as session:
        row = session.get_one(Handout, name)
        names = ("title_de", "title_en", "evidence", "topics", "traits", "publisher", "withdrawn")
        return {field: getattr(row, field) for field in names}


def problems(page: Page) -> list[str]:
    return [text_of(item) for item in page.one("div", id="done").iter("li")]


def test_a_new_handout_with_its_first_edition(editor: FlaskClient, database: Database) -> None:
    response = post(editor, "/handouts/new", HANDOUT)
    assert (response.status_code, response.location) == (303, "/handouts/h_merkblatt_mull?done=created")
    made = handout(database, "h_merkblatt_mull")
    assert made == {name: HANDOUT[name] for name in made if name != "withdrawn"} | {"withdrawn": False}
    assert "Jetzt fehlen noch die Ausgaben" in open_page(editor, response.location).text()
    with database.reading() as session:
        ((change, _),) = history.versions(session, Entry("handouts", "h_merkblatt_mull"))
        assert (change.made_by, change.why) == ("editor", "New handout")
    response = post(editor, "/handouts/h_merkblatt_mull/editions/new", PAPER)
    (edition,) = stored(database, "h_merkblatt_mull")
    assert response.location == f"/handouts/h_merkblatt_mull?done=added&at={edition['id']}"
    assert (edition["language"], edition["kind"], edition["pages"], edition["checked_on"]) == ("uk", "paper", 2, TODAY)
    assert copies(database, edition["id"]) == Stock(40, 10)
    with database.reading() as session:
        offers = library(session).offers("alltag/formulare_briefe", "uk", TODAY)
        assert f"h_merkblatt_mull/{edition['id']}" in [offer.value for offer in offers]


def test_an_id_is_made_of_the_title_and_is_nobody_elses(editor: FlaskClient) -> None:
    first = post(editor, "/handouts/new", HANDOUT).location
    second = post(editor, "/handouts/new", HANDOUT).location
    arabic = post(editor, "/handouts/new", HANDOUT | {"title_de": "دليل"}).location
    assert [path.partition("?")[0] for path in (first, second, arabic)] == [
        "/handouts/h_merkblatt_mull", "/handouts/h_merkblatt_mull_2", "/handouts/h_handout"
    ]  # fmt: skip


def test_what_is_wrong_with_a_handout_is_said_and_nothing_is_lost(editor: FlaskClient, database: Database) -> None:
    wrong = HANDOUT | {"title_de": " ", "topics": ["nirgends"], "traits": ["nobody"], "publisher": "nowhere"}
    page = check_page(response := post(editor, "/handouts/new", wrong))
    assert response.status_code == 400
    assert [problem.partition(":")[0] for problem in problems(page)] == [
        "Titel", "Themen", "Zielgruppen", "Herausgeber"
    ]  # fmt: skip
    assert page.one("input", id="f-title_en").get("value") == "Waste sheet"
    with database.reading() as session:
        assert session.get(Handout, "h_handout") is None


def test_what_the_directory_refuses_is_said_at_its_field(editor: FlaskClient, database: Database) -> None:
    page = check_page(response := post(editor, "/handouts/new", HANDOUT | {"title_de": "Müll\x07"}))
    assert response.status_code == 400
    assert problems(page) == ["Titel: erwartet: Text ohne Steuerzeichen"]


def test_a_change_is_one_change_of_the_history_and_can_be_restored_there(
    editor: FlaskClient, database: Database
) -> None:
    before = handout(database, "h_kita")
    seen = hidden(open_page(editor, "/handouts/h_kita/edit"), "seen")
    form = HANDOUT | {"title_de": "Heft Kita", "title_en": "Booklet", "seen": seen, "why": "Neuer Name"}
    assert post(editor, "/handouts/h_kita/edit", form).status_code == 303
    assert handout(database, "h_kita")["title_de"] == "Heft Kita"
    with database.reading() as session:
        change = history.change(session, history.last_number(session))
        assert (change.why, [version.entry_id for version in change.versions]) == ("Neuer Name", ["h_kita"])
        number, moment = change.number, change.made_at
    page = open_page(editor, "/history?kind=handouts&id=h_kita")
    assert "Herausgeber jetzt: Willkommenszentrum Leipzig (WZL)" in page.text()
    assert "Zielgruppen vorher: Eltern jetzt: Familienangehörige/r" in page.text()
    with database.writing() as session:
        publishing.restore(session, number - 1, by="editor", why="", now=moment)
    assert handout(database, "h_kita") == before


def test_two_editors_of_a_handout_and_nothing_is_lost(app: Flask, editor: FlaskClient, database: Database) -> None:
    seen = hidden(open_page(editor, "/handouts/h_kita/edit"), "seen")
    assert post(editor, "/handouts/h_kita/edit", HANDOUT | {"seen": seen, "title_de": "Von ihr"}).status_code == 303
    late = HANDOUT | {"seen": seen, "title_de": "Von ihm"}
    page = check_page(response := post(editor, "/handouts/h_kita/edit", late))
    assert response.status_code == 409
    assert page.one("input", id="f-title_de").get("value") == "Von ihm"
    assert text_of(page.one("p", id="o-title_de")) == "Jetzt gespeichert: Von ihr"
    assert handout(database, "h_kita")["title_de"] == "Von ihr"
    again = late | {"seen": hidden(page, "seen")}
    assert post(editor, "/handouts/h_kita/edit", again).status_code == 303
    assert handout(database, "h_kita")["title_de"] == "Von ihm"


def test_withdrawn_and_back(editor: FlaskClient, database: Database) -> None:
    def offered() -> bool:
        with database.reading() as session:
            return "h_kita" in library(session).about("bildung/kita")

    response = post(editor, "/handouts/h_kita/edit", {"action": "withdraw"})
    page = open_page(editor, response.location)
    assert "Am Tresen wird es nicht mehr angeboten." in page.text()
    assert not offered()
    assert "Heft Kinderbetreuung" in open_page(editor, "/handouts?show=withdrawn").text("main")
    (button,) = [button for button in page.all("button") if button.get("value") == "offer"]
    assert text_of(button) == "Zurücknehmen"
    post(editor, "/handouts/h_kita/edit", {"action": "offer"})
    assert offered()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "xx"}, "Sprache"),
        ({"kind": "stone"}, "Was vorliegt"),
        ({"kind": "file"}, "PDF"),
        ({"kind": "file", "file_digest": "0" * 64}, "PDF"),
        ({"kind": "link", "link": "javascript:alert(1)"}, "Internetadresse"),
        ({"kind": "link", "link": ""}, "Internetadresse"),
        ({"valid_until": "31.12.2026"}, "Gültig bis"),
        ({"issued_on": "2026-02-01", "valid_until": "2026-01-31"}, "Gültig bis"),
        ({"pages": "viele"}, "Seiten"),
        ({"left": "-1"}, "Exemplare"),
        ({"reorder_at": "100001"}, "Nachbestellen ab"),
    ],
)
def test_what_is_wrong_with_an_edition(
    editor: FlaskClient, database: Database, change: dict[str, str], field: str
) -> None:
    page = check_page(response := post(editor, "/handouts/h_kita/editions/new", PAPER | change))
    assert response.status_code == 400
    (problem,) = problems(page)
    assert problem.startswith(f"{field}: ")
    assert page.one("input", id="f-note").get("value") == "Schublade links"
    assert stored(database, "h_kita") == []


def test_a_file_and_then_a_web_address(app: Flask, editor: FlaskClient, database: Database) -> None:
    digest = leaflet(app, database, "Krippe", notes=("script",))
    post(editor, "/handouts/h_kita/editions/new", {"language": "ar", "kind": "file", "file_digest": digest})
    (edition,) = stored(database, "h_kita")
    assert (edition["file_digest"], edition["pages"], edition["link"]) == (digest, 3, None)
    shown = open_page(editor, "/handouts/h_kita")
    assert "Programme in der Datei (JavaScript) wurden entfernt." in shown.text()
    assert shown.all("img", src=f"/files/{digest}.png")
    path = f"/handouts/h_kita/editions/{edition['id']}"
    page = open_page(editor, path)
    assert hidden(page, "file_digest") == digest
    wanted = {"language": "ar", "kind": "link", "link": "https://example.org/kita", "version": hidden(page, "version")}
    assert post(editor, path, wanted | {"file_digest": digest}).status_code == 303
    (edition,) = stored(database, "h_kita")
    assert (edition["kind"], edition["file_digest"], edition["link"]) == ("link", None, "https://example.org/kita")


def test_two_editors_of_an_edition_and_nothing_is_lost(editor: FlaskClient, database: Database) -> None:
    edition = put(database, "h_kita", Wish("uk", "paper", note="alt"))
    path = f"/handouts/h_kita/editions/{edition}"
    version = hidden(open_page(editor, path), "version")
    first = {"language": "uk", "kind": "paper", "note": "von ihr", "version": version}
    assert post(editor, path, first).status_code == 303
    late = {"language": "ru", "kind": "paper", "note": "von ihm", "version": version}
    page = check_page(response := post(editor, path, late))
    assert response.status_code == 409
    assert page.one("input", id="f-note").get("value") == "von ihm"
    assert text_of(page.one("p", id="o-note")) == "Jetzt gespeichert: von ihr"
    assert text_of(page.one("p", id="o-language")) == "Jetzt gespeichert: Ukrainisch"
    assert stored(database, "h_kita")[0]["note"] == "von ihr"
    assert post(editor, path, late | {"version": hidden(page, "version")}).status_code == 303
    assert [(one["language"], one["note"]) for one in stored(database, "h_kita")] == [("ru", "von ihm")]


def test_a_new_edition_takes_the_place_of_its_like(editor: FlaskClient, database: Database) -> None:
    old, other = put(database, "h_kita"), put(database, "h_kita", Wish("tr", "paper"))
    link = put(database, "h_kita", Wish("uk", "link", link="https://example.org/"))
    post(editor, "/handouts/h_kita/editions/new", PAPER | {"replaces": "yes"})
    state = {one["id"]: one["archived"] for one in stored(database, "h_kita")}
    assert [state.pop(known) for known in (old, other, link)] == [True, False, False]
    assert list(state.values()) == [False]
    post(editor, "/handouts/h_kita/editions/new", PAPER)
    assert sum(not one["archived"] for one in stored(database, "h_kita")) == 4


def test_archived_put_back_and_confirmed(editor: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        edition = next(iter(library(session).editions("h_einbuergerung_quickcheck", "de", TODAY))).edition
    path = f"/handouts/h_einbuergerung_quickcheck/editions/{edition}/state"
    assert "zu prüfen" in open_page(editor, "/handouts/h_einbuergerung_quickcheck").text()
    page = open_page(editor, post(editor, path, {"action": "confirm"}).location)
    assert "zu prüfen" not in page.text()
    assert "zuletzt geprüft am Mo 23.11.2026" in page.text()
    page = open_page(editor, post(editor, path, {"action": "archive"}).location)
    assert "Am Tresen wird es nicht angeboten." in page.text()
    assert "Zurücknehmen" in text_of(page.one("div", id="done"))
    with database.reading() as session:
        assert library(session).offers("einbuergerung/antrag", "de", TODAY)[0].handout != "h_einbuergerung_quickcheck"
    page = open_page(editor, post(editor, path, {"action": "put_back"}).location)
    assert "Die Ausgabe ist wieder da." in page.text()
    (one,) = stored(database, "h_einbuergerung_quickcheck")
    assert (one["archived"], one["checked_on"]) == (False, TODAY)


def test_an_edition_that_was_asked_for_delivers_the_request(editor: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        asked = requests.add(session, Wanted("handout", "h_kita", "uk"), noted="2026-11").id
    assert "Fehlt auf Ukrainisch" in open_page(editor, "/handouts/h_kita").text()
    page = open_page(editor, f"/handouts/h_kita/editions/new?language=uk&request={asked}")
    (chosen,) = [option for option in page.one("select", id="f-language") if option.get("selected") is not None]
    assert chosen.get("value") == "uk"
    assert "gilt die Anfrage als geliefert" in page.text()
    post(editor, "/handouts/h_kita/editions/new", PAPER | {"request": hidden(page, "request")})
    (edition,) = stored(database, "h_kita")
    with database.reading() as session:
        now = requests.find(session, asked).now
        assert (now.state, now.edition, now.closed_on) == ("delivered", edition["id"], TODAY)


def test_a_request_that_is_gone_meanwhile_does_not_stop_the_edition(editor: FlaskClient, database: Database) -> None:
    assert post(editor, "/handouts/h_kita/editions/new", PAPER | {"request": "nothing"}).status_code == 303
    assert len(stored(database, "h_kita")) == 1


def test_nobody_finds_what_is_not_there(editor: FlaskClient, database: Database) -> None:
    edition = put(database, "h_jmd")
    for path in ("/handouts/h_none", "/handouts/h_none/edit", "/handouts/h_none/editions/new",
                 f"/handouts/h_kita/editions/{edition}", "/handouts/h_kita/editions/none"):  # fmt: skip
        assert editor.get(path).status_code == 404, path
        check_page(editor.get(path))
    assert post(editor, f"/handouts/h_kita/editions/{edition}/state", {"action": "archive"}).status_code == 404
    assert not stored(database, "h_jmd")[0]["archived"]


def test_an_advisor_reads_and_counts_but_keeps_nothing(app: Flask, advisor: FlaskClient, database: Database) -> None:
    edition = put(database, "h_kita", left=3)
    page = open_page(advisor, "/handouts/h_kita")
    forms = {form.get("action") for form in page.one("main").iter("form")}
    assert forms == {f"/handouts/h_kita/editions/{edition}/stock"}
    assert not [link for link in page.one("main").iter("a") if "edit" in link.get("href", "")]
