"""Directions and languages of the runs, and what happens without a translation."""

import pytest

from app.vocabulary.catalogues import Translation
from referrals.slip.values import Run, Term
from referrals.slip.wording import Both, Wording, same
from tests.unit.slip.examples import languages


class Fixed:
    """A catalogue with one translation for everything."""

    def __init__(self, text: str | None, reviewed: bool = True) -> None:
        self.found = Translation(text, reviewed) if text else None

    def phrase(self, key: str, german: str) -> Translation | None:
        return self.found

    topic = document = office = handout = phrase

    def bring_note(self, german: str) -> Translation | None:
        return self.found


def wording(tag: str, text: str | None, german: str = "Am {date}: {contact}", reviewed: bool = True) -> Wording:
    return Wording({"key": german}, Fixed(text, reviewed), languages()[tag])


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("بطاقة (eAT) الإقامة", [("eAT", "de")]),
        ("في حالات الطوارئ: 112 (الإسعاف)، 110 (الشرطة)", []),
        ("من 08:00 إلى 12:30.", []),
        ("كل يوم 08:00 – 12:30.", [("08:00 – 12:30", "")]),
        ("العنوان Prager Straße 118–136, Haus B هنا", [("Prager Straße 118–136, Haus B", "de")]),
        ("المادة § 24 من القانون", [("§ 24", "")]),
        ("هاتف +49 341 1232676", [("+49 341 1232676", "")]),
        ("بدون", []),
    ],
)
def test_foreign_runs_in_a_right_to_left_text_are_isolated_once(text: str, isolated: list[tuple[str, str]]) -> None:
    pair = wording("ar", text).phrase("key", date=same("1"), contact=same("2"))
    assert "".join(run.text for run in pair.other) == text
    assert [(run.text, run.lang) for run in pair.other if run.isolated] == isolated


def test_two_values_side_by_side_are_two_runs() -> None:
    pair = wording("ar", "{date}, {contact}").phrase("key", date=same("+49 341 1"), contact=same("115"))
    assert [run.text for run in pair.other if run.isolated] == ["+49 341 1", "115"]


def test_vowel_marks_are_left_out() -> None:
    (run,) = wording("ar", "يُرجى مسبقًا").phrase("key", date=same("1"), contact=same("2")).other
    assert run.text == "يرجى مسبقا"


def test_texts_from_left_to_right_are_one_run() -> None:
    pair = wording("uk", "Дата {date}: {contact}").phrase("key", date=Both("heute", "сьогодні"), contact=same("115"))
    assert pair.german == "Am heute: 115"
    assert pair.other == (Run("Дата "), Run("сьогодні"), Run(": "), Run("115", isolated=True))


def test_a_missing_translation_is_german_in_one_run() -> None:
    pair = wording("ar", None).phrase("key", date=Both("heute", "اليوم"), contact=same("115"))
    assert pair.other == (Run("Am heute: 115", "de", isolated=True),)


def test_only_used_translations_count_as_unreviewed() -> None:
    say = wording("uk", "так", reviewed=False)
    assert not say.unreviewed
    say.topic(Term("a/b", "ja"))
    assert say.unreviewed


def test_the_german_word_is_not_repeated() -> None:
    term = Term("eat", "Aufenthaltstitel", keep_german=True)
    (run,) = wording("uk", "Титул (Aufenthaltstitel)").document(term).other
    assert run.text == "Титул (Aufenthaltstitel)"
    assert [run.text for run in wording("uk", "Титул").document(term).other] == ["Титул", " (", "Aufenthaltstitel", ")"]


def test_brackets_are_not_put_into_brackets() -> None:
    term = Term("eat", "Titel (eAT)", keep_german=True)
    assert "".join(run.text for run in wording("uk", "Титул").document(term).other) == "Титул – Titel (eAT)"


def test_languages_are_named_in_both_languages() -> None:
    names = wording("uk", "x").languages(("de", "ar", "fa-AF"))
    assert names.german == "Deutsch, Arabisch und Dari"
    assert names.other == "Німецька, арабська і дарі"
