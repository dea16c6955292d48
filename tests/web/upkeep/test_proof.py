"""The page that proves the rules, from the published directory to what to open."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory import publishing
from app.directory.entries import Content, Entry, contents
from app.directory.stored import stored
from app.formatting import short_date
from app.upkeep.proof import proof
from app.vocabulary.service import vocabulary
from app.vocabulary.wording import facts_in_words
from tests.web.pages import Page, open_page, text_of
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

ADDRESS, EU = Entry("rules", "AUFE-001"), Entry("rules", "AUFE-034")
VACCINATION, BENEFITS = Entry("rules", "GESU-010"), Entry("rules", "ENGA-002")


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def publish(database: Database, **edits: Content | None) -> None:
    with database.writing() as session:
        wanted = {Entry("rules", name.replace("_", "-")): content for name, content in edits.items()}
        publishing.publish(session, wanted, by="anna", why="Probe", now=clock.now())


def rule(database: Database, entry: Entry, **changed: object) -> Content:
    with database.reading() as session:
        return contents(stored(session))[entry] | changed


def section(page: Page, name: str) -> str:
    return text_of(page.one("section", id=name))


def addresses(page: Page, name: str) -> list[str]:
    return [link.attrib["href"] for link in page.one("section", id=name).iter("a")]


def test_the_example_is_complete(editor: FlaskClient) -> None:
    page = open_page(editor, "/proof")
    first = text_of(next(iter(page.all("p"))))
    assert first == "Vollständig: 2.553 Kombinationen geprüft, keine Lücke, kein Widerspruch, keine Regel ohne Wirkung."
    assert not page.all("section", id="gaps")
    assert "GELD-004" in section(page, "expired")
    assert addresses(page, "expired")[:2] == [
        "/rules/sprache/integrationskurs",
        "/rules/sprache/integrationskurs?edit=SPRA-004",
    ]
    assert "/offices/wzl" in addresses(page, "offices-stale")
    assert "Nicht bestätigt. Stand: Dezember 2012." in section(page, "offices-stale")


def test_a_gap_a_conflict_and_a_rule_without_effect_are_named(editor: FlaskClient, database: Database) -> None:
    publish(
        database,
        AUFE_001=None,
        AUFE_099=rule(database, EU, rule_id="AUFE-099", responsible=["standesamt"]),
        GESU_099=rule(database, VACCINATION, rule_id="GESU-099", priority=90, responsible=["caritas"]),
        GESU_098=rule(database, VACCINATION, rule_id="GESU-098", priority=91, condition="g:eu_efta g:german_citizen"),
    )
    page = open_page(editor, "/proof")
    assert (
        "Nicht vollständig: 2.555 Kombinationen geprüft. 1 Lücke, 1 Widerspruch, 2 Regeln ohne Wirkung" in page.text()
    )
    assert "Keine Regel passt. Das betrifft 1 von 4 Kombinationen. Zum Beispiel: nichts bekannt" in section(
        page, "gaps"
    )
    assert addresses(page, "gaps") == ["/rules/aufenthalt/anmeldung"]
    assert "AUFE-034 und AUFE-099 gelten für dieselben Personen" in section(page, "conflicts")
    assert "Zum Beispiel: EU-Bürger/in, EWR, Schweiz" in section(page, "conflicts")
    assert addresses(page, "conflicts")[1:] == [
        f"/rules/aufenthalt/eu_freizuegigkeit?edit={name}" for name in ("AUFE-034", "AUFE-099")
    ]
    assert "GESU-098: Diese Bedingung kann niemand erfüllen." in section(page, "unreachable")
    assert "GESU-099: Andere kommen immer vorher: GESU-010." in section(page, "unreachable")


def test_a_rule_that_ends_soon_says_what_it_leaves(editor: FlaskClient, database: Database) -> None:
    last = clock.now().date() + timedelta(days=10)
    publish(database, ENGA_002=rule(database, BENEFITS, valid_to=last.isoformat()))
    page = open_page(editor, "/proof")
    assert f"ENGA-002 gilt bis {short_date(last)}. Danach ist für 1 von 1 Kombinationen niemand zuständig." in section(
        page, "expiring"
    )
    assert f"Ab {short_date(last + timedelta(days=1))}: Keine Regel passt." in section(page, "gaps")


def test_an_office_that_is_gone_is_named_with_its_rules(editor: FlaskClient, database: Database) -> None:
    entry = Entry("offices", "mieterverein")
    with database.writing() as session:
        gone = contents(stored(session))[entry] | {"status": "defunct"}
        publishing.publish(session, {entry: gone}, by="anna", why="Probe", now=clock.now())
    page = open_page(editor, "/proof")
    assert "Keine andere Stelle ist an ihren Platz getreten." in section(page, "offices-defunct")
    assert "/rules/wohnen/mietproblem?edit=WOHN-004" in addresses(page, "offices-defunct")
    assert "WOHN-004 gewinnt, nennt aber nur Stellen, die es nicht mehr gibt" in section(page, "gaps")
    assert "Ist die Person Mitglied im Mieterverein? Ja" in section(page, "gaps")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), "nichts bekannt außer dem Thema"),
        (("g:student", "res=county"), "Student/in, Studienbewerber/in; wohnt im Landkreis Leipzig"),
        (("age<27", "flag=acute"), "jünger als 27 Jahre; Besteht gerade jetzt Gefahr? Ja"),
        (("flag=craft",), "In welchem Bereich liegt der Beruf? Handwerk"),
        (("g:gone", "flag=gone", "res=gone"), "g:gone; flag=gone; res=gone"),
    ],
)
def test_visitors_are_told_in_words(app: Flask, database: Database, facts: tuple[str, ...], expected: str) -> None:
    with app.test_request_context(), database.reading() as session:
        assert facts_in_words(vocabulary(session), facts) == expected


def test_it_speaks_english(editor: FlaskClient) -> None:
    page = open_page(editor, "/proof?lang=en")
    assert "Complete: 2,553 combinations checked, no gap, no conflict, no rule without effect." in page.text()


def test_the_check_runs_once_a_day_and_state(database: Database) -> None:
    today = clock.now().date()
    with database.reading() as session:
        first = proof(session, today)
        assert proof(session, today) is first
        assert proof(session, today + timedelta(days=1)) is not first
    publish(database, ENGA_002=None)
    with database.reading() as session:
        assert not proof(session, today).complete
