"""A whole released table in its long form: CSV, JSON, and read back from CSV. Pure.

A column for each dimension, then ``count`` and ``note``. A withheld number is ``<5`` (``<10``) with the note
``withheld``; a number whose threshold is not five says so in its note (``from 10``), so that the table's hash can be
reckoned from the file alone.
"""

import csv
import io
import json
from collections.abc import Iterator

from app.released.rounding import THRESHOLD
from app.released.tables import DECLARED, Cell, Table, checked
from app.reports.exports.guard import guarded
from app.reports.exports.terms import EXAMPLE
from app.version import VERSION

WITHHELD = "withheld"
FROM = "from "


class NotATable(ValueError):
    """A file is not the long form of a released table; says why."""


def columns(name: str) -> tuple[str, ...]:
    """The header of a table's files."""
    return (*DECLARED[name].dimensions, "count", "note")


def records(table: Table) -> Iterator[tuple[Cell, int | str, str]]:
    """Its cells in a fixed order, each with its number (or ``<5``) and note."""
    for cell in sorted(table.cells, key=lambda cell: cell.key):
        if cell.count is None:
            yield cell, f"<{cell.threshold}", WITHHELD
        else:
            yield cell, cell.count, "" if cell.threshold == THRESHOLD else f"{FROM}{cell.threshold}"


def csv_of(table: Table, *, example: bool = False) -> bytes:
    """The file as CONTRACT.md has it: UTF-8, commas, no BOM, ``\\n``; ``example`` says that all of it is made up."""
    out = io.StringIO(newline="")
    out.writelines(f"# {name}: {said}\n" for name, said in described(table, example=example).items())
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns(table.name))
    writer.writerows((*map(guarded, cell.key), number, note) for cell, number, note in records(table))
    return out.getvalue().encode()


def json_of(table: Table, *, example: bool = False) -> bytes:
    """The same as JSON; ``count`` is a number or ``"<5"``."""
    names = columns(table.name)
    rows = [dict(zip(names, (*cell.key, number, note), strict=True)) for cell, number, note in records(table)]
    whole = described(table, example=example) | {"dimensions": list(DECLARED[table.name].dimensions), "rows": rows}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def described(table: Table, *, example: bool = False) -> dict[str, object]:
    """What the file says of itself."""
    said: dict[str, object] = {
        "table": table.name,
        "period": table.period,
        "unit": DECLARED[table.name].unit,
        "method": table.method,
        "version": VERSION,
        "hash": table.hash,
    }
    return said | {"example": EXAMPLE} if example else said


def read_csv(content: bytes) -> Table:
    """The table of a file. Raises NotATable if it is none, or if its hash is not that of its numbers."""
    try:
        lines = content.decode().splitlines()
        said = dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("# "))
        header, *rows = csv.reader(line for line in lines if not line.startswith("#"))
        name = said["table"]
        if tuple(header) != columns(name):
            raise NotATable(f"The columns are not those of table {name}.")
        table = Table(name, said["period"], said["method"], checked(name, map(_cell, rows)))
    except (KeyError, ValueError) as error:
        raise NotATable(str(error)) from error
    if table.hash != said.get("hash"):
        raise NotATable(f"The hash of {name} {table.period} is not that of its numbers.")
    return table


def _cell(row: list[str]) -> Cell:
    *key, number, note = row
    values = tuple(one.removeprefix("'") for one in key)
    if number.startswith("<"):
        return Cell(values, None, int(number[1:]))
    return Cell(values, int(number), int(note.removeprefix(FROM)) if note else THRESHOLD)
