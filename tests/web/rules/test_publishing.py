"""What the panel says of the drafts, publishing with a reason, four eyes, undo."""

import pytest

from app import clock
from app.directory import drafts as store
from app.directory import history, publishing, settings
from app.directory.entries import Entry, contents
from app.directory.stored import stored
from app.released.service import Estimate
from app.rules import effect
from tests.web.pages import text_of
from tests.web.rules.desk import RULE, TABLE, Editor

pytestmark = pytest.mark.one_database


def newest(editor: Editor) -> tuple[str, str, str, list[str]]:
    """Who made the last change, who approved it, why, and of what."""
    with editor.database.reading() as session:
        made = history.changes(session, limit=1)[0]
        return made.made_by, made.approved_by, made.why, [one.entry_id for one in made.versions]


def test_the_effect_is_counted_exactly_and_said_in_words(editor: Editor) -> None:
    editor.edit().save(advice=["caritas"])
    assert "1 von 64 Kombinationen dieses Themas" in editor.effect
    assert "AUFE-017: berät statt Naomi e.V., Jugendmigrationsdienst (JMD) jetzt Caritas Leipzig" in editor.effect
    assert "Zuständig bleibt überall: Ausländerbehörde (Ordnungsamt)." in editor.effect
    assert [text_of(one) for one in editor.page.all("del")] == ["Naomi e.V., Jugendmigrationsdienst (JMD)"]
    assert "keine neue Lücke, kein neuer Widerspruch, jede Regel kann gewinnen" in editor.effect


def test_a_new_rule_takes_visitors_from_others(editor: Editor) -> None:
    editor.open(f"{TABLE}?new=1").save(g1=["researcher"], responsible=["caritas"], source="S1", priority="1")
    assert "bisher AUFE-018, dann AUFE-050" in editor.effect
    assert "zum Beispiel: Forscher/in, Gastwissenschaftler/in" in editor.effect
    assert "Zuständig bleibt" not in editor.effect
    hit = [one.attrib["data-rule"] for one in editor.page.all("tr") if "hit" in one.get("class", "")]
    assert set(hit) == set(editor.rules()) - {"AUFE-050", "AUFE-033"}, "all that hold today, with number 1 before them"


def test_nothing_that_visitors_are_told_changes(editor: Editor) -> None:
    editor.edit().save(note="nur intern")
    assert "keine Antwort" in editor.effect
    assert "Alle 64 Kombinationen" in editor.effect
    assert "Keinem Kontakt wäre etwas anderes gesagt worden." in editor.effect


def test_other_things_to_bring_and_waiting_are_named(editor: Editor) -> None:
    editor.edit().save(bring=["Pass"], bring_note="Kopie", visit="wait")
    assert "mitbringen statt Aufenthaltstitel jetzt nur noch Pass" in editor.effect
    assert "ein anderer Hinweis zum Mitbringen" in editor.effect
    assert "„Noch nicht hingehen“ wird jetzt gesagt" in editor.effect


def test_what_begins_later_is_shown_from_its_day_on(editor: Editor) -> None:
    editor.edit().save(valid_from="2027-01-01")
    assert "1 von 64 Kombinationen dieses Themas" in editor.effect, "until then the rule is missing"
    assert "Ab 01.01.2027: 0 Kombinationen." in editor.effect


def test_findings_that_a_draft_brings_and_ends(editor: Editor) -> None:
    editor.edit("AUFE-018").save(age="40")
    assert "1 neuer Befund, siehe unten" in editor.effect
    assert "Lücke: Niemand ist zuständig, zum Beispiel: nichts bekannt außer dem Thema" in editor.effect
    editor.edit("AUFE-018").save(age="")
    assert not editor.page.all("aside", id="effect")
    editor.edit().save(g1=["student"], age="", priority="36", advice=["caritas"])
    assert "Widerspruch: AUFE-016 und AUFE-017 sind gleich genau" in editor.effect
    editor.publish()
    editor.edit().save(priority="40")
    assert "behoben: Widerspruch" in editor.effect
    assert "AUFE-017 kann nie gewinnen: Davor kommt immer AUFE-016" in editor.effect


