"""What WeasyPrint leaves out for readers of the structure: the language of each element, the scope of table headers,
and the text of lines whose glyphs do not tell it.

Its functions are wrapped once, when this module is imported, and do nothing more than before outside of ``Marks``.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.pdf import tags
from weasyprint.text.ffi import pango

from app.pdf.drawing import draw_line

# Devanagari and Bengali: vowel signs stand before the letter they follow in the text, and letters join to one glyph.
_COMPLEX = re.compile("[\u0900-\u09ff]")
_GLYPHS = re.compile("<([0-9a-f]*)>")
_BRACKETS = "()[]{}<>«»‹›"
_MIRRORED = dict(zip(_BRACKETS, (_BRACKETS[place ^ 1] for place in range(len(_BRACKETS))), strict=True))


class UnreadableBlank(ValueError):
    """The signs of a blank are not one glyph each, so it cannot be filled."""


@dataclass(frozen=True)
class Blank:
    """Where a blank text is drawn: an operator of a content stream, and the glyph of each sign it can hold."""

    name: str
    operator: int
    glyphs: Mapping[str, str]


@dataclass
class Marks:
    """What is noticed while a document is written. ``alphabets``: the signs that each blank text can be filled with.

    ``blanks`` are with their content streams; ``pictures``, with the blank that describes them, are their structure
    elements and images.
    """

    alphabets: Mapping[str, str]
    blanks: list[tuple[Any, Blank]] = field(default_factory=list)
    pictures: list[tuple[str, Any, Any]] = field(default_factory=list)


_local = threading.local()


@contextmanager
def noticing(marks: Marks) -> Iterator[None]:
    """Add to ``marks`` what this thread writes in the block, with language, scope and text of lines."""
    _local.marks = marks
    try:
        yield
    finally:
        _local.marks = None


def _current() -> Marks | None:
    marks: Marks | None = getattr(_local, "marks", None)
    return marks


_build_box_tree = tags._build_box_tree
_draw_first_line = drawing.draw_first_line


def _described(box: Any, *rest: Any) -> Iterator[Any]:
    """The structure elements of a box, with the language and the scope of its HTML element."""
    marks = _current()
    for element in _build_box_tree(box, *rest):
        if marks is not None and box.element is not None:
            attributes = box.element.attrib
            if (language := attributes.get("lang")) and box.element.tag != "html":
                element["Lang"] = pydyf.String(language)
            if (scope := attributes.get("scope")) and element["S"] == "/TH":
                element["A"]["Scope"] = "/Row" if scope == "row" else "/Column"
            if element["S"] == "/Figure" and attributes.get("alt") in marks.alphabets:
                marks.pictures.append((attributes["alt"], element, box.replacement))
        yield element


def _read_back(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line of text, with the text itself where pdfium and others cannot tell it from the glyphs."""
    marks = _current()
    if marks is None:
        return _draw_first_line(stream, textbox, *rest)
    text = textbox.text
    # Never on lines from right to left: readers reverse the text that is given for them.
    spelled = _COMPLEX.search(text) is not None
    if spelled:
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
    known = {key: len(font.to_unicode) for key, font in stream._fonts.items()}
    emojis = draw_line(stream, textbox, *rest)
    if textbox.style["direction"] == "rtl":
        _name_by_shape(stream, known)
    if spelled:
        stream.end_marked_content()
    if text in marks.alphabets:
        operator = len(stream.stream) - 1
        glyphs = _glyphs(stream, textbox, marks.alphabets[text], *rest)
        marks.blanks.append((stream, Blank(text, operator, glyphs)))
    return emojis


def _name_by_shape(stream: Any, known: Mapping[Any, int]) -> None:
    """Brackets that were first met from right to left: their glyphs are mirrored, and readers mirror them back."""
    for key, font in stream._fonts.items():
        for glyph, sign in list(islice(font.to_unicode.items(), known.get(key, 0), None)):
            font.to_unicode[glyph] = _MIRRORED.get(sign, sign)


class _Reader:
    """Takes the place of a content stream, to see which glyphs are drawn and to have them in the font."""

    def __init__(self, stream: Any) -> None:
        self.add_font = stream.add_font
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.shown: list[str] = []

    def show_text(self, shown: str) -> None:
        self.shown += _GLYPHS.findall(shown)

    def set_text_matrix(self, *_matrix: float) -> None:
        """Where it would be drawn does not matter."""

    def set_font_size(self, *_font: Any) -> None:
        """Neither does how large."""


def _glyphs(stream: Any, textbox: Any, alphabet: str, *rest: Any) -> dict[str, str]:
    """The glyph of each sign as in the content stream, four hexadecimal digits. Raises UnreadableBlank."""
    layout = textbox.pango_layout
    before = layout.text
    pango.pango_layout_set_width(layout.layout, -1)
    layout.set_text(alphabet)
    reader = _Reader(stream)
    draw_line(reader, textbox, *rest)
    layout.set_text(before)
    shown = "".join(reader.shown)
    glyphs = [shown[start : start + 4] for start in range(0, len(shown), 4)]
    if len(glyphs) != len(alphabet):
        raise UnreadableBlank(f"{len(alphabet)} signs are {len(glyphs)} glyphs")
    return dict(zip(alphabet, glyphs, strict=True))


tags._build_box_tree = _described
drawing.draw_first_line = _read_back
