"""A report as a PDF that is PDF/UA-1 and PDF/A-3a, with bookmarks, page numbers and a table of contents."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import pdf
from app.reports.comparing import text
from app.reports.evaluation.chapter import Report
from app.reports.evaluation.drawn import picture_address
from app.reports.wording import Speech

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
DIGITS = "0123456789"
CHAPTER_LEVEL = 2
"""Of bookmarks; the title is 1."""


def render(report: Report) -> bytes:
    """The PDF. Raises pdf.FontsMissing."""
    # A thread of its own, gone afterwards with its fonts and styles: reports are rare, and slips must not wait.
    with ThreadPoolExecutor(1, thread_name_prefix="report") as fresh:
        return fresh.submit(_rendered, report).result()


def html(report: Report, pages: Sequence[str]) -> str:
    """The page, with the page number of each chapter."""
    _ = Speech(report.language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters.update(
        said=partial(text, locale=report.language), picture=partial(picture_address, locale=report.language)
    )
    words = {"chapter": _("Chapter"), "page": _("Page")}
    lang = partial(_foreign, report.language)
    template = environment.get_template("print/evaluation.html")
    return template.render(report=report, pages=pages, words=words, lang=lang)


def _rendered(report: Report) -> bytes:
    styles = [(TEMPLATES / "print" / "evaluation.css").read_text(encoding="utf-8"), _footer(report)]
    # On which page a chapter begins is known when all is laid out, and filled in: laying out twice takes twice as long.
    # Nobody writes these into a text of his own.
    blanks = [f"‹{number}·{report.hash[:6]}›" for number, _chapter in enumerate(report.chapters, start=1)]
    layout = pdf.lay_out(html(report, blanks), styles)
    master = pdf.write(layout, alphabets=dict.fromkeys(blanks, DIGITS))
    return master.filled(dict(zip(blanks, _chapter_pages(layout), strict=True)), {})


def _chapter_pages(layout: pdf.Layout) -> list[str]:
    return [
        str(number)
        for number, page in enumerate(layout.document.pages, start=1)
        for level, *_rest in page.bookmarks
        if level == CHAPTER_LEVEL
    ]


def _footer(report: Report) -> str:
    """The page number in the report's words."""
    before, between, after = report.page_text.replace("{page}", "\n").replace("{pages}", "\n").split("\n")
    number = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    return f'@page {{ @bottom-right {{ content: {number}; font-family: "Noto Sans"; font-size: 8pt; color: #333 }} }}'


def _foreign(language: str, other: str) -> Markup:
    """The attribute of what is not in the report's own language."""
    return Markup("") if other == language else Markup(' lang="{}"').format(other)
