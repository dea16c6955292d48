"""The sections of a page as a workbook: a sheet for each, and one with method and definitions. Pure."""

from xlsxwriter.worksheet import Worksheet

from app.reports.comparing import text
from app.reports.exports.plain import Document, plain
from app.reports.exports.workbook import Book
from app.reports.values import Section
from app.reports.wording import Speech
from app.version import VERSION

HEAD = 2
"""The row of the header, below title and period."""


def write(document: Document) -> bytes:
    """The file."""
    _ = Speech(document.locale)
    footer = f"{document.title}, {document.period_text} · Wegweiser {VERSION}"
    book = Book(title=f"{document.title}, {document.period_text}", locale=document.locale, footer=footer)
    for section in document.sections:
        _write_section(book, document, section)
    book.explain(_("Method and definitions"), document.terms)
    return book.content()


def _write_section(book: Book, document: Document, section: Section) -> None:
    sheet = book.sheet(section.title, head=HEAD, widths=_widths(document, section))
    sheet.write_string(0, 0, section.title, book.title)
    sheet.write_string(1, 0, f"{document.period_text} · {section.hash}" if section.hash else document.period_text)
    if section.missing:
        sheet.write_string(HEAD, 0, section.missing)
        return
    for column, heading in enumerate((section.first_heading, *(one.heading for one in section.columns))):
        sheet.write_string(HEAD, column, heading, book.head)
    _write_rows(book, document, section, sheet)
    for number, said in enumerate([one for one in (section.reading, *section.notes) if one], 2):
        sheet.write_string(HEAD + len(section.rows) + number, 0, said)


def _write_rows(book: Book, document: Document, section: Section, sheet: Worksheet) -> None:
    for number, row in enumerate(section.rows, HEAD + 1):
        sheet.write_string(number, 0, row.label, book.below if row.level else book.words)
        for place, (column, value) in enumerate(zip(section.columns, row.values, strict=True), 1):
            book.write(sheet, number, place, plain(value, document.locale), column.kind)


def _widths(document: Document, section: Section) -> list[int]:
    labels = max((len(row.label) + row.level for row in section.rows), default=0)
    return [max(labels, len(section.first_heading))] + [
        max([_longest_word(column.heading), *(len(text(row.values[place], document.locale)) for row in section.rows)])
        for place, column in enumerate(section.columns)
    ]


def _longest_word(heading: str) -> int:
    return max(map(len, heading.split()), default=0)
