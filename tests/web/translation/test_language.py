"""The texts of one language: filters, saving, reviewing, keeping, undoing, and two editors at once."""

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.db import Database
from app.translation.pages import PAGE
from tests.web.pages import Page, check_page, text_of
from tests.web.staff import post, submit_login
from tests.web.translation.desk import GERMAN, KEY, PHRASE, Editor, said

pytestmark = pytest.mark.one_database

UK = "/translations/uk"


def test_german_english_and_translation_side_by_side(editor: Editor) -> None:
    form = editor.open(f"{UK}?q={GERMAN}").entry()
    assert text_of(editor.page.one("p", id=f"g-{KEY}")) == GERMAN
    assert [text_of(part) for part in form.iter("p") if part.get("lang") == "en"][:1] == ["Your topic"]
    field = editor.field()
    assert (field.get("lang"), field.get("dir"), field.text) == ("uk", "ltr", editor.item().text)
    assert "Entwurf" in text_of(editor.page.one("p", id=f"m-{KEY}"))
    assert f"{len(editor.item().text)} von etwa" in text_of(editor.page.one("p", id=f"m-{KEY}"))


@pytest.mark.parametrize("catalogue", ["ar", "fa", "fa_AF", "ps", "ckb", "ur", "he"])
def test_right_to_left(editor: Editor, catalogue: str) -> None:
    fields = editor.open(f"/translations/{catalogue}").page.all("textarea")
    assert {(one.get("lang"), one.get("dir")) for one in fields} == {(catalogue.replace("_", "-"), "rtl")}
    assert editor.page.one("html").get("dir") is None, "the interface stays as it is"


def test_easy_german_is_a_language_of_its_own(editor: Editor) -> None:
    fields = editor.open("/translations/de_x_leicht").page.all("textarea")
    assert {(one.get("lang"), one.get("dir")) for one in fields} == {("de-x-leicht", "ltr")}


@pytest.mark.parametrize("name", ["xx", "de", "UK", "..", "uk%2F..", "rmn", "preview"])
def test_no_such_language(editor: Editor, name: str) -> None:
    response = editor.client.get(f"/translations/{name}")
    assert response.status_code == 404
    check_page(response)
    assert post(editor.client, f"/translations/{name}", {"action": "draft"}).status_code == 404


def test_filters(editor: Editor) -> None:
    offices = [item.key for item in editor.items() if item.kind == "office"]
    assert editor.open(f"{UK}?kind=office").shown() == offices[:PAGE]
    assert editor.open(f"{UK}?kind=office&page=2").shown() == offices[PAGE : 2 * PAGE]
    assert editor.open(f"{UK}?kind=office&page=9999").shown()[-1] == offices[-1]
    assert editor.open(f"{UK}?kind=office&page=-1&state=nonsense").shown() == offices[:PAGE]
    assert editor.open(f"{UK}?state=reviewed").shown() == []
    assert "In dieser Auswahl ist kein Text" in editor.text
    editor.open(UK).press(editor.entry(editor.shown()[0]), "action", "review")
    assert len(editor.open(f"{UK}?state=reviewed").shown()) == 1
    found = editor.open(f"{UK}?q=ihr++THEMA").shown()
    assert KEY in found
    assert editor.page.one("input", id="q").get("value") == "ihr THEMA"
    assert KEY in editor.open(f"{UK}?q={editor.item().text}").shown()
    assert KEY in editor.open(f"{UK}?q=your_topic").shown()


def test_groups_by_kind_in_the_order_of_the_directory(editor: Editor) -> None:
    kinds, page = [], 1
    while True:
        editor.open(f"{UK}?page={page}")
        kinds += [text_of(one) for one in editor.page.all("h2") if one.get("id", "").startswith("kind-")]
        if not editor.page.all("a", rel="next"):
            break
        page += 1
    assert list(dict.fromkeys(kinds)) == [
        "Sätze des Zettels", "Themen", "Unterlagen zum Mitbringen", "Hinweise zum Mitbringen", "Stellen",
        "Infomaterial",
    ]  # fmt: skip


