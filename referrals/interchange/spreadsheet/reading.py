"""CSV files -> records, as tolerant as can be without guessing.

Commas, semicolons or tabs, with or without BOM, columns in any order, empty rows and columns at the ends: read. What a
spreadsheet made of a value is understood if only one thing can be meant (``22.11.2026``, ``WAHR``, ``5,0``), and
refused with a sentence if not.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.errors import Text
from referrals.directory.fields import Expected, Field, Record, boolean, integer, read_records
from referrals.directory.reading import MAXIMUM_BYTES, Cell, Problem, Problems
from referrals.interchange.spreadsheet import shapes
from referrals.interchange.spreadsheet.guard import is_error, is_guarded, unguarded
from referrals.interchange.spreadsheet.sheets import SHEETS, Column, Sheet

DELIMITERS = (";", ",", "\t")
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_YES = re.compile(r"true|wahr|ja|yes", re.IGNORECASE)
_NO = re.compile(r"false|falsch|nein|no", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]+)[.,]0{1,2}")
_COPY = re.compile(r" ?\([0-9]{1,3}\)(?=\.csv\Z)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AS_UTF8 = Text("save it as “CSV UTF-8” (Excel) or choose the character set Unicode (UTF-8) when saving (LibreOffice)")


@dataclass
class Upload:
    """What files say: records by kind, and the columns that nobody knows and that are not read, by file."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    ignored: dict[str, list[str]] = field(default_factory=dict)


def read(files: Mapping[str, bytes], problems: Problems) -> Upload:
    """The records of all files by name; what is wrong goes to ``problems``, and the records are not to be used then."""
    upload = Upload()
    by_file = {sheet.file: sheet for sheet in SHEETS.values()}
    for name, content in files.items():
        # Browsers number the copies of a download.
        sheet = by_file.get(_COPY.sub("", name).casefold())
        if sheet is None:
            files_of_ours = ", ".join(by_file)
            problems.add(
                name, 0, "", Text("expected the name of an exported file: one of {files}", files=files_of_ours)
            )
        elif sheet.kind in upload.records:
            problems.add(name, 0, "", Text("expected {file} once", file=sheet.file))
        else:
            upload.records[sheet.kind] = _read_sheet(sheet, name, content, upload, problems)
    if not files:
        problems.add("", 0, "", Text("expected at least one of the files {files}", files=", ".join(by_file)))
    # A cell that could not be read is empty for its field, which may object to that once more.
    first: dict[tuple[str, int, str], Problem] = {}
    for problem in problems.found:
        first.setdefault((problem.file, problem.line, problem.field), problem)
    problems.found = list(first.values())
    return upload


