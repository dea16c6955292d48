"""Requests: made of a gap or by hand, asked, promised, delivered, declined, undone; and two editors at once."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.db import Database
from app.released.service import release
from app.released.tables import ALL, Cell, Table
from handouts import requests
from handouts.requests import Standing
from handouts.wanted import Wanted
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import page_text
from tests.web.missing.editor import FLAT, Editor
from tests.web.pages import open_page
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

TODAY = MONDAY.date()


def released(database: Database, *cells: tuple[str, str, int]) -> None:
    whole = Cell((ALL, ALL), 500, 5)
    with database.writing() as session:
        table = Table("topic_language", "2025", "m", (whole, *(Cell((t, tag), n, 5) for t, tag, n in cells)))
        release(session, table, today=date(2026, 1, 20))


def test_a_gap_becomes_a_request_with_one_press_and_goes_to_the_publisher(editor: Editor) -> None:
    editor.edition("h_wohnungsgeber", "en")
    editor.edition("h_wohnungsgeber", "vi", TODAY - timedelta(days=3))
    editor.open()
    assert editor.gaps("h_wohnungsgeber")[0] == "vi"
    assert "bis Fr 20.11.2026" in page_text(editor.page)
    assert set(editor.gaps("h_wohnungsgeber")) >= {"vi", "uk", "ar"}
    assert "en" not in editor.gaps("h_wohnungsgeber")
    response = editor.client.post(
        "/requests/new",
        data={"handout": "h_wohnungsgeber", "language": "vi", "csrf_token": editor.page.csrf_token},
    )
    (made,) = editor.all()
    assert response.location == f"/requests/{made.id}?done=created"
    assert (made.wanted, made.noted, made.now) == (FLAT, "2026-11", Standing(office="buergerbuero_mitte"))
    editor.open()
    assert editor.titles == ["Formular Wohnungsgeberbestätigung"]
    assert "vi" not in editor.gaps("h_wohnungsgeber")


@pytest.mark.parametrize("step", ["save", "undo", "withdraw", "send"])
def test_the_language_can_be_changed_after_a_step(editor: Editor, step: str) -> None:
    made = editor.add()
    response = editor.client.get(f"/requests/{made}/{step}?lang=en")
    assert (response.status_code, response.location) == (302, f"/requests/{made}")
    assert "Request" in page_text(editor.open(f"/{made}").page)


def test_demand_is_shown_as_it_was_released_or_not_at_all(editor: Editor, database: Database) -> None:
    assert "noch nicht veröffentlicht" in page_text(editor.page)
    released(database, ("wohnen", "vi", 45), ("arbeit", "vi", 20))
    editor.open()
    assert editor.gaps("wohnen") == ["vi"]
    assert "etwa 45" in page_text(editor.page)
    known = editor.add(Wanted("topic", "wohnen/mietproblem", "vi"))
    assert "etwa 45 Erstkontakte im Jahr 2025 (Wohnen)" in page_text(editor.open(f"/{known}").page)
    other = editor.add(Wanted("topic", "wohnen/mietproblem", "pl"))
    assert "Bedarf: nicht veröffentlicht" in page_text(editor.open(f"/{other}").page)


def test_made_by_hand_for_a_topic_and_taken_back(editor: Editor) -> None:
    editor.open("/new").press("/new", topic="wohnen/mietproblem", language="ku", office="mieterverein")
    (made,) = editor.all()
    assert (made.wanted, made.now.office) == (Wanted("topic", "wohnen/mietproblem", "ku"), "mieterverein")
    assert "Die Anfrage ist angelegt" in editor.message
    editor.press(f"/{made.id}/withdraw")
    assert editor.all() == []
    assert "zurückgenommen" in editor.message


@pytest.mark.parametrize(
    "typed",
    [
        {"topic": "wohnen"},
        {"language": "ku"},
        {"topic": "nowhere", "language": "ku"},
        {"handout": "h_nowhere", "language": "ku"},
        {"topic": "wohnen", "language": "xx"},
        {"topic": "schutz/haeusliche_gewalt", "language": "ku"},
    ],
)
def test_what_does_not_exist_or_is_protected_cannot_be_asked_for(editor: Editor, typed: dict[str, str]) -> None:
    editor.open("/new").press("/new", status=400, **typed)
    assert "Bitte wählen Sie" in page_text(editor.page)
    assert editor.all() == []


def test_the_same_is_asked_for_once(editor: Editor) -> None:
    known = editor.add()
    editor.open("/new").press("/new", handout="h_wohnungsgeber", language="vi")
    assert "schon eine Anfrage" in editor.message
    assert [one.id for one in editor.all()] == [known]


def test_all_steps_and_their_undo(editor: Editor) -> None:
    id_ = editor.add()
    editor.open(f"/{id_}")
    before = editor.stored(id_).now
    editor.press(f"/{id_}/save", step="saved", office="jobcenter", note="Hausmitteilung abwarten")
    assert (editor.stored(id_).now.office, editor.stored(id_).now.note) == ("jobcenter", "Hausmitteilung abwarten")
    editor.press(f"/{id_}/undo")
    assert editor.stored(id_).now == before
    for step, state in (("asked", "asked"), ("promised", "promised"), ("declined", "declined"), ("reopened", "asked")):
        editor.press(f"/{id_}/save", step=step, until="2026-12-24" if step == "promised" else "")
        assert editor.stored(id_).now.state == state
    assert editor.stored(id_).now.asked_on == TODAY
    editor.press(f"/{id_}/save", step="delivered")
    assert (editor.stored(id_).now.state, editor.stored(id_).now.closed_on) == ("delivered", TODAY)
    editor.press(f"/{id_}/undo")
    assert (editor.stored(id_).now.state, editor.stored(id_).now.closed_on) == ("asked", None)
    assert editor.message.startswith("Rückgängig gemacht")


def test_the_list_says_what_is_to_be_done_first(editor: Editor, database: Database) -> None:
    waiting, late = editor.add(), editor.add(Wanted("handout", "h_arbeitsrecht", "vi"))
    for id_, weeks in ((waiting, 2), (late, 5)):
        with database.writing() as session:
            requests.change(session, id_, 1, lambda now, n=weeks: requests.asked(now, TODAY - timedelta(weeks=n)))  # type: ignore[misc]
    text = page_text(editor.open().page)
    assert editor.titles == ["Faltblatt Arbeitsrechte (BABS / Faire Integration)", "Formular Wohnungsgeberbestätigung"]
    assert "gefragt seit 5 Wochen Zeit für eine Erinnerung" in text
    assert "gefragt seit 2 Wochen" in text
    assert "1 wartet auf Sie" in text


def test_two_editors_at_once_and_nothing_is_lost(editor: Editor) -> None:
    id_ = editor.add()
    editor.open(f"/{id_}")
    other = Editor(editor.client, editor.database).open(f"/{id_}")
    other.press(f"/{id_}/save", step="asked", office="jobcenter", note="ihre Notiz")
    editor.press(f"/{id_}/save", status=409, step="saved", note="meine Notiz")
    assert "gespeichert ist jetzt" in editor.message
    assert "ihre Notiz" in editor.message
    assert "Jobcenter Leipzig" in editor.message
    assert editor.form(f"/{id_}/save")["note"] == "meine Notiz"
    assert editor.stored(id_).now.note == "ihre Notiz"
    editor.press(f"/{id_}/save", step="saved")
    assert editor.stored(id_).now.note == "meine Notiz"


def test_undo_does_not_take_back_what_somebody_else_has_done_since(editor: Editor) -> None:
    id_ = editor.add()
    editor.open(f"/{id_}").press(f"/{id_}/save", step="asked")
    Editor(editor.client, editor.database).open(f"/{id_}").press(f"/{id_}/save", step="promised")
    editor.press(f"/{id_}/undo", status=409)
    assert editor.stored(id_).now.state == "promised"


def test_a_closed_one_cannot_be_opened_beside_another_for_the_same(editor: Editor) -> None:
    id_ = editor.add()
    editor.open(f"/{id_}").press(f"/{id_}/save", step="declined")
    editor.add()
    editor.press(f"/{id_}/save", status=409, step="reopened")
    assert "schon eine Anfrage" in editor.message
    assert editor.stored(id_).now.state == "declined"


def test_what_was_declined_is_not_found_again_for_a_year(editor: Editor) -> None:
    editor.edition("h_wohnungsgeber", "en")
    id_ = editor.add()
    editor.open(f"/{id_}").press(f"/{id_}/save", step="declined")
    assert "vi" not in editor.open().gaps("h_wohnungsgeber")
    with editor.database.writing() as session:
        long_ago = Standing("declined", closed_on=TODAY - timedelta(days=366))
        requests.change(session, id_, 2, lambda now: long_ago)
    assert "vi" in editor.open().gaps("h_wohnungsgeber")


def test_a_day_that_is_none_is_said_beside_the_field(editor: Editor) -> None:
    id_ = editor.add()
    editor.open(f"/{id_}").press(f"/{id_}/save", status=400, step="promised", until="bald", note="n")
    assert "Bitte geben Sie einen Tag ein" in page_text(editor.page)
    assert editor.form(f"/{id_}/save")["note"] == "n"
    assert editor.stored(id_).version == 1


def test_delivered_leads_to_the_form_of_an_edition(editor: Editor) -> None:
    id_ = editor.add()
    response = editor.client.get(f"/requests/{id_}/edition")
    assert response.location == f"/handouts/h_wohnungsgeber/editions/new?language=vi&request={id_}"
    topic = editor.add(Wanted("topic", "wohnen", "vi"))
    assert editor.client.get(f"/requests/{topic}/edition").location == f"/requests/{topic}"
    response = editor.client.get(f"/requests/{topic}/edition", query_string={"handout": "h_wohnungssuche"})
    assert response.location == f"/handouts/h_wohnungssuche/editions/new?language=vi&request={topic}"
    with editor.database.writing() as session:
        requests.deliver(session, id_, "e1")
        requests.deliver(session, id_, "e2")
    stored = editor.stored(id_).now
    assert (stored.state, stored.edition, stored.closed_on) == ("delivered", "e1", TODAY)


def test_an_edition_that_came_otherwise_is_told(editor: Editor) -> None:
    editor.add()
    editor.edition("h_wohnungsgeber", "vi")
    assert "inzwischen gibt es eine Ausgabe" in page_text(editor.open().page)


def test_advisors_read_and_do_not_change(app: Flask, database: Database, editor: Editor) -> None:
    id_ = editor.add()
    editor.edition("h_wohnungsgeber", "en")
    advisor = log_in(app, database, Role.ADVISOR)
    page = open_page(advisor, "/requests")
    assert "Formular Wohnungsgeberbestätigung" in page_text(page)
    assert not page.all("form", action="/requests/new")
    assert not page.all("a", href=f"/requests/{id_}")
    assert advisor.get(f"/requests/{id_}").status_code == 403


def test_there_is_no_such_request(editor: Editor) -> None:
    assert editor.client.get("/requests/nowhere").status_code == 404