def test_review_goes_on_to_the_next_text_of_the_filter(editor: Editor) -> None:
    drafts = [item.key for item in editor.items()]
    editor.open(f"{UK}?state=draft")
    for number in range(3):
        editor.press(editor.entry(drafts[number]), "action", "review")
        assert said(editor.page).startswith("Gespeichert und geprüft.")
        assert editor.focus == drafts[number + 1]
        assert "done" in editor.field(drafts[number + 1]).get("aria-describedby", "").split()
        assert drafts[number] not in editor.shown()
    assert {item.state for item in editor.items()[:3]} == {"reviewed"}
    assert editor.items()[3].state == "draft"


def test_skipped_texts_stay_and_the_next_page_comes_by_itself(editor: Editor) -> None:
    drafts = [item.key for item in editor.items()]
    editor.open(f"{UK}?state=draft").press(editor.entry(drafts[PAGE - 1]), "action", "review")
    assert editor.focus == drafts[PAGE]
    editor.press(editor.entry(drafts[PAGE]), "action", "review")
    assert editor.focus == drafts[PAGE + 1]
    assert drafts[0] in editor.open(f"{UK}?state=draft").shown()


def test_after_the_last_text_it_says_so(editor: Editor) -> None:
    editor.open(f"{UK}?q={GERMAN}")
    editor.press(editor.entry(editor.shown()[-1]), "action", "review")
    assert "Das war der letzte Text dieser Auswahl." in said(editor.page)
    assert editor.page.one("div", id="done").get("autofocus") == ""


def test_saved_texts_are_drafts_or_reviewed_and_undo_brings_the_last_one_back(editor: Editor) -> None:
    before = editor.item()
    editor.open(f"{UK}?q={GERMAN}").save("  Моя\n тема  ", "draft")
    assert said(editor.page).startswith("Als Entwurf gespeichert. Ihr Thema")
    assert (editor.item().text, editor.item().state) == ("Моя тема", "draft")
    editor.save("Моя тема", "review")
    assert editor.item().state == "reviewed"
    editor.press(editor.form("/translations/undo"))
    assert said(editor.page) == "1 Änderung zurückgenommen."
    assert editor.focus == KEY
    assert (editor.item().text, editor.item().state) == ("Моя тема", "draft")
    assert editor.item() != before


def test_sending_the_same_form_again_changes_nothing(editor: Editor) -> None:
    form = editor.open(f"{UK}?q={GERMAN}").entry()
    editor.press(form, "action", "draft", text="Моя тема").press(form, "action", "draft", text="Моя тема")
    assert said(editor.page).startswith("Nichts zu speichern")
    assert editor.page.all("form", action="/translations/undo") == []


@pytest.mark.parametrize(
    ("text", "said_why"),
    [
        ("", "Schreiben Sie eine"),
        ("<script>alert(1)</script>", "Entfernen Sie das Zeichen <"),
        ("Тема {date}", "entfernen Sie die Klammern"),
        ("Тема\u202e", "unsichtbare Zeichen U+202E an der Stelle 5"),
        ("Т" * 200, "Kürzen Sie auf höchstens"),
    ],
)
def test_what_cannot_be_stored_stays_in_its_field(editor: Editor, text: str, said_why: str) -> None:
    before = editor.item()
    editor.open(f"{UK}?state=draft").save(text, status=400)
    assert said_why in editor.text
    assert "Es wurde nichts gespeichert" in editor.text
    field = editor.field()
    assert (field.text or "", field.get("aria-invalid"), editor.focus) == (text, "true", KEY)
    assert editor.item() == before


def test_a_long_text_is_stored_with_a_warning(editor: Editor) -> None:
    limit = editor.item().entry.max_chars
    assert limit
    editor.open(f"{UK}?q={GERMAN}").save("Т" * int(1.6 * limit))
    assert "Sehen Sie nach, ob der Zettel noch gut ist" in said(editor.page)
    assert editor.item().state == "reviewed"


def test_what_was_typed_is_text_and_nothing_else(editor: Editor) -> None:
    nasty = '"\'); DROP TABLE translation; -- " onfocus="alert(1)'
    editor.open(f"{UK}?q={GERMAN}").save(f"<b>{nasty}", status=400)
    assert (editor.field().text, "onfocus" in editor.field().attrib) == (f"<b>{nasty}", False)
    short = nasty[:40].strip()
    editor.save(short)
    assert editor.item().text == short
    assert editor.open(f"{UK}?q=DROP").field().text == short


