"""Reads printed slips back: text and pictures by pdfium, and the words that should be on the page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pypdfium2
from PIL.Image import Image

from referrals.slip.values import Pair, Row, Slip, Text

WORD = re.compile(r"[^\W_]+(?:[^\W_]|[\u0300-\u036f\u0654\u200c'’])*")


def page_count(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


def text_of(content: bytes) -> str:
    """The text of all pages; pdfium marks a hyphen at a line's end with U+FFFE."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")


def picture_of(content: bytes, scale: float = 3) -> Image:
    with pypdfium2.PdfDocument(content) as document:
        picture: Image = document[0].render(scale=scale).to_pil()
        return picture


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(unicodedata.normalize("NFC", text.replace("\u200c", ""))))


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def german_texts(slip: Slip) -> Iterator[str]:
    """The left column, and the facts that are printed once."""
    yield from (pair.german for pair in _pairs(slip))
    if slip.place:
        yield slip.place.name
        yield from slip.place.address
        yield from (line.value for line in slip.place.lines)
    yield from (span for row in slip.hours for span in row.times)
    for also in slip.also:
        yield from (also.name, *also.facts)
    if slip.staff:
        yield from (slip.staff.title, *slip.staff.lines, slip.staff.code or "")


def other_texts(slip: Slip) -> Iterator[str]:
    """The right column."""
    yield from (plain(pair.other) for pair in _pairs(slip))
    yield from (plain(also.gloss) for also in slip.also)
    if slip.place:
        yield plain(slip.place.gloss)


def _pairs(slip: Slip) -> Iterator[Pair]:
    yield from (slip.title, *slip.issued, *slip.warnings, *slip.foot)
    for row in slip.rows:
        yield from _row(row)
    if slip.place:
        yield slip.place.instruction
        yield from (pair for pair in (slip.place.banner, slip.place.link_caption) if pair)
        yield from (line.label for line in slip.place.lines)
    if slip.hours and slip.hours_title:
        yield slip.hours_title
    yield from (row.label for row in slip.hours)
    if slip.also_title:
        yield slip.also_title
    for also in slip.also:
        yield from (also.heading, also.remarks)
    if slip.staff and slip.staff.show_this:
        yield slip.staff.show_this


def _row(row: Row) -> Iterator[Pair]:
    if row.heading:
        yield row.heading
    yield from (*row.sentences, *row.items)
    yield from (pair for one in row.coded for pair in (one.title, one.caption))
