"""The slip beside the form: as it is drafted, and with what is only typed."""

import pypdfium2
import pytest

from config import Settings
from tests.web.offices.editor import Editor
from tests.web.pages import check_page

PREVIEW = "/offices/preview.pdf"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_as_it_is_stored_and_as_it_is_typed(editor: Editor) -> None:
    response = editor.open().client.get(PREVIEW, query_string={"office": "wzl", "language": "uk"})
    assert response.mimetype == "application/pdf"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "11:00 – 17:00" in words(response.data)
    typed = editor.sent(phone="+49 341 777", from__1=["9", "", ""], to__1=["10", "", ""], language="uk")
    text = words(editor.client.post(PREVIEW, data=typed).data)
    assert "+49 341 777" in text
    assert "09:00 – 10:00" in text
    assert editor.drafted() is None
    editor.save(phone="+49 341 778")
    assert "+49 341 778" in words(editor.client.get(PREVIEW, query_string={"office": "wzl"}).data)


def test_what_cannot_be_printed_says_why(editor: Editor) -> None:
    typed = editor.open().sent(status="defunct", language="uk")
    response = editor.client.post(PREVIEW, data=typed)
    assert response.status_code == 422
    assert "does not exist any more" in check_page(response).text()
    assert editor.client.get(PREVIEW, query_string={"office": "wzl", "language": "xx"}).status_code == 422


def test_what_is_wrong_in_the_form_does_not_break_the_slip(editor: Editor) -> None:
    typed = editor.open().sent(opening_hours="immer", closure_from=["x"], closure_to=["y"], name_de="", phone="?" * 30)
    response = editor.client.post(PREVIEW, data=typed)
    assert (response.status_code, response.mimetype) == (200, "application/pdf")


def test_without_an_office(editor: Editor) -> None:
    assert editor.client.get(PREVIEW).location == "/offices"