def test_two_editors_see_both_texts(editor: Editor, app: Flask, database: Database) -> None:
    other = Editor(app.test_client(), database)
    assert submit_login(other.client, Role.EDITOR.value).status_code == 303
    editor.open(f"{UK}?q={GERMAN}")
    other.open(f"{UK}?q={GERMAN}").save("Перша")
    editor.save("Друга", status=409)
    assert "Jemand anderes hat diesen Text" in editor.text
    assert "Перша" in text_of(editor.page.one("li", id=f"e-{KEY}"))
    assert editor.field().text == "Друга"
    assert (editor.item().text, editor.item().state) == ("Перша", "reviewed")
    editor.save("Друга, свідомо")
    assert editor.item().text == "Друга, свідомо"


def test_the_german_text_changes_while_somebody_types(editor: Editor) -> None:
    editor.open(f"{UK}?q={GERMAN}")
    editor.reword({PHRASE: "Ihr Anliegen"})
    editor.save("Друга", status=409)
    assert (editor.field().text, text_of(editor.page.one("p", id=f"g-{KEY}"))) == ("Друга", "Ihr Anliegen")
    assert editor.item().state == "outdated"


def test_a_text_that_is_gone_is_shown_to_be_copied(editor: Editor) -> None:
    form = editor.open(f"{UK}?q={GERMAN}").entry()
    editor.press(form, "action", "review", status=409, key="0" * 16, text="Друга <тема>")
    assert "steht nicht mehr im Verzeichnis" in editor.text
    assert "Das haben Sie geschrieben: Друга <тема>" in editor.text


def test_old_and_new_german_and_the_meaning_is_the_same(editor: Editor) -> None:
    text = editor.item().text
    editor.reword({PHRASE: "Ihr Anliegen"})
    editor.open(f"{UK}?state=outdated")
    assert editor.shown() == [KEY]
    form = editor.entry()
    assert [text_of(part) for part in form.iter("del")] == ["Thema"]
    assert [text_of(part) for part in form.iter("ins")] == ["Anliegen"]
    assert editor.field().text == text
    editor.press(form, "action", "keep")
    assert said(editor.page).startswith("1 Übersetzung behalten.")
    assert (editor.item().state, editor.item().text) == ("draft", text)


def test_nothing_has_changed_for_this_language_where_ticked(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr Anliegen", "address": "Anschrift", "phone": "Telefonnummer"})
    editor.open(UK)
    form = next(one for one in editor.page.all("form", action=UK) if "hat sich nichts geändert" in text_of(one))
    boxes = [one for one in form.iter("input") if one.get("type") == "checkbox"]
    assert len(boxes) == 3
    assert all("checked" in box.attrib for box in boxes)
    del boxes[1].attrib["checked"]
    editor.press(form, "action", "keep_ticked")
    assert said(editor.page).startswith("2 Übersetzungen behalten.")
    assert [item.entry.german for item in editor.items() if item.state == "outdated"] == ["Anschrift"]
    assert sum(item.state == "outdated" for item in editor.items("ar")) == 3, "other languages stay as they are"
    editor.press(editor.form("/translations/undo"))
    assert sum(item.state == "outdated" for item in editor.items()) == 3


def test_a_login_that_ended_does_not_lose_the_text(editor: Editor) -> None:
    form = editor.open(f"{UK}?q={GERMAN}").entry()
    data = {"key": KEY, "text": "Моя тема", "action": "draft", "seen": editor.item().seen}
    assert form.get("action") == UK
    post(editor.client, "/logout")
    response = post(editor.client, UK, data)
    assert response.status_code == 401
    page = Page(response)
    carried = {field.attrib["name"]: field.get("value", "") for field in page.all("input") if field.get("name")}
    assert (carried["resume"], carried["keep:text"]) == (UK, "Моя тема")


def test_a_form_without_anything_changes_nothing(editor: Editor) -> None:
    before = editor.items()
    for action in ("", "review", "draft", "keep", "keep_ticked", "nonsense"):
        response = post(editor.client, UK, {"action": action})
        assert response.status_code in {200, 409}
        check_page(response)
    assert editor.items() == before


def test_english_pages(editor: Editor) -> None:
    editor.reword({PHRASE: "Ihr Anliegen"})
    assert "Ukrainian: translation" in editor.open(f"{UK}?lang=en").text
    editor.open(f"{UK}?state=outdated").save("", status=400)
    assert "There is no translation. Write one" in editor.text
    editor.save("Моя тема")
    assert said(editor.page).startswith("Saved and reviewed.")
