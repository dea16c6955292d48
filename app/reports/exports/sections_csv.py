"""The sections of a page as one CSV file, as a spreadsheet of the reader's language opens it by a double click. Pure.

German: semicolons; English: commas; both with a BOM. Lines that begin with ``#`` say what the rows below them are.
"""

import csv
import io
from collections.abc import Iterator

from app.reports.comparing import text
from app.reports.exports.guard import guarded
from app.reports.exports.plain import Document, plain
from app.reports.exports.terms import EXAMPLE
from app.reports.values import Section, Share, Value
from app.version import VERSION

BOM = "\ufeff"
_DELIMITERS = {"de": ";"}


def write(document: Document) -> bytes:
    """The file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=_DELIMITERS.get(document.locale, ","), lineterminator="\r\n")
    writer.writerows(_lines(document))
    return (BOM + out.getvalue()).encode()


def _lines(document: Document) -> Iterator[list[str]]:
    yield [f"# {document.title}, {document.period_text}"]
    yield [f"# period: {document.period}"]
    yield [f"# method: {', '.join(document.methods)}"]
    yield [f"# version: {VERSION}"]
    if document.example:
        yield [f"# example: {EXAMPLE}"]
    for section in document.sections:
        yield []
        yield from _section(section, document.locale)


def _section(section: Section, locale: str) -> Iterator[list[str]]:
    yield [f"# {section.title}"]
    if section.hash:
        yield [f"# table: {section.table}, {section.period}, hash {section.hash}"]
    if section.missing:
        yield [f"# {section.missing}"]
        return
    yield [guarded(one) for one in (section.first_heading, *(column.heading for column in section.columns))]
    for row in section.rows:
        yield [guarded(row.label), *(_cell(value, locale) for value in row.values)]
    for said in (section.reading, *section.notes):
        if said:
            yield [f"# {said}"]


def _cell(value: Value, locale: str) -> str:
    """Numbers without marks of thousands; a share as the percentage that the page shows."""
    if isinstance(value, Share):
        return text(value, locale)
    found = plain(value, locale)
    return guarded(found) if isinstance(found, str) else str(found)
