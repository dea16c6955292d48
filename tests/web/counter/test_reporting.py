"""Wrong data, reported from the answer: what is kept of it, that the conversation goes on, that it can be undone."""

import pytest
from werkzeug.datastructures import MultiDict

from app.contacts.models import Contact
from app.db import Database
from referrals import reports
from referrals.reports import WHAT, Wrong
from tests.web.counter.desk import Desk, page_text
from tests.web.counter.test_finish import UKRAINIAN, rows

pytestmark = pytest.mark.one_database

CONVERSATION = ("language", "topic", "subtopic", "a-residence", "office", "token", "paper", "talk")


def reported(database: Database) -> dict[Wrong, int]:
    with database.reading() as session:
        return reports.reported(session)


def say(desk: Desk, what: str, **typed: str) -> Desk:
    return desk.press("report", what, path="/counter/report", **typed)


def take_back(desk: Desk) -> Desk:
    ticket = desk.page.one("button", name="undo_report").get("value", "")
    return desk.press("undo_report", ticket, path="/counter/report/undo")


def answered(desk: Desk) -> Desk:
    return desk.serve(*UKRAINIAN)


def through_protection(desk: Desk) -> Desk:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "yes" if desk.asked[0] == "acute" else "none")
    return desk


def test_the_first_office_is_meant_and_the_conversation_goes_on(desk: Desk, database: Database) -> None:
    answered(desk)
    before = [pair for pair in desk.form() if pair[0] in CONVERSATION]
    say(desk, "phone")
    assert reported(database) == {Wrong("ankommenszentrum", "phone"): 1}
    assert desk.toast == "Gemeldet: Telefon falsch – Ankommenszentrum der Stadt Leipzig (Ukraine)"
    assert [pair for pair in desk.form() if pair[0] in CONVERSATION] == before
    assert {"language", "subtopic", "a-residence", "office", "paper", "talk"} <= {name for name, _ in before}
    desk.finish()
    assert len(rows(database, Contact)) == 1
    assert reported(database) == {Wrong("ankommenszentrum", "phone"): 1}


@pytest.mark.parametrize("what", [what for what in WHAT if what != reports.GAP])
def test_everything_that_can_be_wrong_of_another_office(desk: Desk, database: Database, what: str) -> None:
    say(answered(desk), what, report_office="mosaik_mbe")
    assert reported(database) == {Wrong("mosaik_mbe", what): 1}


def test_a_gap_keeps_the_subtopic_only(desk: Desk, database: Database) -> None:
    say(answered(desk), "gap")
    assert reported(database) == {Wrong("aufenthalt/ukraine_24", "gap"): 1}
    assert desk.toast == "Gemeldet: Lücke, keine Stelle passt"


def test_of_a_protected_topic_only_an_office_and_without_its_name_on_the_screen(desk: Desk, database: Database) -> None:
    through_protection(desk)
    assert not desk.page.all("button", name="report", value="gap")
    response = desk.post("/counter/report", [("report", "gap")])
    assert reported(database) == {}
    desk.show(response)
    say(desk, "phone")
    (wrong,) = reported(database)
    assert wrong.entry != "schutz/haeusliche_gewalt"
    assert wrong.what == "phone"
    assert desk.toast == "Gemeldet: Telefon falsch"


def test_the_same_form_reports_once_and_another_contact_again(desk: Desk, database: Database) -> None:
    form = [*answered(desk).form(), ("report", "hours")]
    pages = [desk.client.post("/counter/report", data=MultiDict(form)).text for _ in range(3)]
    assert reported(database) == {Wrong("ankommenszentrum", "hours"): 1}
    assert "Schon gemeldet" in pages[2]
    desk.client.get("/counter")
    say(answered(Desk(desk.client)), "hours")
    assert reported(database) == {Wrong("ankommenszentrum", "hours"): 2}


def test_undo_takes_one_report_back_once(desk: Desk, database: Database) -> None:
    say(answered(desk), "hours")
    say(answered(again := Desk(desk.client)), "hours")
    ticket = again.page.one("button", name="undo_report").get("value", "")
    take_back(again)
    assert reported(database) == {Wrong("ankommenszentrum", "hours"): 1}
    assert "Rückgängig gemacht" in again.toast
    assert dict(again.form())["subtopic"] == "aufenthalt/ukraine_24"
    again.show(again.post("/counter/report/undo", [("undo_report", ticket)]))
    assert reported(database) == {Wrong("ankommenszentrum", "hours"): 1}
    say(again, "hours")
    assert reported(database) == {Wrong("ankommenszentrum", "hours"): 2}


def test_undo_of_the_only_report_leaves_no_row(desk: Desk, database: Database) -> None:
    take_back(say(answered(desk), "gone"))
    assert reported(database) == {}


def test_undo_ends_after_five_minutes(desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    say(answered(desk), "gone")
    monkeypatch.setattr("app.counter.tickets.UNDO_SECONDS", -1)
    take_back(desk)
    assert "bleibt gemeldet" in desk.toast
    assert len(reported(database)) == 1


def test_what_an_editor_has_dealt_with_is_not_taken_back_below_nothing(desk: Desk, database: Database) -> None:
    say(answered(desk), "gone")
    with database.writing() as session:
        assert reports.settle(session, ["ankommenszentrum"]) == {Wrong("ankommenszentrum", "gone"): 1}
    take_back(desk)
    assert "schon darum gekümmert" in desk.toast
    assert reported(database) == {}


def test_no_other_office_and_nothing_unknown_can_be_reported(desk: Desk, database: Database) -> None:
    answered(desk)
    for office, what in (("abh", "phone"), ("nowhere", "phone"), ("mosaik_mbe", "rude"), ("", "phone")):
        response = desk.post("/counter/report", [("report", what)], report_office=office)
        assert response.status_code == 200
        assert "nichts gemeldet" in response.text
    assert "nichts gemeldet" in desk.post("/counter/report", [("report", "phone")], subtopic="").text
    assert reported(database) == {}


def test_a_form_that_is_too_old_reports_nothing_and_the_next_page_does(desk: Desk, database: Database) -> None:
    say(answered(desk), "phone", token="from a former day")
    assert "früheren Tag" in page_text(desk.page)
    assert reported(database) == {}
    say(desk, "phone")
    assert reported(database) == {Wrong("ankommenszentrum", "phone"): 1}


def test_without_an_answer_there_is_nothing_to_report(desk: Desk) -> None:
    assert not desk.page.all("button", name="report")
    desk.press("language", "uk").press("topic", "aufenthalt")
    assert not desk.page.all("button", name="report")
