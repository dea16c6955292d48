"""Which file holds which kind of entry, its columns, and how each column's values stand in a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from referrals.directory import form
from referrals.directory.fields import Field, Record, day, identifier
from referrals.directory.folder import CSV_FILES, YAML_FILES
from referrals.interchange.spreadsheet import shapes
from referrals.interchange.spreadsheet.shapes import Shape

# Entries of their own, in files of their own; editions of handouts are files and links, which no sheet holds.
PARTS = frozenset({"subtopics", "options", "editions"})
TOPIC_OF = Field("topic", identifier())
QUESTION_OF = Field("trait", identifier())
SOURCE_ID = Field("id", identifier(20))
FILES = {
    "fields of action": "fields_of_action.csv",
    "topics": "topics.csv",
    "subtopics": "subtopics.csv",
    "target groups": "target_groups.csv",
    "traits": "traits.csv",
    "options": "options.csv",
    "choices": "choices.csv",
    "flags": "flags.csv",
    "documents": "documents.csv",
    "languages": "languages.csv",
    "phrases": "slip_phrases.csv",
    "handouts": "handouts.csv",
    "sources": "sources.csv",
    "offices": "offices.csv",
    "rules": "routing.csv",
}
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    **{kind: fields for kind, (_, fields) in CSV_FILES.items()},
    **{kind: fields for kind, (_, _, fields) in YAML_FILES.items()},
    "subtopics": (TOPIC_OF, *form.SUBTOPIC),
    "options": (QUESTION_OF, *form.OPTION),
    "sources": (SOURCE_ID, *form.SOURCE),
}
# What is more than a single value.
_SHAPES: Mapping[tuple[str, str], Shape] = {
    ("fields of action", "topics"): shapes.LIST,
    ("choices", "flags"): shapes.LIST,
    ("phrases", "placeholders"): shapes.list_with(","),
    **{
        ("offices", name): shapes.LIST
        for name in ("former_names", "languages", "topics", "groups", "bring", "note_codes")
    },
    ("offices", "closures"): shapes.SPANS,
    ("offices", "as_of"): shapes.NAMES,
    ("offices", "sources"): shapes.LISTS_BY_NAME,
    ("offices", "review"): shapes.ANYTHING,
    **{("handouts", name): shapes.LIST for name in ("topics", "traits")},
    **{("rules", name): shapes.LIST for name in ("responsible", "advice", "bring")},
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet; ``single`` are those with one value a cell, ``dated`` those of them with a day."""

    field: Field
    shape: Shape

    @property
    def name(self) -> str:
        """Its heading: the name of the field."""
        return self.field.name

    @property
    def single(self) -> bool:
        """Whether its cells hold one value."""
        return self.shape is shapes.TEXT

    @property
    def dated(self) -> bool:
        """Whether a spreadsheet is welcome to understand its cells as days."""
        return self.field.kind is day


@dataclass(frozen=True)
class Sheet:
    """A file; ``fields`` are also those that are entries of their own and have no column."""

    kind: str
    file: str
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]

    def row(self, record: Record) -> dict[str, Any]:
        """The values by column."""
        values = dict(record.values)
        if self.kind == "subtopics":
            values["topic"] = values["parent"]
            values["id"] = values["id"].removeprefix(f"{values['parent']}/")
        return values

    def record(self, read: Record) -> Record:
        """The record of a row that was read: ids as in the rest of the program."""
        values = {name: value for name, value in read.values.items() if name not in PARTS}
        if self.kind == "subtopics":
            values["parent"] = values.pop("topic")
            values["id"] = f"{values['parent']}/{values['id']}"
        return Record(read.file, read.line, values, read.lines)


def _sheet(kind: str, file: str) -> Sheet:
    fields = _FIELDS[kind]
    columns = tuple(
        Column(field, _SHAPES.get((kind, field.name), shapes.TEXT)) for field in fields if field.name not in PARTS
    )
    return Sheet(kind, file, fields, columns)


SHEETS: Mapping[str, Sheet] = MappingProxyType({kind: _sheet(kind, file) for kind, file in FILES.items()})
"""By kind, in the order in which entries refer to each other."""
