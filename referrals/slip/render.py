"""Slip values -> PDF: fills the template, and makes the type smaller until each slip is one page."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import sqrt
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import pdf
from app.errors import WegweiserError
from referrals.slip.values import Slip, Text

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MARGINS = {"A4": "9mm 12mm 8mm", "A5": "6mm 8mm 6mm"}
RELATIVE_SIZE = {"A4": 1.0, "A5": 1 / 2**0.5}
LARGEST_TYPE = 12.0
LARGEST_LARGE_TYPE = 20.0
SMALLEST_TYPE = 6.5
STEP = 0.96
BLANK_CODE = "0000-0000-000"
MOST_KEPT = 16


class DoesNotFit(WegweiserError):
    """The slip is longer than a page even in the smallest type."""


def render(*slips: Slip) -> bytes:
    """One PDF with one page for each slip. Raises DoesNotFit, pdf.FontsMissing."""
    kept = _kept_layouts()
    used = []
    for slip, blank in map(_blanked, slips):
        layout = kept.pop(blank) if blank in kept else _fitted(blank)
        used.append((blank, _filled(layout, slip)))
    first, *rest = [layout for _, layout in used]
    content = first.bytes(*rest)
    # Put back only now: the same slip twice in one file needs two layouts.
    kept.update((blank, layout) for blank, layout in used if blank.staff is not None)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
    return content


# The same slip with another code is not laid out again. Layouts may not change threads. They hold no more than what is
# printed all day for everybody, and the last code; neutral cards are not kept.
_local = threading.local()


def _kept_layouts() -> OrderedDict[Slip, pdf.Layout]:
    layouts: OrderedDict[Slip, pdf.Layout] = _local.__dict__.setdefault("layouts", OrderedDict())
    return layouts


def _blanked(slip: Slip) -> tuple[Slip, Slip]:
    """The slip, and the same with a blank instead of its code."""
    if slip.staff is None or slip.staff.code is None:
        return slip, slip
    return slip, replace(slip, staff=replace(slip.staff, code=BLANK_CODE))


def _filled(layout: pdf.Layout, slip: Slip) -> pdf.Layout:
    if slip.staff and slip.staff.code:
        layout.fill(slip.staff.code, qr(slip.staff.code))
    return layout


def _fitted(slip: Slip) -> pdf.Layout:
    for size in _sizes(slip):
        layout = pdf.lay_out(html(slip, size), styles(slip), BLANK_CODE)
        if layout.pages == 1:
            return layout
    raise DoesNotFit(f"The slip does not fit on one page {slip.paper}; choose a larger paper or fewer offices.")


def _sizes(slip: Slip) -> Iterator[float]:
    """Type sizes to try (points on A4), from the one that the amount of text suggests."""
    size = min(_fitting(slip), LARGEST_LARGE_TYPE if slip.large else LARGEST_TYPE)
    while size >= SMALLEST_TYPE:
        yield round(size * RELATIVE_SIZE[slip.paper], 2)
        size *= STEP


def _fitting(slip: Slip) -> float:
    """A size that nearly always fits at the first try: laying out again costs as much as the first time.

    Fitted to the largest sizes of a hundred slips from the example directory; off by 4 % (standard deviation).
    """
    size = 438 / sqrt(slip.characters + 700)
    if slip.language and slip.language.script == "Arab":
        size *= 0.96
    return size * 1.25 if slip.large else size


def html(slip: Slip, size: float) -> str:
    """The page in this type size (points)."""
    language = slip.language
    direction = Markup(' dir="rtl"') if language and language.rtl else Markup("")
    return (
        _environment()
        .get_template("print/card.html" if slip.numbers else "print/slip.html")
        .render(
            slip=slip,
            size=size,
            o=language is not None,
            attrs=_lang(language.tag) + direction if language else "",
            script=" arab" if language and language.script == "Arab" else "",
        )
    )


def styles(slip: Slip) -> tuple[str, str]:
    """The style sheets of the slip's page."""
    return _style(), f"@page {{ size: {slip.paper}; margin: {MARGINS[slip.paper]} }}"


def runs(text: Text) -> Markup:
    """Text with its languages and directions as markup."""
    return Markup("").join(
        Markup('<bdi dir="ltr"{}>{}</bdi>').format(_lang(run.lang), run.text) if run.isolated else escape(run.text)
        for run in text
    )


def _lang(tag: str) -> Markup:
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


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
