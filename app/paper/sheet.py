"""The blank tally sheet as PDF: one page to fill in by hand, and the signs on the pages after it. In German."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import pdf
from app.catalogue import catalogue
from app.formatting import short_date
from app.paper.legend import Legend, covered_sign, language_signs, office_numbers, topic_sign, topic_signs
from app.paper.signs import COLUMNS, Column

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ROWS = 25
"""Contacts on a page: lines of 6.4 mm."""
LINES = 46
"""Lines of the legend on a page."""
Named = tuple[str, str]
"""A sign and what it stands for."""


def render(legend: Legend, today: date) -> bytes:
    """The PDF. Raises pdf.FontsMissing."""
    return _rendered(html(legend, today))


@lru_cache(maxsize=2)
def _rendered(page: str) -> bytes:
    # A thread of its own, gone afterwards with its fonts and styles: the sheet is rare, and slips must not wait.
    with ThreadPoolExecutor(1, thread_name_prefix="paper") as fresh:
        return fresh.submit(_written, page).result()


def _written(page: str) -> bytes:
    return pdf.write(pdf.lay_out(page, (_style(),)), alphabets={}).filled({}, {})


def html(legend: Legend, today: date) -> str:
    """The pages as well-formed markup."""
    return (
        _environment()
        .get_template("print/tally.html")
        .render(
            rows=ROWS,
            as_of=short_date(today),
            columns=[_column(column) for column in COLUMNS],
            topics=spread(_topics(legend), columns=4, width=42),
            languages=spread([[named] for named in _languages(legend)], columns=6, width=30),
            offices=spread([[named] for named in _offices(legend)], columns=3, width=56),
        )
    )


def spread(blocks: Sequence[Sequence[Named]], *, columns: int, width: int) -> list[list[list[Sequence[Named]]]]:
    """Pages of columns of blocks that stay together, as even as can be; ``width`` is the characters of a line.

    WeasyPrint's own columns take seven times as long.
    """
    heights = [sum(-(-len(" ".join(named)) // width) for named in block) + (len(block) > 1) for block in blocks]
    height = min(LINES, -(-sum(heights) // columns))
    while True:
        filled: list[list[Sequence[Named]]] = [[]]
        used = 0
        for block, tall in zip(blocks, heights, strict=True):
            if filled[-1] and used + tall > height:
                filled.append([])
                used = 0
            filled[-1].append(block)
            used += tall
        if len(filled) <= columns or height >= LINES:
            return [filled[first : first + columns] for first in range(0, len(filled), columns)]
        height += 1


def _topics(legend: Legend) -> list[list[Named]]:
    """Each topic with its subtopics. Those that are protected have no sign of their own and are not named."""
    by_topic, found = topic_signs(legend.vocabulary), []
    for topic in legend.vocabulary.topics.values():
        covered = covered_sign(topic)
        found.append(
            [
                (topic_sign(topic).upper(), topic.label.de),
                *((by_topic[one.id].upper(), one.label.de) for one in topic.subtopics if not one.protected),
                *([(covered.upper().replace("-", "–"), "nicht zu benennen")] if covered in legend.covered else []),
            ]
        )
    return found


def _languages(legend: Legend) -> list[Named]:
    signs = language_signs(legend.vocabulary)
    return [
        (signs[one.tag], f"({one.key}) {one.name_de}" if one.key else one.name_de)
        for one in legend.vocabulary.languages.values()
    ]


def _offices(legend: Legend) -> list[Named]:
    numbers = office_numbers(legend.offices)
    return sorted(((numbers[one.id], one.name_de) for one in legend.keepable()), key=lambda one: one[1].casefold())


def _column(column: Column) -> dict[str, Any]:
    """Its title and signs; the usual one holds where none is circled."""
    german = catalogue("de").gettext
    return {
        "name": column.name,
        "title": german(column.title),
        "signs": [(choice.sign.upper(), choice.value == column.usual) for choice in column.choices],
        "labels": [
            (choice.sign.upper(), german(choice.label)) for choice in column.choices if choice.sign != choice.label
        ],
    }


@lru_cache(maxsize=1)
def _style() -> str:
    return (TEMPLATES / "print" / "tally.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