def decode(file: str, content: bytes, problems: Problems) -> str | None:
    """The text of a file, or None after noting why it is none."""
    complaint: Text | None = None
    line = 0
    if len(content) > MAXIMUM_BYTES:
        complaint = Text("expected at most {most} MB", most=MAXIMUM_BYTES // 1_000_000)
    elif content.startswith(b"PK\x03\x04"):
        complaint = Text("expected CSV, found a workbook or an archive; {advice}", advice=_AS_UTF8)
    elif content.startswith(_UTF16) or b"\0" in content[:1000]:
        complaint = Text("expected UTF-8, found UTF-16 (“Unicode text”); {advice}", advice=_AS_UTF8)
    if complaint is None:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            cut_off = error.end == len(error.object) and error.reason == "unexpected end of data"
            complaint = (
                Text("expected the rest of the file, it ends within a character; export or transfer it again")
                if cut_off
                else Text("expected UTF-8, found another encoding such as Windows-1252; {advice}", advice=_AS_UTF8)
            )
    problems.add(file, line, "", complaint)
    return None


def read_lines(file: str, text: str, known: frozenset[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file that are not empty, each with the number of its first line (1 = first)."""
    skipped = 0
    if found := re.match(r"\"?sep=(.)\"?\r?\n", text):
        # What Excel writes for itself.
        text, skipped = text[found.end() :], 1
    delimiter = found[1] if found else _delimiter(text, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line + skipped, row
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(file, line + skipped, "", Text("expected CSV ({error}); is the file complete?", error=error))


def _delimiter(text: str, known: frozenset[str]) -> str:
    """The separator that gives the most known columns."""
    first = text.partition("\n")[0]

    def names(delimiter: str) -> int:
        return len(known & {unguarded(name.strip(' "\r')) for name in first.split(delimiter)})

    return max(DELIMITERS, key=names)


def _read_sheet(sheet: Sheet, file: str, content: bytes, upload: Upload, problems: Problems) -> list[Record]:
    text = decode(file, content, problems)
    if text is None or _is_cut_off(file, text, problems):
        return []
    columns = {column.name: column for column in sheet.columns}
    lines = read_lines(file, text, frozenset(columns), problems)
    header = [unguarded(name.strip()) for name in next(lines, (1, []))[1]]
    if not _header_fits(file, header, sheet, problems):
        return []
    if ignored := [name for name in header if name and name not in columns]:
        upload.ignored[file] = ignored
    rows: list[Cell] = []
    for line, row in lines:
        if len(rows) == MOST_ROWS:
            problems.add(file, line, "", Text("expected at most {most} rows", most=MOST_ROWS))
            break
        if any(cell.strip() for cell in row[len(header) :]) or any(
            cell.strip() for name, cell in zip(header, row, strict=False) if not name
        ):
            most = len(header)
            problems.add(file, line, "", Text("expected at most {most} columns, each with a heading", most=most))
            continue
        # A row that ends early had empty cells there: spreadsheets leave them out.
        whole = row + [""] * (len(header) - len(row))
        rows.append(Cell(_cells(file, line, dict(zip(header, whole, strict=False)), columns, problems), line))
    return [sheet.record(record) for record in read_records(file, rows, sheet.fields, problems)]


def _is_cut_off(file: str, text: str, problems: Problems) -> bool:
    """Whether the last line does not end: nobody could tell whether a value is missing there."""
    if not text or text.endswith(("\n", "\r")):
        return False
    expected = Text("expected a line break at the end; the file seems to be cut off, export it again")
    problems.add(file, text.count("\n") + 1, "", expected)
    return True


def _header_fits(file: str, header: list[str], sheet: Sheet, problems: Problems) -> bool:
    names = [name for name in header if name]
    if not names:
        expected = Text("expected a header line with the names of the columns; the file is empty")
        problems.add(file, 1, "", expected)
        return False
    if len(header) > MOST_COLUMNS:
        problems.add(file, 1, "", Text("expected at most {most} columns, each with a heading", most=MOST_COLUMNS))
        return False
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(file, 1, name, Text("expected a column of this name once"))
    missing = [column.name for column in sheet.columns if not column.field.optional and column.name not in names]
    for name in missing:
        problems.add(file, 1, name, Text("expected a column of this name"))
    return not missing and len(set(names)) == len(names)


def _cells(
    file: str, line: int, row: dict[str, str], columns: Mapping[str, Column], problems: Problems
) -> dict[str, Cell]:
    """The cells of a row by name; those of unknown columns too, since read_records finds misspelt ones."""
    cells: dict[str, Cell] = {}
    for name, text in row.items():
        try:
            cells[name] = _cell(columns[name], text, line) if name in columns else Cell(text, line)
        except Expected as error:
            problems.add(file, line, name, Text("expected {error}", error=error.expected))
            cells[name] = Cell(None, line)
    return cells


def _cell(column: Column, text: str, line: int) -> Cell:
    exact = is_guarded(text)
    value = unguarded(text)
    if not exact and not value.strip():
        return Cell(None, line)
    if not column.single:
        value = value.strip(shapes.BLANKS)
        return column.shape.read(value, line) if value else Cell([], line)
    if not exact:
        value = understood(column, value.strip(shapes.BLANKS))
    # An empty text that somebody means is a blank for the fields: they take "" for nothing.
    return Cell(value or " ", line)


def understood(column: Column, text: str) -> str:
    """The value of an unguarded cell without what a spreadsheet did to it.

    Raises Expected if more than one thing can be meant.
    """
    if is_error(text):
        raise Expected(Text("a value, found the error {error} of a spreadsheet", error=text))
    kind: Field = column.field
    if column.dated:
        return shapes.german_day(text)
    if kind.kind is boolean:
        return "true" if _YES.fullmatch(text) else "false" if _NO.fullmatch(text) else text
    if kind.kind is integer and (whole := _WHOLE.fullmatch(text)):
        return whole[1]
    if kind.name == "postcode" and re.fullmatch(r"[0-9]{4}", text):
        raise Expected(
            Text("five digits; a spreadsheet has taken the 0 off: '0{found} with the apostrophe keeps it", found=text)
        )
    if kind.name == "phone" and re.fullmatch(r"49[0-9]{7,}|[0-9],[0-9]+E\+[0-9]+", text):
        raise Expected(
            Text(
                "a number with + or 0 before it; a spreadsheet has taken it off: '+49 341 1230, found “{found}”",
                found=text,
            )
        )
    return text
