"""Quick entry of a tally sheet: checked first, logged once, into its month, and taken back."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from app import clock
from app.accounts.roles import Role
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.db import Database
from app.migrations.models import METADATA
from app.released.service import release
from app.released.tables import Table
from app.resend import ResendKey
from referrals.models import Referral, SlipCode
from tests.web.pages import Page, check_fragment, check_page, open_page
from tests.web.staff import log_in

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)
SHEET = "uk w2 f 1 mieterverein\nar a4 s m 30 abh\nro j4 e t babs"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


@pytest.fixture
def client(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)


def fields(page: Page, **typed: str) -> dict[str, str]:
    """What the form of the page would send."""
    hidden = dict(page.fields("/paper"))
    chosen = next(option for option in page.one("select", id="month") if "selected" in option.attrib)
    written = "".join(page.one("textarea", id="lines").itertext()).removeprefix("\n")
    return {**hidden, "csrf_token": page.csrf_token, "month": chosen.attrib["value"], "lines": written, **typed}


@pytest.mark.parametrize("step", ["check", "undo"])
def test_the_language_can_be_changed_after_a_step(client: FlaskClient, step: str) -> None:
    response = client.get(f"/paper/{step}?lang=en")
    assert (response.status_code, response.location) == (302, "/paper")


def checked(client: FlaskClient, lines: str, **typed: str) -> Page:
    data = fields(open_page(client, "/paper"), lines=lines, **typed)
    return check_page(client.post("/paper/check", data=data))


def enter(client: FlaskClient, lines: str = SHEET, **typed: str) -> Page:
    """Check, then press the button."""
    return check_page(client.post("/paper", data=fields(checked(client, lines, **typed), **typed)))


def message(page: Page) -> str:
    return " ".join(" ".join(page.one("div", id="message").itertext()).split()).replace(" :", ":")


def dump(database: Database) -> dict[str, list[str]]:
    with database.reading() as session:
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in METADATA.sorted_tables}


def rows(database: Database, model: Any) -> list[Any]:
    with database.reading() as session:
        found = list(session.scalars(select(model)))
        session.expunge_all()
        return found


def contacts(database: Database) -> dict[str, Contact]:
    return {contact.language: contact for contact in rows(database, Contact)}


def test_a_sheet_is_entered_into_its_month(client: FlaskClient, database: Database) -> None:
    assert message(enter(client, month="2026-10")).startswith("Eingetragen für Oktober 2026.")
    found = contacts(database)
    assert {contact.month for contact in found.values()} == {"2026-10"}
    said = {
        language: (one.concept_group, one.talk, one.persons, one.outcome, one.channel, one.duration)
        for language, one in found.items()
    }
    assert said == {
        "uk": ("refugee", "direct", 1, "referred", "in_person", "to15"),
        "ar": ("student", "interpreter", 1, "referred", "in_person", "to30"),
        "ro": ("eu_citizen", "direct", 1, "referred", "phone", "to15"),
    }
    topics = {(found_.contact_key, found_.topic_id) for found_ in rows(database, ContactTopic)}
    assert (found["uk"].key, "wohnen/mietproblem") in topics
    offices = {(one.contact_key, one.office_id) for one in rows(database, Referral)}
    assert offices == {(found["uk"].key, "mieterverein"), (found["ar"].key, "abh"), (found["ro"].key, "babs")}


def test_neither_hours_nor_codes_are_made_up(client: FlaskClient, database: Database) -> None:
    enter(client)
    assert len(rows(database, Contact)) == 3
    for model in (DeskLoad, TopicLoad, SlipCode):
        assert rows(database, model) == []


def test_nothing_else_is_written_and_nothing_is_said_in_the_log(
    client: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = dump(database)
    enter(client)
    after = dump(database)
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"contact", "contact_topic", "referral", "resend_key"}
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith(("app", "waitress")))
    assert not [word for word in ("mietproblem", "mieterverein", "refugee", "w2") if word in said]


def test_keys_are_random_and_the_order_on_paper_is_not_kept(client: FlaskClient, database: Database) -> None:
    enter(client, "\n".join(["uk w2"] * 40))
    keys = [contact.key for contact in rows(database, Contact)]
    assert len({bytes(key) for key in keys}) == 40
    assert all(len(key) == 16 for key in keys)


def test_of_a_protected_topic_is_kept_what_the_counter_keeps(client: FlaskClient, database: Database) -> None:
    page = checked(client, "uk r- f 3 60 m h hilfetelefon")
    assert "Schutz und Rechte" in page.text()
    assert "Gewalt" not in "".join(page.one("div", id="checked").itertext())
    enter(client, "uk r- f 3 60 m h hilfetelefon")
    (contact,) = rows(database, Contact)
    assert (contact.concept_group, contact.persons, contact.duration, contact.outcome) == (None, None, None, None)
    assert (contact.talk, contact.channel) == ("interpreter", "in_person")
    assert [one.topic_id for one in rows(database, ContactTopic)] == ["schutz"]
    assert rows(database, Referral) == []


def test_an_office_that_would_tell_a_trait_is_not_kept(client: FlaskClient, database: Database) -> None:
    page = checked(client, "uk w2 jobcenter")
    assert "wird nicht gespeichert, keine Regel des Themas nennt sie: Jobcenter Leipzig" in page.text()
    enter(client, "uk w2 jobcenter")
    assert len(rows(database, Contact)) == 1
    assert rows(database, Referral) == []


def test_nothing_is_entered_that_was_not_shown(client: FlaskClient, database: Database) -> None:
    page = open_page(client, "/paper")
    asked = check_page(client.post("/paper", data=fields(page, lines=SHEET)))
    assert message(asked) == "Bitte sehen Sie nach, was verstanden wurde, und tragen Sie es dann ein."
    assert rows(database, Contact) == []
    other = check_page(client.post("/paper", data=fields(asked, lines=SHEET.replace("uk", "ru"))))
    assert message(other).startswith("Bitte sehen Sie nach")
    later = check_page(client.post("/paper", data=fields(asked, month="2026-10")))
    assert message(later).startswith("Bitte sehen Sie nach")
    assert rows(database, Contact) == []
    assert message(check_page(client.post("/paper", data=fields(asked)))).startswith("Eingetragen")


def test_one_wrong_line_keeps_all_of_them(client: FlaskClient, database: Database) -> None:
    response = client.post("/paper", data=fields(checked(client, f"{SHEET}\nxx w2\nuk w")))
    assert response.status_code == 400
    page = check_page(response)
    assert message(page) == (
        "Nichts wurde eingetragen. Bitte berichtigen Sie: Zeile 4: „xx“ ist keine Sprache. "
        "Zeile 5: Zu „w“ fehlt die Ziffer des Unterthemas, etwa w1."
    )
    assert fields(page)["lines"].splitlines() == [*SHEET.splitlines(), "xx w2", "uk w"]
    assert rows(database, Contact) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [("", "Es gibt noch nichts einzutragen."), ("uk w2\n" * 61, "Bitte höchstens 60 Zeilen auf einmal.")],
)
def test_none_or_too_many(client: FlaskClient, database: Database, lines: str, said: str) -> None:
    assert message(enter(client, lines)) == said
    assert rows(database, Contact) == []


def test_the_same_form_counts_once(client: FlaskClient, database: Database) -> None:
    form = fields(checked(client, SHEET))
    for said in ("Eingetragen", "Schon eingetragen"):
        assert message(check_page(client.post("/paper", data=form))).startswith(said)
    again = {**form, "lines": "uk w2"}
    again |= {"checked": fields(check_page(client.post("/paper/check", data=again)))["checked"]}
    assert message(check_page(client.post("/paper", data=again))).startswith("Schon eingetragen")
    assert len(rows(database, Contact)) == 3


def undo(client: FlaskClient, page: Page) -> TestResponse:
    return client.post("/paper/undo", data={**dict(page.fields("/paper/undo")), "csrf_token": page.csrf_token})


def test_undo_takes_all_of_it_back_and_it_is_never_entered_again(client: FlaskClient, database: Database) -> None:
    before = enter(client, "ti s1")
    form = fields(checked(client, SHEET))
    done = check_page(client.post("/paper", data=form))
    assert message(check_page(undo(client, done))) == "Rückgängig gemacht: Nichts von diesem Bogen zählt."
    assert list(contacts(database)) == ["ti"]
    assert rows(database, Referral) == []
    assert message(check_page(undo(client, done))) == "Dieser Bogen war schon zurückgenommen."
    again = check_page(client.post("/paper", data=form))
    assert message(again) == "Dieser Bogen wurde zurückgenommen; er wurde nicht noch einmal eingetragen."
    assert len(rows(database, Contact)) == 1
    check_page(undo(client, before))
    assert rows(database, Contact) == []


def test_undo_ends_after_five_minutes(client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done = enter(client)
    monkeypatch.setattr("app.paper.entry.UNDO_SECONDS", -1)
    assert message(check_page(undo(client, done))) == "Die fünf Minuten sind vorbei; der Bogen bleibt eingetragen."
    assert len(rows(database, Contact)) == 3


def test_undo_after_the_night_job_still_keeps_the_form_from_counting_again(
    client: FlaskClient, database: Database
) -> None:
    form = fields(checked(client, SHEET))
    done = check_page(client.post("/paper", data=form))
    with database.writing() as session:
        session.execute(text("DELETE FROM resend_key"))
    check_page(undo(client, done))
    assert [key.undone for key in rows(database, ResendKey)] == [True]
    assert message(check_page(client.post("/paper", data=form))).startswith("Dieser Bogen wurde zurückgenommen")


def test_a_page_of_yesterday_does_not_count(client: FlaskClient, database: Database) -> None:
    form = fields(checked(client, SHEET))
    with clock.fixed(MONDAY + timedelta(days=1)):
        client = log_in(client.application, database, Role.EDITOR)
        form["csrf_token"] = open_page(client, "/paper").csrf_token
        page = check_page(client.post("/paper", data=form))
        assert message(page).startswith("Diese Seite ist von einem früheren Tag.")
        assert fields(page)["lines"].splitlines() == SHEET.splitlines()
        assert rows(database, Contact) == []
        assert message(check_page(client.post("/paper", data=fields(page)))).startswith("Eingetragen")


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026-12", "Dieser Monat hat noch nicht begonnen."),
        ("2024-10", "Erstkontakte dieses Monats werden nicht mehr aufbewahrt."),
        ("2026", "Bitte wählen Sie den Monat des Bogens."),
        ("", "Bitte wählen Sie den Monat des Bogens."),
        ("2026-13", "Bitte wählen Sie den Monat des Bogens."),
    ],
)
def test_months_that_are_refused(client: FlaskClient, database: Database, month: str, said: str) -> None:
    form = fields(checked(client, SHEET))
    assert message(check_page(client.post("/paper", data={**form, "month": month}))) == said
    assert rows(database, Contact) == []


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026-09", "Die Zahlen dieses Monats sind veröffentlicht; Veröffentlichtes wird nicht mehr geändert."),
        ("2026-Q3", "Zahlen für 2026-Q3 sind veröffentlicht; Veröffentlichtes wird nicht mehr geändert."),
    ],
)
def test_a_released_month_is_closed(client: FlaskClient, database: Database, period: str, said: str) -> None:
    form = fields(checked(client, SHEET, month="2026-09"), month="2026-09")
    assert message(enter(client, "ti s1", month="2026-09")).startswith("Eingetragen für September 2026.")
    with database.writing() as session:
        assert release(session, Table("topic", period, "test", ()), today=date(2026, 11, 23))
    assert message(check_page(client.post("/paper", data=form))) == said
    assert list(contacts(database)) == ["ti"]
    closed = [
        option.attrib["value"]
        for option in open_page(client, "/paper").one("select", id="month")
        if "disabled" in option.attrib
    ]
    assert closed == (["2026-09"] if period == "2026-09" else ["2026-09", "2026-08", "2026-07"])


def test_what_is_released_is_not_taken_back_either(client: FlaskClient, database: Database) -> None:
    done = enter(client, month="2026-09")
    with database.writing() as session:
        assert release(session, Table("topic", "2026-Q3", "test", ()), today=date(2026, 11, 23))
    said = "Zahlen für 2026-Q3 sind veröffentlicht; Veröffentlichtes wird nicht mehr geändert."
    assert message(check_page(undo(client, done))) == said
    assert len(rows(database, Contact)) == 3


def test_a_release_of_something_else_closes_nothing(client: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        assert release(session, Table("feedback", "2026-Q3", "test", ()), today=date(2026, 11, 23))
    assert message(enter(client, month="2026-09")).startswith("Eingetragen")


def test_the_oldest_month_that_is_kept_can_be_chosen(client: FlaskClient) -> None:
    options = [option.attrib["value"] for option in open_page(client, "/paper").one("select", id="month")]
    assert (options[0], options[-1], len(options)) == ("2026-11", "2024-11", 25)


def test_a_script_gets_only_what_was_understood(client: FlaskClient) -> None:
    data = fields(open_page(client, "/paper"), lines="uk w2 f\nar w", at="1")
    fragment = check_fragment(client.post("/paper/check", data=data, headers={"HX-Request": "true"}))
    assert not fragment.all("html")
    said = " ".join("".join(fragment.one("div", id="checked").itertext()).split())
    assert "w1 Wohnung suchen" in said
    assert "Probleme mit Vermieter oder Mietvertrag" in said
    for at in ("", "x", "-1", "9" * 30, "٣"):
        assert client.post("/paper/check", data={**data, "at": at}).status_code == 400


def test_in_english(client: FlaskClient) -> None:
    open_page(client, "/paper?lang=en")
    page = checked(client, "uk w2 f\nxx w2")
    assert "Line 2: “xx” is no language." in message(page)
    assert "seeking protection" in page.text()


def test_the_sheet_is_printed(client: FlaskClient) -> None:
    response = client.get("/paper/sheet.pdf")
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == "inline; filename=strichliste.pdf"
