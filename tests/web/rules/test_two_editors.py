"""Two who edit the same row: the second is told, sees both, and loses nothing."""

from datetime import timedelta

import pytest

from app import clock
from app.directory import history, publishing
from app.directory.entries import Entry
from tests.web.counter.conftest import MONDAY
from tests.web.pages import check_page, text_of
from tests.web.rules.desk import RULE, TABLE, Editor, fields_of
from tests.web.staff import PASSWORD
from tests.web.test_interrupted import submit

pytestmark = pytest.mark.one_database


def sides(editor: Editor) -> dict[str, tuple[str, str]]:
    """Both versions by field: what is stored, what is in the form."""
    conflict = editor.page.one("div", id="conflict")
    rows = [[text_of(cell) for cell in row] for row in conflict.iter("tr")][1:]
    return {field: (theirs, mine) for field, theirs, mine in rows}


def test_the_second_is_told_and_saves_again(editor: Editor, other: Editor) -> None:
    editor.edit()
    other.edit().save(advice=["caritas"], reason_de="von Bert")
    editor.save(409, advice=["drk_mbe"], note="von Anna")
    assert "Jemand anderes hat diese Regel inzwischen geändert" in editor.alert
    assert sides(editor) == {
        "Berät": (
            "Caritas Leipzig, Beratungszentrum an der Propstei",
            "DRK Kreisverband Leipzig-Stadt, Migrationsberatung (MBE)",
        ),
        "Begründung (deutsch)": ("von Bert", "Entscheidung Ausländerbehörde; Begleitung JMD."),
        "Notiz (intern)": ("–", "von Anna"),
    }
    assert (editor.field("advice-1"), editor.field("note")) == ("drk_mbe", "von Anna")
    assert editor.shown()["advice"] == ["caritas"]
    editor.save(reason_de="von Bert")
    assert (editor.shown()["advice"], editor.shown()["note"]) == (["drk_mbe"], "von Anna")
    assert editor.shown()["reason_de"] == "von Bert"


def test_what_was_published_meanwhile_is_a_conflict_too(editor: Editor, other: Editor) -> None:
    editor.edit()
    other.edit().save(advice=["caritas"]).publish()
    editor.save(409, advice=["drk_mbe"])
    assert editor.published()["advice"] == ["caritas"]
    assert editor.save(advice=["drk_mbe"]).publish().published()["advice"] == ["drk_mbe"]


def test_nobody_discards_what_he_has_not_seen(editor: Editor, other: Editor) -> None:
    editor.edit().save(note="von Anna")
    other.open()
    editor.edit().save(note="von Anna, länger")
    other.press(f"discard:{RULE}", 409)
    assert "haben sich geändert" in other.alert
    assert editor.shown()["note"] == "von Anna, länger"
    other.press(f"discard:{RULE}")
    assert editor.drafts() == []


def test_a_new_line_in_the_form_does_not_forget_the_conflict(editor: Editor, other: Editor) -> None:
    editor.edit()
    other.edit().save(advice=["caritas"])
    editor.press("line:advice", advice=["drk_mbe"])
    editor.save(409)
    assert editor.field("advice-1") == "drk_mbe"


def test_a_rule_that_was_removed_meanwhile(editor: Editor, other: Editor) -> None:
    editor.edit()
    with editor.database.writing() as session:
        publishing.publish(session, {Entry("rules", RULE): None}, by="bert", why="weg", now=clock.now())
    editor.save(409, note="bleibt")
    assert "Jemand anderes hat diese Regel inzwischen entfernt" in editor.alert
    assert editor.field("note") == "bleibt"
    editor.save()
    assert editor.shown()["note"] == "bleibt"
    assert "Entwurf: neu" in editor.cells()["rule"]
    assert other.client.get(f"{TABLE}?edit={RULE}").status_code == 200


def test_both_make_the_same_new_rule(editor: Editor, other: Editor) -> None:
    editor.open(f"{TABLE}?new=1")
    other.open(f"{TABLE}?new=1").save(g1=["researcher"], responsible=["abh"], source="S1")
    editor.save(400, g1=["graduate"], responsible=["caritas"], source="S2")
    assert "frei ist AUFE-051" in editor.alert
    editor.save(rule_id="AUFE-051")
    assert set(editor.drafts()) == {"AUFE-050", "AUFE-051"}


def test_a_draft_of_a_rule_that_is_published_otherwise_meanwhile(editor: Editor) -> None:
    """As when an import or a restored state changes the rule under a draft."""
    editor.edit().save(advice=["caritas"])
    with editor.database.writing() as session:
        theirs = {**editor.published(), "advice": ["drk_mbe"], "priority": 39}
        publishing.publish(session, {Entry("rules", RULE): theirs}, by="bert", why="so", now=clock.now())
    editor.open().publish(status=409)
    assert sides(editor)["Berät"][0].startswith("DRK")
    assert editor.field("advice-1").startswith("Caritas")
    editor.save(priority="39")
    editor.publish()
    assert (editor.published()["advice"], editor.published()["priority"]) == (["caritas"], 39)


def test_changes_of_different_fields_go_together(editor: Editor) -> None:
    editor.edit().save(advice=["caritas"])
    with editor.database.writing() as session:
        theirs = {**editor.published(), "priority": 39}
        publishing.publish(session, {Entry("rules", RULE): theirs}, by="bert", why="so", now=clock.now())
    editor.open().publish()
    assert (editor.published()["advice"], editor.published()["priority"]) == (["caritas"], 39)


def test_unfinished_input_survives_a_login_that_ends(editor: Editor) -> None:
    editor.edit()
    fields = [(name, text) for name, text in fields_of(editor.form_with("save")) if name != "note"]
    sent: dict[str, list[str]] = {}
    for name, text in [*fields, ("note", "nicht verloren"), ("action", "save")]:
        sent.setdefault(name, []).append(text)
    with clock.fixed(MONDAY + timedelta(minutes=31)):
        response = editor.client.post(TABLE, data=sent)
        assert response.status_code == 401
        resumed = submit(editor.client, check_page(response), "/login", name="anna", password=PASSWORD)
        page = check_page(resumed)
        assert ("note", "nicht verloren") in page.fields(TABLE)
        assert submit(editor.client, page, TABLE).status_code == 200
    assert editor.shown()["note"] == "nicht verloren"


def test_no_change_is_made_without_a_reason_in_the_history(editor: Editor) -> None:
    editor.edit().save(note="x").publish(why="geprüft")
    with editor.database.reading() as session:
        assert [one.why for one in history.changes(session, limit=1)] == ["geprüft"]
