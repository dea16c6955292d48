"""A cell is the same number on the page, in its chart, in CSV, XLSX and JSON: every cell of every page of a year."""

import csv
import io
import json
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import openpyxl
import pytest
from babel.numbers import format_decimal, format_percent
from flask.testing import FlaskClient

from app.reports.pages import PAGES
from tests.released import periods
from tests.web.pages import Page, text_of

YEAR = "2025"
OF_THE_YEAR = [period for period in periods("2025-05", "2025-12") if period.startswith(YEAR)]
RANKING = {"planning"}
"""Its charts show what its rows are put in order by, which is reckoned from several cells."""
Rows = list[list[str]]
MARKED = re.compile(r": ([0-9.]+|<[0-9]+)(?![0-9:])")
"""The numbers in the words of a mark in a chart: ``Wohnen: 125 (2. Quartal 2025: 80)``."""


def on_screen(value: float | str, kind: str) -> str:
    """A value of JSON or XLSX as a German page writes it."""
    if isinstance(value, str):
        return value
    if kind == "share":
        return format_percent(value, locale="de")
    return format_decimal(value, format="+#,##0;\u2212#,##0" if kind == "change" else None, locale="de")


def json_rows(section: dict[str, Any]) -> Rows:
    kinds = [column["kind"] for column in section["columns"]]
    return [
        [row["label"], *(on_screen(value, kind) for value, kind in zip(row["values"], kinds, strict=True))]
        for row in section["rows"]
    ]


def html_rows(section: Element) -> tuple[Rows, str]:
    """The rows of a section's table, and what stands folded below it."""
    rows = [[text_of(cell) for cell in row] for row in section.iter("tr")][1:]
    folded = next((text_of(one) for one in section.iter("p") if one.get("class") == "folded"), "")
    return rows, folded


def csv_sections(content: bytes) -> dict[str, Rows]:
    """Rows below each header, by title of the section."""
    found: dict[str, Rows] = {}
    title, blocks = "", csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    begun = False
    for row in blocks:
        if not row:
            begun = True
        elif begun and row[0].startswith("# "):
            title, begun = row[0][2:], False
            found[title] = []
        elif not row[0].startswith("# "):
            found[title].append(row)
    return {title: rows[1:] for title, rows in found.items()}


def same(text: str) -> str:
    """Whitespace of a page: a no-break space is a blank there."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_page_csv_xlsx_and_json_say_the_same(analyst: FlaskClient, name: str) -> None:
    seen: Counter[str] = Counter()
    for period in OF_THE_YEAR:
        asked = f"?period={period}"
        whole = json.loads(analyst.get(f"/statistics/{name}.json{asked}").data)
        page = Page(analyst.get(f"/statistics/{name}{asked}"))
        sheets = csv_sections(analyst.get(f"/statistics/{name}.csv{asked}").data)
        book = openpyxl.load_workbook(io.BytesIO(analyst.get(f"/statistics/{name}.xlsx{asked}").data))
        assert len(book.worksheets) == len(whole["sections"]) + 1
        for section, sheet in zip(whole["sections"], book.worksheets, strict=False):
            rows = json_rows(section)
            _same_on_page(page, section["id"], rows)
            if name not in RANKING:
                seen["marks"] += _same_in_chart(page, section["id"], rows)
            _same_in_workbook(sheet, section, rows)
            _same_in_csv(sheets[section["title"]], section)
            seen["missing" if section["missing"] else "cells"] += sum(len(row) - 1 for row in rows) or 1
    assert seen["cells"] > len(OF_THE_YEAR), "hardly anything was compared"
    assert seen["marks"] or name in RANKING, "no chart was compared"


def _same_on_page(page: Page, section: str, rows: Rows) -> None:
    shown, folded = html_rows(page.one("section", id=section))
    wanted = [[same(text) for text in row] for row in rows]
    missing = [row for row in wanted if row not in shown]
    assert [row for row in wanted if row in shown] == shown
    for label, *values in missing:
        assert f"{label} {values[0]}" in folded
        assert all(not value[:1].isdigit() for value in values)


def _same_in_chart(page: Page, section: str, rows: Rows) -> int:
    """Every mark with a number says one that the table beside it has in a row of that name; how many there are."""
    titles = [text_of(one) for one in page.one("section", id=section).iter() if one.tag.endswith("title")]
    numbers = [(title, number) for title in titles for number in MARKED.findall(title)]
    for title, number in numbers:
        told = [row for row in rows if same(row[0]) in title] or rows
        assert any(number in map(same, row[1:]) for row in told), f"{section}: {title}"
    return len(numbers)


def _same_in_workbook(sheet: Any, section: dict[str, Any], rows: Rows) -> None:
    kinds = [column["kind"] for column in section["columns"]]
    if section["missing"]:
        assert sheet.cell(3, 1).value == section["missing"]
        return
    for number, row in enumerate(rows, 4):
        cells = [sheet.cell(number, place + 1) for place in range(len(row))]
        assert [cells[0].value] + [
            on_screen(cell.value, kind) for cell, kind in zip(cells[1:], kinds, strict=True)
        ] == row
        assert all(cell.data_type in "ns" for cell in cells), "a formula"


def _same_in_csv(rows: Rows, section: dict[str, Any]) -> None:
    kinds = [column["kind"] for column in section["columns"]]
    wanted = [
        [
            row["label"],
            *(
                on_screen(value, kind) if kind == "share" else str(value)
                for value, kind in zip(row["values"], kinds, strict=True)
            ),
        ]
        for row in section["rows"]
    ]
    assert rows == wanted
