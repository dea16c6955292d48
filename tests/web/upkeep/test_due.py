"""The list of what is due: what is in it, what a click does, that it can be taken back, and what the counter shows."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory.entries import Entry
from app.resend import new_key
from referrals.directory.freshness import doubtful
from referrals.directory.service import offices
from referrals.reports import Wrong
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk, page_text, pdf_text
from tests.web.counter.test_finish import UKRAINIAN
from tests.web.pages import open_page, text_of
from tests.web.staff import log_in, post
from tests.web.upkeep.due import ANKOMMEN, UNSURE_RULE, Editor

pytestmark = pytest.mark.one_database

PAGE = 25
EXPIRING_RULE = Entry("rules", "SPRA-002")
JOBCENTER = Entry("offices", "jobcenter")
GAP = Entry("subtopics", "wohnen/mietproblem")


def first_of(editor: Editor, reason: str) -> Editor:
    return editor.open(caretaker="all", reason=reason)


def test_the_example_is_nearly_all_due_and_the_most_urgent_are_shown(editor: Editor) -> None:
    said = page_text(editor.page)
    assert "von 361 Einträgen" in said
    assert len(editor.rows) == PAGE
    for reason in ("unsicher 21", "läuft aus 1", "überfällig", "unvollständig"):
        assert reason in said
    assert "unsicher" in text_of(editor.rows[0])


def test_pages_hold_every_entry_once(editor: Editor) -> None:
    names = []
    for page in range(1, 15):
        names += [text_of(row) for row in editor.open(caretaker="all", page=str(page)).rows]
    due = next(int(word) for word in page_text(editor.page).split() if word.isdigit() and int(word) > 300)
    assert len(names) == len(set(names)) == due
    assert len(editor.open(caretaker="all", page="99").rows) == due % PAGE or PAGE


def test_each_reason_says_what_to_look_at(editor: Editor) -> None:
    editor.report("ankommenszentrum", "gone", 2)
    editor.report("wohnen/mietproblem", "gap")
    reported = first_of(editor, "reported")
    assert "Am Tresen gemeldet: Gibt es nicht mehr (2-mal)" in reported.said(ANKOMMEN)
    assert "Lücke, keine Stelle passt (einmal)" in reported.said(GAP)
    assert "läuft in 38 Tagen aus" in first_of(editor, "expiring").said(EXPIRING_RULE)
    assert "Endet am 31.12.2026; danach gilt SPRA-015" in editor.said(EXPIRING_RULE)
    assert "unsicher" in editor.open(kind="rules", topic="aufenthalt").said(UNSURE_RULE)
    overdue = editor.open(caretaker="all", kind="offices", reason="overdue")
    assert "Nie geprüft; Angaben von" in overdue.said(JOBCENTER)
    assert "Themen betroffen" in overdue.said(JOBCENTER)


@pytest.mark.parametrize("chosen", [{"kind": "offices"}, {"kind": "rules"}, {"topic": "wohnen"}, {"reason": "unsure"}])
def test_filters_show_what_they_say(editor: Editor, chosen: dict[str, str]) -> None:
    every = {text_of(row) for page in range(1, 15) for row in editor.open(caretaker="all", page=str(page)).rows}
    some = {text_of(row) for page in range(1, 15) for row in editor.open(**chosen, page=str(page)).rows}
    assert some < every
    words = {"offices": "Stelle ", "rules": "Regel ", "unsure": "unsicher"}
    for said in some:
        assert words.get(next(iter(chosen.values())), "") in said


def test_one_click_confirms_an_office_and_the_focus_goes_to_the_next(editor: Editor) -> None:
    second = text_of(first_of(editor, "unsure").rows[1]).partition(" unsicher")[0]
    first = editor.rows[0]
    value = next(one.get("value", "") for one in first.iter("button") if one.get("name") == "one")
    kind, name, _ = value.split()
    editor.show(editor.send("/due/confirm", value))
    assert "für alle Sprachen bestätigt" in editor.message
    content = editor.content(Entry(kind, name))
    assert (content["checked_on"], content["review_on"], content["status"]) == ("2026-11-23", "2027-11-23", "active")
    assert not editor.shows(Entry(kind, name))
    assert second.startswith(text_of(editor.rows[0]).partition(" unsicher")[0])
    assert editor.focused in list(editor.rows[0].iter())


def test_a_rule_is_confirmed_for_half_a_year(editor: Editor) -> None:
    editor.open(kind="rules", reason="unsure").press("/due/confirm", UNSURE_RULE)
    content = editor.content(UNSURE_RULE)
    assert (content["checked_on"], content["review_on"], content["confidence"]) == ("2026-11-23", "2027-05-23", "high")
    editor.open(kind="rules", reason="expiring").press("/due/confirm", EXPIRING_RULE)
    assert not editor.open(kind="rules", reason="expiring").rows


def test_several_are_confirmed_at_once_and_undone_at_once(editor: Editor) -> None:
    first_of(editor, "unsure")
    before = {entry: editor.content(entry) for entry in (ANKOMMEN, UNSURE_RULE)}
    editor.tick(*before).press("/due/confirm")
    assert "2 Einträge für alle Sprachen bestätigt" in editor.message
    assert not editor.shows(ANKOMMEN)
    editor.undo()
    assert "Rückgängig gemacht" in editor.message
    assert {entry: editor.content(entry) for entry in before} == before
    assert editor.shows(ANKOMMEN)
    assert editor.shows(UNSURE_RULE)


def test_what_somebody_has_changed_since_is_neither_confirmed_nor_undone(editor: Editor) -> None:
    first_of(editor, "unsure").tick(ANKOMMEN, UNSURE_RULE)
    editor.publish(ANKOMMEN, phone="+49 341 1")
    editor.press("/due/confirm")
    assert "inzwischen geändert" in editor.message
    assert "ankommenszentrum" in editor.message
    assert editor.content(ANKOMMEN)["checked_on"] is None
    assert editor.content(UNSURE_RULE)["checked_on"] == "2026-11-23"
    editor.publish(UNSURE_RULE, note="ganz anders")
    editor.undo()
    assert "inzwischen geändert" in editor.message
    assert editor.content(UNSURE_RULE)["checked_on"] == "2026-11-23"


def test_undo_twice_and_a_forged_ticket_change_nothing(editor: Editor) -> None:
    first_of(editor, "unsure").press("/due/confirm", ANKOMMEN)
    form = editor.undo_form()
    editor.undo()
    before = editor.content(ANKOMMEN)
    again = editor.client.post("/due/undo", data=form)
    assert (again.status_code, again.location) == (303, "/due?before=sent")
    assert editor.content(ANKOMMEN) == before
    editor.show(post(editor.client, "/due/undo", {**form, "undo": "forged", "form_key": new_key(MONDAY.date())}))
    assert "zu alt" in editor.message


def test_confirming_settles_reports_and_undo_brings_them_back(editor: Editor) -> None:
    editor.report("ankommenszentrum", "phone", 3)
    editor.report("jobcenter", "phone")
    first_of(editor, "reported").press("/due/confirm", ANKOMMEN)
    assert editor.reported() == {Wrong("jobcenter", "phone"): 1}
    editor.undo()
    assert editor.reported() == {Wrong("ankommenszentrum", "phone"): 3, Wrong("jobcenter", "phone"): 1}


def test_a_report_is_ticked_off_and_comes_back(editor: Editor) -> None:
    editor.report("wohnen/mietproblem", "gap", 2)
    first_of(editor, "reported").press("/due/settle", GAP)
    assert editor.reported() == {}
    assert "Meldung ist erledigt" in editor.message
    editor.undo()
    assert editor.reported() == {Wrong("wohnen/mietproblem", "gap"): 2}


def test_publishing_a_change_settles_reports_but_a_new_caretaker_does_not(editor: Editor) -> None:
    editor.report("jobcenter", "phone")
    editor.publish(JOBCENTER, caretaker="bert")
    assert editor.reported() == {Wrong("jobcenter", "phone"): 1}
    editor.publish(JOBCENTER, phone="+49 341 913")
    assert editor.reported() == {}


def test_a_gap_is_closed_by_a_changed_rule_of_its_subtopic_not_by_confirming_one(editor: Editor) -> None:
    rule = Entry("rules", "AUFE-037")
    editor.report("aufenthalt/adresse_eat", "gap")
    editor.publish(rule, checked_on="2026-11-22", review_on="2027-05-22", confidence="high")
    assert editor.reported() == {Wrong("aufenthalt/adresse_eat", "gap"): 1}
    editor.publish(rule, responsible=["jobcenter"])
    assert editor.reported() == {}


def test_entries_are_given_to_somebody_who_then_sees_them_first(editor: Editor) -> None:
    first_of(editor, "unsure").tick(ANKOMMEN, UNSURE_RULE).press("/due/assign", assign_to="editor")
    assert "2 Einträge zugewiesen" in editor.message
    assert editor.content(ANKOMMEN)["caretaker"] == "editor"
    assert "2 von 2 Einträgen" in page_text(editor.open().page)
    assert editor.shows(ANKOMMEN)
    editor.report("wohnen/mietproblem", "gap")
    assert "3 von 3 Einträgen" in page_text(editor.open().page)
    assert editor.shows(GAP), "a gap concerns everybody"
    assert not editor.open(kind="offices").shows(GAP)
    assert len(editor.open(caretaker="nobody").rows) == PAGE
    assert not editor.open(caretaker="=bert", kind="rules").rows
    first_of(editor, "unsure").tick(ANKOMMEN).press("/due/assign", assign_to="nobody of ours")
    assert editor.content(ANKOMMEN)["caretaker"] == ""
    editor.undo()
    assert editor.content(ANKOMMEN)["caretaker"] == "editor"


def test_nothing_due_says_so(editor: Editor) -> None:
    first_of(editor, "unsure").tick(ANKOMMEN).press("/due/assign", assign_to="editor")
    editor.open().press("/due/confirm", ANKOMMEN)
    assert "Nichts fällig." in page_text(editor.page)
    assert "1 Eintrag gehört zu dieser Auswahl" in page_text(editor.page)


def test_change_opens_the_office_the_rule_or_the_table_of_the_gap(editor: Editor) -> None:
    editor.report("wohnen/mietproblem", "gap")
    editor.open(caretaker="all", topic="aufenthalt", reason="unsure")
    links = {ANKOMMEN: "/offices/ankommenszentrum", UNSURE_RULE: "/rules/aufenthalt/adresse_eat?edit=AUFE-037"}
    for entry, path in links.items():
        assert path in {link.get("href") for link in editor.row(entry).iter("a")}
        assert entry.id in open_page(editor.client, path).response.text
    assert "/rules/wohnen/mietproblem" in {link.get("href") for link in first_of(editor, "reported").row(GAP).iter("a")}
    open_page(editor.client, "/rules/wohnen/mietproblem")


def test_nothing_ticked_and_nonsense_change_nothing(editor: Editor) -> None:
    for one in ("", "offices", "offices nowhere 1", "topics aufenthalt 1", "offices abh x", "offices abh 99999999999"):
        for path in ("/due/confirm", "/due/assign", "/due/settle"):
            response = editor.send(path, one)
            assert response.status_code == 200, (path, one)
    assert editor.content(ANKOMMEN)["checked_on"] is None


def test_a_confirmation_makes_counter_and_slip_fresh(app: Flask, editor: Editor, database: Database) -> None:
    desk = Desk(log_in(app, database, Role.ADVISOR))
    desk.serve(*UKRAINIAN)
    assert "Ungeprüft, Stand 2022" in page_text(desk.page)
    desk.finish("print")
    assert "Angaben ungeprüft" in slip_of(desk)
    for office in ("ankommenszentrum", "mosaik_mbe"):
        entry = Entry("offices", office)
        if not editor.open(caretaker="all", kind="offices").shows(entry):
            editor.open(caretaker="all", kind="offices", reason="overdue", topic="aufenthalt")
        editor.press("/due/confirm", entry)
    desk = Desk(desk.client)
    desk.serve(*UKRAINIAN)
    assert "Ungeprüft" not in page_text(desk.page)
    assert "Ältere Angaben" not in page_text(desk.page)
    desk.finish("print")
    slip = slip_of(desk)
    assert "Angaben ungeprüft" not in slip
    assert "23. November 2026" in slip


def slip_of(desk: Desk) -> str:
    return " ".join(pdf_text(desk.client.post("/slip.pdf", data=desk.hidden("/slip.pdf")).data).split())


def test_a_review_that_is_due_is_seen_by_the_editor_and_age_alone_by_the_counter(
    editor: Editor, database: Database
) -> None:
    first_of(editor, "unsure").press("/due/confirm", ANKOMMEN)
    editor.publish(ANKOMMEN, review_on="2027-01-31")
    with clock.fixed(MONDAY + timedelta(days=70)), database.reading() as session:
        assert not doubtful(offices(session)["ankommenszentrum"], clock.now().date())
    with clock.fixed(MONDAY + timedelta(days=366)), database.reading() as session:
        assert doubtful(offices(session)["ankommenszentrum"], clock.now().date())


def test_a_doubtful_rule_says_so_in_the_details(app: Flask, editor: Editor, database: Database) -> None:
    desk = Desk(log_in(app, database, Role.ADVISOR))
    rule = Entry("rules", "AUFE-027")
    assert "nicht gesichert" not in page_text(desk.serve(*UKRAINIAN).page)
    editor.publish(rule, confidence="low", review_on="2026-11-01")
    said = page_text(Desk(desk.client).serve(*UKRAINIAN).page)
    assert "Diese Regel ist nicht gesichert." in said
    assert "Die Prüfung dieser Regel ist seit So 01.11.2026 überfällig." in said
