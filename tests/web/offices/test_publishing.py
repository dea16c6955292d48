"""Drafts of offices: published, handed on, discarded, taken back; two editors; new offices; one that is gone."""

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory import history, publishing
from app.directory.entries import Entry
from app.directory.stored import stored_contents
from tests.web.offices.editor import Editor
from tests.web.pages import check_page, text_of
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

WZL = Entry("offices", "wzl")


def latest(editor: Editor) -> tuple[str, str, str]:
    """Who made the last change, who approved it, and why."""
    with editor.database.reading() as session:
        change = history.changes(session, limit=1)[0]
        return change.made_by, change.approved_by, change.why


def test_draft_then_publish_then_take_back(editor: Editor) -> None:
    before = editor.published()
    editor.open().save(phone="+49 341 777")
    assert "Entwurf von editor" in editor.panel
    assert "+49 341 777" in editor.panel
    assert "Genannt in 5 Regeln zu 3 Themen." in editor.panel
    assert editor.published() == before
    editor.publish(why="Anruf")
    assert "Veröffentlicht" in editor.said
    assert editor.published()["phone"] == "+49 341 777"
    assert editor.published()["as_of"]["phone"] == clock.now().date().isoformat()
    assert latest(editor) == ("editor", "", "Anruf")
    assert editor.drafted() is None
    editor.undo()
    assert "Zurückgenommen" in editor.said
    assert editor.published() == before
    assert latest(editor) == ("editor", "", "Zurückgenommen: Anruf")


def test_publishing_saves_what_is_typed_first(editor: Editor) -> None:
    editor.open().publish(tram_stop="Markt")
    assert editor.published()["tram_stop"] == "Markt"
    editor.publish(400, phone="keine")
    assert "Es wurde nichts gespeichert" in editor.said
    assert editor.value("phone") == "keine"


def test_a_reason_is_asked_for(editor: Editor) -> None:
    editor.open().publish(400, why=" ", tram_stop="Markt")
    assert "Bitte sagen Sie, warum" in editor.said
    assert editor.drafted() is not None
    assert editor.published()["tram_stop"] == "Neues Rathaus"


def test_nothing_to_publish(editor: Editor) -> None:
    editor.open().publish(why="nur so")
    assert "Das ist schon so veröffentlicht" in editor.said


def test_what_was_changed_since_is_not_taken_back(editor: Editor, colleague: Editor) -> None:
    editor.open().publish(tram_stop="Markt")
    colleague.open().publish(tram_stop="Wieder anders")
    editor.undo(409)
    assert "seitdem geändert" in editor.said
    assert editor.published()["tram_stop"] == "Wieder anders"
    for number in ("", "0", "1", "x", "9" * 20):
        response = editor.client.post("/offices/wzl", data=editor.sent() | {"action": "undo", "undo": number})
        assert response.status_code == 409


def test_four_eyes(editor: Editor, colleague: Editor) -> None:
    editor.require_four_eyes()
    editor.open().save(phone="+49 341 777")
    assert not editor.page.all("button", value="publish")
    response = editor.client.post("/offices/wzl", data=editor.sent(why="eilig") | {"action": "publish"})
    assert response.status_code == 403
    assert "muss jemand anderes veröffentlichen" in check_page(response).text()
    editor.press("action", "submit", why="Anruf")
    assert "Weitergegeben" in editor.said
    assert "editor bittet um eine zweite Person: Anruf" in colleague.open().panel
    colleague.publish(why="")
    assert editor.published()["phone"] == "+49 341 777"
    assert latest(editor) == ("editor", "kollegin", "Anruf")


def test_discarding(editor: Editor, colleague: Editor) -> None:
    editor.open().save(phone="+49 341 777")
    colleague.open()
    editor.save(phone="+49 341 778")
    colleague.press("action", "discard", 409)
    assert "nichts verworfen" in colleague.said
    colleague.press("action", "discard")
    assert "Der Entwurf ist verworfen" in colleague.said
    assert editor.drafted() is None


def test_two_editors_of_different_fields_lose_nothing(editor: Editor, colleague: Editor) -> None:
    colleague.open()
    editor.open().save(phone="+49 341 777", former_names=["Haus"])
    colleague.save(409, tram_stop="Markt")
    assert "Von Ihren Eingaben ist nichts verloren" in colleague.said
    assert "Aus der anderen Änderung übernommen: Frühere und andere Namen – Haus Telefon" in colleague.said
    assert (colleague.value("phone"), colleague.value("tram_stop")) == ("+49 341 777", "Markt")
    colleague.save()
    drafted = colleague.drafted()
    assert drafted is not None
    assert (drafted["phone"], drafted["tram_stop"], drafted["former_names"]) == ("+49 341 777", "Markt", ["Haus"])
    assert set(drafted["as_of"]) >= {"phone", "tram_stop"}


