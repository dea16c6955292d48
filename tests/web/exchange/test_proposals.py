"""An editor with files of a Zuständigkeitsfinder: proposals, decided one by one, and the directory as it was."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.db import Database
from app.directory import publishing
from app.directory.drafts import current, drafts
from app.directory.entries import Entry
from referrals.interchange.models import ExternalId, Proposal
from tests.unit.interchange.xzufi.files import LATER, NESTED, TRANSFER
from tests.web.exchange.editor import NOW, TOPIC, Editor
from tests.web.pages import open_page, text_of
from tests.web.staff import post

pytestmark = pytest.mark.one_database


@pytest.fixture
def editor(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    with clock.fixed(NOW):
        yield Editor(app, database)


def test_an_office_is_compared_field_by_field(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Ausländerbehörde")
    text = page.text()
    assert "Ausländerbehörde (Ordnungsamt) (same telephone number)" in text
    ticks = {one.attrib["value"]: one.get("checked") is not None for one in page.all("input", name="field")}
    assert ticks == {"name_de": False, "name_en": False, "street": True, "email": True}
    done = editor.decide(path, page, "accept", field=["street"])
    assert "A draft was made" in done.text()
    drafted = editor.drafted()["abh"]
    assert drafted is not None
    assert drafted["street"] == "Beispielstraße 7"
    assert drafted["name_de"] == "Ausländerbehörde (Ordnungsamt)"
    assert drafted["email"] is None
    assert drafted["as_of"]["street"] == "2026-09-01"
    assert drafted["sources"]["street"] == ["XZuFi file.xml, Stand 01.09.2026"]
    # Now it is known: the same file brings nothing, a later one is compared with the draft at once.
    assert "0 new proposals" in editor.upload(TRANSFER.read_bytes()).text()
    editor.upload(LATER.read_bytes())
    _, later = editor.open("Ausländerbehörde", "office_changed")
    assert "Neue Beispielstr. 8" in later.text()
    assert not later.all("select", name="office")


def test_what_was_drafted_can_be_published(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Ausländerbehörde")
    editor.decide(path, page, "accept", field=["street"])
    path, page = editor.open("Amt für Beispiele")
    editor.decide(path, page, "accept", name="Amt für Beispiele", kind="county")
    path, page = editor.open("Hundesteuer anmelden", "rule_new")
    editor.decide(path, page, "accept", subtopic=TOPIC, office="amt_fuer_beispiele")
    with editor.database.reading() as session:
        edits = {Entry(draft.kind, draft.entry_id): draft.content for draft in drafts(session)}
        assert publishing.checked(session, edits).problems == ()
    assert set(editor.drafted()) == {"abh", "amt_fuer_beispiele", "XZ-0001"}


def test_only_to_remember_which_office_it_is(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Ausländerbehörde")
    assert "There was nothing to take over" in editor.decide(path, page, "accept", field=[]).text()
    assert editor.drafted() == {}
    with editor.database.reading() as session:
        assert [row.entry_id for row in session.scalars(select(ExternalId))] == ["abh"]


def test_another_office_can_be_chosen(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, _ = editor.open("Ausländerbehörde")
    page = open_page(editor.client, f"{path}?office=caritas")
    editor.decide(path, page, "accept", field=["street"])
    assert set(editor.drafted()) == {"caritas"}
    new = open_page(editor.client, f"{editor.open('Amt für Beispiele')[0]}?office=new")
    assert new.one("input", id="name").get("value") == "Amt für Beispiele"


def test_a_new_office_is_a_draft_that_is_unverified(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Amt für Beispiele")
    assert "Mittwoch 10:00:00–11:00:00 2026-12-01–2026-12-31" in page.text()
    response = post(editor.client, path, {"action": "edit", "office": "new", "name": " Amt  X ", "kind": "county"})
    assert (response.status_code, response.location) == (303, "/offices/amt_x")
    office = editor.drafted()["amt_x"]
    assert office is not None
    assert (office["status"], office["kind"], office["name_en"]) == ("verify", "county", "Amt X")
    assert office["opening_hours"] == "Mo 09:00-12:00; Tu 09:00-12:00,13:00-18:00"


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "X", "kind": "no such kind!"}])
def test_what_a_new_office_lacks_is_told(editor: Editor, fields: Mapping[str, str]) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, _ = editor.open("Amt für Beispiele")
    page = editor.post(path, {"action": "accept", "office": "new", "kind": "city", **fields}, 400)
    assert page.one("div", id="trouble") is not None
    assert (editor.drafted(), editor.states()) == ({}, {"open": 5})


def test_a_responsibility_becomes_a_rule_beside_ours(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    before = editor.published()
    with editor.database.reading() as session:
        query = select(Proposal.id).where(Proposal.kind == "rule_new", Proposal.name.startswith("Aufenthalt"))
        keys = list(session.scalars(query))
    pages = [open_page(editor.client, f"/proposals/{key}?subtopic={TOPIC}&office=abh") for key in keys]
    county, path = next(
        (page, f"/proposals/{key}") for page, key in zip(pages, keys, strict=True) if "for the county" in page.text()
    )
    assert "AUFE-012" in county.text()
    assert "says otherwise" in county.text()
    assert "AUFE-018" not in county.text()
    editor.decide(path, county, "accept", subtopic=TOPIC, office="abh")
    rule = editor.drafted()["XZ-0001"]
    assert rule is not None
    assert (rule["topic"], rule["subtopic"], rule["condition"]) == ("aufenthalt", "titel_verlaengern", "res=county")
    assert (rule["responsible"], rule["advice"], rule["priority"]) == (["abh"], [], 90)
    assert rule["legal_basis"] == "§ 8 AufenthG"
    assert editor.published() == before


def test_one_after_the_other(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Amt für Beispiele")
    following = editor.decide(path, page, "reject").one("a", autofocus="")
    assert text_of(following) == "Next: Ausländerbehörde"
    path = following.attrib["href"]
    done = editor.decide(path, open_page(editor.client, path), "accept", field=["street"])
    assert not [one for one in done.all("a") if one.get("autofocus") is not None]


def test_an_office_that_is_not_known_yet_is_decided_first(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    office, page = editor.open("Ausländerbehörde")
    _, rule = editor.open("Hundesteuer anmelden", "rule_new")
    assert office in [one.get("href") for one in rule.all("a")]
    editor.decide(office, page, "accept", field=[])
    _, rule = editor.open("Hundesteuer anmelden", "rule_new")
    assert office not in [one.get("href") for one in rule.all("a")]
    assert [one.get("value") for one in rule.all("option") if one.get("selected") is not None] == ["abh"]


def test_topic_and_office_must_be_chosen(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Hundesteuer anmelden", "rule_new")
    assert [one.text for one in page.all("option") if one.get("selected") is not None] == []
    for subtopic, office in (("", "abh"), ("no/such", "abh"), (TOPIC, ""), (TOPIC, "nobody")):
        fields = {"action": "accept", "subtopic": subtopic, "office": office}
        assert "Choose" in text_of(editor.post(path, fields, 400).one("div", id="trouble"))
    assert editor.drafted() == {}


def test_a_place_to_turn_to_advises(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Hundesteuer anmelden", "rule_new")
    assert "Place to turn to" in page.text()
    editor.decide(path, page, "accept", subtopic=TOPIC, office="abh")
    rule = editor.drafted()["XZ-0001"]
    assert rule is not None
    assert (rule["responsible"], rule["advice"]) == ([], ["abh"])


def test_a_service_can_be_ignored_for_good(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Aufenthaltserlaubnis verlängern", "rule_new")
    done = editor.decide(path, page, "ignore")
    assert "2 proposals rejected" in done.text()
    newer = TRANSFER.read_bytes().replace(b"2026-09-01", b"2026-10-01").replace(b">7001<", b">7009<")
    assert "2 are none of ours" in editor.upload(newer).text()
    # And taken back.
    keys = [one.attrib["value"] for one in done.all("input", name="key")]
    assert "2 proposals are open again" in editor.post("/proposals/undo", {"key": keys}).text()
    with editor.database.reading() as session:
        assert not list(session.scalars(select(ExternalId)))


def test_rejected_proposals_do_not_come_again_and_can_be_taken_back(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Amt für Beispiele")
    done = editor.decide(path, page, "reject")
    assert "1 proposal rejected" in done.text()
    assert "1 was rejected before" in editor.upload(TRANSFER.read_bytes()).text()
    assert editor.states() == {"open": 4, "rejected": 1}
    key = done.one("input", name="key").attrib["value"]
    editor.post("/proposals/undo", {"key": key})
    assert editor.states() == {"open": 5}


def test_all_that_is_found_can_be_rejected_at_once(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    done = editor.post("/proposals/reject", {"kind": "rule_new"})
    assert "3 proposals rejected" in done.text()
    assert editor.states() == {"open": 2, "rejected": 3}
    keys = [one.attrib["value"] for one in done.all("input", name="key")]
    editor.post("/proposals/undo", {"key": keys})
    assert editor.states() == {"open": 5}


def test_deletions_of_known_things(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, _ = editor.open("Amt für Beispiele")
    editor.decide(path, open_page(editor.client, f"{path}?office=caritas"), "accept", field=[])
    text = editor.upload(LATER.read_bytes()).text()
    assert "Reject the one deletion" in text
    with editor.database.reading() as session:
        key = session.scalars(select(Proposal.id).where(Proposal.kind == "office_deleted")).one()
    path = f"/proposals/{key}"
    editor.decide(path, open_page(editor.client, path), "accept", closed="")
    drafted = editor.drafted()["caritas"]
    assert drafted is not None
    assert drafted["status"] == "verify"
    assert drafted["status_note"] == "Beim Absender gelöscht (XZuFi file.xml, Stand 01.11.2026)"


def test_deletions_can_be_rejected_together(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, _ = editor.open("Amt für Beispiele")
    editor.decide(path, open_page(editor.client, f"{path}?office=caritas"), "accept", field=[])
    editor.upload(LATER.read_bytes())
    assert "1 proposal rejected" in editor.post("/proposals/reject", {"kind": "deletions"}).text()
    assert "caritas" not in editor.drafted()


def test_a_rule_that_was_made_from_a_deleted_entry_ends(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    with editor.database.reading() as session:
        query = select(Proposal).where(Proposal.kind == "rule_new", Proposal.name.startswith("Aufenthalt"))
        key = next(one.id for one in session.scalars(query) if one.content["condition"] == "res=city")
    editor.post(f"/proposals/{key}", {"action": "accept", "subtopic": TOPIC, "office": "caritas"})
    editor.upload(LATER.read_bytes())
    path, page = editor.open("XZ-0001", "rule_deleted")
    assert "Rule XZ-0001 was made from it" in page.text()
    editor.decide(path, page, "accept")
    rule = editor.drafted()["XZ-0001"]
    assert rule is not None
    assert rule["valid_to"] == "2026-11-01"


def test_two_editors_at_once(editor: Editor, app: Flask) -> None:
    editor.upload(TRANSFER.read_bytes())
    path, page = editor.open("Ausländerbehörde")
    seen = page.one("input", name="seen").attrib["value"]
    with editor.database.writing() as session:
        entry = Entry("offices", "abh")
        found = current(session, entry)
        assert found.shown is not None
        changed = {entry: found.shown | {"phone": "+49 341 999"}}
        publishing.publish(session, changed, by="other", why="moved", now=NOW)
    fields = {"action": "accept", "office": "abh", "seen": seen, "field": ["street"]}
    told = editor.post(path, fields, 409)
    assert "Somebody else has changed this office meanwhile" in told.text()
    ticks = {one.attrib["value"]: one.get("checked") is not None for one in told.all("input", name="field")}
    assert ticks == {"name_de": False, "name_en": False, "street": True, "phone": False, "email": False}
    editor.decide(path, told, "accept", field=["street"])
    again = editor.post(path, fields, 409)
    assert "editor has decided this proposal meanwhile" in again.text()
    assert len(editor.drafted()) == 1


def test_an_unknown_proposal_is_not_found(editor: Editor) -> None:
    assert editor.client.get("/proposals/none").status_code == 404
    assert post(editor.client, "/proposals/none", {"action": "accept"}).status_code == 404


def test_filters_and_pages(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes(), "a.xml")
    editor.upload(NESTED.read_bytes(), "b.xml")
    assert len(open_page(editor.client, "/proposals").all("table")) == 4
    for query, shown in (
        ("kind=office_new", 3),
        ("file=b.xml", 2),
        ("q=hund", 1),
        ("q=nothing", 0),
        ("state=rejected", 0),
    ):
        page = open_page(editor.client, f"/proposals?{query}")
        assert sum(len(table.findall(".//tbody/tr")) for table in page.all("table")) == shown, query


def test_many_proposals_have_pages(editor: Editor) -> None:
    with editor.database.writing() as session:
        for number in range(120):
            content = {"facts": {"name_de": f"Amt {number}", "phone": "1234"}, "notes": []}
            session.add(
                Proposal(
                    id=f"{number:032}", subject=f"{number:032}", kind="office_new", state="open", file="x.xml",
                    written_on=None, imported_at=NOW, agency="A", scheme="", value=str(number), entry_id=None,
                    name=f"Amt {number:03}", content=content, decided_by="", decided_at=None,
                )
            )  # fmt: skip
    page = open_page(editor.client, "/proposals?page=3")
    assert len(page.one("table").findall(".//tbody/tr")) == 20
    assert "Page 3 of 3" in page.text()
    assert "Page 3 of 3" in open_page(editor.client, "/proposals?page=99").text()
