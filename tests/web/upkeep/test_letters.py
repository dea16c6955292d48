"""E-mails to offices: what stands in them, as a file, in an archive, and sent through a server that is really there."""

import email
import zipfile
from datetime import date
from email.message import EmailMessage
from email.policy import default
from io import BytesIO

import pytest
from flask import Flask

from app import mail
from app.directory.entries import Entry
from app.resend import FIELD, new_key
from app.upkeep.letters import hours_in_words
from referrals import reports
from referrals.directory.facts import Hours, HoursRow
from tests.smtp import Smtp
from tests.web.counter.desk import page_text
from tests.web.upkeep.due import ANKOMMEN, Editor

pytestmark = pytest.mark.one_database

OFFICE = Entry("offices", "jobcenter")
OTHER = Entry("offices", "abh")
DAY = "2026-11-23"


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def reachable(editor: Editor) -> Editor:
    """Two offices with addresses; that of a contact person comes first."""
    editor.publish(
        OFFICE,
        email="post@jobcenter.example",
        contact_name="Ayşe Öztürk",
        contact_email="oeztuerk@jobcenter.example",
        opening_hours="Mo,Tu 08:00-12:00,13:00-15:00; Fr 08:00-12:00; PH off",
        closures=[{"from": "2026-12-24", "to": "2026-12-31"}],
        languages=["de", "en"],
    )
    editor.publish(OTHER, email="post@abh.example")
    return editor


def shown(editor: Editor, *offices: Entry) -> Editor:
    return editor.show(editor.client.get("/due/letters", query_string={"office": [one.id for one in offices]}))


def send(editor: Editor, path: str, *offices: Entry) -> bytes:
    form = {
        "office": [one.id for one in offices],
        "csrf_token": editor.page.csrf_token,
        FIELD: new_key(date.fromisoformat(DAY)),
    }
    response = editor.client.post(path, data=form)
    assert response.status_code == 200
    data: bytes = response.data
    return data


def asked(editor: Editor) -> dict[str, str]:
    with editor.database.reading() as session:
        return {office: day.isoformat() for office, day in reports.asked_on(session).items()}


def test_the_letter_says_what_is_stored_and_asks(editor: Editor) -> None:
    message = parsed(send(reachable(editor), "/due/letters/file", OFFICE))
    assert message["To"] == "Ayşe Öztürk <oeztuerk@jobcenter.example>"
    assert message["From"] == '"Willkommenszentrum Leipzig (WZL)":;'
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Stimmt noch, was wir über Sie sagen? (Jobcenter Leipzig)"
    assert message["Date"].datetime.isoformat() == "2026-11-23T10:00:00+01:00"
    text = " ".join(message.get_content().split())
    for said in (
        "Guten Tag Ayşe Öztürk,",
        "Name: Jobcenter Leipzig",
        "E-Mail: post@jobcenter.example",
        "Öffnungszeiten: Montag und Dienstag: 08:00–12:00 und 13:00–15:00 Uhr Freitag: 08:00–12:00 Uhr",
        "an Feiertagen geschlossen",
        "Geschlossen: 24.12.2026 bis 31.12.2026",
        "Termin: (wissen wir nicht – bitte ergänzen)",
        "Sprachen: Deutsch und Englisch",
        "- Integrationskurs",
        "genügt als Antwort ein Wort: „Stimmt“",
        "+49 341 1232676",
    ):
        assert said in text, said


def test_nothing_internal_and_nothing_of_protected_topics_stands_in_it(editor: Editor) -> None:
    offices = ["frauen_sofortaufnahme", "caritas"]
    page = editor.client.get("/due/letters", query_string={"office": offices}).text
    assert "geben wir nicht heraus" in page
    assert "Gewalt in Familie" not in page
    assert "memory, unverified" not in page
    assert "address confidential" not in page


def test_the_house_writes_with_its_own_address_and_answers_go_there(editor: Editor) -> None:
    reachable(editor).publish(Entry("offices", "wzl"), email="willkommen@leipzig.example")
    message = parsed(send(editor, "/due/letters/file", OFFICE))
    assert message["From"] == '"Willkommenszentrum Leipzig (WZL)" <willkommen@leipzig.example>'
    assert message["Message-ID"].endswith("@leipzig.example>")
    assert message["Reply-To"] is None


def test_names_cannot_begin_a_header_and_addresses_are_single(editor: Editor) -> None:
    evil = 'Eve" <eve@evil.example>, Bcc: all@evil.example'
    editor.publish(OFFICE, contact_name=evil, email="post@jobcenter.example", contact_email="a,b@evil.example")
    message = parsed(send(editor, "/due/letters/file", OFFICE))
    assert [one.addr_spec for one in message["To"].addresses] == ["post@jobcenter.example"]
    assert message["To"].addresses[0].display_name == evil
    assert message["Bcc"] is None


