"""What files would change in a stored directory: entries that are new or differ, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from referrals.directory.fields import Record
from referrals.directory.folder import Directory
from referrals.directory.stored import id_of
from referrals.interchange.spreadsheet.sheets import PARTS


@dataclass(frozen=True)
class Difference:
    """An entry that the files change: its whole new record, and old and new value of the fields that differ.

    For a new entry ``old`` is None in all of them.
    """

    kind: str
    id: str
    new: bool
    fields: Mapping[str, tuple[Any, Any]]
    record: Record


@dataclass(frozen=True)
class Comparison:
    """``directory`` is the stored one with the files' records in it; ``kept`` are stored and not in their file."""

    directory: Directory
    differences: tuple[Difference, ...]
    unchanged: Mapping[str, int]
    kept: Mapping[str, int]


def compare(stored: Directory, records: Mapping[str, list[Record]]) -> Comparison:
    """Lay the files' records over the stored ones. What a file does not say stays: fields, entries, kinds.

    The order of stored entries stays as it is, since people sort tables to edit them; new ones come at the end.
    """
    merged = dict(stored.records)
    differences: list[Difference] = []
    unchanged: dict[str, int] = {}
    kept: dict[str, int] = {}
    for kind, read in records.items():
        present = {id_of(kind, record.values): record for record in stored.records.get(kind, [])}
        # Of two rows with one id both are kept here, so that the checks find them.
        wanted = [(id_of(kind, record.values), _completed(present, kind, record)) for record in read]
        replaced: dict[str, list[Record]] = {}
        for name, record in wanted:
            replaced.setdefault(name, []).append(record)
        merged[kind] = [one for name, record in present.items() for one in replaced.pop(name, [record])]
        merged[kind] += [one for some in replaced.values() for one in some]
        found = [_difference(kind, name, present.get(name), record) for name, record in wanted]
        differences += [one for one in found if one.fields or one.new]
        unchanged[kind] = sum(not one.fields and not one.new for one in found)
        kept[kind] = len(present.keys() - {name for name, _ in wanted})
    return Comparison(Directory(merged), tuple(differences), unchanged, kept)


def _completed(present: Mapping[str, Record], kind: str, record: Record) -> Record:
    """The record with the stored values of the columns that its file does not have."""
    before = present.get(id_of(kind, record.values))
    values = (before.values if before else {}) | record.values
    return Record(record.file, record.line, values, record.lines)


def _difference(kind: str, name: str, before: Record | None, after: Record) -> Difference:
    old = before.values if before else {}
    fields = {
        field: (old.get(field), value)
        for field, value in after.values.items()
        if field not in PARTS and old.get(field) != value
    }
    return Difference(kind, name, before is None, fields, after)