def test_doubtful_offices_are_named_with_a_way_to_them(editor: Editor) -> None:
    editor.edit().save(advice=["caritas"])
    assert "Caritas Leipzig, Beratungszentrum an der Propstei: Angaben veraltet. Stelle prüfen" in editor.effect
    assert [one for one in editor.page.all("a") if one.get("href") == "/offices/caritas"]


def test_an_estimate_only_from_released_tables(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    editor.edit("AUFE-016").save(advice=["caritas"])
    assert "Lässt sich nicht sagen: Gefragt werden nur veröffentlichte Tabellen" in editor.effect
    asked = []

    def released(_session: object, topic: str, groups: frozenset[str]) -> Estimate:
        asked.append((topic, groups))
        return Estimate(10, 310)

    monkeypatch.setattr(effect, "estimate", released)
    editor.open()
    assert "Höchstens etwa 10 von 310 Kontakten des letzten Jahres. Aus veröffentlichten Tabellen." in editor.effect
    editor.edit("AUFE-017").save(advice=["caritas"])
    assert "(alle dieses Themas: Die Bedingung fragt nach nichts, was gespeichert wird)" in editor.effect
    topic = "aufenthalt/titel_verlaengern"
    assert asked[0] == (topic, frozenset({"student"}))
    assert asked[-1] == (topic, frozenset())


def test_publishing_needs_a_reason_and_holds_at_once(editor: Editor) -> None:
    editor.edit().save(advice=["caritas"]).publish(why="  ", status=400)
    assert "Sagen Sie, warum" in editor.alert
    assert "Sagen Sie, warum" in text_of(editor.page.one("p", id="why-error"))
    assert editor.published()["advice"] == ["naomi_jmd"]
    editor.publish(why="Naomi hat geschlossen")
    assert editor.said.startswith("Veröffentlicht: 1 Regel. AUFE-017.")
    assert editor.published()["advice"] == ["caritas"]
    assert editor.drafts() == []
    assert newest(editor) == ("anna", "", "Naomi hat geschlossen", [RULE])
    assert not editor.page.all("aside", id="effect")


def test_undo_restores_what_was_before(editor: Editor) -> None:
    before = editor.published()
    editor.edit().save(advice=["caritas"]).publish()
    undo = next(one.attrib["value"] for one in editor.page.all("button") if one.get("value", "").startswith("undo:"))
    editor.press(undo)
    assert editor.said.startswith("Rückgängig gemacht")
    assert editor.published() == before
    assert newest(editor)[2].startswith("Rückgängig gemacht: Nr. ")


def test_undoing_a_new_rule_removes_it(editor: Editor) -> None:
    editor.open(f"{TABLE}?new=1").save(g1=["researcher"], responsible=["caritas"], source="S1", priority="1").publish()
    assert "AUFE-050" in editor.rules()
    undo = next(one.attrib["value"] for one in editor.page.all("button") if one.get("value", "").startswith("undo:"))
    assert "AUFE-050" not in editor.press(undo).rules()


def test_undo_does_not_take_back_what_somebody_did_since(editor: Editor, other: Editor) -> None:
    editor.edit().save(advice=["caritas"]).publish()
    other.edit().save(advice=[]).publish()
    undo = next(one.attrib["value"] for one in editor.page.all("button") if one.get("value", "").startswith("undo:"))
    editor.press(undo, 409)
    assert "seitdem geändert worden" in editor.alert
    assert editor.published()["advice"] == []


def test_several_drafts_are_published_as_one_change(editor: Editor) -> None:
    editor.edit().save(advice=["caritas"]).edit("AUFE-016").save(advice=[]).publish()
    assert editor.said.startswith("Veröffentlicht: 2 Regeln.")
    assert newest(editor)[3] == ["AUFE-016", "AUFE-017"]


def test_of_several_drafts_some_can_wait(editor: Editor, other: Editor) -> None:
    other.edit("AUFE-016").save(advice=[])
    editor.edit().save(advice=["caritas"])
    assert "Nehmen Sie den Haken weg" in editor.effect
    editor.page.one("input", id="d-AUFE-016").attrib.pop("checked")
    editor.publish()
    assert editor.said.startswith("Veröffentlicht: 1 Regel. AUFE-017.")
    assert editor.drafts() == ["AUFE-016"]
    assert newest(editor)[0] == "anna"


def test_four_eyes_of_two_who_have_drafted(editor: Editor, other: Editor) -> None:
    with editor.database.writing() as session:
        settings.set_four_eyes(session, required=True)
    other.edit("AUFE-016").save(advice=[])
    editor.edit().save(advice=["caritas"]).publish(status=403)
    editor.page.one("input", id="d-AUFE-017").attrib.pop("checked")
    editor.publish()
    assert newest(editor) == ("bert", "anna", "weil es stimmt", ["AUFE-016"])


def test_a_draft_that_changed_since_the_page_is_not_published_unseen(editor: Editor, other: Editor) -> None:
    editor.edit().save(advice=["caritas"])
    other.edit().save(advice=[])
    editor.publish(status=409)
    assert "haben sich geändert, seit diese Seite geöffnet wurde" in editor.alert
    assert editor.field("why") == "weil es stimmt"
    assert editor.published()["advice"] == ["naomi_jmd"]
    editor.publish()
    assert editor.published()["advice"] == []


def test_four_eyes(editor: Editor, other: Editor) -> None:
    with editor.database.writing() as session:
        settings.set_four_eyes(session, required=True)
    editor.edit().save(advice=["caritas"])
    assert "veröffentlicht niemand den eigenen Entwurf" in editor.effect
    values = [one.get("value") for one in editor.page.all("button")]
    assert "publish" not in values
    form = editor.form_with("submit")
    fields = {one.get("name", ""): one.get("value", "") for one in form.iter("input")}
    assert editor.client.post(TABLE, data=fields | {"action": "publish", "why": "trotzdem"}).status_code == 403
    assert editor.published()["advice"] == ["naomi_jmd"]
    editor.press("submit", 400, why="")
    editor.press("submit", why="Naomi ist zu")
    assert "An eine zweite Person gegeben" in editor.said
    assert "wartet auf eine zweite Person" in editor.cells()["rule"]
    other.open()
    assert other.field("why") == "Naomi ist zu"
    assert "Freigeben und veröffentlichen" in other.effect
    other.publish(why=other.field("why"))
    assert newest(other) == ("anna", "bert", "Naomi ist zu", [RULE])
    assert other.published()["advice"] == ["caritas"]


def test_four_eyes_by_choice(editor: Editor, other: Editor) -> None:
    editor.edit().save(advice=["caritas"]).press("submit", why="bitte ansehen")
    other.open().publish(why="gesehen")
    assert newest(other)[:3] == ("anna", "bert", "gesehen")


def test_an_office_that_is_a_draft_itself_comes_first(editor: Editor) -> None:
    with editor.database.writing() as session:
        office = contents(stored(session))[Entry("offices", "caritas")] | {"id": "neu", "name_de": "Neue Stelle"}
        entry = Entry("offices", "neu")
        store.save(session, entry, office, seen=store.current(session, entry).seen, by="anna", now=clock.now())
    editor.edit().save(advice=["Neue Stelle (neu)"])
    assert "Neue Stelle: ist selbst noch ein Entwurf; veröffentlichen Sie sie zuerst. Stelle prüfen" in editor.effect
    assert "jetzt Neue Stelle" in editor.effect
    editor.publish(status=400)
    assert "Das Verzeichnis wäre dann nicht mehr stimmig" in editor.alert
    assert "AUFE-017" in editor.alert
    with editor.database.writing() as session:
        publishing.publish(session, {entry: office}, by="anna", why="neu", now=clock.now())
        store.discard(session, [entry])
    editor.open().publish()
    assert editor.published()["advice"] == ["neu"]


def test_a_rule_without_offices_is_refused_by_the_directory(editor: Editor) -> None:
    editor.edit().save(responsible=[], advice=[]).publish(status=400)
    assert RULE in editor.alert
    assert editor.drafts() == [RULE]


def test_a_draft_that_removes_a_rule_is_shown_and_can_be_published(editor: Editor) -> None:
    with editor.database.writing() as session:
        entry = Entry("rules", RULE)
        store.save(session, entry, None, seen=store.current(session, entry).seen, by="anna", now=clock.now())
    editor.open()
    assert "Entwurf: entfernt" in editor.cells()["rule"]
    assert "bisher AUFE-017, dann AUFE-018" in editor.effect
    editor.publish()
    assert RULE not in editor.rules()
