"""The open row: fields, drafts, faults, lines, new rules, copies, ends, moves."""

from typing import Any

import pytest

from tests.web.pages import text_of
from tests.web.rules.desk import RULE, TABLE, TOPIC, Editor

pytestmark = pytest.mark.one_database


def test_the_form_has_the_rule_in_words(editor: Editor) -> None:
    editor.edit()
    assert editor.field("age") == "27"
    assert editor.field("responsible-1") == "Ausländerbehörde (Ordnungsamt) (abh)"
    assert editor.field("advice-1") == "Naomi e.V., Jugendmigrationsdienst (JMD) (naomi_jmd)"
    assert [editor.field(f"bring-{n}") for n in (1, 2, 3)] == ["Pass", "Aufenthaltstitel", ""]
    assert editor.field("confidence") == "high"
    assert editor.field("priority") == "37"
    assert "Bedingung als Text: age<27" in editor.text
    assert {one.attrib["id"] for one in editor.page.all("datalist")} == {"groups", "flags", "offices", "documents"}
    offices = {one.attrib["value"]: text_of(one) for one in editor.page.one("datalist", id="offices").iter("option")}
    assert len(offices) == 77
    assert set(offices.values()) >= {"ungeprüft", "Angaben veraltet", ""}


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("group", "g1-1"),
        ("residence", "residence"),
        ("advises", "advice-1"),
        ("valid", "valid_from"),
        ("rule", "priority"),
    ],
)
def test_a_cell_leads_to_its_field(editor: Editor, column: str, field: str) -> None:
    editor.open(f"{TABLE}?edit={RULE}&field={column}")
    focused = [one.get("id") for one in editor.page.root.iter() if "autofocus" in one.attrib]
    assert focused == [field]


def test_saving_makes_a_draft_that_the_counter_does_not_see(editor: Editor) -> None:
    editor.edit().save(advice=["naomi_jmd", "Caritas Leipzig, Beratungszentrum an der Propstei (caritas)"])
    assert editor.said.startswith("AUFE-017 ist als Entwurf gespeichert.")
    assert editor.cells()["rule"].endswith("Entwurf")
    assert editor.shown() == editor.published() | {"advice": ["naomi_jmd", "caritas"]}
    assert editor.published()["advice"] == ["naomi_jmd"]
    assert editor.drafts() == [RULE]


def test_all_fields_arrive(editor: Editor) -> None:
    typed: dict[str, Any] = {
        "residence": "city|county",
        "g1": ["Student/in, Studienbewerber/in", "", "researcher"],
        "age": "30",
        "flag1": ["Läuft der Aufenthaltstitel in den nächsten sieben Tagen ab"],
        "responsible": ["caritas"],
        "advice": ["abh", "naomi_jmd"],
        "bring": ["Pass"],
        "bring_note": "Original",
        "visit": "wait",
        "reason_de": "Neue   Begründung",
        "legal_basis": "§ 1",
        "valid_from": "2026-12-01",
        "valid_to": "31.12.2027",
        "priority": "12",
        "confidence": "low",
        "source": "S1",
        "note": "<b>",
        "caretaker": "anna",
        "review_on": "2027-06-01",
    }
    editor.edit().save(**typed)
    before = editor.published()
    assert editor.shown() == before | {
        "condition": "age<30 flag=expires_7d g:researcher|student res=city|county",
        "responsible": ["caritas"],
        "advice": ["abh", "naomi_jmd"],
        "bring": ["passport"],
        "bring_note": "Original",
        "visit": "wait",
        "reason_de": "Neue Begründung",
        "legal_basis": "§ 1",
        "valid_from": "2026-12-01",
        "valid_to": "2027-12-31",
        "priority": 12,
        "confidence": "low",
        "source": "S1",
        "note": "<b>",
        "caretaker": "anna",
        "review_on": "2027-06-01",
    }
    assert editor.edit().save().said.startswith("AUFE-017 ist als Entwurf gespeichert."), "and again, unchanged"


def test_what_is_published_needs_no_draft(editor: Editor) -> None:
    editor.edit().save()
    assert "Ein Entwurf ist nicht nötig" in editor.said
    editor.edit().save(priority="36").edit().save(priority="37")
    assert "Ein Entwurf ist nicht nötig" in editor.said
    assert editor.drafts() == []


def test_faults_stand_at_the_field_and_at_the_top_and_nothing_typed_is_lost(editor: Editor) -> None:
    editor.edit().save(400, responsible=["Jobzenter", "abh"], source="", priority="viel", note="bleibt")
    assert "Zuständig: „Jobzenter“ ist nicht bekannt. Meinten Sie „Jobcenter Leipzig (jobcenter)“?" in editor.alert
    links = [one.attrib["href"] for one in editor.page.all("a") if one.get("class") == "kern-link"]
    assert [link for link in links if link.startswith("#")] == ["#priority", "#responsible-1", "#source"]
    for link in ("priority", "responsible-1", "source"):
        assert editor.page.one("input", id=link).get("aria-invalid") == "true"
    assert (editor.field("responsible-1"), editor.field("priority")) == ("Jobzenter", "viel")
    assert editor.field("note") == "bleibt"
    assert editor.drafts() == []
    assert editor.page.one("input", id="age").get("aria-invalid") is None
    editor.save(responsible=["jobcenter"], source="S1", priority="40")
    assert editor.shown()["responsible"] == ["jobcenter"]


