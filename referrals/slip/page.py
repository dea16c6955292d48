"""A slip as a page of markup: fills the template with plain values."""

import re
from functools import cache, lru_cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from referrals.slip.values import Run, Slip, Text

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OTHER_SCRIPTS = ("Arab", "Hebr", "Deva", "Beng", "Ethi", "Geor", "Hans")
"""Scripts with a font of their own, for which the style sheet has a class."""
MARGINS = {"A4": "9mm 12mm 8mm", "A5": "6mm 8mm 6mm"}
BLANK_DATE = "00.00.0000"
"""Stands for the date of issue, so that another can be filled in."""
LONGEST_IN_ONE_LINE = 28
"""Characters that fit into a line of the visitor's column in any case."""
# In a text, not in an attribute.
_BLANK_DATE = re.compile(rf"{re.escape(BLANK_DATE)}(?=[^<>]*<)")
NO_BREAK_SPACE = "\u00a0"
WORD_JOINER = "\u2060"
# Phone numbers, paragraphs of law, lines of trams; words of one letter with the next, as Slavic print has it; a dot
# between two remarks with the first; day and month.
_IN_ONE_LINE = re.compile(
    r"(?:\+\d+|§|Tram|Bus|Haus)(?: \d+)+|(?<=[\s>(])[aiouwzksvвузсикоаіяAIOUWZKSVВУЗСИКОАІЯ] (?=[^\W\d_])| (?=· )"
    r"|(?<=\d\.) (?=[^\W\d_]+ \d{4})"
)


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
    return _BLANK_DATE.sub(rf'<span class="fill">{BLANK_DATE}</span>', page)


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


def address(web: str) -> str:
    """A web address that breaks after its slashes only: a hyphen at a line's end could belong to it or not."""
    return web.replace("-", f"-{WORD_JOINER}")


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
    environment.filters.update(runs=runs, qr=_kept_qr, address=address)
    return environment


@cache
def _style() -> str:
    return (TEMPLATES / "print" / "slip.css").read_text(encoding="utf-8")
