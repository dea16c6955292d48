"""Slip values -> PDF: fills the template, and makes the type smaller until each slip is one page."""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import pdf
from app.errors import WegweiserError
from referrals.slip.code import ALPHABET
from referrals.slip.values import Pair, Run, Slip, Text

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OTHER_SCRIPTS = ("Arab", "Hebr", "Deva", "Beng", "Ethi", "Geor", "Hans")
"""Scripts with a font of their own, for which the style sheet has a class."""
MARGINS = {"A4": "9mm 12mm 8mm", "A5": "6mm 8mm 6mm"}
RELATIVE_SIZE = {"A4": 1.0, "A5": 1 / 2**0.5}
LARGEST_TYPE = 12.0
LARGEST_LARGE_TYPE = 20.0
SMALLEST_TYPE = 6.5
STEP = 0.96
BLANK_CODE = "0000-0000-000"
BLANK_DATE = "00.00.0000"
ALPHABETS = {BLANK_CODE: f"{ALPHABET}-", BLANK_DATE: "0123456789."}
MOST_KEPT = 64
LONGEST_IN_ONE_LINE = 28
"""Characters that fit into a line of the visitor's column in any case."""


NO_BREAK_SPACE = "\u00a0"
_IN_ONE_LINE = re.compile(r"(?:\+\d+|§)(?: \d+)+")
"""Phone numbers and paragraphs of law."""


_WIDE_SCRIPTS = {"Arab": 0.96, "Ethi": 0.97, "Geor": 0.95}


class DoesNotFit(WegweiserError):
    """The slip is longer than a page even in the smallest type."""


def render(*slips: Slip) -> bytes:
    """One PDF with one page for each slip. Raises DoesNotFit, pdf.FontsMissing."""
    blank = tuple(map(_blanked, slips))
    master = _masters.get(blank) or _kept(blank, write(blank))
    texts = {BLANK_DATE: next((slip.date for slip in slips if slip.date), "")}
    code = next((slip.staff.code for slip in slips if slip.staff and slip.staff.code), None)
    if code is None:
        return master.filled(texts, {})
    return master.filled({**texts, BLANK_CODE: code}, {BLANK_CODE: qr(code)})


def write(blank: tuple[Slip, ...]) -> pdf.Master:
    """Slips with blanks, laid out and written. Raises DoesNotFit, pdf.FontsMissing."""
    return pdf.write(*map(_fitted, blank), alphabets=ALPHABETS)


class _Masters:
    """Written slips without date and code, by all that they say: another date or code is filled in at once.

    Whatever changes about an office, a rule or a word makes another slip, and the old one is soon the oldest.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Slip, ...], pdf.Master] = OrderedDict()

    def get(self, slips: tuple[Slip, ...]) -> pdf.Master | None:
        """The one of these slips, if it is kept."""
        with self._lock:
            if slips in self._known:
                self._known.move_to_end(slips)
            return self._known.get(slips)

    def put(self, slips: tuple[Slip, ...], master: pdf.Master) -> None:
        """Keep it, and forget the one that was not used for longest if there are too many."""
        with self._lock:
            self._known[slips] = master
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)


_masters = _Masters()


def _kept(slips: tuple[Slip, ...], master: pdf.Master) -> pdf.Master:
    # Neutral cards are not kept: nothing of a protected visit outlives it.
    if all(slip.staff for slip in slips):
        _masters.put(slips, master)
    return master


def _blanked(slip: Slip) -> Slip:
    """The same slip with blanks in the places of date and code."""
    if slip.date:
        issued = tuple(_with_blank_date(pair, slip.date) for pair in slip.issued)
        slip = replace(slip, date=BLANK_DATE, issued=issued)
    if slip.staff and slip.staff.code:
        slip = replace(slip, staff=replace(slip.staff, code=BLANK_CODE))
    return slip


def _with_blank_date(pair: Pair, day: str) -> Pair:
    return Pair(
        pair.german.replace(day, BLANK_DATE),
        tuple(replace(run, text=run.text.replace(day, BLANK_DATE)) for run in pair.other),
    )


def _fitted(slip: Slip) -> pdf.Layout:
    for size in _sizes(slip):
        layout = pdf.lay_out(html(slip, size), styles(slip))
        if layout.pages == 1:
            return layout
    raise DoesNotFit(f"The slip does not fit on one page {slip.paper}; choose a larger paper or fewer offices.")


def _sizes(slip: Slip) -> Iterator[float]:
    """Type sizes to try (points), from the one that the amount of text suggests.

    They are steps of one ladder: the styles of a size that was used before are known.
    """
    wanted = _fitting(slip)
    size = LARGEST_LARGE_TYPE if slip.large else LARGEST_TYPE
    while size >= SMALLEST_TYPE:
        if size <= wanted:
            yield round(size * RELATIVE_SIZE[slip.paper], 2)
        size *= STEP


def _fitting(slip: Slip) -> float:
    """A size that nearly always fits at the first try: laying out again costs as much as the first time.

    Fitted to the largest sizes of 360 slips in all languages: 1 in 100 is laid out twice, and the type is three
    quarters of a step smaller than it could be.
    """
    size = 438 / sqrt(slip.characters + 700)
    if slip.language:
        size *= _WIDE_SCRIPTS.get(slip.language.script, 1)
    return size * 1.25 if slip.large else size


def html(slip: Slip, size: float) -> str:
    """The page in this type size (points)."""
    language = slip.language
    direction = Markup(' dir="rtl"') if language and language.rtl else Markup("")
    page = (
        _environment()
        .get_template("print/card.html" if slip.numbers else "print/slip.html")
        .render(
            slip=slip,
            size=size,
            o=language is not None,
            attrs=_lang(language.tag) + direction if language else "",
            script=f" {language.script.lower()}" if language and language.script in OTHER_SCRIPTS else "",
        )
    )
    page = _IN_ONE_LINE.sub(lambda number: number[0].replace(" ", NO_BREAK_SPACE), page)
    # A text of its own, so that another date can be filled in.
    return page.replace(BLANK_DATE, f'<span class="fill">{BLANK_DATE}</span>')


def styles(slip: Slip) -> tuple[str, str]:
    """The style sheets of the slip's page."""
    return _style(), f"@page {{ size: {slip.paper}; margin: {MARGINS[slip.paper]} }}"


def runs(text: Text) -> Markup:
    """Text with its languages and directions as markup."""
    return Markup("").join(_isolated(run) if run.isolated else escape(run.text) for run in text)


def _isolated(run: Run) -> Markup:
    # In a text from right to left, a break inside would exchange the halves.
    if len(run.text) > LONGEST_IN_ONE_LINE:
        return Markup('<span dir="ltr"{} class="long">{}</span>').format(_lang(run.lang), run.text)
    return Markup('<span dir="ltr"{}>{}</span>').format(_lang(run.lang), run.text.replace(" ", NO_BREAK_SPACE))


def _lang(tag: str) -> Markup:
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


def qr(content: str) -> str:
    """A QR code as the address of a PNG image. Black squares, one pixel each: the style sheet scales them."""
    # A fixed mask saves most of the time, and every reader copes with it.
    uri: str = segno.make(content, error="m", mask=2, micro=False).png_data_uri(border=0)
    return uri


# For what is the same on many slips: web addresses and the blank.
_kept_qr = lru_cache(qr)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters.update(runs=runs, qr=_kept_qr)
    return environment


@cache
def _style() -> str:
    return (TEMPLATES / "print" / "slip.css").read_text(encoding="utf-8")
