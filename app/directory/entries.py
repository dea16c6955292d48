"""Entries of the directory as plain contents: what history keeps, drafts hold and forms edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import Text
from referrals.directory import form
from referrals.directory.fields import Field, Record, read_records
from referrals.directory.folder import CSV_FILES, YAML_FILES, Directory
from referrals.directory.reading import Cell, Problem, Problems
from referrals.directory.stored import id_of, key_of, place, record

Content = dict[str, Any]
"""Values by field as in the directory's files: text, numbers, lists, mappings; dates as ISO text."""

FIELDS: dict[str, tuple[Field, ...]] = (
    {kind: fields for kind, (_, fields) in CSV_FILES.items()}
    | {kind: fields for kind, (_, _, fields) in YAML_FILES.items()}
    | {"subtopics": form.SUBTOPIC, "options": form.OPTION, "sources": form.SOURCE}
)
# What says where a record belongs; it stands outside of its fields in the files.
PLACED = {"subtopics": "parent", "options": "trait", "sources": "id"}
# Parts of a topic and of a question, which are entries of their own; editions of a handout have pages of their own.
PARTS = frozenset({"subtopics", "options", "editions"})


@dataclass(frozen=True, order=True)
class Entry:
    """An entry by kind (``offices``, ``rules``, …) and id (``abh``, ``AUFE-014``, ``wohnen/mietproblem``)."""

    kind: str
    id: str

    def __str__(self) -> str:
        return place(self.kind, self.id)


def contents(directory: Directory) -> dict[Entry, Content]:
    """The contents of all records, in order."""
    return {
        Entry(kind, id_of(kind, record.values)): content(record)
        for kind, records in directory.records.items()
        for record in records
    }


def content(record: Record) -> Content:
    """A record's values as they can be kept as JSON; the subtopics and options in it are entries of their own."""
    return {name: _plain(value) for name, value in record.values.items() if name not in PARTS}


def with_contents(directory: Directory, wanted: Mapping[Entry, Content | None], problems: Problems) -> Directory:
    """The directory with these entries replaced, added at the end, or (None) taken out.

    What a field may not hold goes to ``problems``, whose file is ``str(entry)``.
    """
    records = dict(directory.records)
    for kind in {entry.kind for entry in wanted}:
        read = {
            entry.id: _read(entry, wish, problems) if wish is not None else None
            for entry, wish in wanted.items()
            if entry.kind == kind
        }
        kept = [read.pop(name, record) for record in records[kind] for name in [id_of(kind, record.values)]]
        records[kind] = [one for one in [*kept, *read.values()] if one is not None]
    return Directory(records)


def read(entry: Entry, wish: Content) -> tuple[Content, list[Problem]]:
    """A content with its values as they would be stored, and what its fields may not hold."""
    problems = Problems()
    return content(_read(entry, wish, problems)), problems.found


def _read(entry: Entry, wish: Content, problems: Problems) -> Record:
    """The record of a content, checked field by field."""
    placed = PLACED.get(entry.kind)
    local = {name: value for name, value in wish.items() if name != placed}
    if entry.kind == "subtopics":
        local["id"] = entry.id.rpartition("/")[2]
    values = read_records(str(entry), [_cell(local)], FIELDS[entry.kind], problems)[0].values
    values = {name: value for name, value in values.items() if name not in PARTS}
    if placed:
        values[placed] = wish.get(placed)
    if entry.kind == "offices":
        # In the order in which they are stored.
        values["former_names"] = sorted(set(values["former_names"] or []))
        values["closures"] = sorted(values.get("closures") or [], key=lambda closure: closure["from"])
    if entry.kind == "subtopics":
        values["id"] = entry.id
    if id_of(entry.kind, values) != entry.id:
        problems.add(str(entry), 0, "id", Text("expected {id}: an entry keeps its id", id=entry.id))
        # Under its own id all the same: whoever names it has no problem.
        values[key_of(entry.kind)] = entry.id
    return record(entry.kind, values)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _cell(value: Any) -> Cell:
    """A value as it would stand in a file."""
    if isinstance(value, dict):
        return Cell({name: _cell(one) for name, one in value.items()}, 0)
    if isinstance(value, list | tuple):
        return Cell([_cell(one) for one in value], 0)
    if value is None or isinstance(value, str):
        return Cell(value, 0)
    return Cell(str(value).lower() if isinstance(value, bool) else str(value), 0)
