"""Records -> CSV files as German Excel opens them by a double click: semicolons, a BOM, CRLF.

LibreOffice opens the same file after asking. The same directory always gives the same bytes.
"""

import csv
import io
from collections.abc import Iterable

from referrals.directory.fields import Expected, Record
from referrals.directory.folder import Directory
from referrals.interchange.spreadsheet.guard import MARK, guarded
from referrals.interchange.spreadsheet.reading import understood
from referrals.interchange.spreadsheet.sheets import SHEETS, Column, Sheet

BOM = "\ufeff"


def write(directory: Directory) -> dict[str, bytes]:
    """The files by name, one for each kind that the directory has."""
    return {
        sheet.file: write_sheet(sheet, directory[kind]) for kind, sheet in SHEETS.items() if kind in directory.records
    }


def write_sheet(sheet: Sheet, records: Iterable[Record]) -> bytes:
    """One file: a header with the names of the columns, and a row for each record."""
    rows = [sheet.row(record) for record in records]
    columns = [column for column in sheet.columns if not rows or any(column.name in row for row in rows)]
    lines = [[column.name for column in columns]]
    lines += [[_cell(column, row.get(column.name)) for column in columns] for row in rows]
    return write_lines(lines)


def write_lines(lines: Iterable[Iterable[str]]) -> bytes:
    """Texts by row and column as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return (BOM + text.getvalue()).encode()


def _cell(column: Column, value: object) -> str:
    if value is None:
        return ""
    text = column.shape.write(value)
    if column.single and value == "" and column.field.empty is None:
        # An empty text where nothing at all is possible, too.
        return MARK
    if column.dated or isinstance(value, bool):
        return text
    cell = guarded(text)
    # What reading would take for the work of a spreadsheet is guarded, too.
    return MARK + text if cell == text and column.single and not _read_as_it_is(column, text) else cell


def _read_as_it_is(column: Column, text: str) -> bool:
    try:
        return understood(column, text) == text
    except Expected:
        return False
