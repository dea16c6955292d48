"""Sections as files: every kind of value, texts that would be formulas, what is missing."""

import csv
import io
import json

import openpyxl

from app.released.rounding import METHOD
from app.reports.comparing import change, share
from app.reports.exports import sections_csv, sections_json, sections_xlsx
from app.reports.exports.plain import Document
from app.reports.exports.terms import terms
from app.reports.values import Column, Count, Row, Section, Words
from app.reports.wording import Speech

KINDS = ("count", "share", "change", "words")
SECTION = Section(
    id="topics",
    title="Themen: [2026]",
    table="topic",
    period="2026-Q3",
    hash="f" * 64,
    first_heading="Thema",
    columns=tuple(Column(kind, kind) for kind in KINDS),
    rows=(
        Row("Wohnen", (Count(1235), share(155, 1235), change(1235, 1300), Words("=HYPERLINK(0)"))),
        Row("=1+1", (Count(None, 10), share(None, 5), change(35, 30), Words("+49 341")), level=1),
        Row("Asyl", (Count(0), share(1, 8), change(None, 5), Words("https://example.org"))),
    ),
    reading="Wohnen: 1.235.",
)
GONE = Section(id="gone", title="Themen: [2026]", table="topic", period="2026-Q3", missing="Nur nach Jahren.")
SCREEN = [
    ["Wohnen", "1235", "13\u00a0%", "-65", "'=HYPERLINK(0)"],
    ["'=1+1", "<10", "–", "keine klare Änderung", "'+49 341"],
    ["Asyl", "0", "12\u00a0%", "–", "https://example.org"],
]


def document(locale: str = "de") -> Document:
    explained = terms(Speech(locale), period_text="3. Quartal 2026", hashes=[("topic", "2026-Q3", "f" * 64)])
    return Document("Themen", "2026-Q3", "3. Quartal 2026", locale, (SECTION, GONE), (METHOD,), False, explained)


def test_csv_as_a_german_spreadsheet_opens_it() -> None:
    content = sections_csv.write(document())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row for row in rows if row and not row[0].startswith("#")] == [["Thema", *KINDS], *SCREEN]
    assert ["# Nur nach Jahren."] in rows
    assert ["# table: topic, 2026-Q3, hash " + "f" * 64] in rows
    assert sections_csv.write(document("en")).decode("utf-8-sig").splitlines()[8].startswith("Wohnen,1235,13%,-65,")


def test_json_has_numbers_where_numbers_are_published() -> None:
    whole = json.loads(sections_json.write(document()))
    assert [row["values"] for row in whole["sections"][0]["rows"]] == [
        [1235, 0.13, -65, "=HYPERLINK(0)"],
        ["<10", "–", "keine klare Änderung", "+49 341"],
        [0, 0.12, "–", "https://example.org"],
    ]
    assert whole["sections"][1]["missing"] == "Nur nach Jahren."
    assert whole["terms"]["Hash von topic, 2026-Q3"] == "f" * 64


def test_a_workbook_runs_nothing_and_can_be_printed() -> None:
    content = sections_xlsx.write(document())
    assert content == sections_xlsx.write(document())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Themen 2026", "Themen 2026 (2)", "Methode und Begriffe"]
    sheet = book.worksheets[0]
    cells = [[sheet.cell(row, column) for column in range(1, 6)] for row in (4, 5, 6)]
    assert [[cell.value for cell in row] for row in cells] == [
        ["Wohnen", 1235, 0.13, -65, "=HYPERLINK(0)"],
        ["=1+1", "<10", "–", "keine klare Änderung", "+49 341"],
        ["Asyl", 0, 0.12, "–", "https://example.org"],
    ]
    assert {cell.data_type for row in cells for cell in row} == {"n", "s"}
    assert [cell.number_format for cell in cells[0][1:4]] == ["#,##0", "0\u00a0%", "+#,##0;\u2212#,##0;0"]
    assert not any(cell.hyperlink for row in cells for cell in row)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    explained = {row[0]: row[1] for row in book["Methode und Begriffe"].iter_rows(min_row=2, values_only=True)}
    assert explained["Zeitraum"] == "3. Quartal 2026"
    assert explained["Methode"] == f"Schwelle, schlüsselgebundene 5er-Rundung, Freigabeprüfung ({METHOD})"
    assert explained["Hash von topic, 2026-Q3"] == "f" * 64