def test_two_editors_of_the_same_field_see_both_texts(editor: Editor, colleague: Editor) -> None:
    colleague.open()
    editor.open().publish(phone="+49 341 777", opening_hours="Mo 08:00-12:00; PH off")
    colleague.save(409, phone="+49 341 888")
    assert "Das haben Sie beide geändert" in colleague.said
    assert colleague.value("phone") == "+49 341 888"
    assert text_of(colleague.page.one("p", id="o-phone")) == "Jetzt gespeichert: +49 341 777"
    assert colleague.value("opening_hours") == "Mo 08:00-12:00; PH off"
    assert colleague.drafted() is None
    colleague.publish()
    assert colleague.published()["phone"] == "+49 341 888"
    assert colleague.published()["opening_hours"] == "Mo 08:00-12:00; PH off"


def test_a_draft_that_was_overtaken_by_a_publication_elsewhere(editor: Editor, colleague: Editor) -> None:
    editor.open().save(phone="+49 341 777")
    colleague.open().press("action", "discard")
    colleague.open().publish(phone="+49 341 888")
    editor.publish(409, phone="+49 341 777")
    assert "Jemand anderes hat diese Stelle inzwischen geändert" in editor.said
    assert "Telefon +49 341 777 +49 341 888" in editor.said
    assert editor.value("phone") == "+49 341 888"


def test_who_was_overtaken_publishes_knowingly(editor: Editor) -> None:
    """A draft that clashes can be published after all, and what only the other one changed stays."""
    editor.open().save(phone="+49 341 777")

    with editor.database.writing() as session:
        theirs = stored_contents(session)[WZL] | {"phone": "+49 341 888", "tram_stop": "Markt"}
        publishing.publish(session, {WZL: theirs}, by="files", why="", now=clock.now())
    editor.open().publish(409)
    assert "Jemand hat inzwischen" in editor.said
    assert "+49 341 888 +49 341 777" in editor.panel
    editor.publish()
    assert (editor.published()["phone"], editor.published()["tram_stop"]) == ("+49 341 777", "Markt")


def test_new_office_is_drafted_and_published(editor: Editor) -> None:
    name = "beratungsstelle_naehe_groesse"
    editor.open("new").save(
        303, name_de="Beratungsstelle Nähe & Größe", name_en="Advice", kind="ngo", phone="+49 341 555"
    )
    assert "Die neue Stelle ist ein Entwurf" in editor.said
    drafted = editor.drafted(name)
    assert drafted is not None
    assert (drafted["status"], drafted["phone"], drafted["as_of"]["phone"]) == ("verify", "+49 341 555", "2026-11-23")
    editor.publish()
    assert "Eine neue Stelle lässt sich nicht zurücknehmen" in editor.said
    assert editor.published(name)["name_de"] == "Beratungsstelle Nähe & Größe"
    editor.open("new").save(303, name_de="Beratungsstelle Nähe & Größe", name_en="Advice", kind="ngo")
    assert editor.drafted(f"{name}_2") is not None
    editor.press("action", "discard", 303)
    assert editor.drafted(f"{name}_2") is None


def test_ids_of_new_offices(editor: Editor) -> None:
    for typed, said in (("wzl", "Es gibt schon eine Stelle"), ("new", "Es gibt schon"), ("mit Leerzeichen", "Kennung")):
        editor.open("new").save(400, id=typed, name_de="X", name_en="X", kind="ngo")
        assert said in editor.about("id")
        assert editor.value("id") == typed
    editor.open("new").save(400, name_de="", name_en="", kind="")
    assert "Jede Stelle braucht einen Namen" in editor.about("name_de")
    assert "autofocus" in editor.page.one("div", id="done").attrib
    assert "Englischer Name: Jede Stelle braucht einen englischen Namen" in editor.said
    editor.press("add", "former_names", former_names=["Alt"], name_de="Noch nicht gespeichert")
    assert editor.values("former_names") == ["Alt", "", ""]
    assert editor.value("id") == ""
    editor.save(303, name_en="X", kind="ngo", id="Eigene-1")
    assert editor.drafted("Eigene-1") is not None


def test_an_office_that_is_gone_needs_a_successor(editor: Editor) -> None:
    editor.open().save(status="defunct")
    assert "Nennen Sie die Stelle, die übernommen hat" in editor.about("successor")
    assert "Ihre Regeln würden ins Leere führen" in editor.panel
    editor.publish(successor="referat_mi")
    assert "Veröffentlicht" in editor.said
    assert (editor.published()["status"], editor.published()["successor"]) == ("defunct", "referat_mi")
    assert "Ihre Regeln führen dann zu: Referat für Migration und Integration" in editor.panel


def test_without_javascript_enter_saves(editor: Editor) -> None:
    """The first button of the form is the one that a browser presses then."""
    first = next(editor.open().form.iter("button"))
    assert (first.get("name"), first.get("value")) == ("action", "save")


def test_only_editors(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADVISOR)
    for path in ("/offices", "/offices/wzl", "/offices/new", "/offices/preview.pdf?office=wzl"):
        assert client.get(path).status_code == 403
