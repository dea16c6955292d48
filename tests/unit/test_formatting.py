"""Dates, weekdays and lists by CLDR, in every language of the directory."""

from datetime import date

import pytest

from app.formatting import clock, listing, long_date, part_of_date, short_date, weekday, weekday_date, weekdays
from tests.unit.slip.examples import languages

DAY = date(2026, 11, 24)
LOCALES = sorted({language.locale for language in languages().values() if language.locale})


def test_german() -> None:
    assert short_date(DAY) == "24.11.2026"
    assert long_date(DAY, "de") == "24. November 2026"
    assert weekday_date(DAY, "de") == "Dienstag, 24. November 2026"
    assert [part_of_date(text, "de") for text in ("2022", "2022-03", "2022-03-05")] == [
        "2022",
        "März 2022",
        "5. März 2022",
    ]
    assert weekdays([5, 1, 2, 3], "de") == "Montag – Mittwoch und Freitag"
    assert weekdays([6, 7], "de") == "Samstag und Sonntag"
    assert listing([], "de") == ""
    assert clock("8:00") == "08:00"


def test_english_puts_the_day_before_the_month() -> None:
    assert weekday_date(DAY, "en") == "Tuesday, 24 November 2026"


@pytest.mark.parametrize("locale", LOCALES)
def test_digits_are_latin_and_no_direction_marks_are_left(locale: str) -> None:
    for text in (long_date(DAY, locale), weekday_date(DAY, locale), part_of_date("2026-11", locale)):
        assert "2026" in text
        assert not any(sign.isdigit() and not sign.isascii() for sign in text)
        assert not {"\u200e", "\u200f"} & set(text)


def test_names_of_weekdays_do_not_leak_from_one_language_to_another() -> None:
    first = {locale: [weekday(number, locale) for number in range(1, 8)] for locale in LOCALES}
    again = {locale: [weekday(number, locale) for number in range(1, 8)] for locale in reversed(LOCALES)}
    assert first == again
    assert first["uk"][0] == "понеділок"
    assert first["ur"][0] == "پیر"
    assert first["so"][0] == "Isniin"


def test_a_part_of_a_date_must_be_one() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        part_of_date("bald", "de")
