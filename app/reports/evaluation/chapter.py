"""What a chapter and a whole report are. Plain values."""

import re
from dataclasses import dataclass
from datetime import date

from app.reports.evaluation.span import Span
from app.reports.values import Section

# What people put before an item: a bullet, or its number.
_SIGN = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Chapter:
    """``paragraphs`` and ``sections`` come from the program, ``own`` are the analysts' paragraphs in ``own_language``.

    A chapter that is not ``editable`` has no text of its own. ``numbered``: its own paragraphs are items of a list.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    own: tuple[str, ...] = ()
    own_language: str = ""
    editable: bool = True
    numbered: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report in one language (``de`` or ``en``).

    ``sender`` are the lines of the letterhead, name first, ``facts`` those below the title, ``warning`` is one that
    must not be overlooked; ``hash`` is one over all releases (see app.reports.evaluation.annex).
    """

    language: str
    title: str
    subtitle: str
    span: Span
    sender: tuple[str, ...]
    facts: tuple[str, ...]
    contents_title: str
    chapters: tuple[Chapter, ...]
    hash: str
    made_on: date
    page_text: str
    """``Page {page} of {pages}`` with the names in braces."""
    warning: str = ""


def paragraphs(text: str) -> tuple[str, ...]:
    """Plain text as paragraphs: blank lines divide them, single breaks stay."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    lines = ("\n".join(line.strip() for line in block.split("\n")).strip() for block in blocks)
    return tuple(block for block in lines if block)


def items(text: str) -> tuple[str, ...]:
    """Plain text as the items of a list: one a line; bullets and numbers at its beginning go."""
    lines = (_SIGN.sub("", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
