"""Cells -> typed values: what a field of a directory file may hold, declared once and checked by name and line."""

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from app.errors import Text
from referrals.directory.reading import Cell, Problems

Kind = Callable[[Cell], Any]

REQUIRED = object()
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]+")


class Expected(Exception):
    """A value is not what its field may hold; the text says what is expected, ``line`` where if not at the field."""

    def __init__(self, expected: Text, line: int | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.line = line


@dataclass(frozen=True)
class Field:
    """A field of a record: ``empty`` is its value where the file leaves it empty (REQUIRED: not allowed).

    A field that is ``optional`` and not in the file at all leaves the stored value as it is.
    """

    name: str
    kind: Kind
    empty: Any = REQUIRED
    optional: bool = False


@dataclass(frozen=True)
class Record:
    """An entry of a file: values by field, and the lines for those who find something wrong later."""

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def complain(self, problems: Problems, name: str, expected: Text) -> None:
        """Note a problem of this field."""
        problems.add(self.file, self.lines.get(name, self.line), name, expected)


def read_records(file: str, cells: Iterable[Cell], fields: tuple[Field, ...], problems: Problems) -> list[Record]:
    """The records of ``cells``. A field with a problem is None; a record without ``id`` or other key is kept, too.

    Fields of other names are not read. One that looks like a missing field is a problem: a typing error must not
    lose a fact in silence.
    """
    records = []
    for cell in cells:
        if not isinstance(cell.value, dict):
            problems.add(file, cell.line, "", Text("expected an entry with named fields"))
            continue
        _refuse_misspelt(file, cell.value, fields, problems)
        values = {field.name: _value(file, cell, field, problems) for field in fields if _present(cell, field)}
        lines = {name: value.line for name, value in cell.value.items()}
        records.append(Record(file, cell.line, values, lines))
    return records


def _refuse_misspelt(file: str, entry: dict[str, Cell], fields: tuple[Field, ...], problems: Problems) -> None:
    known = {field.name for field in fields}
    for name in entry.keys() - known:
        if meant := get_close_matches(name, known - entry.keys(), n=1, cutoff=0.8):
            problems.add(
                file,
                entry[name].line,
                name,
                Text("expected {name}; check the spelling of the field's name", name=meant[0]),
            )


def _present(cell: Cell, field: Field) -> bool:
    return not field.optional or (isinstance(cell.value, dict) and field.name in cell.value)


def _value(file: str, cell: Cell, field: Field, problems: Problems) -> Any:
    assert isinstance(cell.value, dict)
    found = cell.value.get(field.name)
    if found is None or found.value in (None, ""):
        if field.empty is REQUIRED:
            problems.add(file, found.line if found else cell.line, field.name, Text("expected a value"))
        return None if field.empty is REQUIRED else copy(field.empty)
    try:
        value = field.kind(found)
    except Expected as error:
        problems.add(file, error.line or found.line, field.name, Text("expected {expected}", expected=error.expected))
        return None
    if value == "" and field.empty is REQUIRED:
        # Nothing but blanks.
        problems.add(file, found.line, field.name, Text("expected a value"))
        return None
    return value


def text(limit: int = 2_000) -> Kind:
    """One line of text; blanks at the ends go, line breaks become blanks."""

    def read(cell: Cell) -> str:
        if not isinstance(cell.value, str):
            raise Expected(Text("text"))
        value = re.sub(r"[ \t\r\n]+", " ", cell.value).strip(" ")
        if CONTROL_CHARACTERS.search(value):
            raise Expected(Text("text without control characters"))
        if len(value) > limit:
            raise Expected(Text("at most {limit} characters, found {found}", limit=limit, found=len(value)))
        return value

    return read


def matching(pattern: str, description: Text, limit: int = 500) -> Kind:
    """Text that matches the whole ``pattern``."""
    compiled = re.compile(pattern)

    def read(cell: Cell) -> str:
        value: str = text(limit)(cell)
        if not compiled.fullmatch(value):
            raise Expected(Text("{description}, found “{value}”", description=description, value=value))
        return value

    return read


def identifier(limit: int = 60) -> Kind:
    """An id: letters, digits, underscore, hyphen."""
    return matching(IDENTIFIER.pattern, Text("an id of letters, digits, _ and -"), limit)


def choice(*values: str) -> Kind:
    """One of ``values``."""

    def read(cell: Cell) -> str:
        if cell.value not in values:
            raise Expected(Text("one of {values}, found “{found}”", values=", ".join(values), found=_shown(cell)))
        return str(cell.value)

    return read


def boolean(cell: Cell) -> bool:
    """True or false, as YAML writes it."""
    value = str(cell.value).lower()
    if value not in {"true", "false", "yes", "no"}:
        raise Expected(Text("true or false, found “{found}”", found=_shown(cell)))
    return value in {"true", "yes"}


def integer(cell: Cell) -> int:
    """A whole number from 0 to 100,000."""
    if not isinstance(cell.value, str) or not re.fullmatch(r"[0-9]{1,6}", cell.value) or int(cell.value) > 100_000:
        raise Expected(Text("a whole number from 0 to 100000, found “{found}”", found=_shown(cell)))
    return int(cell.value)


def day(cell: Cell) -> date:
    """A date, YYYY-MM-DD."""
    try:
        if isinstance(cell.value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell.value):
            return date.fromisoformat(cell.value)
    except ValueError:
        pass
    raise Expected(Text("a date such as 2026-11-23, found “{found}”", found=_shown(cell)))


def list_of(kind: Kind, separator: str = ";") -> Kind:
    """A list; in CSV, or for a single entry in YAML, text with a separator."""

    def read(cell: Cell) -> list[Any]:
        if isinstance(cell.value, dict):
            raise Expected(Text("a list"))
        if isinstance(cell.value, list):
            return [_inside(kind, item) for item in cell.value]
        parts = [part.strip() for part in (cell.value or "").split(separator)]
        if "" in parts:
            raise Expected(Text("entries separated by one “{separator}” each", separator=separator))
        return [kind(Cell(part, cell.line)) for part in parts]

    return read


def _inside(kind: Kind, cell: Cell) -> Any:
    """Read a cell inside of another one; a problem is reported at its own line."""
    try:
        return kind(cell)
    except Expected as error:
        raise Expected(error.expected, error.line or cell.line) from error


def mapping_of(kind: Kind) -> Kind:
    """Values by name; empty ones are left out."""

    def read(cell: Cell) -> dict[str, Any]:
        if not isinstance(cell.value, dict):
            raise Expected(Text("names with values"))
        return {name: _inside(kind, value) for name, value in cell.value.items() if value.value is not None}

    return read


def entry_of(kinds: Mapping[str, Kind]) -> Kind:
    """An entry with exactly these fields."""

    def read(cell: Cell) -> dict[str, Any]:
        if not isinstance(cell.value, dict) or set(cell.value) != set(kinds):
            raise Expected(Text("an entry with {names}", names=", ".join(kinds)))
        return {name: _inside(kind, cell.value[name]) for name, kind in kinds.items()}

    return read


def cells(cell: Cell) -> list[Cell]:
    """A list of entries that is read further by its own fields."""
    if not isinstance(cell.value, list):
        raise Expected(Text("a list of entries"))
    return cell.value


def plain(cell: Cell) -> Any:
    """Whatever is there, with numbers and yes/no as such."""
    if isinstance(cell.value, list):
        return [plain(item) for item in cell.value]
    if isinstance(cell.value, dict):
        return {name: plain(value) for name, value in cell.value.items()}
    if cell.value in {"true", "false"}:
        return cell.value == "true"
    if cell.value is not None and re.fullmatch(r"[0-9]{1,9}", cell.value):
        return int(cell.value)
    return None if cell.value is None else text()(cell)


def _shown(cell: Cell) -> str:
    return str(cell.value)[:40] if isinstance(cell.value, str | None) else "a list"
