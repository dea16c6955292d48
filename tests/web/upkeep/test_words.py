"""Entries in the editors' words: names instead of ids and codes, and of long fields only what differs."""

import pytest
from flask import Flask

from app.db import Database
from app.directory.entries import Content, Entry, contents
from app.directory.stored import stored
from app.upkeep.words import FieldChange, Reader, heading

pytestmark = pytest.mark.one_database

ABH, RULE, CHOICE = Entry("offices", "abh"), Entry("rules", "AUFE-014"), Entry("choices", "card_state")


def content(database: Database, entry: Entry) -> Content:
    with database.reading() as session:
        return contents(stored(session))[entry]


def test_a_rule_and_an_office_are_read_without_ids_and_codes(app: Flask, database: Database) -> None:
    rule, office = content(database, RULE), content(database, ABH)
    with app.test_request_context(headers={"Accept-Language": "de"}), database.reading() as session:
        reader = Reader(session)
        said = dict(reader.filled(rule))
        assert said["Thema"] == "Einreise und Aufenthalt"
        assert said["Unterthema"].startswith("Aufenthaltstitel verlängern")
        assert said["Wenn"] == "Geflüchtete aus der Ukraine (§ 24 AufenthG)"
        assert said["Sicherheit"] == "sicher"
        assert said["Zuständig"] == "Ausländerbehörde (Ordnungsamt)"
        known = dict(reader.filled(office))
        assert (known["Zustand des Eintrags"], known["Art der Stelle"]) == ("aktiv", "Behörde der Stadt")


def test_of_dates_and_sources_only_those_that_differ_are_shown(app: Flask, database: Database) -> None:
    office = content(database, ABH)
    turned = dict(reversed(office["sources"].items()))
    changed = office | {"sources": turned, "as_of": office["as_of"] | {"phone": "2026-11-23"}}
    with app.test_request_context(headers={"Accept-Language": "de"}), database.reading() as session:
        shown = Reader(session).differences(office, changed)
    assert shown == [FieldChange("Stand", "Telefon: 2025", "Telefon: 23.11.2026")]


def test_entries_go_by_their_names_and_rules_by_their_ids(app: Flask, database: Database) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert heading(ABH, content(database, ABH)) == "Stelle Ausländerbehörde (Ordnungsamt)"
        assert heading(CHOICE, content(database, CHOICE)) == "Frage Was gilt für den Aufenthaltstitel?"
        assert heading(RULE, content(database, RULE)).startswith("Regel AUFE-014: Titel nach § 24")
