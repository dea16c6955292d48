"""PO files out and in: nothing changes on the way, and nothing broken gets in."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.translation import gates
from app.translation.desk import Former, Item
from app.translation.exchange import (
    BROKEN,
    FOREIGN,
    MOST_BYTES,
    MOST_FINDINGS,
    NO_LANGUAGE,
    NO_TEXTS,
    NOT_UTF8,
    ORDER,
    OTHER_LANGUAGE,
    TOO_BIG,
    TWICE,
    BrokenFile,
    Plan,
    Step,
    export,
    plan,
)  # fmt: skip
from app.vocabulary.catalogues import Entry, Translation

TOPIC = Item("vocabulary", Entry("topic wohnen", "Wohnen", "Housing"), Translation("Житло", False))
REVIEWED = Item("vocabulary", Entry("document pass", "Pass", "Passport"), Translation("Паспорт", True))
MISSING = Item("vocabulary", Entry("office abh", "Ausländerbehörde", "Immigration office"))
OUTDATED = Item(
    "vocabulary",
    Entry("bring_note", "2 Fotos mitbringen"),
    former=Former("2 Bilder mitbringen", Translation("2 фото", True)),
)
PHRASE = Item("slip", Entry("issued_on", "Ausgestellt am {date}", max_chars=20), Translation("Видано {date}", False))
ITEMS = (PHRASE, TOPIC, REVIEWED, MISSING, OUTDATED)
HEADER = 'msgid ""\nmsgstr ""\n"Language: uk\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def message(context: str, german: str, text: str, flags: str = "") -> str:
    return f'{flags}msgctxt "{context}"\nmsgid "{german}"\nmsgstr "{text}"\n\n'


def planned(text: str, header: str = HEADER) -> Plan:
    return plan((header + text).encode(), ITEMS, "uk")


def findings(content: bytes | str, catalogue: str = "uk") -> list[tuple[str, int]]:
    with pytest.raises(BrokenFile) as caught:
        plan(content.encode() if isinstance(content, str) else content, ITEMS, catalogue)
    return [(one.remark.message, one.line) for one in caught.value.findings]


def test_the_states_go_out_as_gettext_says_them() -> None:
    content = export(ITEMS, "uk", "vocabulary").decode()
    assert 'msgctxt "topic wohnen"\nmsgid "Wohnen"\nmsgstr "Житло"' in content
    assert re.search(r'#, fuzzy\nmsgctxt "topic wohnen"', content)
    assert not re.search(r'fuzzy\nmsgctxt "document pass"', content)
    assert 'msgid "Ausländerbehörde"\nmsgstr ""' in content
    assert (
        '#| msgid "2 Bilder mitbringen"\nmsgctxt "bring_note"\nmsgid "2 Fotos mitbringen"\nmsgstr "2 фото"' in content
    )
    assert "issued_on" not in content
    assert "issued_on" in export(ITEMS, "uk", "slip").decode()


def test_babel_reads_what_goes_out() -> None:
    catalogue = read_po(BytesIO(export(ITEMS, "uk", "vocabulary")), abort_invalid=True)
    assert str(catalogue.locale) == "uk"
    found = {(one.context, one.id): (one.string, one.fuzzy) for one in catalogue if one.id}
    assert found == {
        ("topic wohnen", "Wohnen"): ("Житло", True),
        ("document pass", "Pass"): ("Паспорт", False),
        ("office abh", "Ausländerbehörde"): ("", False),
        ("bring_note", "2 Fotos mitbringen"): ("2 фото", True),
    }


def test_what_would_change() -> None:
    found = planned(
        message("topic wohnen", "Wohnen", "Житло")
        + message("document pass", "Pass", "Закордонний паспорт", "#, fuzzy\n")
        + message("office abh", "Ausländerbehörde", "Відомство")
        + message("bring_note", "2 Fotos mitbringen", "2 фото")
    )
    assert [(step.item, step.translation, step.what) for step in found.steps] == [
        (TOPIC, Translation("Житло", True), "reviewed"),
        (REVIEWED, Translation("Закордонний паспорт", False), "changed"),
        (MISSING, Translation("Відомство", True), "new"),
        (OUTDATED, Translation("2 фото", True), "new"),
    ]
    assert [found.count(what) for what in ("new", "changed", "reviewed", "unreviewed")] == [2, 1, 1, 0]
    assert planned(message("document pass", "Pass", "Паспорт", "#, fuzzy\n")).count("unreviewed") == 1


def test_what_is_not_taken_is_named() -> None:
    found = planned(
        message("topic wohnen", "Unterkunft", "Помешкання")
        + message("bring_note", "2 Fotos mitbringen", "2 фото", '#, fuzzy\n#| msgid "2 Bilder mitbringen"\n')
        + message("topic gone", "Weg", "Нема")
        + message("topic wohnen", "Wohnen", "Житло", "#, fuzzy\n")
    )
    assert found.steps == ()
    assert found.unchanged == 1
    assert [text.german for text in found.outdated] == ["Unterkunft", "2 Fotos mitbringen"]
    assert [(text.context, text.line) for text in found.unknown] == [("topic gone", 17)]


def test_texts_without_translation_and_obsolete_ones_are_passed_over() -> None:
    content = message("topic wohnen", "Wohnen", "Дім") + message("document pass", "Pass", "")
    found = planned(content + '#~ msgctxt "old"\n#~ msgid "Alt"\n#~ msgstr "Старе"\n')
    assert [step.item for step in found.steps] == [TOPIC]
    assert found.unknown == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_mark_at_the_beginning_do_not_matter(ending: str, mark: bytes) -> None:
    content = export(ITEMS, "uk", "vocabulary").decode().replace("\n", ending).encode()
    assert plan(mark + content, ITEMS, "uk").steps == ()


@pytest.mark.parametrize("language", ["fa_AF", "fa-AF", "FA_af"])
def test_the_name_of_the_language_in_all_its_spellings(language: str) -> None:
    header = HEADER.replace("uk", language)
    assert plan((header + message("topic wohnen", "Wohnen", "مسکن")).encode(), ITEMS, "fa_AF").count("changed") == 1


def test_easy_german_goes_by_german() -> None:
    content = export(ITEMS, "de_x_leicht", "vocabulary")
    assert b'"Language: de\\n"' in content
    assert plan(content, ITEMS, "de_x_leicht").steps == ()


ONE = message("topic wohnen", "Wohnen", "Дім")


@pytest.mark.parametrize(
    ("content", "wrong", "line"),
    [
        (b"\xff\xfe" + (HEADER + ONE).encode("utf-16-le"), NOT_UTF8, 1),
        (HEADER.encode() + "Дім".encode("cp1251"), NOT_UTF8, 6),
        (HEADER.replace("utf-8", "windows-1251") + ONE, NOT_UTF8, 4),
        (b"", NO_LANGUAGE, 0),
        (b"\x89PNG\r\n\x1a\n", NOT_UTF8, 1),
        ("Hallo", NO_LANGUAGE, 0),
        (ONE, NO_LANGUAGE, 0),
        (HEADER.replace("uk", "ru") + ONE, OTHER_LANGUAGE, 3),
        (HEADER, NO_TEXTS, 0),
        (HEADER + message("topic wohnen", "Wohnen", ""), NO_TEXTS, 0),
        (HEADER + message("nav", "Start", "Дім"), FOREIGN, 0),
        (HEADER + ONE + "Hallo", BROKEN, 10),
        (HEADER + ONE.replace('Дім"', "Дім"), BROKEN, 8),
        (HEADER + ONE.replace("Дім", 'Дім" "'), BROKEN, 8),
        (HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', BROKEN, 7),
        (HEADER + 'msgctxt "topic wohnen"\nmsgid "Wohnen"\n\n', ORDER, 9),
        (HEADER + 'msgstr "Дім"\n', ORDER, 6),
        (HEADER + 'msgctxt "a"\nmsgstr "b"\n', ORDER, 7),
        ('"Language: uk\\n"\n', ORDER, 1),
        (HEADER + ONE + ONE, TWICE, 11),
        (HEADER + "#" * MOST_BYTES, TOO_BIG, 0),
    ],
)
def test_broken_files_are_refused_with_the_line(content: bytes | str, wrong: str, line: int) -> None:
    assert findings(content) == [(wrong, line)]


def test_texts_that_must_not_be_stored_are_all_named() -> None:
    found = findings(
        HEADER
        + message("topic wohnen", "Wohnen", "<b>Дім")
        + message("document pass", "Pass", "Пас\u202eпорт")
        + message("office abh", "Ausländerbehörde", "Відомство {n}")
    )
    assert found == [
        (gates.MARKUP, 7), (gates.MARKUP, 7), (gates.HIDDEN, 11), (gates.NO_PLACEHOLDERS, 15)
    ]  # fmt: skip
    assert findings(HEADER + message("issued_on", "Ausgestellt am {date}", "x" * 41))[1] == (gates.TOO_LONG, 7)


def test_many_findings_are_counted() -> None:
    items = [Item("slip", Entry(f"k{n}", f"Text {n}")) for n in range(50)]
    content = HEADER + "".join(message(f"k{n}", f"Text {n}", "<") for n in range(50))
    with pytest.raises(BrokenFile) as caught:
        plan(content.encode(), items, "uk")
    assert (len(caught.value.findings), caught.value.further) == (MOST_FINDINGS, 50 - MOST_FINDINGS)


def test_a_text_that_is_stored_already_is_not_held_against_the_gates() -> None:
    item = Item("slip", Entry("k", "Text", max_chars=2), Translation("дуже довгий", False))
    reviewed = HEADER + message("k", "Text", "дуже довгий")
    assert plan(reviewed.encode(), [item], "uk").count("reviewed") == 1


TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="<>&{}") | st.sampled_from(' \u200c\u00a0\\"'),
    min_size=1,
    max_size=30,
)
STORED = TEXTS.map(gates.tidy).filter(lambda text: not gates.problems(Entry("x", "y"), text))
TRANSLATIONS = st.builds(Translation, STORED, st.booleans())
GERMAN = TEXTS | st.sampled_from(
    ["Zeile\nZeile", "Tab\tulator", 'Anführung "x"', "back\\slash\\n", "#, fuzzy", "#| msgid"]
)


def item(number: int, german: str, note: str, state: str, text: Translation) -> Item:
    entry = Entry(f"topic {number}", german, note=note)
    if state == "outdated":
        return Item("vocabulary", entry, former=Former(f"{german} früher", text))
    return Item("vocabulary", entry, text if state == "present" else None)


PARTS = st.tuples(GERMAN, GERMAN, st.sampled_from(["missing", "present", "outdated"]), TRANSLATIONS)
ITEM_LISTS = st.lists(PARTS, max_size=8).map(lambda parts: [item(n, *part) for n, part in enumerate(parts)])


@given(ITEM_LISTS)
@settings(max_examples=200)
def test_out_and_in_changes_nothing(items: list[Item]) -> None:
    content = export(items, "uk", "vocabulary")
    assume(any(item.text for item in items))
    found = plan(content, items, "uk")
    assert found.steps == ()
    assert found.unknown == ()
    assert len(found.outdated) == sum(item.state == "outdated" for item in items)
    assert found.unchanged == sum(item.state in {"draft", "reviewed"} for item in items)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(BrokenFile):
        plan(content, ITEMS, "uk")


WHOLE = export(ITEMS, "uk", "vocabulary").decode()


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 3), st.text(max_size=3))
@settings(max_examples=300)
def test_a_damaged_file_is_read_or_refused(place: int, cut: int, put: str) -> None:
    content = (WHOLE[:place] + put + WHOLE[place + cut :]).encode(errors="replace")
    try:
        found = plan(content, ITEMS, "uk")
    except BrokenFile as error:
        found = None
        reasons = error.findings
    assert reasons if found is None else all(fits(step) for step in found.steps)


def fits(step: Step) -> bool:
    return not gates.problems(step.item.entry, step.translation.text)
