"""What Excel, LibreOffice and people do to a file: understood without a doubt, or refused with a sentence."""

import csv
import io
from collections.abc import Callable

import pytest

from referrals.directory.folder import EXAMPLE
from referrals.directory.reading import Problems
from referrals.interchange.spreadsheet.comparing import Comparison, compare
from referrals.interchange.spreadsheet.reading import read
from tests.unit.interchange.spreadsheet.directories import example, exported

Rows = list[list[str]]


def rows_of(file: str) -> Rows:
    """The cells of an exported file."""
    return list(csv.reader(io.StringIO(exported()[file].decode("utf-8-sig"), newline=""), delimiter=";"))


def saved(rows: Rows, delimiter: str = ";", end: str = "\r\n", bom: bool = True, quoting: int = 0) -> bytes:
    """The cells as a program writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def compared(file: str, content: bytes) -> Comparison:
    """What the file changes; it must be right."""
    problems = Problems()
    upload = read({file: content}, problems)
    assert problems.found == []
    return compare(example(), upload.records)


def complaints(file: str, content: bytes) -> list[str]:
    """What is said about a file."""
    problems = Problems()
    read({file: content}, problems)
    return [str(problem) for problem in problems.found]


def with_cells(file: str, **cells: str) -> bytes:
    """The exported file with other cells in the row after the header."""
    rows = rows_of(file)
    for name, text in cells.items():
        rows[1][rows[0].index(name)] = text
    return saved(rows)


@pytest.mark.parametrize("file", ["offices.csv", "slip_phrases.csv"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_any_dialect(file: str, delimiter: str, end: str, bom: bool, quoting: int) -> None:
    assert compared(file, saved(rows_of(file), delimiter, end, bom, quoting)).differences == ()


CHANGED: dict[str, Callable[[Rows], Rows]] = {
    "columns reordered": lambda rows: [row[::-1] for row in rows],
    "empty columns at the end": lambda rows: [[*row, "", ""] for row in rows],
    "empty rows": lambda rows: [*rows[:5], [""] * len(rows[0]), *rows[5:], [], [""] * len(rows[0])],
    "empty cells at the end left out": lambda rows: [rows[0], *(_without_empty_end(row) for row in rows[1:])],
    "a column of one's own": lambda rows: [[*row, "zu prüfen"] for row in rows],
    "sorted": lambda rows: [rows[0], *sorted(rows[1:], reverse=True)],
    "days in German": lambda rows: [[_german(cell) for cell in row] for row in rows],
    "blanks around": lambda rows: [[f" {cell} " for cell in row] for row in rows],
    "truth in German": lambda rows: [
        [{"true": "WAHR", "false": "FALSCH"}.get(cell, cell) for cell in row] for row in rows
    ],
    "numbers with a comma": lambda rows: [
        [f"{cell},0" if cell.isdigit() and len(cell) > 1 else cell for cell in row] for row in rows
    ],
}


def _without_empty_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _german(cell: str) -> str:
    parts = cell.split("-")
    return ".".join(reversed(parts)) if [len(part) for part in parts] == [4, 2, 2] and cell[0] == "2" else cell


@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize("file", ["routing.csv", "documents.csv", "flags.csv"])
def test_what_programs_and_people_do(file: str, change: str) -> None:
    assert compared(file, saved(CHANGED[change](rows_of(file)))).differences == ()


def test_sep_in_the_first_line() -> None:
    content = exported()["topics.csv"].decode("utf-8-sig")
    assert compared("topics.csv", f"sep=;\r\n{content}".encode()).differences == ()
    broken = f"sep=;\r\n{content}".replace(";sensitive;", ";secret;", 1)
    assert complaints("topics.csv", broken.encode())[0].startswith("topics.csv, line 3, field handling: ")


def test_a_numbered_copy_of_a_download() -> None:
    assert compared("Routing (1).csv", exported()["routing.csv"]).differences == ()


def test_todays_file_of_rules_can_be_read() -> None:
    problems = Problems()
    files = {name: (EXAMPLE / name).read_bytes() for name in ("routing.csv", "languages.csv", "slip_phrases.csv")}
    upload = read(files, problems)
    assert problems.found == []
    assert upload.ignored["routing.csv"] == ["stop"]
    assert compare(example(), upload.records).differences == ()


def test_a_column_that_is_left_out_leaves_what_is_stored() -> None:
    rows = rows_of("routing.csv")
    place = rows[0].index("visit")
    assert compared("routing.csv", saved([row[:place] + row[place + 1 :] for row in rows])).differences == ()


def test_a_needed_column_that_is_left_out() -> None:
    assert complaints("routing.csv", saved([row[1:] for row in rows_of("routing.csv")])) == [
        "routing.csv, line 1, field rule_id: expected a column of this name"
    ]


def test_a_row_alone_changes_only_itself() -> None:
    rows = rows_of("offices.csv")
    rows[1][rows[0].index("name_de")] = "Neuer Name"
    found = compared("offices.csv", saved(rows[:2]))
    assert [(one.kind, one.id, one.new, dict(one.fields)) for one in found.differences] == [
        ("offices", "wzl", False, {"name_de": ("Willkommenszentrum Leipzig (WZL)", "Neuer Name")})
    ]
    assert dict(found.kept) == {"offices": 76}
    assert [record["id"] for record in found.directory["offices"]] == [r["id"] for r in example()["offices"]]


def test_new_rows_come_at_the_end() -> None:
    rows = rows_of("documents.csv")
    rows.insert(1, ["neu", "Neu", "New", "false", ""])
    found = compared("documents.csv", saved(rows))
    assert [(one.id, one.new) for one in found.differences] == [("neu", True)]
    assert found.directory["documents"][-1]["id"] == "neu"


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"valid_to": "31.12.2027"}, "valid_to", "2027-12-31"),
        ({"valid_to": "1.2.2027"}, "valid_to", "2027-02-01"),
        ({"valid_to": "2027-02-01 00:00:00"}, "valid_to", "2027-02-01"),
        ({"priority": "7,0"}, "priority", "7"),
        ({"priority": "7.00"}, "priority", "7"),
        ({"bring": "passport_id ;photo;"}, "bring", "['passport_id', 'photo']"),
        ({"reason_de": "'=1+1"}, "reason_de", "=1+1"),
        ({"reason_de": "=1+1"}, "reason_de", "=1+1"),
        ({"reason_de": "Zeile 1\nZeile 2"}, "reason_de", "Zeile 1 Zeile 2"),
    ],
)
def test_understood(cells: dict[str, str], field: str, value: str) -> None:
    [found] = compared("routing.csv", with_cells("routing.csv", **cells)).differences
    assert str(found.fields[field][1]) == value


@pytest.mark.parametrize(
    ("file", "cells", "complaint"),
    [
        (
            "routing.csv",
            {"valid_to": "11/22/2026"},
            "field valid_to: expected a date such as 2026-11-23, found “11/22/2026”",
        ),
        (
            "routing.csv",
            {"valid_to": "22.11.26"},
            "field valid_to: expected a date such as 2026-11-23, found “22.11.26”",
        ),
        (
            "routing.csv",
            {"valid_to": "31.02.2026"},
            "field valid_to: expected a date such as 2026-11-23, found “2026-02-31”",
        ),
        (
            "routing.csv",
            {"priority": "1.000"},
            "field priority: expected a whole number from 0 to 100000, found “1.000”",
        ),
        (
            "routing.csv",
            {"reason_de": "#NAME?"},
            "field reason_de: expected a value, found the error #NAME? of a spreadsheet",
        ),
        ("routing.csv", {"bring": "photo;;photo"}, "field bring: expected entries separated by one “;” each"),
        (
            "offices.csv",
            {"postcode": "4109"},
            "field postcode: expected five digits; a spreadsheet has taken the 0 off",
        ),
        ("offices.csv", {"phone": "493411232676"}, "field phone: expected a number with + or 0 before it"),
        ("offices.csv", {"phone": "4,93411E+11"}, "field phone: expected a number with + or 0 before it"),
        (
            "offices.csv",
            {"closures": "24.12.2026 to 2 Jan"},
            "field closures: expected a date such as 2026-11-23, found “2 Jan”",
        ),
        ("offices.csv", {"closures": "2026-12-24 to 2026-12-25 to 26"}, "field closures: expected spans of days"),
        (
            "offices.csv",
            {"as_of": "street 2020"},
            "field as_of: expected entries such as “name: value”, found “street 2020”",
        ),
        ("offices.csv", {"as_of": "street: 2020; street: 2021"}, "field as_of: expected each name once"),
        *(
            ("offices.csv", {"review": text}, "field review: expected JSON, as the export writes it")
            for text in (
                "{broken}",
                '{"a": 1.5}',
                '{"a": NaN}',
                '{"a": ' + "[" * 20 + "]" * 20 + "}",
                '{"a":' + "[" * 9999,
            )
        ),
        ("offices.csv", {"opening_hours": "Montag 8-12"}, "field opening_hours: expected opening hours in OSM syntax"),
        ("offices.csv", {"name_de": ""}, "field name_de: expected a value"),
        (
            "documents.csv",
            {"keep_german": "vielleicht"},
            "field keep_german: expected true or false, found “vielleicht”",
        ),
    ],
)
def test_refused_with_line_and_column(file: str, cells: dict[str, str], complaint: str) -> None:
    [found] = complaints(file, with_cells(file, **cells))
    assert found.startswith(f"{file}, line 2, {complaint}")


def test_a_closure_in_german_days() -> None:
    [found] = compared(
        "offices.csv", with_cells("offices.csv", closures="24.12.2026 bis 31.12.2026; 2.1.2027")
    ).differences
    assert [[str(day) for day in span.values()] for span in found.fields["closures"][1]] == [
        ["2026-12-24", "2026-12-31"],
        ["2027-01-02", "2027-01-02"],
    ]


def test_the_line_of_a_row_after_a_text_with_line_breaks() -> None:
    rows = rows_of("routing.csv")
    rows[1][rows[0].index("reason_de")] = "eins\nzwei\r\ndrei"
    rows[2][rows[0].index("priority")] = "bald"
    [found] = complaints("routing.csv", saved(rows))
    assert found.startswith("routing.csv, line 5, field priority: ")
