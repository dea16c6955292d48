"""A letter on paper (DIN 5008, form B) from plain text, as a PDF that is PDF/UA-1 and PDF/A-3a like every other."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import pdf

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
BULLET = "- "


@dataclass(frozen=True)
class Letter:
    """A letter in German. ``sender`` and ``recipient`` are lines of an address, name first; ``place_and_day`` is
    ``Leipzig, 23. November 2026``; in ``text`` blank lines divide paragraphs, and lines with ``- `` are a list.
    """

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_day: str
    subject: str
    text: str
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list."""

    lines: tuple[str, ...]
    is_list: bool


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists of a plain text."""
    parts = [[line.strip() for line in part.splitlines() if line.strip()] for part in text.split("\n\n")]
    return tuple(_block(lines) for lines in parts if lines)


# Fonts may not be shared between threads, and each thread that lays out loads its own.
_layouter = ThreadPoolExecutor(1, thread_name_prefix="letters")


def render(letter: Letter) -> bytes:
    """The PDF. Raises pdf.FontsMissing."""
    return _layouter.submit(_rendered, letter).result()


def _rendered(letter: Letter) -> bytes:
    environment = _environment()
    page = environment.get_template("print/letter.html").render(letter=letter, blocks=blocks(letter.text))
    style = environment.get_template("print/letter.css").render()
    return pdf.write(pdf.lay_out(page, [style]), alphabets={}).filled({}, {})


def _block(lines: Sequence[str]) -> Block:
    if all(line.startswith(BULLET) for line in lines):
        return Block(tuple(line.removeprefix(BULLET) for line in lines), is_list=True)
    return Block(tuple(lines), is_list=False)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
