"""Material missing in the visitor's language, noted with one key: what is kept, who can see it when, and undo."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app import clock, night
from app.accounts.roles import Role
from app.contacts.models import Contact
from app.db import Database
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts import requests
from handouts.models import HandoutEdition
from handouts.request_models import HandoutRequest, MissingNote
from handouts.wanted import Wanted
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk, page_text
from tests.web.counter.test_finish import rows
from tests.web.pages import open_page, text_of
from tests.web.staff import PASSWORD, csrf_token, log_in, post, tokens_apart

FLAT = "wohnen/wohnungssuche"
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 3, 0, tzinfo=clock.ZONE)
Note = tuple[str, str, str, str]


def notes(database: Database) -> set[Note]:
    return {(row.kind, row.entry_id, row.language, row.month) for row in rows(database, MissingNote)}


def served(desk: Desk, subtopic: str = FLAT, language: str = "vi") -> Desk:
    desk.press("language", language).press("topic", subtopic.partition("/")[0]).press("subtopic", subtopic)
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    return desk


def offered(desk: Desk) -> list[str]:
    return [button.attrib["value"] for button in desk.page.all("button", name="missing")]


def listed(editor: FlaskClient) -> list[str]:
    return [text_of(link) for link in open_page(editor, "/requests").all("a", **{"class": "name"})]


def note(desk: Desk, value: str) -> Desk:
    return desk.press("missing", value, path="/counter/missing")


def take_back(desk: Desk) -> Desk:
    ticket = desk.page.one("button", name="undo_missing").get("value", "")
    return desk.press("undo_missing", ticket, path="/counter/missing/undo")


def test_the_first_one_has_the_key_and_the_conversation_goes_on(desk: Desk, database: Database) -> None:
    served(desk)
    assert offered(desk) == ["handout h_wohnungsgeber", "handout h_wohnungssuche", f"topic {FLAT}"]
    assert [button.get("value") for button in desk.page.all("button") if "data-missing" in button.attrib] == [
        "handout h_wohnungsgeber"
    ]
    before = [pair for pair in desk.form() if pair[0] in {"language", "subtopic", "office", "talk", "paper"}]
    note(desk, "handout h_wohnungsgeber")
    assert notes(database) == {("handout", "h_wohnungsgeber", "vi", "2026-11")}
    assert desk.toast == "Als fehlend vermerkt: Formular Wohnungsgeberbestätigung"
    assert [pair for pair in desk.form() if pair[0] in {"language", "subtopic", "office", "talk", "paper"}] == before
    desk.finish()
    assert len(rows(database, Contact)) == 1
    assert len(notes(database)) == 1


def test_a_leaflet_that_is_there_in_the_language_is_not_missing(desk: Desk, database: Database) -> None:
    with database.writing() as session:
        edition = {"kind": "paper", "link": None, "issued_on": None, "pages": None, "checked_on": None}
        session.add(HandoutEdition(id="e1", handout_id="h_wohnungsgeber", language="vi", valid_until=None, **edition))
        over = MONDAY.date() - timedelta(days=1)
        session.add(HandoutEdition(id="e2", handout_id="h_wohnungssuche", language="vi", valid_until=over, **edition))
        session.flush()
        raise_revision(session, HOUSE_REVISION)
    assert offered(served(desk)) == ["handout h_wohnungssuche", f"topic {FLAT}"]


def test_leaflets_for_certain_groups_and_sensitive_subtopics_tell_the_topic_only(desk: Desk) -> None:
    assert offered(served(desk, "bildung/kita")) == ["topic bildung/kita"]
    assert offered(served(Desk(desk.client), "gesundheit/arzt_finden")) == ["topic gesundheit"]


def test_with_a_protected_topic_nothing_can_be_noted(desk: Desk, database: Database) -> None:
    served(desk, "schutz/haeusliche_gewalt")
    assert offered(desk) == []
    desk.show(desk.post("/counter/missing", [("missing", "topic schutz")]))
    assert "nichts vermerkt" in page_text(desk.page)
    desk.press("go", "more").press("topic", "wohnen").press("subtopic", FLAT)
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    assert offered(desk) == []
    assert notes(database) == set()


@pytest.mark.parametrize(
    "value", ["topic wohnen", "topic schutz/haeusliche_gewalt", "handout h_kita", "handout", "", "x y"]
)
def test_nothing_else_can_be_noted(desk: Desk, database: Database, value: str) -> None:
    response = served(desk).post("/counter/missing", [("missing", value)])
    assert "nichts vermerkt" in response.text
    assert notes(database) == set()


def test_nobody_sees_the_note_before_its_month_is_over(app: Flask, desk: Desk, database: Database) -> None:
    note(served(desk), "handout h_wohnungsgeber")
    with clock.fixed(datetime(2026, 11, 30, 3, 0, tzinfo=clock.ZONE)):
        night.run(database)
    assert rows(database, HandoutRequest) == []
    editor = log_in(app, database, Role.EDITOR)
    assert not listed(editor)
    night.run(database, FIRST_OF_DECEMBER)
    editor.post("/login", data={"name": "editor", "password": PASSWORD, "csrf_token": csrf_token(editor)})
    assert notes(database) == set()
    (made,) = rows(database, HandoutRequest)
    assert (made.handout_id, made.topic_id, made.language, made.noted, made.state) == (
        "h_wohnungsgeber", None, "vi", "2026-11", "open",
    )  # fmt: skip
    assert listed(editor) == ["Formular Wohnungsgeberbestätigung"]
    night.run(database, FIRST_OF_DECEMBER)
    assert len(rows(database, HandoutRequest)) == 1


def test_what_is_asked_for_already_is_not_asked_for_twice(desk: Desk, database: Database) -> None:
    with database.writing() as session:
        known = requests.add(session, Wanted("topic", FLAT, "vi"), noted="2026-10")
    note(served(desk), f"topic {FLAT}")
    night.run(database, FIRST_OF_DECEMBER)
    assert [row.id for row in rows(database, HandoutRequest)] == [known.id]
    assert notes(database) == set()


def test_the_page_does_not_tell_whether_it_was_noted_before(desk: Desk, database: Database) -> None:
    note(served(desk), f"topic {FLAT}")
    again = note(served(Desk(desk.client)), f"topic {FLAT}")
    assert again.toast == desk.toast
    assert len(notes(database)) == 1


def test_undo_takes_back_only_what_this_form_noted(desk: Desk, database: Database) -> None:
    other = note(served(Desk(desk.client)), f"topic {FLAT}")
    note(served(desk), f"topic {FLAT}")
    take_back(desk)
    assert desk.toast == "Rückgängig gemacht: Es ist nichts vermerkt."
    assert dict(desk.form())["subtopic"] == FLAT
    assert len(notes(database)) == 1
    take_back(other)
    assert notes(database) == set()
    note(other, f"topic {FLAT}")
    assert len(notes(database)) == 1


def test_the_same_form_counts_once_and_its_undo_holds(desk: Desk, database: Database) -> None:
    form = [*served(desk).form(), ("missing", f"topic {FLAT}")]
    pages = [desk.client.post("/counter/missing", data=MultiDict(form)) for _ in range(3)]
    desk.show(pages[2])
    assert len(notes(database)) == 1
    take_back(desk)
    assert notes(database) == set()


def test_undo_ends_after_five_minutes(desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    note(served(desk), f"topic {FLAT}")
    monkeypatch.setattr("app.counter.tickets.UNDO_SECONDS", -1)
    take_back(desk)
    assert "bleibt vermerkt" in desk.toast
    assert len(notes(database)) == 1


def test_a_form_that_is_too_old_notes_nothing_and_the_next_page_does(desk: Desk, database: Database) -> None:
    served(desk).press("missing", f"topic {FLAT}", path="/counter/missing", token="from a former day")
    assert "früheren Tag" in page_text(desk.page)
    assert notes(database) == set()
    note(desk, f"topic {FLAT}")
    assert len(notes(database)) == 1


def test_an_editor_who_watches_sees_the_same_bytes_all_month(app: Flask, desk: Desk, database: Database) -> None:
    """Whatever the counter notes: no page of the editors' changes, and asking by hand for the same does as always."""
    editor = log_in(app, database, Role.EDITOR)
    paths = ("/requests", "/requests?show=closed", "/requests/new", "/handouts", "/handouts/h_wohnungsgeber", "/due")
    before = [tokens_apart(editor.get(path)) for path in paths]
    note(served(desk), "handout h_wohnungsgeber")
    note(served(Desk(desk.client), "gesundheit/arzt_finden"), "topic gesundheit")
    assert [tokens_apart(editor.get(path)) for path in paths] == before
    asked = post(editor, "/requests/new", {"handout": "h_wohnungsgeber", "language": "vi"})
    assert asked.location is not None
    assert asked.location.endswith("done=created")
    night.run(database, FIRST_OF_DECEMBER)
    noted = {(row.handout_id, row.topic_id, row.noted) for row in rows(database, HandoutRequest)}
    assert noted == {("h_wohnungsgeber", None, "2026-11"), (None, "gesundheit", "2026-11")}
