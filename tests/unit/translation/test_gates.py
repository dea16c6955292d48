"""What may be stored as a translation, and what is said about what may not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.translation import gates
from app.vocabulary.catalogues import Entry

PLAIN = Entry("your_topic", "Ihr Thema", max_chars=20)
DATED = Entry("closed_until", "Geschlossen vom {from} bis {to}", max_chars=40)


def messages(entry: Entry, text: str) -> list[str]:
    return [remark.message for remark in gates.problems(entry, gates.tidy(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Ваша тема",
        "موضوعك",
        "می\u200cخواهید",
        "क्\u200dष",
        "Votre sujet\u00a0:",
        'L\'argomento "suo"',
        "您的事项",
        "x" * 40,
    ],
)
def test_good_texts_pass(text: str) -> None:
    assert messages(PLAIN, text) == []


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\u200c\u200d", "\n\t "])
def test_nothing_is_no_translation(text: str) -> None:
    assert messages(PLAIN, text) == [gates.EMPTY]


@pytest.mark.parametrize("text", ["Зачинено", "Зачинено {from}", "{from} {to} {to}", "{from} {until}", "{from} {to} {"])
def test_placeholders_must_be_those_of_the_german_text(text: str) -> None:
    [remark] = gates.problems(DATED, text)
    assert (remark.message, remark.values) == (gates.WRONG_PLACEHOLDERS, {"expected": "{from}, {to}"})


def test_placeholders_may_change_places() -> None:
    assert messages(DATED, "bis {to}, vom {from} an") == []


@pytest.mark.parametrize("text", ["Тема {n}", "Тема }"])
def test_no_placeholders_where_german_has_none(text: str) -> None:
    assert messages(PLAIN, text) == [gates.NO_PLACEHOLDERS]


@pytest.mark.parametrize("sign", "<>&")
def test_no_markup(sign: str) -> None:
    [remark] = gates.problems(PLAIN, f"a {sign} b")
    assert (remark.message, remark.values) == (gates.MARKUP, {"sign": sign})


@pytest.mark.parametrize(
    "sign",
    [
        *("\x00", "\x07", "\x7f", "\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\ufeff", "\u00ad"),
        *("\u2028", "\u3000", "\u202f", "\ue000", "\uffff", "\u0378"),
    ],
)
def test_invisible_signs_are_named_with_their_place(sign: str) -> None:
    [remark] = gates.problems(PLAIN, f"ab{sign}c")
    assert (remark.message, remark.values) == (gates.HIDDEN, {"sign": f"U+{ord(sign):04X}", "place": 3})


@pytest.mark.parametrize(
    ("length", "refused", "warned"), [(30, False, False), (31, False, True), (40, False, True), (41, True, True)]
)
def test_length(length: int, refused: bool, warned: bool) -> None:
    text = "ш" * length
    found = gates.problems(PLAIN, text)
    assert bool(found) is refused
    if refused:
        assert found[0].message == gates.TOO_LONG
        assert found[0].values == {"length": 41, "limit": 20, "most": 40}
    assert bool(gates.warnings(PLAIN, text)) is warned


def test_texts_without_a_limit_of_their_own_end_somewhere() -> None:
    entry = Entry("office abh", "Ausländerbehörde")
    assert messages(entry, "x" * gates.LONGEST) == []
    assert messages(entry, "x" * (gates.LONGEST + 1)) == [gates.TOO_LONG]
    assert gates.warnings(entry, "x" * gates.LONGEST) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = messages(DATED, "<b>\u200e" + "x" * 90)
    assert wrong == [gates.WRONG_PLACEHOLDERS, gates.MARKUP, gates.MARKUP, gates.HIDDEN, gates.TOO_LONG]


def test_tidying() -> None:
    assert gates.tidy("  Тема\r\n \t дня\n") == "Тема дня"
    assert gates.tidy("e\u0301te\u0301") == "été"
    assert gates.tidy("a\u00a0 b") == "a\u00a0 b"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_tidied_and_passes_is_clean(text: str) -> None:
    tidied = gates.tidy(text)
    assert gates.tidy(tidied) == tidied
    if not gates.problems(Entry("x", "Wort"), tidied):
        assert unicodedata.is_normalized("NFC", tidied)
        assert not set("<>&{}\n\r\t") & set(tidied)
        hidden = {sign for sign in tidied if unicodedata.category(sign)[0] in "CZ"}
        assert hidden <= set(" \u00a0\u200c\u200d")
