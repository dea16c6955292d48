"""The slip beside the text: with what is stored, and with what is only typed."""

import pypdfium2
import pytest

from app.translation.sources import KINDS
from config import Settings
from tests.web.pages import check_page
from tests.web.staff import post
from tests.web.translation.desk import GERMAN, KEY, Editor

PREVIEW = "/translations/preview.pdf"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Nothing is stored here."""
    return sqlite_settings


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def preview(editor: Editor, key: str, catalogue: str = "uk", **typed: str) -> str:
    if typed:
        response = post(editor.client, PREVIEW, {"catalogue": catalogue, "key": key, **typed})
    else:
        response = editor.client.get(PREVIEW, query_string={"catalogue": catalogue, "key": key})
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/pdf"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    return words(response.data)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_has_a_slip_that_shows_it(editor: Editor, kind: str) -> None:
    item = next(item for item in editor.items() if item.kind == kind)
    german = item.entry.german.replace("{date}", "")
    assert german.split("{")[0][:12] in preview(editor, item.key)
    assert "Zettelcode" not in preview(editor, item.key)


def test_typed_and_not_saved(editor: Editor) -> None:
    assert "Свіжий текст" in preview(editor, editor.items()[0].key, text="Свіжий текст")
    assert "Свіжий текст" not in preview(editor, editor.items()[0].key)
    assert editor.items()[0].text in preview(editor, editor.items()[0].key)


def test_an_outdated_text_is_printed_in_german_until_it_is_kept(editor: Editor) -> None:
    first = editor.items()[0]
    editor.reword({first.entry.context: "Ihr neuer Wegweiser"})
    assert preview(editor, first.key).count("Ihr neuer Wegweiser") == 2
    assert preview(editor, first.key, text=first.text).count("Ihr neuer Wegweiser") == 1


@pytest.mark.parametrize("catalogue", ["ar", "zh_Hans", "de_x_leicht"])
def test_other_scripts(editor: Editor, catalogue: str) -> None:
    preview(editor, KEY, catalogue)


def test_a_text_that_cannot_be_stored_is_not_previewed_either(editor: Editor) -> None:
    response = post(editor.client, PREVIEW, {"catalogue": "uk", "key": KEY, "text": f"{GERMAN} {{n}}"})
    assert response.status_code == 422
    assert "geschweiften Klammern" in check_page(response).text()


def test_a_text_that_no_slip_shows(editor: Editor) -> None:
    protected = next(item for item in editor.items() if item.entry.context == "topic schutz/haeusliche_gewalt")
    response = editor.client.get(PREVIEW, query_string={"catalogue": "uk", "key": protected.key})
    assert response.status_code == 422
    assert "Diesen Text zeigt heute kein Zettel" in check_page(response).text()


def test_unknown_ones(editor: Editor) -> None:
    assert editor.client.get(PREVIEW).location == "/translations"
    for catalogue, key in (("xx", KEY), ("uk", "0" * 16)):
        response = editor.client.get(PREVIEW, query_string={"catalogue": catalogue, "key": key})
        assert response.status_code == 404
        check_page(response)
