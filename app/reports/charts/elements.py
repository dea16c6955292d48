"""The few elements that a chart is made of: each has a class for the page, and its look as attributes for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # nosec B405

from babel.numbers import format_decimal

from app.reports.charts.measure import printable
from app.reports.charts.palette import LOOKS

WIDTH = 500
"""Of every chart, in its own pixels; the page and the paper scale it."""
SIZE = 14
SMALL = 12.5
STUB = 14
"""How long a mark of something withheld is: it has a place, and no size."""
LINE = 1.2
_HATCH = 4.0
_DOWN = 0.36
"""From the middle of a line to its base line, in em."""


@dataclass(frozen=True)
class Drawing:
    """Elements, from the top downwards, and how high they are together."""

    height: float
    elements: tuple[Element, ...]


def number(value: int, locale: str) -> str:
    """As it is written in this language: ``1.235`` or ``1,235``."""
    return format_decimal(value, locale=locale)


def element(tag: str, look: str = "", *children: Element, **attributes: object) -> Element:
    """An element of this look (a class of the palette); ``stroke_width=2`` is the attribute ``stroke-width``."""
    made = Element(tag)
    if look:
        made.attrib.update({"class": look} | LOOKS[look])
    made.attrib.update({name.replace("_", "-"): _short(value) for name, value in attributes.items()})
    made.extend(children)
    return made


def _short(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def moved(down: float, *children: Element) -> Element:
    """These elements, further down."""
    return element("g", "", *children, transform=f"translate(0 {_short(float(down))})")


def mark(words: str, *shapes: Element) -> Element:
    """Shapes that stand for one number; pointed at, they say it in these words."""
    title = element("title")
    title.text = printable(words)
    return element("g", "ch-mark", title, *shapes)


def text(
    lines: str | Sequence[str],
    x: float,
    middle: float,
    *,
    look: str = "ch-text",
    size: float = SIZE,
    anchor: str = "start",
    bold: bool = False,
) -> Element:
    """One or several lines, vertically centred at ``middle``."""
    rows = (lines,) if isinstance(lines, str) else tuple(lines)
    first = middle - (len(rows) - 1) * size * LINE / 2 + _DOWN * size
    weight = {"font_weight": "bold"} if bold else {}
    parts = [
        element("text", look, x=float(x), y=first + place * size * LINE, text_anchor=anchor, font_size=size, **weight)
        for place, _ in enumerate(rows)
    ]
    for part, row in zip(parts, rows, strict=True):
        part.text = printable(row)
    return parts[0] if len(parts) == 1 else element("g", "", *parts)


def box(look: str, x: float, y: float, wide: float, high: float, **attributes: object) -> Element:
    """A rectangle."""
    return element("rect", look, x=float(x), y=float(y), width=float(wide), height=float(high), **attributes)


def line(look: str, x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Element:
    """A straight line."""
    return element("line", look, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)


def hatching(look: str, x: float, y: float, wide: float, high: float) -> Element:
    """Slanting lines within a rectangle. Drawn, since patterns need ids, and not every viewer has them."""
    path = []
    offset = _HATCH
    while offset < wide + high:
        # From the upper or right edge down to the left or lower one.
        x1, y1 = min(offset, wide), max(0.0, offset - wide)
        x2, y2 = max(0.0, offset - high), min(offset, high)
        path.append(f"M{_short(x + x1)} {_short(y + y1)}L{_short(x + x2)} {_short(y + y2)}")
        offset += _HATCH
    return element("path", look, d="".join(path))


def hollow(x: float, y: float, wide: float, high: float) -> Element:
    """The mark of what is withheld: hatched, with a broken edge."""
    edge = box("ch-withheld", x + 0.5, y + 0.5, wide - 1, high - 1, stroke_dasharray="3 2")
    return element("g", "", hatching("ch-withheld", x, y, wide, high), edge)
