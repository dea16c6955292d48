"""The form of an office: nothing changes by itself, what was typed comes to what is stored, traps are told."""

import json
from typing import Any

import pytest
from flask import Flask

from app.directory.entries import contents
from app.directory.stored import stored
from app.offices import form
from app.offices.pages import labels_of
from config import Settings
from tests.web.offices.editor import Editor, Typed
from tests.web.pages import check_page, text_of
from tests.web.staff import post

TODAY = "2026-11-23"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What the form does is the same on both databases."""
    return sqlite_settings


def test_what_was_not_touched_does_not_change(app: Flask, editor: Editor) -> None:
    """Of all offices: what the form sends back is what is stored."""
    with editor.database.reading() as session, app.test_request_context():
        everything = contents(stored(session))
        offices = {entry.id: content for entry, content in everything.items() if entry.kind == "offices"}
        labels = labels_of(session)
    assert len(offices) == 77
    for name, content in offices.items():
        sheet = form.Sheet.posted(editor.open(name).sent(), {**content, "limits": "as on no page"}, labels)
        assert sheet.wish == content
        assert (sheet.base, sheet.remarks) == (content, {})


def test_saving_what_was_not_touched_leaves_no_draft(editor: Editor) -> None:
    editor.open("buergerbuero_mitte").save()
    assert "Das ist schon so veröffentlicht" in editor.said
    assert editor.drafted("buergerbuero_mitte") is None


def test_every_field(editor: Editor) -> None:
    texts = {
        "name_de": "Haus des Willkommens",
        "name_en": "House of Welcome",
        "kind": "ngo",
        "status": "verify",
        "status_note": "moved",
        "street": "Am  Markt 1",
        "postcode": "04103",
        "city": "Leipzig",
        "tram_stop": "Markt",
        "phone": "+49 341 999",
        "email": "info@example.org",
        "website": "https://example.org",
        "contact_form": "https://example.org/form",
        "appointment_code": "online",
        "appointment": "online",
        "cost_code": "fee",
        "cost": "fee",
        "language_note": "interpreters",
        "limits": "Adults",
        "caretaker": "editor",
        "contact_name": "Frau Muster",
        "contact_email": "muster@example.org",
        "review_on": "2027-05-01",
    }
    lists = {
        "former_names": ["Alt", "", "Älter"],
        "languages": ["Deutsch", "uk", "Arabisch"],
        "topics": ["alle"],
        "groups": ["student"],
        "bring": ["passport"],
        "note_codes": ["only_city", "confidential"],
        "closure_from": ["2026-12-24", ""],
        "closure_to": ["2027-01-02", ""],
    }
    editor.open().save(**texts, **lists)
    assert "Als Entwurf gespeichert" in editor.said
    drafted = editor.drafted()
    assert drafted is not None
    assert {name: drafted[name] for name in texts} == texts | {"street": "Am Markt 1"}
    assert drafted["former_names"] == ["Alt", "Älter"]
    assert drafted["languages"] == ["de", "uk", "ar"]
    assert (drafted["topics"], drafted["groups"], drafted["bring"]) == (["*"], ["student"], ["passport"])
    assert drafted["note_codes"] == ["confidential", "only_city"]
    assert drafted["closures"] == [{"from": "2026-12-24", "to": "2027-01-02"}]
    # Everything stands in the form again.
    assert [editor.value(name) for name in texts] == list((texts | {"street": "Am Markt 1"}).values())
    assert editor.values("former_names") == ["Alt", "Älter", ""]
    editor.save()
    assert editor.drafted() == drafted


def test_changed_facts_are_as_of_today(editor: Editor) -> None:
    before = editor.open("buergerbuero_mitte").published("buergerbuero_mitte")
    assert before["as_of"]["phone"] == "2022-03"
    editor.save(phone="+49 341 1", email="", website="https://leipzig.de", as_of__website="2026-11-01")
    assert "Stand von heute, weil Sie es geändert haben: Telefon" in editor.said
    after = editor.drafted("buergerbuero_mitte")
    assert after is not None
    assert after["as_of"]["phone"] == TODAY
    assert after["as_of"]["website"] == "2026-11-01"
    assert "email" not in after["as_of"]
    assert after["as_of"]["opening_hours"] == before["as_of"]["opening_hours"]
    # Put back, it has its old date again.
    editor.save(phone=before["phone"], email=before["email"], website=before["website"], as_of__website="2023-01")
    assert editor.drafted("buergerbuero_mitte") is None


def test_rows_are_added_and_removed_without_saving(editor: Editor) -> None:
    editor.open("buergerbuero_mitte")
    assert len(editor.values("former_names")) == 3
    editor.press("add", "former_names", former_names=["A", "B", "C"])
    assert editor.values("former_names") == ["A", "B", "C", "", ""]
    editor.press("remove", "former_names 1")
    assert editor.values("former_names") == ["A", "C", ""]
    editor.press("add", "closures", closure_from=["2026-12-24"], closure_to=["2026-12-31"], name_de="Getippt")
    assert editor.values("closure_from") == ["2026-12-24", "", ""]
    assert editor.value("name_de") == "Getippt"
    assert editor.drafted("buergerbuero_mitte") is None
    editor.press("remove", "closures 0").save()
    drafted = editor.drafted("buergerbuero_mitte")
    assert drafted is not None
    assert (drafted["closures"], drafted["former_names"]) == ([], ["A", "C"])


@pytest.mark.parametrize("which", ["", "closures", "closures 99", "closures x", "nonsense 0", "closures 0 0"])
def test_buttons_that_are_not_there(editor: Editor, which: str) -> None:
    editor.open()
    for button in ("add", "remove"):
        response = editor.client.post("/offices/wzl", data=editor.sent() | {button: which})
        assert response.status_code == 200
        check_page(response)
    assert editor.drafted() is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name_de", "", "Jede Stelle braucht einen Namen"),
        ("phone", "auf Anfrage", "Telefonnummer in Ziffern"),
        ("email", "info at example.org", "E-Mail-Adresse"),
        ("website", "www.leipzig.de", "Webadresse"),
        ("review_on", "morgen", "Schreiben Sie ein Datum"),
        ("postcode", "0" * 11, "höchstens 10 Zeichen"),
        ("topics", ["Zauberei"], "Dieses Thema gibt es im Verzeichnis nicht: Zauberei"),
        ("groups", ["Zauberer"], "Diese Zielgruppe gibt es im Verzeichnis nicht: Zauberer"),
        ("languages", ["Klingonisch!"], "Diese Sprache ist nicht bekannt: Klingonisch!"),
        ("successor", "Ministerium für Zauberei", "gibt es im Verzeichnis nicht"),
        ("closures", [], "ersten und einen letzten Tag"),
        ("as_of", "", "Datum oder seinen Anfang"),
        ("opening_hours", "immer", "kein gültiger Text"),
    ],
)
def test_what_cannot_be_stored_is_told_and_kept(editor: Editor, field: str, typed: str | list[str], said: str) -> None:
    fields: dict[str, Typed] = {field: typed}
    if field == "closures":
        fields = {"closure_from": ["2026-12-31"], "closure_to": ["2026-12-24"]}
    elif field == "as_of":
        fields = {"as_of__phone": "neulich"}
    editor.open().save(400, limits="auch das bleibt", **fields)
    assert "Es wurde nichts gespeichert" in editor.said
    assert said in editor.about(field)
    assert editor.value("limits") == "auch das bleibt"
    for name, value in fields.items():
        kept = editor.values(name)
        assert kept[: len(value)] == value if isinstance(value, list) else kept == [value], name
    assert editor.drafted() is None


def test_successors_in_a_circle_are_spelled_out(editor: Editor) -> None:
    editor.open("wzl").publish(successor="referat_mi", status="verify")
    editor.open("referat_mi").save(400, successor="Willkommenszentrum Leipzig (WZL)")
    assert "im Kreis" in editor.about("successor")
    name = editor.published("referat_mi")["name_de"]
    assert f"{name} → Willkommenszentrum Leipzig (WZL) → {name}" in editor.about("successor")
    editor.open("wzl").save(400, successor="wzl")
    assert "Willkommenszentrum Leipzig (WZL) → Willkommenszentrum Leipzig (WZL)" in editor.about("successor")


TRAPS: list[tuple[dict[str, Typed], str, str]] = [
    ({"street": "Goethestraße"}, "street", "keine Hausnummer"),
    ({"postcode": "80331"}, "postcode", "Keine andere Stelle in Leipzig hat eine Postleitzahl, die mit 80 beginnt"),
    ({"postcode": "041"}, "postcode", "fünf Ziffern"),
    ({"phone": "0341 1234-5678"}, "phone", ""),
    ({"website": "http://leipzig.de"}, "website", "unverschlüsselt"),
    ({"email": "erika.mustermann@example.org"}, "email", "Adresse einer Person"),
    ({"street": "Sternwartenstraße 4", "postcode": "04103"}, "street", "besteht nicht mehr"),
    ({"opening_hours": "Mo-Fr; PH off"}, "opening_hours", "rund um die Uhr"),
    ({"opening_hours": "Mo-Fr 08:00-12:00"}, "opening_hours", "Zu Feiertagen ist nichts gesagt"),
    ({"opening_hours": "Mo 08:00-12:00; PH off"}, "opening_hours", "hat dieselbe Adresse und andere Öffnungszeiten"),
    ({"status": "defunct"}, "successor", "Nennen Sie die Stelle"),
    ({"successor": "referat_mi"}, "successor", "keinen Nachfolger"),
    ({"street": "", "phone": "", "email": "", "website": "", "contact_form": ""}, "street", "nur den Namen nennen"),
    ({"closure_from": ["2025-12-24"], "closure_to": ["2026-01-02"]}, "closures", "ist vorbei"),
    ({"closure_from": ["2026-12-24"], "closure_to": ["2027-12-31"]}, "closures", "drei Monate"),
]


@pytest.mark.parametrize(("typed", "field", "said"), TRAPS)
def test_traps_are_told_and_do_not_stop(editor: Editor, typed: dict[str, Typed], field: str, said: str) -> None:
    before = text_of(editor.open().page.one("form", id="office"))
    editor.save(**typed)
    assert said in editor.about(field)
    assert not said or said not in before or field == "opening_hours"
    assert editor.drafted() is not None


def test_a_number_that_belongs_to_another_office(editor: Editor) -> None:
    number = editor.published("sozialamt")["phone"]
    editor.open().save(phone=number.replace("+49 ", "0"))
    assert "gehört auch zu: Sozialamt" in editor.about("phone")


def test_an_office_that_is_not_there(editor: Editor) -> None:
    for path in ("/offices/nowhere", "/offices/preview.pdf?office=nowhere"):
        assert editor.client.get(path).status_code == 404
    response = post(editor.client, "/offices/nowhere", {"action": "save"})
    assert response.status_code == 404
    check_page(response)


def test_a_page_that_does_not_say_what_it_was_made_from(editor: Editor) -> None:
    stored = editor.published()
    strange: list[dict[str, Any]] = [
        {"note_codes": 5},
        {"languages": [[1]]},
        {"as_of": []},
        {"closures": [{}]},
        {"id": "abh"},
        {"phone": {}},
    ]
    texts = [json.dumps(stored | one) for one in strange]
    for base in ("", "null", "[]", "{}", '{"id": 1}', "{", "[" * 50_000, *texts):
        editor.open().save(base=base)
        assert editor.drafted() is None
        editor.press("add", "topics", base=base)


def test_control_characters_are_refused(editor: Editor) -> None:
    editor.open().save(400, limits="a\x07b", from__1=["\x00", "", ""], single_day=["\u2028"])
    assert "Steuerzeichen" in editor.about("limits")


def test_a_new_office_is_blank() -> None:
    content = form.blank("x")
    assert form.changed_fields(None, content) == ["status"]
    assert content["id"] == "x"


def test_entries_keep_their_id(editor: Editor) -> None:
    editor.open().save(id="other", name_de="Anders")
    drafted = editor.drafted()
    assert drafted is not None
    assert drafted["id"] == "wzl"
    assert editor.drafted("other") is None
