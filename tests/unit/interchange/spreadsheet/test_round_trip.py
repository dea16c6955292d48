"""Out and in again: nothing is lost, and the second export has the same bytes."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.directory import checks
from referrals.directory.fields import Record, plain
from referrals.directory.folder import Directory
from referrals.directory.reading import Cell, Problems
from referrals.interchange.spreadsheet import shapes
from referrals.interchange.spreadsheet.comparing import compare
from referrals.interchange.spreadsheet.guard import guarded, unguarded
from referrals.interchange.spreadsheet.reading import read_lines
from referrals.interchange.spreadsheet.sheets import FILES, SHEETS
from referrals.interchange.spreadsheet.writing import write, write_lines
from tests.unit.interchange.spreadsheet.directories import (
    days,
    example,
    exported,
    offices,
    plain_values,
    read_back,
    texts,
    values_of,
    words,
)

# Any text at all, with line breaks and tabs.
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def python(cell: Cell) -> object:
    """The cells as plain values."""
    if isinstance(cell.value, list):
        return [python(one) for one in cell.value]
    if isinstance(cell.value, dict):
        return {name: python(one) for name, one in cell.value.items()}
    return cell.value


def test_the_example_comes_back_as_it_was() -> None:
    files = exported()
    assert set(files) == set(FILES.values())
    back = read_back(files)
    assert values_of(back) == {kind: values_of(example())[kind] for kind in FILES}
    assert write(back) == files


def test_its_own_export_changes_nothing() -> None:
    compared = compare(example(), read_back(exported()).records)
    assert compared.differences == ()
    assert set(compared.kept.values()) == {0}
    assert compared.unchanged == {kind: len(example()[kind]) for kind in FILES}
    problems = Problems()
    checks.check(compared.directory, problems)
    assert problems.found == []


@given(st.lists(offices(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_office_comes_back_as_it_was(records: list[Record]) -> None:
    files = write(Directory({"offices": records}))
    back = read_back(files)
    assert [record.values for record in back["offices"]] == [record.values for record in records]
    assert write(back) == files


@given(texts, st.none() | days, st.none() | days, words)
@settings(deadline=None)
def test_any_rule_comes_back_as_it_was(reason: str, first: object, last: object, note: str) -> None:
    base = example()["rules"][0]
    wanted = {"reason_de": reason, "valid_from": first, "valid_to": last, "bring": ["b", "a"], "condition": "-age<27"}
    records = [Record("", 0, base.values | wanted | {"condition": "age<27"})]
    files = write(Directory({"rules": records}))
    assert [record.values for record in read_back(files)["rules"]] == [record.values for record in records]


@given(st.lists(anything, max_size=4), st.sampled_from([";", ","]))
def test_any_list_stands_in_a_cell(values: list[str], separator: str) -> None:
    shape = shapes.list_with(separator)
    text = shape.write(values)
    assert (python(shape.read(text, 1)) if text else []) == values


@given(st.dictionaries(anything.filter(bool), st.none() | anything, max_size=4))
def test_any_names_with_values_stand_in_a_cell(values: dict[str, str | None]) -> None:
    text = shapes.NAMES.write(values)
    assert (python(shapes.NAMES.read(text, 1)) if text else {}) == values


@given(st.dictionaries(anything.filter(bool), st.lists(anything, max_size=3), max_size=3))
def test_any_names_with_lists_stand_in_a_cell(values: dict[str, list[str]]) -> None:
    text = shapes.LISTS_BY_NAME.write(values)
    assert (python(shapes.LISTS_BY_NAME.read(text, 1)) if text else {}) == values


@given(st.dictionaries(texts, plain_values, max_size=3))
def test_anything_stands_in_a_cell(values: dict[str, object]) -> None:
    text = shapes.ANYTHING.write(values)
    assert (plain(shapes.ANYTHING.read(text, 1)) if text else {}) == values


@given(st.lists(st.lists(anything, min_size=2, max_size=2).filter(lambda row: bool(row[0].strip())), min_size=1))
def test_any_texts_stand_in_a_file(rows: list[list[str]]) -> None:
    lines = [["a", "b"], *([guarded(cell) for cell in row] for row in rows)]
    content = write_lines(lines)
    problems = Problems()
    found = [row for _, row in read_lines("x.csv", content.decode("utf-8-sig"), frozenset("ab"), problems)]
    assert problems.found == []
    assert [[unguarded(cell) for cell in row] for row in found[1:]] == rows


@given(st.one_of(anything, words))
def test_no_cell_is_run_or_rewritten(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell in {text, f"'{text}"}
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_texts_that_a_spreadsheet_would_change() -> None:
    changed = [
        "04109",
        "24/7",
        "2016-11",
        "1.2",
        "3E5",
        "Mai 2024",
        "SEP-1",
        "wahr",
        "TRUE",
        "+49 341 1",
        "-",
        "=1+1",
        "'x",
    ]
    assert [guarded(text) for text in changed] == [f"'{text}" for text in changed]
    left = [
        "",
        "5",
        "110",
        "Mo-Fr 08:00-12:00",
        "Leipzig",
        "age<27",
        "AUFE-014",
        "S12",
        "Maier",
        "g:student res=county",
    ]
    assert [guarded(text) for text in left] == left


def test_nothing_in_the_export_looks_like_a_formula() -> None:
    for content in exported().values():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_every_file_opens_by_a_double_click() -> None:
    for content in exported().values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.split(b"\r\n")[0].count(b";") >= 3


def test_routing_has_the_columns_of_today() -> None:
    header = exported()["routing.csv"].decode("utf-8-sig").split("\r\n")[0]
    today = (
        "rule_id;topic;subtopic;priority;condition;responsible;advice;reason_de;legal_basis;bring;bring_note;"
        "valid_from;valid_to;confidence;source;note;visit"
    )
    assert header.startswith(today)


def test_every_column_has_the_shape_of_its_values() -> None:
    for kind, sheet in SHEETS.items():
        for record in example()[kind]:
            row = sheet.row(record)
            for column in sheet.columns:
                assert column.single == (not isinstance(row[column.name], list | dict)), (kind, column.name)
