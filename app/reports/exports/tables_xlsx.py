"""A whole released table as a workbook: its long form with the name beside each value, and method and definitions."""

from collections.abc import Callable
from dataclasses import dataclass

from app.released.tables import DECLARED, Table
from app.reports.exports.tables import records
from app.reports.exports.titles import DIMENSIONS
from app.reports.exports.workbook import Book
from app.reports.wording import Speech
from app.version import VERSION

HEAD = 3
"""The row of the header, below title, period and hash."""
_COUNT_WIDTH, _NOTE_WIDTH = 8, 10


@dataclass(frozen=True)
class Naming:
    """What a table is called in a language (de or en); ``value`` names a value of a dimension: (dimension, value)."""

    locale: str
    title: str
    period_text: str
    value: Callable[[str, str], str]
    terms: tuple[tuple[str, str], ...]


def write(table: Table, naming: Naming) -> bytes:
    """The file."""
    _ = Speech(naming.locale)
    title = f"{naming.title}, {naming.period_text}"
    book = Book(title=title, locale=naming.locale, footer=f"{title} · Wegweiser {VERSION}")
    dimensions = DECLARED[table.name].dimensions
    headings = [one for dimension in dimensions for one in (dimension, _(DIMENSIONS[dimension]))]
    rows = [(_words(dimensions, cell.key, naming), number, note) for cell, number, note in records(table)]
    widths = [
        max([len(heading), *(len(words[place]) for words, _number, _note in rows)])
        for place, heading in enumerate(headings)
    ]
    sheet = book.sheet(naming.title, head=HEAD, widths=[*widths, _COUNT_WIDTH, _NOTE_WIDTH])
    sheet.write_string(0, 0, naming.title, book.title)
    sheet.write_string(1, 0, naming.period_text)
    sheet.write_string(2, 0, f"{table.method} · {table.hash}")
    for place, heading in enumerate((*headings, "count", "note")):
        sheet.write_string(HEAD, place, heading, book.head)
    for line, (words, number, note) in enumerate(rows, HEAD + 1):
        for place, word in enumerate(words):
            sheet.write_string(line, place, word, book.words)
        book.write(sheet, line, len(words), number, "count")
        sheet.write_string(line, len(words) + 1, note)
    sheet.autofilter(HEAD, 0, HEAD + len(rows), len(headings) + 1)
    book.explain(_("Method and definitions"), naming.terms)
    return book.content()


def _words(dimensions: tuple[str, ...], key: tuple[str, ...], naming: Naming) -> list[str]:
    """Each value and its name."""
    return [
        one for dimension, value in zip(dimensions, key, strict=True) for one in (value, naming.value(dimension, value))
    ]
