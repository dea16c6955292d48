"""The poster as a file: in the languages that were ticked, refused where there cannot be one."""

import pytest
from sqlalchemy import delete

from app.vocabulary.models import SlipPhrase
from app.vocabulary.service import raise_revision
from tests.slips.pages import page_count, text_of
from tests.unit.house.events.examples import draft
from tests.web.events.staff import Staff

pytestmark = pytest.mark.one_database


def test_the_ticked_languages_stand_below_the_german(advisor: Staff) -> None:
    id_ = advisor.add()
    assert "Plakat" in advisor.open(f"/events/{id_}")
    ticked = [one.get("value") for one in advisor.page.all("input", name="languages") if "checked" in one.attrib]
    assert ticked == ["uk", "en"]
    response = advisor.client.get(f"/events/{id_}/poster.pdf?languages=uk&languages=ar&paper=A3")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == "inline; filename=veranstaltung-2026-12-01.pdf"
    assert page_count(response.data) == 1
    text = " ".join(text_of(response.data).split())
    for said in ("Miete und Nebenkosten", "Dienstag, 1. Dezember 2026", "Оренда та комунальні платежі", "Otto-Schill"):
        assert said in text
    assert "Mieterverein" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("languages=tlh", "In der Sprache „tlh“ gibt es keine Plakate."),
        ("languages=rmn", "In der Sprache „rmn“ gibt es keine Plakate."),
        ("&".join(f"languages={tag}" for tag in ("uk", "ar", "en", "ru", "ro", "pl")), "höchstens 5 Sprachen"),
    ],
)
def test_what_cannot_be_printed_says_so(advisor: Staff, query: str, sentence: str) -> None:
    id_ = advisor.add()
    response = advisor.client.get(f"/events/{id_}/poster.pdf?{query}")
    assert response.status_code == 400
    assert sentence in response.text


def test_german_alone_and_german_ticked_are_the_same(advisor: Staff) -> None:
    id_ = advisor.add(draft(office_id=None, registration="none", contact="", link="", description="", room=""))
    for query in ("", "?languages=de&paper=A5"):
        response = advisor.client.get(f"/events/{id_}/poster.pdf{query}")
        assert response.status_code == 200
        assert "Veranstaltet von" not in text_of(response.data)


def test_no_poster_of_what_does_not_take_place(editor: Staff) -> None:
    id_ = editor.add()
    editor.send(f"/events/{id_}/cancelled", version="1", cancelled="yes")
    response = editor.client.get(f"/events/{id_}/poster.pdf")
    assert response.status_code == 409
    assert "findet nicht statt" in response.text


def test_a_directory_from_before_the_events_has_the_words_all_the_same(advisor: Staff) -> None:
    id_ = advisor.add()
    with advisor.database.writing() as session:
        session.execute(delete(SlipPhrase).where(SlipPhrase.key == "organised_by"))
        raise_revision(session)
    response = advisor.client.get(f"/events/{id_}/poster.pdf?languages=uk")
    assert response.status_code == 200
    assert "Veranstaltet von" in text_of(response.data)
