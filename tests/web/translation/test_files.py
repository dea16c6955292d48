"""PO files through the browser: export, preview of an import, taking it over."""

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.db import Database
from app.translation.exchange import MOST_BYTES
from config import Settings
from tests.web.pages import check_page
from tests.web.staff import post, submit_login
from tests.web.translation.desk import GERMAN, KEY, PHRASE, Editor, said

UK = "/translations/uk"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Storing is tested on both databases elsewhere."""
    return sqlite_settings


def replaced(editor: Editor, text: str, german: str = GERMAN) -> bytes:
    """The exported file with another translation of one phrase, reviewed."""
    before, found, after = editor.export().partition(f'msgctxt "{PHRASE}"\n')
    assert found
    start, end = after.index(f'msgid "{GERMAN}"'), after.index("\n\n")
    comments = before.removesuffix("#, fuzzy\n")
    return f'{comments}{found}{after[:start]}msgid "{german}"\nmsgstr "{text}"{after[end:]}'.encode()


@pytest.mark.parametrize("catalogue", ["uk", "ar", "zh_Hans", "sr_Latn", "fa_AF", "de_x_leicht", "en"])
@pytest.mark.parametrize("domain", ["slip", "vocabulary"])
def test_out_and_in_changes_nothing(editor: Editor, catalogue: str, domain: str) -> None:
    response = editor.client.get(f"/translations/{catalogue}/{domain}.po")
    assert response.headers["Content-Disposition"] == f"attachment; filename={catalogue}-{domain}.po"
    assert response.mimetype == "text/x-gettext-translation"
    editor.upload(response.data, catalogue)
    assert "Es gibt nichts zu übernehmen" in editor.text
    assert "wird nicht übernommen" not in editor.text


@pytest.mark.parametrize("path", ["uk/messages.po", "xx/slip.po", "de/slip.po", "uk/slip.mo"])
def test_no_other_files(editor: Editor, path: str) -> None:
    assert editor.client.get(f"/translations/{path}").status_code == 404


def test_first_it_shows_then_it_changes_then_undo_takes_it_back(editor: Editor) -> None:
    before = editor.items()
    editor.upload(replaced(editor, "Моя тема"))
    assert "0 neu, 1 geändert, 0 geprüft, 0 nicht mehr geprüft" in editor.text
    assert "Моя тема" in editor.text
    assert editor.items() == before
    editor.press(editor.form(f"{UK}/take-over"))
    assert said(editor.page).startswith("1 Text aus der Datei übernommen.")
    assert (editor.item().text, editor.item().state) == ("Моя тема", "reviewed")
    editor.press(editor.form("/translations/undo"))
    assert editor.items() == before


def test_what_somebody_changed_since_is_left_alone(editor: Editor, app: Flask, database: Database) -> None:
    editor.upload(replaced(editor, "Моя тема"))
    other = Editor(app.test_client(), database)
    assert submit_login(other.client, Role.EDITOR.value).status_code == 303
    other.open(f"{UK}?q={GERMAN}").save("Перша")
    editor.press(editor.form(f"{UK}/take-over"))
    assert "0 Texte aus der Datei übernommen. 1 bleibt, wie sie ist" in said(editor.page)
    assert editor.item().text == "Перша"


def test_outdated_ones_go_out_as_previous_and_do_not_come_back_as_translations(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr Anliegen"})
    exported = editor.export()
    assert f'#| msgid "{GERMAN}"\nmsgctxt "{PHRASE}"\nmsgid "Ihr Anliegen"' in exported
    editor.upload(exported.encode())
    assert "Nach einem anderen deutschen Text übersetzt, wird nicht übernommen" in editor.text
    assert editor.page.all("form", action=f"{UK}/take-over") == []
    done = exported.replace(f'#, fuzzy\n#| msgid "{GERMAN}"\n', "")
    editor.upload(done.encode())
    assert "1 neu" in editor.text
    editor.press(editor.form(f"{UK}/take-over"))
    assert editor.item().state == "reviewed"


def test_a_file_from_before_the_german_changed(editor: Editor) -> None:
    old = replaced(editor, "Моя тема")
    editor.reword({PHRASE: "Ihr Anliegen"})
    editor.upload(old)
    assert "Моя тема" in editor.text
    assert "Nach einem anderen deutschen Text übersetzt" in editor.text
    assert editor.page.all("form", action=f"{UK}/take-over") == []


def test_unknown_texts_are_named(editor: Editor) -> None:
    content = editor.export() + '\nmsgctxt "topic gone"\nmsgid "Weg <b>"\nmsgstr "Нема"\n'
    editor.upload(content.encode())
    assert "Nicht im Verzeichnis, wird nicht übernommen" in editor.text
    assert "Weg <b> Нема topic gone" in editor.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "sagt ihre Sprache nicht"),
        ("“Hallo”".encode("utf-16"), "Zeile 1: Die Datei ist nicht in UTF-8"),
        (b'msgid ""\nmsgstr ""\n"Language: uk\\n"\nmsgid "x\n', "Zeile 4: Das ist keine Zeile einer PO-Datei"),
    ],
)
def test_broken_files_change_nothing_and_say_where(editor: Editor, content: bytes, words: str) -> None:
    before = editor.items()
    editor.upload(content, status=400)
    assert "Die Datei wurde nicht eingelesen" in editor.text
    assert words in editor.text
    assert editor.items() == before


def test_the_wrong_language(editor: Editor) -> None:
    editor.upload(editor.export(catalogue="ru").encode(), status=400)
    assert "in der Sprache „ru“, diese Seite aber für „uk“" in editor.text


def test_one_bad_text_stops_the_whole_file(editor: Editor) -> None:
    before = editor.items()
    editor.upload(replaced(editor, "<b>Моя"), status=400)
    assert f"({GERMAN}): Entfernen Sie das Zeichen <" in editor.text
    assert editor.items() == before


def test_large_files(editor: Editor) -> None:
    filler = b"\n# " + b"x" * 600_000
    assert editor.send_file(editor.export().encode() + filler).status_code == 200
    response = editor.send_file(b"x" * (MOST_BYTES + 1))
    assert response.status_code == 400
    assert "größer als 1024 KB" in check_page(response).text()
    assert editor.send_file(b"x" * (2 * MOST_BYTES)).status_code == 413
    assert post(editor.client, UK, {"text": "x" * 300_000}).status_code == 413, "other forms stay as small as they were"


def test_a_whole_language_at_once(editor: Editor) -> None:
    for domain in ("slip", "vocabulary"):
        reviewed = editor.export(domain).replace("#, fuzzy\n", "").replace("#, fuzzy, ", "#, ")
        editor.upload(reviewed.encode()).press(editor.form(f"{UK}/take-over"))
    assert {item.state for item in editor.items()} == {"reviewed"}
    editor.press(editor.form("/translations/undo"))
    assert {item.state for item in editor.items()} == {"reviewed", "draft"}


def test_the_second_request_takes_only_what_the_first_has_shown(editor: Editor) -> None:
    before = editor.items()
    editor.upload(replaced(editor, "Моя тема"))
    ticket = dict(editor.page.fields(f"{UK}/take-over"))["import"]
    for path, sealed in ((UK, "made up"), (UK, ticket[:-4] + "AAA="), ("/translations/ru", ticket), (UK, "")):
        response = post(editor.client, f"{path}/take-over", {"import": sealed})
        assert "zu alt" in said(check_page(response))
    assert editor.items() == before


def test_no_file_at_all(editor: Editor) -> None:
    response = post(editor.client, f"{UK}/import")
    assert response.status_code == 400
    check_page(response)


def test_german_with_markup_is_shown_as_text(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr <b>Thema</b>"})
    assert "<b>Thema" in editor.open(f"{UK}?q=thema").text
    assert editor.item(key=KEY).state == "outdated"
