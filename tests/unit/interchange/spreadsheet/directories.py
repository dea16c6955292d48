"""Directories to export: the example with every optional field filled in, and one with whatever texts there can be."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from referrals.directory.fields import Record, text
from referrals.directory.folder import EXAMPLE, Directory, read_folder
from referrals.directory.reading import Cell, Problems
from referrals.interchange.spreadsheet import reading
from referrals.interchange.spreadsheet.sheets import PARTS, SHEETS
from referrals.interchange.spreadsheet.writing import write

SIGNS = "=+-@'\"\\;:|,{[]}#/.0123456789 \u00a0äÄßéﷺ中\u200f😀eEwWahrtueMaäiJn%€*"
# What a file can hold in a field of text: the form makes one line of it.
words = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
lines = words.map(lambda value: str(text()(Cell(value.replace("\ufffe", "").replace("\uffff", ""), 1))))
texts = lines.filter(bool)
names = texts
maybe = st.none() | lines
plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 999_999_999)
    | lines.filter(lambda v: not v.isdecimal() and v not in {"true", "false"}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))

OFFICE = {
    "name_de": texts,
    "status_note": maybe,
    "former_names": st.lists(lines.map(lambda value: value[:200].strip()), max_size=4),
    "street": maybe,
    "postcode": st.none() | st.from_regex(r"[0-9]{1,9}", fullmatch=True) | lines.map(lambda value: value[:10].strip()),
    "city": maybe,
    "opening_hours": st.sampled_from([None, "24/7", "Mo-Fr 08:00-12:00; PH off"]),
    "closures": st.lists(st.fixed_dictionaries({"from": days, "to": days}), max_size=3),
    "bring": st.lists(lines, max_size=4),
    "limits": maybe,
    "as_of": st.dictionaries(names, texts.map(lambda value: f"2021 {value}"[:60].strip()), max_size=3),
    "sources": st.dictionaries(names, st.lists(lines, max_size=3), max_size=3),
    "review": st.dictionaries(names, plain_values, max_size=4),
    "phone": st.sampled_from([None, "+49 341 1230", "0341 1230", "115", "493411230"]),
    "checked_on": st.none() | days,
    "caretaker": lines.map(lambda value: value[:80].strip()),
}


@cache
def example() -> Directory:
    """The Leipzig files with all columns."""
    problems = Problems()
    directory = read_folder(EXAMPLE, problems)
    assert not problems.found
    records = {
        kind: [Record(r.file, r.line, _complete(kind, r.values)) for r in records]
        for kind, records in directory.records.items()
    }
    return Directory(records)


def _complete(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    fields = {field.name: field.empty for field in SHEETS[kind].fields if field.optional and field.name not in PARTS}
    return fields | {name: value for name, value in values.items() if name not in PARTS}


def values_of(directory: Directory) -> dict[str, list[dict[str, Any]]]:
    """What is in it, without where it stood."""
    return {kind: [record.values for record in records] for kind, records in directory.records.items()}


def read_back(files: dict[str, bytes]) -> Directory:
    """The directory of files that must be right."""
    problems = Problems()
    upload = reading.read(files, problems)
    assert problems.found == []
    return Directory(upload.records)


@cache
def exported() -> dict[str, bytes]:
    """The files of the example."""
    return write(example())


@st.composite
def offices(draw: st.DrawFn) -> Record:
    """An office with any texts."""
    base = example()["offices"][0]
    return Record(base.file, base.line, base.values | {name: draw(value) for name, value in OFFICE.items()})
