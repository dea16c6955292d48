"""How wide a text is, in the font of the PDFs: what fits into a place, and where a label is broken.

The font of the screen is a little narrower, so that what fits here fits there too.
"""

import re
from functools import cache, lru_cache

from fontTools.ttLib import TTFont

from app.assets import VENDOR

FONT = VENDOR / "print-fonts" / "NotoSans-Regular.ttf"
_OTHER_SCRIPTS = 1.0
"""Em; for what the font does not have, as wide as the widest."""
_BREAK = re.compile(r"(?<=[-/])|\s+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


@cache
def _advances() -> dict[int, float]:
    """Widths in em by code point. Raises OSError if the fonts have not been built."""
    with TTFont(FONT, lazy=True) as font:
        widths, em = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """Of one line, in pixels like ``size``."""
    advances = _advances()
    return size * sum(advances.get(ord(letter), _OTHER_SCRIPTS) for letter in text)


def printable(text: str) -> str:
    """Without what XML cannot say; breaks become blanks."""
    return _UNPRINTABLE.sub(" ", text)


def shortened(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is room for, and an ellipsis."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1].rstrip()
    return text + "…"


def wrapped(text: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines of this width; what is too much is an ellipsis."""
    lines: list[str] = []
    rest = " ".join(printable(text).split())
    while rest:
        if len(lines) == most - 1:
            return (*lines, shortened(rest, size, room))
        ends = [end for end in (*(found.start() for found in _BREAK.finditer(rest)), len(rest)) if end]
        fitting = [end for end in ends if width(rest[:end], size) <= room]
        end = fitting[-1] if fitting else ends[0]
        lines.append(shortened(rest[:end], size, room))
        rest = rest[end:].lstrip()
    return tuple(lines)
