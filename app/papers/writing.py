"""The papers as Markdown and as DOCX, which a town completes in its own word processor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from app.errors import N_
from app.papers.facts import Facts

PAPERS: Mapping[str, str] = {
    "verarbeitung": N_("Record of processing activities"),
    "folgenabschaetzung": N_("Notes for the data protection impact assessment"),
    "personalrat": N_("Information for the staff council"),
    "sicherheit": N_("Security concept (BSI APP.3.1)"),
    "barrierefreiheit": N_("Accessibility statement"),
}
"""Name of the template and the file -> title."""
LANGUAGE = "de-DE"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(app: Flask, name: str, facts: Facts) -> str:
    """A paper (one of PAPERS) as Markdown."""
    return app.jinja_env.get_template(f"papers/{name}.md").render(facts=facts).strip() + "\n"


def html(text: str) -> str:
    """The same for a page; what stands in the directory is escaped."""
    written: str = _MARKDOWN.render(text)
    return written


def docx(text: str) -> bytes:
    """The same for a word processor: real headings, tables with a repeated header row, language German."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    properties = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)
    for node in SyntaxTreeNode(_MARKDOWN.parse(text)).children:
        _block(document, node)
    document.core_properties.title = document.paragraphs[0].text
    document.core_properties.language = LANGUAGE
    document.core_properties.author = "Wegweiser"
    with BytesIO() as file:
        document.save(file)
        return file.getvalue()


def _block(document: Word, node: SyntaxTreeNode) -> None:
    match node.type:
        case "heading":
            level = int(node.tag[1])
            _inline(document.add_heading(level=level - 1 if level > 1 else 0), node.children)
        case "paragraph":
            _inline(document.add_paragraph(), node.children)
        case "bullet_list" | "ordered_list":
            style = "List Bullet" if node.type == "bullet_list" else "List Number"
            for item in node.children:
                _inline(document.add_paragraph(style=style), item.children[0].children)
        case "table":
            _table(document, node)
        case other:
            raise ValueError(f"papers have no {other}")


def _table(document: Word, node: SyntaxTreeNode) -> None:
    head, *body = [row.children for part in node.children for row in part.children]
    table: Table = document.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for cells in (head, *body):
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, written in zip(row.cells, cells, strict=True):
            _inline(cell.paragraphs[0], written.children, bold=cells is head)
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)


def _inline(paragraph: Paragraph, nodes: Iterable[SyntaxTreeNode], *, bold: bool = False) -> None:
    for node in nodes:
        match node.type:
            case "inline":
                _inline(paragraph, node.children, bold=bold)
            case "strong":
                _inline(paragraph, node.children, bold=True)
            case "softbreak":
                paragraph.add_run(" ")
            case "hardbreak":
                paragraph.add_run().add_break()
            case "text" | "code_inline":
                run = paragraph.add_run(node.content)
                run.bold = bold
                if node.type == "code_inline":
                    run.font.name = "Courier New"
            case other:
                raise ValueError(f"papers have no {other}")


@dataclass(frozen=True)
class Paper:
    """A paper to choose from."""

    name: str
    title: str


def listed() -> list[Paper]:
    """All papers; the titles are to be translated."""
    return [Paper(name, title) for name, title in PAPERS.items()]
