"""Dates, weekdays and lists in the words of a language (CLDR through Babel), digits always Latin.

Doors and timetables in Leipzig show Latin digits and the 24-hour clock, so slips and screens do too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from app.locales import babel_locale

# Bare "en" means the United States, which would print the month first.
_REGION = {"en": "en_GB"}
# CLDR has a long date for Sorani, but neither a full one nor a month of a year: the year would come first.
_FULL_DATE = {"ckb": "EEEE، d'ی' MMMM'ی' y"}
_MONTH = {"ckb": "MMMM'ی' y"}
# Some CLDR patterns carry these marks; the markup isolates directions instead, and they disturb copied text.
_DIRECTION_MARKS = str.maketrans("", "", "\u200e\u200f")
_LONGEST_LIST = 2


# "y" becomes "e" before the sound of i, a rule that the pattern of CLDR cannot express.
_SPANISH_AND = re.compile(r" y (?=h?i(?!e))", re.IGNORECASE)


@dataclass(frozen=True)
class Punctuation:
    """What stands between a label and what it names, after a sentence before the next one, and between the two."""

    colon: str = ": "
    stop: str = ". "
    gap: str = " "


_PUNCTUATION = {
    "am": Punctuation(colon="፦ ", stop="። "),
    "bn": Punctuation(stop="। "),
    "fr": Punctuation(colon="\u00a0: "),
    "hi": Punctuation(stop="। "),
    "ti": Punctuation(colon="፡ ", stop="። "),
    "ur": Punctuation(stop="۔ "),
    "zh_Hans": Punctuation(colon="：", stop="。", gap=""),
}


def punctuation(locale: str) -> Punctuation:
    """The signs between words that we put together."""
    return _PUNCTUATION.get(locale, Punctuation())


def clean(text: str) -> str:
    """The text without invisible direction marks."""
    return text.translate(_DIRECTION_MARKS)


def long_date(day: date, locale: str) -> str:
    """``24. November 2026``; ``locale`` is a Babel identifier."""
    return clean(format_date(day, "long", _locale(locale)))


def weekday_date(day: date, locale: str) -> str:
    """``Dienstag, 24. November 2026``."""
    return clean(format_date(day, _FULL_DATE.get(locale, "full"), _locale(locale)))


def short_date(day: date) -> str:
    """``24.11.2026``, as offices in Germany write it."""
    return f"{day:%d.%m.%Y}"


def part_of_date(iso: str, locale: str) -> str:
    """An ISO date or its beginning in words: ``2022``, ``November 2026``, ``24. November 2026``.

    Raises ValueError if it is not one.
    """
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        first = datetime(parts[0], parts[1], 1)  # noqa: DTZ001
        if locale in _MONTH:
            return clean(format_date(first, _MONTH[locale], locale))
        return clean(format_skeleton("yMMMM", first, locale=_locale(locale)))
    return long_date(date(*parts), locale)


def weekday(number: int, locale: str) -> str:
    """The name of a weekday, 1 = Monday.

    Read from ``format``: asking Babel 2.18 for ``stand-alone`` names makes later languages return those of ur or ps.
    """
    return clean(str(babel_locale(_locale(locale)).days["format"]["wide"][number - 1]))


def weekdays(numbers: Sequence[int], locale: str) -> str:
    """``Montag – Mittwoch und Freitag`` for 1, 2, 3, 5: three and more in a row become a range."""
    names = []
    for first, last in _ranges(sorted(numbers)):
        if last - first < _LONGEST_LIST:
            names += [weekday(number, locale) for number in range(first, last + 1)]
        else:
            names.append(f"{weekday(first, locale)} – {weekday(last, locale)}")
    return listing(names, locale)


def listing(items: Sequence[str], locale: str) -> str:
    """``Deutsch, Englisch und Arabisch``."""
    if locale == "ckb" and len(items) > 1:
        # CLDR has no pattern for Sorani, and Babel would put commas only.
        return f"{'، '.join(items[:-1])} و {items[-1]}"
    text = clean(format_list(items, "standard", _locale(locale)))
    return _SPANISH_AND.sub(" e ", text) if locale == "es" else text


def clock(time: str) -> str:
    """``08:00`` from ``8:00`` or ``08:00``."""
    return time.zfill(5)


def _locale(identifier: str) -> str:
    return _REGION.get(identifier, identifier)


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges
