"""Making, changing, cancelling and undoing events, as an editor does it."""

from datetime import date, time
from typing import Any

import pytest

from app.house.events import service
from app.house.events.service import draft_of, events
from tests.unit.house.events.examples import DRAFT, draft
from tests.web.counter.conftest import MONDAY
from tests.web.events.staff import FIELDS, Staff
from tests.web.pages import text_of

pytestmark = pytest.mark.one_database


def titles(staff: Staff, topic: str | None = "wohnen/mietproblem", language: str = "uk") -> list[str]:
    """What the counter would show."""
    with staff.database.reading() as session:
        return [one.title.de for one in events(session).matching(topic, language, MONDAY)]


def changed(staff: Staff) -> list[list[str]]:
    """What two editors say differently: field, stored now, in the form."""
    rows = [row for table in staff.page.all("table") for row in table.iter("tr")]
    return [[text_of(cell) for cell in row] for row in rows[1:]]


def test_a_new_event_is_stored_shown_and_found_by_the_counter(editor: Staff) -> None:
    assert titles(editor) == []
    text = editor.send("/events/new", **FIELDS)
    assert "Eine Veranstaltung wurde angelegt." in text
    assert "Di 01.12.2026 17:00–18:30" in text
    assert draft_of(editor.event()) == DRAFT
    assert titles(editor) == ["Miete und Nebenkosten"]
    shown = editor.open(f"/events/{editor.event().id}")
    for said in ("Di 01.12.2026, 17:00–18:30", "Raum 2", "Deutsch, Ukrainisch", "nötig: 0341 2131277", "Оренда"):
        assert said in shown


def test_a_series_is_single_events_and_can_be_undone_at_once(editor: Staff) -> None:
    text = editor.send("/events/new", **FIELDS | {"until": "2026-12-24"})
    assert "4 Veranstaltungen wurden angelegt." in text
    assert [one.day for one in editor.events()] == [date(2026, 12, day) for day in (1, 8, 15, 22)]
    made = dict(editor.page.fields("/events/undo"))["made"]
    assert "Rückgängig gemacht" in editor.send("/events/undo", made=made)
    assert editor.events() == []
    assert titles(editor) == []


def test_what_was_changed_since_is_not_undone(editor: Staff) -> None:
    editor.send("/events/new", **FIELDS | {"until": "2026-12-08"})
    made = dict(editor.page.fields("/events/undo"))["made"]
    first = editor.events()[0]
    editor.send(f"/events/{first.id}/edit", version="1", **FIELDS | {"room": "Saal"})
    assert "inzwischen geändert" in editor.send("/events/undo", 409, made=made)
    assert [one.room for one in editor.events()] == ["Saal", "Raum 2"]


def test_a_copy_begins_with_everything_but_the_day(editor: Staff) -> None:
    id_ = editor.add()
    editor.open(f"/events/new?copy={id_}")
    assert editor.page.one("input", id="title_de").get("value") == "Miete und Nebenkosten"
    assert editor.page.one("input", id="day").get("value") == ""


def test_changing_raises_the_version_and_what_the_counter_shows(editor: Staff) -> None:
    id_ = editor.add()
    assert titles(editor) == ["Miete und Nebenkosten"]
    assert "Gespeichert." in editor.send(f"/events/{id_}/edit", version="1", **FIELDS | {"title_de": "Kaution"})
    assert titles(editor) == ["Kaution"]
    assert editor.event().version == 2


def test_two_editors_see_both_versions_and_nothing_is_lost(editor: Staff) -> None:
    id_ = editor.add()
    editor.send(f"/events/{id_}/edit", version="1", **FIELDS | {"room": "Saal", "topics": ["wohnen", "arbeit"]})
    text = editor.send(f"/events/{id_}/edit", 409, version="1", **FIELDS | {"starts": "16:00"})
    assert "Inzwischen hat jemand anderes diese Veranstaltung geändert." in text
    assert changed(editor) == [
        ["Themen", "Wohnen, Arbeit und Jobsuche", "Wohnen"],
        ["Raum", "Saal", "Raum 2"],
        ["Von", "17:00", "16:00"],
    ]
    assert editor.page.one("input", id="starts").get("value") == "16:00"
    assert editor.event().room == "Saal"
    assert editor.event().starts == time(17)
    # Sent again from that page, it replaces theirs.
    version = dict(editor.page.fields(f"/events/{id_}/edit"))["version"]
    editor.send(f"/events/{id_}/edit", version=version, **FIELDS | {"starts": "16:00"})
    assert (editor.event().room, editor.event().starts) == ("Raum 2", time(16))