def test_a_name_that_looks_encoded_begins_no_header(editor: Editor) -> None:
    """The library decodes it while it writes, and a line break with it: such names come in with files of others."""
    evil = "=?utf-8?q?x=0D=0ABcc:_all@evil.example?="
    editor.publish(Entry("offices", "wzl"), name_de=evil, email="willkommen@leipzig.example")
    editor.publish(OFFICE, name_de=evil, contact_name=evil, contact_email="post@jobcenter.example")
    content = send(editor, "/due/letters/file", OFFICE)
    assert b"\nBcc" not in content
    message = parsed(content)
    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["post@jobcenter.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["willkommen@leipzig.example"]
    assert "evil.example" in message["Subject"]


def test_several_come_in_an_archive_and_the_list_remembers_when(editor: Editor) -> None:
    archive = zipfile.ZipFile(BytesIO(send(reachable(editor), "/due/letters/file", OFFICE, OTHER, ANKOMMEN)))
    assert sorted(archive.namelist()) == ["abh.eml", "jobcenter.eml"]
    assert parsed(archive.read("abh.eml"))["To"].addresses[0].addr_spec == "post@abh.example"
    assert asked(editor) == {"abh": DAY, "jobcenter": DAY}
    assert "Angeschrieben am Mo 23.11.2026" in editor.open(kind="offices", reason="overdue").said(OFFICE)


def test_looking_at_letters_sends_and_notes_nothing(editor: Editor) -> None:
    shown(reachable(editor), OFFICE, OTHER, ANKOMMEN)
    said = page_text(editor.page)
    assert "oeztuerk@jobcenter.example" in said
    assert "1 Stelle kann nicht angeschrieben werden" in said
    assert not editor.page.all("button", formaction="/due/letters/send"), "there is no mail server"
    assert asked(editor) == {}


def test_ticked_offices_are_written_to_rules_are_not(editor: Editor) -> None:
    reachable(editor).open(kind="offices", reason="overdue").tick(OFFICE)
    editor.ticked.append("rules AUFE-037 1")
    editor.press("/due/letters")
    offices = [field.get("value") for field in editor.page.all("input", name="office")]
    assert offices == ["jobcenter"]


def test_without_an_office_or_an_address_there_is_nothing_to_send(editor: Editor) -> None:
    assert "Es ist keine Stelle ausgewählt" in page_text(shown(editor).page)
    assert "keine E-Mail-Adresse" in page_text(shown(editor, ANKOMMEN).page)
    assert b"<html" in send(editor, "/due/letters/file", ANKOMMEN)
    assert b"<html" in send(editor, "/due/letters/send", ANKOMMEN)
    assert asked(editor) == {}


def test_sent_one_by_one_with_a_result_for_each(app: Flask, editor: Editor) -> None:
    reachable(editor).publish(OTHER, email="nobody@stelle.example")
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example")
        shown(editor, OFFICE, OTHER)
        assert editor.page.all("button", formaction="/due/letters/send")
        page = send(editor, "/due/letters/send", OFFICE, OTHER).decode()
    assert [one.to for one in smtp.received] == ["oeztuerk@jobcenter.example"]
    message = smtp.received[0].message
    assert message["From"].addresses[0].addr_spec == "haus@stadt.example"
    assert message["X-Unsent"] is None
    assert "Guten Tag Ayşe Öztürk" in message.get_content()
    assert "an oeztuerk@jobcenter.example gesendet" in page
    assert "nicht gesendet" in page
    assert "Adresse ablehnt" in page
    assert asked(editor) == {"jobcenter": DAY}


def test_a_mail_server_that_is_away_loses_nothing(app: Flask, editor: Editor) -> None:
    shown(reachable(editor), OFFICE)
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example")
    page = send(editor, "/due/letters/send", OFFICE).decode()
    assert "Mailserver ist nicht erreichbar" in page
    assert "Noch einmal versuchen" in page
    assert asked(editor) == {}


def test_without_an_address_of_the_house_nothing_is_sent(app: Flask, editor: Editor) -> None:
    shown(reachable(editor), OFFICE)
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}")
        assert "E-Mail-Adresse des Hauses ist nicht bekannt" in send(editor, "/due/letters/send", OFFICE).decode()
    assert smtp.connections == 0
    assert asked(editor) == {}


@pytest.mark.parametrize(
    ("week", "text", "words"),
    [
        (Hours("open", True, always=True), "24/7", ["rund um die Uhr"]),
        (Hours("unknown", None), None, []),
        (Hours("closed", False), "week 1-53/3 Mo 10:00-12:00", ["week 1-53/3 Mo 10:00-12:00"]),
        (
            Hours("closed", False, rows=(HoursRow((4,), (("17:00", "19:00"),)), HoursRow((1, 2), ())), week="odd"),
            "week 01-53/2 Th 17:00-19:00",
            ["Donnerstag: 17:00–19:00 Uhr", "nur in ungeraden Kalenderwochen"],
        ),
    ],
)
def test_hours_in_words(week: Hours, text: str | None, words: list[str]) -> None:
    assert hours_in_words(week, text) == words