def test_lines_and_blocks_are_added_and_raised_without_saving(editor: Editor) -> None:
    editor.edit().press("line:bring:1", note="getippt")
    assert [editor.field(f"bring-{n}") for n in (1, 2)] == ["Aufenthaltstitel", "Pass"]
    editor.press("line:advice", advice=["naomi_jmd", "caritas"])
    assert [editor.field(f"advice-{n}") for n in (1, 2, 3)] == ["naomi_jmd", "caritas", ""]
    editor.press("line:g", g1=["student"])
    assert editor.page.one("input", id="g2-1").get("autofocus") is not None
    assert editor.field("note") == "getippt"
    assert editor.drafts() == []
    editor.save(g2=["researcher"])
    content = editor.shown()
    assert content["condition"] == "age<27 g:researcher g:student"
    assert content["bring"] == ["residence_permit", "passport"]
    assert editor.edit().field("g2-1") == "Student/in, Studienbewerber/in"


def test_a_new_rule(editor: Editor) -> None:
    editor.open(f"{TABLE}?new=1")
    assert (editor.field("rule_id"), editor.field("priority"), editor.field("valid_from")) == (
        "AUFE-050",
        "48",
        "2026-11-23",
    )
    editor.save(400)
    assert "Quelle: Sagen Sie, woher das kommt" in editor.alert
    editor.save(g1=["researcher"], responsible=["abh"], advice=["caritas"], source="Gespräch", reason_de="Neu")
    content = editor.shown("AUFE-050")
    assert (content["topic"], content["subtopic"], content["condition"]) == (
        "aufenthalt",
        "titel_verlaengern",
        "g:researcher",
    )
    assert editor.cells("AUFE-050")["rule"].endswith("Entwurf: neu")
    assert editor.rules()[-1] == "AUFE-018", "rules for everybody stay last"
    editor.publish()
    assert editor.published("AUFE-050")["responsible"] == ["abh"]


def test_an_id_that_is_taken(editor: Editor) -> None:
    editor.open(f"{TABLE}?new=1").save(400, rule_id="AUFE-001", responsible=["abh"], source="S1")
    assert "frei ist AUFE-050" in editor.alert
    editor.save(400, rule_id="A B")
    assert "kurze Kennung" in editor.alert
    assert editor.drafts() == []


def test_a_copy(editor: Editor) -> None:
    editor.open(f"{TABLE}?copy={RULE}")
    assert (editor.field("rule_id"), editor.field("age"), editor.field("priority")) == ("AUFE-050", "27", "37")
    editor.save(age="18", priority="36")
    content = editor.shown("AUFE-050")
    assert (content["condition"], content["advice"]) == ("age<18", ["naomi_jmd"])


def test_a_copy_from_another_topic_belongs_to_this_one(editor: Editor) -> None:
    editor.open(f"{TABLE}?copy=GELD-009").save()
    (made,) = editor.drafts()
    assert made.startswith("AUFE-")
    content = editor.shown(made)
    assert "/".join((content["topic"], content["subtopic"])) == TOPIC


def test_ending_a_rule(editor: Editor) -> None:
    editor.open(f"{TABLE}?end=1&edit={RULE}")
    assert editor.field("valid_to") == "2026-11-23"
    assert editor.page.one("input", id="valid_to").get("autofocus") is not None
    editor.save()
    assert editor.cells()["valid"] == "bis 23.11.2026"
    assert "ab 24.11.2026" in editor.effect, "today it still holds"


def test_removing_a_draft(editor: Editor) -> None:
    editor.edit().save(priority="5")
    assert editor.drafts() == [RULE]
    editor.press(f"discard:{RULE}")
    assert editor.said.startswith("1 Entwurf verworfen.")
    assert editor.drafts() == []


def test_moving_by_button(editor: Editor) -> None:
    editor.edit().press(f"move:up:{RULE}")
    assert editor.rules()[-3:] == ["AUFE-017", "AUFE-016", "AUFE-018"]
    assert editor.said.startswith("Verschoben, als Entwurf: AUFE-017, AUFE-016.")
    content = editor.shown()
    assert (content["priority"], editor.shown("AUFE-016")["priority"]) == (36, 37), (
        "no number between 35 and 36 is free"
    )
    editor.edit("AUFE-018").press("move:up:AUFE-018")
    assert "Auffangregeln stehen immer zuletzt" in editor.said


def test_filters_stay_after_saving(editor: Editor) -> None:
    editor.open(f"{TABLE}?edit={RULE}&office=naomi_jmd&sort=age").save(note="x")
    assert editor.rules() == [RULE]
    assert "Sortiert nach „Alter“" in editor.text


def test_a_row_that_the_filter_hides_can_still_be_open(editor: Editor) -> None:
    editor.open(f"{TABLE}?edit={RULE}&office=caritas")
    assert RULE not in editor.rules()
    assert editor.field("age") == "27"


def test_unknown_buttons_change_nothing(editor: Editor) -> None:
    editor.edit()
    for action in ("nonsense", "line:nonsense", "line:bring:x", "line:flag9", "move:up:gone", "undo:x", "discard:gone"):
        form = editor.form_with("save")
        fields = {one.get("name", ""): one.get("value", "") for one in form.iter("input")}
        response = editor.client.post(form.attrib["action"], data=fields | {"action": action})
        assert response.status_code in {200, 409}, action
    assert editor.drafts() == []


def test_an_office_is_known_by_the_name_that_the_table_shows(editor: Editor) -> None:
    editor.edit().save(advice=["Studentenwerk Leipzig, Sozialberatung"])
    assert editor.shown()["advice"] == ["studentenwerk"]