def test_a_cancelled_event_leaves_the_counter_and_can_come_back(editor: Staff) -> None:
    id_ = editor.add()
    text = editor.send(f"/events/{id_}/cancelled", version="1", cancelled="yes")
    assert "Die Veranstaltung ist abgesagt." in text
    assert titles(editor) == []
    assert "abgesagt" in editor.open("/events")
    assert editor.post(f"/events/{id_}/cancelled", version="1", cancelled="no").status_code == 409
    editor.send(f"/events/{id_}/cancelled", version="2", cancelled="no")
    assert titles(editor) == ["Miete und Nebenkosten"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title_de", "", "Bitte geben Sie der Veranstaltung einen deutschen Titel."),
        ("title_de", "x" * 201, "Das ist zu lang: 201 Zeichen, höchstens 200 haben Platz."),
        ("title_de", "Fest 🎉", "Diese Zeichen können nicht gedruckt werden: 🎉."),
        ("day", "morgen", "Bitte wählen Sie den Tag."),
        ("day", "2206-12-01", "mehr als drei Jahre entfernt"),
        ("starts", "halb fünf", "Bitte geben Sie die Uhrzeit mit Stunden und Minuten an"),
        ("ends", "02:00", "Das Ende muss nach dem Anfang liegen, am selben Tag."),
        ("ends", "17:00", "Das Ende muss nach dem Anfang liegen, am selben Tag."),
        ("languages", [], "mindestens eine Sprache"),
        ("languages", ["tlh"], "Diese Auswahl gibt es im Verzeichnis nicht mehr."),
        ("topics", ["wohnen", "zaubern"], "Diese Auswahl gibt es im Verzeichnis nicht mehr."),
        ("office", "hogwarts", "Diese Auswahl gibt es im Verzeichnis nicht mehr."),
        ("contact", "", "Bitte sagen Sie, wo man sich anmelden kann."),
        ("seats", "viele", "Bitte geben Sie die Zahl der Plätze in Ziffern an"),
        ("seats", "9" * 5000, "Bitte geben Sie die Zahl der Plätze in Ziffern an"),
        ("link", "javascript:alert(1)", "Bitte geben Sie eine Internetadresse an"),
        ("link", "https://[", "Bitte geben Sie eine Internetadresse an"),
        ("until", "2026-11-30", "Der letzte Tag der Reihe muss nach dem ersten liegen."),
        ("until", "2028-12-01", "Eine Reihe hat höchstens 60 Veranstaltungen."),
        ("title_language", ["uk", "uk", ""], "zwei Titel in derselben Sprache"),
        ("title_language", ["tlh", "", ""], "Diese Auswahl gibt es im Verzeichnis nicht mehr."),
    ],
)
def test_what_cannot_be_saved_says_what_to_do_and_keeps_the_input(
    editor: Staff, field: str, value: Any, sentence: str
) -> None:
    typed = FIELDS | {"title_text": ["Оренда", "Оренда", ""]} if field == "title_language" else FIELDS
    text = editor.send("/events/new", 400, **typed | {field: value})
    assert sentence in text
    assert editor.events() == []
    assert editor.page.one("input", id="room").get("value") == "Raum 2"
    linked = {link.get("href") for link in editor.page.all("a", **{"class": "kern-link"})}
    assert {element.get("id") for element in editor.page.root.iter()} >= {(target or "#")[1:] for target in linked}


def test_only_editors_change_events_and_everyone_at_the_counter_sees_them(advisor: Staff) -> None:
    id_ = advisor.add()
    assert "Neue Veranstaltung" not in advisor.open("/events")
    assert "Veranstaltung absagen" not in advisor.open(f"/events/{id_}")
    for path in ("/events/new", f"/events/{id_}/edit", f"/events/{id_}/cancelled", "/events/undo"):
        assert advisor.post(path, **FIELDS).status_code == 403, path
    assert len(advisor.events()) == 1


def test_an_unknown_event_is_not_found(editor: Staff) -> None:
    for path in ("/events/nix", "/events/nix/edit", "/events/nix/poster.pdf", "/events/new?copy=nix"):
        assert editor.client.get(path).status_code == 404, path
    for path in ("/events/nix/edit", "/events/nix/cancelled", "/events/nix/participants"):
        assert editor.post(path, version="1", **FIELDS).status_code == 404, path


def test_an_event_about_nothing_in_particular_is_for_everyone(editor: Staff) -> None:
    editor.add(draft(topics=[], title_de="Willkommen"))
    assert titles(editor, "arbeit/arbeitssuche") == ["Willkommen"]
    with editor.database.reading() as session:
        assert service.upcoming(session, date(2026, 12, 2)) == []


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"office_id": "fluechtlingsrat_leipzig"}, "Veranstalter gibt es nicht mehr"),
        ({"day": date(2026, 12, 25)}, "geschlossen: Erster Weihnachtstag"),
        ({"room": "raum 2", "starts": time(18)}, "Raum auch belegt: 17:00–18:30"),
    ],
)
def test_what_an_editor_should_look_at_is_a_hint(editor: Staff, changes: dict[str, Any], hint: str) -> None:
    editor.add()
    assert hint not in editor.open("/events")
    id_ = editor.add(draft(**{"title_de": "Neu", "room": "Saal"} | changes))
    assert hint in editor.open("/events")
    assert hint in editor.open(f"/events/{id_}")
    editor.send(f"/events/{id_}/cancelled", version="1", cancelled="yes")
    assert hint not in editor.open("/events")


def test_rooms_one_after_the_other_are_no_clash(editor: Staff) -> None:
    editor.add()
    editor.add(draft(starts=time(18, 30), ends=time(19)))
    assert "belegt" not in editor.open("/events")
