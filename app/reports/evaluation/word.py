"""A report as a DOCX that can be edited: real styles, heading levels, header rows, described pictures, a language."""

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.reports.charts.render import png
from app.reports.comparing import text
from app.reports.evaluation.chapter import Chapter, Report
from app.reports.values import Section

LOCALES = {"de": "de-DE", "en": "en-GB"}
FONT = "Noto Sans"
BLUE = RGBColor(0x16, 0x36, 0x6F)
NUMBERS = frozenset({"count", "share", "change"})
WIDTH = Mm(165)
"""Of the text on the page."""
FIRST = (0.62, 0.62, 0.54, 0.44, 0.36, 0.38, 0.28, 0.24)
"""The width of the first column, by the number of those after it."""
HEADINGS = {"Title": 26, "Subtitle": 15, "Heading 1": 17, "Heading 2": 12}


def render(report: Report) -> bytes:
    """The file."""
    document = Document()
    _set_up(document, report)
    _front(document, report)
    for number, chapter in enumerate(report.chapters, start=1):
        _chapter(document, report, number, chapter)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, report: Report) -> None:
    """Paper, styles, language, properties, page numbers."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(20), Mm(22), Mm(22)
    for name, size in {"Normal": 10, "Caption": 8, **HEADINGS}.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = BLUE if name in HEADINGS else RGBColor(0x11, 0x11, 0x11)
        # The template's theme font would win over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [one for one in fonts.attrib if "Theme" in one]:
            del fonts.attrib[attribute]
        for kind in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
    document.styles["Caption"].font.bold = False
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _language(defaults, LOCALES[report.language])
    core = document.core_properties
    core.title, core.subject = report.title, report.subtitle
    core.author = core.last_modified_by = report.sender[0]
    core.language, core.comments, core.keywords = LOCALES[report.language], "", ""
    core.identifier = report.hash
    # Nothing of when somebody pressed the button.
    core.created = core.modified = datetime.combine(report.made_on, time())
    _footer(page.footer.paragraphs[0], report.page_text)


def _front(document: Any, report: Report) -> None:
    name, *address = report.sender
    document.add_paragraph().add_run(name).bold = True
    for line in address:
        document.add_paragraph(line)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    for line in report.facts:
        document.add_paragraph(line)
    if report.warning:
        document.add_paragraph().add_run(report.warning).bold = True
    document.add_paragraph().add_run(report.contents_title).bold = True
    # A table of contents that the word processor renews; until then it says what the chapters are.
    paragraph = document.add_paragraph()
    titles = [f"{number}. {chapter.title}" for number, chapter in enumerate(report.chapters, start=1)]
    _field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', titles)


def _chapter(document: Any, report: Report, number: int, chapter: Chapter) -> None:
    heading = document.add_heading(f"{number}. {chapter.title}", level=1)
    heading.paragraph_format.page_break_before = number in {1, len(report.chapters)}
    for paragraph in chapter.paragraphs:
        document.add_paragraph(paragraph)
    for paragraph in chapter.own:
        added = document.add_paragraph(style="List Number" if chapter.numbered else "Normal")
        run = added.add_run(paragraph)
        if chapter.own_language != report.language:
            _language(run._r.get_or_add_rPr(), LOCALES[chapter.own_language])
    for section in chapter.sections:
        _section(document, report, section)


def _section(document: Any, report: Report, section: Section) -> None:
    document.add_heading(section.title, level=2)
    for line in filter(None, (section.reading, section.missing)):
        document.add_paragraph(line)
    if section.chart:
        document.add_picture(BytesIO(png(section.chart, report.language)), width=WIDTH)
        properties = document.inline_shapes[-1]._inline.docPr
        properties.set("descr", f"{section.chart.title}. {section.chart.description}")
        properties.set("title", section.chart.title)
    if section.rows:
        _table(document, report, section)
    for note in section.notes:
        document.add_paragraph(note, style="Caption")


def _table(document: Any, report: Report, section: Section) -> None:
    heads = (section.first_heading, *(column.heading for column in section.columns))
    right = (False, *(column.kind in NUMBERS for column in section.columns))
    rows = [(row.label, *(text(value, report.language) for value in row.values)) for row in section.rows]
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    share = 0.3 if [column.kind for column in section.columns] == ["hash"] else FIRST[min(len(heads), len(FIRST)) - 1]
    widths = [int(WIDTH * share), *[int(WIDTH * (1 - share) / max(len(heads) - 1, 1))] * (len(heads) - 1)]
    for place, width in enumerate(widths):
        table.columns[place].width = width
    for number, row in enumerate([heads, *rows]):
        level = section.rows[number - 1].level if number else 0
        _row(table.add_row(), row, right=right, widths=widths, head=number == 0, level=level)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), section.title)
    table._tbl.tblPr.append(described)


def _row(row: Any, texts: Iterable[str], *, right: tuple[bool, ...], widths: list[int], head: bool, level: int) -> None:
    for place, said in enumerate(texts):
        cell = row.cells[place]
        cell.width = widths[place]
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(said)
        run.font.size, run.bold = Pt(8), head
        if right[place]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif level and not place:
            paragraph.paragraph_format.left_indent = Mm(4)
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if head else [])):
        properties.append(OxmlElement(name))


def _footer(paragraph: Any, page_text: str) -> None:
    """``Page 1 of 20``, which the word processor counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in page_text.replace("{", "\n{").replace("}", "}\n").split("\n"):
        if part in {"{page}", "{pages}"}:
            _field(paragraph, "PAGE" if part == "{page}" else "NUMPAGES", ["1"])
        elif part:
            paragraph.add_run(part)


def _field(paragraph: Any, instruction: str, shown: list[str]) -> None:
    """A field and what it shows until it is renewed, line by line."""
    _mark(paragraph, "begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)
    _mark(paragraph, "separate")
    run = paragraph.add_run()
    for number, line in enumerate(shown):
        if number:
            run.add_break()
        run.add_text(line)
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _language(properties: Any, tag: str) -> None:
    """Set the language of a run, or of the document's defaults."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag)
    properties.append(language)
