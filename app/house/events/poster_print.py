"""Poster values -> PDF: one page of A4 or A3, in the largest type that fits."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import pdf
from app.errors import N_, WegweiserError
from app.house.events.poster import Poster
from referrals.slip.page import NO_BREAK_SPACE, OTHER_SCRIPTS, address, qr
from referrals.slip.values import Text

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
WIDTHS = {"A4": 210.0, "A3": 297.0}
"""Millimetres. Everything else on the page is measured in the type size, so that A3 is A4 made larger."""
MARGIN = 0.062
"""Of the width."""
SIZES = [round(24 * 0.97**step, 2) for step in range(43)]
"""Type sizes to try on A4, in points, the largest first; the smallest is 6.7."""
POINTS = 72 / 25.4
LONGEST_TITLES = ((24, 3.6), (45, 3.0), (80, 2.5), (130, 2.1))
"""Characters, and how many times as large as the text a title up to that length is."""
SMALLEST_TITLE = 1.8
WIDTH_OF_A_SIGN = 0.6
"""Of its size, in bold, on average of a German word."""
# Between the parts of a telephone number.
_NUMBER = re.compile(r"(?<=\d) (?=\d)")


class TooMuchText(WegweiserError):
    """The poster is longer than a page even in the smallest type."""


def render(poster: Poster) -> bytes:
    """The PDF. Raises TooMuchText, pdf.FontsMissing."""
    # A thread of its own, gone afterwards with its fonts and styles: posters are rare, and slips must not wait.
    with ThreadPoolExecutor(1, thread_name_prefix="poster") as fresh:
        return fresh.submit(_rendered, poster).result()


def _rendered(poster: Poster) -> bytes:
    return pdf.write(_fitted(poster), alphabets={}).filled({}, {})


def _fitted(poster: Poster) -> pdf.Layout:
    """The layout in the largest size in which it is one page: sizes are halved, not tried one by one."""
    scale = WIDTHS[poster.paper] / WIDTHS["A4"]
    best = None
    first, last = 0, len(SIZES) - 1
    while first <= last:
        middle = (first + last) // 2
        layout = pdf.lay_out(html(poster, SIZES[middle] * scale), _styles(poster))
        if layout.pages == 1:
            best, last = layout, middle - 1
        else:
            first = middle + 1
    if best is None:
        raise TooMuchText(
            N_("The poster does not fit on one page. Choose A3, fewer languages, or a shorter description.")
        )
    return best


def html(poster: Poster, size: float) -> str:
    """The page in this type size (points)."""
    page = (
        _environment()
        .get_template("print/poster.html")
        .render(
            poster=poster,
            size=round(size, 2),
            title_size=round(_title_size(poster.title, WIDTHS[poster.paper], size), 2),
            pairs=_pairs(poster),
            scripts=OTHER_SCRIPTS,
        )
    )
    return _NUMBER.sub(NO_BREAK_SPACE, page)


def runs(text: Text) -> Markup:
    """Text with its languages and directions as markup. What is isolated is a block of its own in the line."""
    return Markup("").join(
        Markup('<span dir="ltr"{} class="one">{}</span>').format(
            Markup(' lang="{}"').format(run.lang) if run.lang else "", run.text
        )
        if run.isolated
        else escape(run.text)
        for run in text
    )


def _title_size(title: str, width: float, size: float) -> float:
    """How many times as large as the text: smaller the longer it is, and no word wider than the page."""
    wanted = next((times for length, times in LONGEST_TITLES if len(title) <= length), SMALLEST_TITLE)
    room = width * (1 - 2 * MARGIN) * POINTS / size
    longest = max(map(len, title.replace("-", "- ").split()), default=1)
    return min(wanted, room / (longest * WIDTH_OF_A_SIGN))


def _pairs(poster: Poster) -> list[Sequence[object]]:
    """Two blocks beside each other; one that is left over has the whole width."""
    blocks = poster.blocks
    return [blocks[start : start + 2] for start in range(0, len(blocks), 2)]


def _styles(poster: Poster) -> tuple[str, str]:
    margin = round(WIDTHS[poster.paper] * MARGIN, 1)
    return _style(), f"@page {{ size: {poster.paper}; margin: {margin}mm }}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters.update(runs=runs, qr=qr, address=address)
    return environment


@cache
def _style() -> str:
    return (TEMPLATES / "print" / "poster.css").read_text(encoding="utf-8")
