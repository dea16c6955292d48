"""Slip values -> PDF: fills the template, and makes the type smaller until each slip is one page."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import pdf
from app.errors import WegweiserError
from referrals.slip.values import Slip, Text

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SIZES = {"A4": 9.2, "A5": 6.5}
LARGE_SIZES = {"A4": 17.0, "A5": 12.0}
SMALLEST_SIZE = 5.0
STEP = 0.94
MARGINS = {"A4": "10mm 14mm 8mm", "A5": "7mm 10mm 6mm"}


class DoesNotFit(WegweiserError):
    """The slip is longer than a page even in the smallest type."""


def render(*slips: Slip) -> bytes:
    """One PDF with one page for each slip. Raises DoesNotFit, pdf.FontsMissing."""
    first, *rest = [_fitted(slip) for slip in slips]
    return first.bytes(*rest)


def _fitted(slip: Slip) -> pdf.Layout:
    for size in _sizes(slip):
        layout = pdf.lay_out(html(slip, size), (_style(), _page_style(slip.paper)))
        if layout.pages == 1:
            return layout
    raise DoesNotFit(f"The slip does not fit on one page {slip.paper}; choose a larger paper or fewer offices.")


def _sizes(slip: Slip) -> Iterator[float]:
    size = (LARGE_SIZES if slip.large else SIZES)[slip.paper]
    while size >= SMALLEST_SIZE:
        yield round(size, 2)
        size *= STEP


def html(slip: Slip, size: float) -> str:
    """The page in this type size (points)."""
    language = slip.language
    attributes = f' lang="{language.tag}"' + (' dir="rtl"' if language.rtl else "") if language else ""
    return (
        _environment()
        .get_template("print/card.html" if slip.numbers else "print/slip.html")
        .render(
            slip=slip,
            size=size,
            o=language is not None,
            attrs=Markup(attributes),  # noqa: S704 - tag and direction come from the list of languages
            script=" arab" if language and language.script == "Arab" else "",
        )
    )


def runs(text: Text) -> Markup:
    """Text with its languages and directions as markup."""
    return Markup("").join(
        Markup('<bdi dir="ltr"{}>{}</bdi>').format(_lang(run.lang), run.text) if run.isolated else escape(run.text)
        for run in text
    )


def _lang(tag: str) -> Markup:
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


@lru_cache(maxsize=256)
def qr(content: str) -> str:
    """A QR code as the address of a PNG image. Black squares, one pixel each: the style sheet scales them."""
    # A fixed mask saves most of the time, and every reader copes with it.
    uri: str = segno.make(content, error="m", mask=2, micro=False).png_data_uri(border=0)
    return uri


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters.update(runs=runs, qr=qr)
    return environment


@cache
def _style() -> str:
    return (TEMPLATES / "print" / "slip.css").read_text(encoding="utf-8")


def _page_style(paper: str) -> str:
    return f"@page {{ size: {paper}; margin: {MARGINS[paper]} }}"
