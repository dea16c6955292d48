"""The line above a chart: what is counted, and what its marks mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # nosec B405

from app.reports.charts.elements import SMALL, WIDTH, Drawing, hollow, text
from app.reports.charts.measure import shortened, width

_SWATCH = 18
_GAP = 18
_HIGH = 22


@dataclass(frozen=True)
class Entry:
    """``swatch(x, middle)`` draws a mark, 18 pixels wide and up to 14 high."""

    words: str
    swatch: Callable[[float, float], Element]


def withheld(words: str) -> Entry:
    """What the hatched mark is."""
    return Entry(words, lambda x, middle: hollow(x, middle - 6, _SWATCH, 12))


def legend(unit: str, entries: Sequence[Entry] = ()) -> Drawing:
    """The unit, then the entries, in as many lines as they need."""
    elements = [text(shortened(unit, SMALL, WIDTH), 0, _HIGH / 2, look="ch-muted", size=SMALL)] if unit else []
    x, middle = (width(unit, SMALL) + _GAP if unit else 0.0), _HIGH / 2
    for entry in entries:
        words = shortened(entry.words, SMALL, WIDTH - _SWATCH - 6)
        wide = _SWATCH + 6 + width(words, SMALL)
        if x and x + wide > WIDTH:
            x, middle = 0.0, middle + _HIGH
        elements += [entry.swatch(x, middle), text(words, x + _SWATCH + 6, middle, size=SMALL)]
        x += wide + _GAP
    return Drawing(middle + _HIGH / 2 + 4 if elements else 0.0, tuple(elements))
