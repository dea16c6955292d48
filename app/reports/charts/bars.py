"""Horizontal bars, whole or made of parts, each with its label before it."""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element  # nosec B405

from app.reports.charts.elements import (
    LINE,
    SIZE,
    SMALL,
    STUB,
    WIDTH,
    Drawing,
    box,
    element,
    hatching,
    hollow,
    line,
    mark,
    moved,
    number,
    text,
)
from app.reports.charts.legend import Entry, legend, withheld
from app.reports.charts.measure import width, wrapped
from app.reports.charts.palette import SERIES
from app.reports.charts.values import Bar, Bars, Stack

_LABELS = 190
_THICK = 18
_BETWEEN = 8
_GAP = 8
_SLACK = 3
"""Some letters reach beyond their width."""


class _Rows:
    """Where the rows of a chart are: ``left`` of the bars, and for each row its lines and its middle."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.lines = [wrapped(label, SIZE, _LABELS, 3) or ("",) for label in labels]
        widest = max((width(one, SIZE) for lines in self.lines for one in lines), default=0.0)
        self.left = min(_LABELS, widest) + _GAP + _SLACK
        self.middles = []
        self.height = 0.0
        for lines in self.lines:
            high = max(_THICK + _BETWEEN, len(lines) * SIZE * LINE + _BETWEEN)
            self.middles.append(self.height + high / 2)
            self.height += high

    def label(self, row: int) -> Element:
        return text(self.lines[row], self.left - _GAP, self.middles[row], anchor="end")

    def area(self, row: int) -> Element:
        """All of the row answers when it is pointed at."""
        return box("ch-area", 0, self.middles[row] - _THICK / 2 - 3, WIDTH, _THICK + 6)

    def axis(self) -> Element:
        return line("ch-axis", self.left, 0, self.left, self.height)


def draw_bars(chart: Bars, _locale: str) -> Drawing:
    """Bars with the number at their end; the period before is an upright stroke."""
    rows = _Rows([bar.label for bar in chart.bars])
    most = max((value for bar in chart.bars for value in (bar.value, bar.before) if value), default=0)
    numbers = max((width(bar.text, SIZE) for bar in chart.bars), default=0.0)
    scale = (WIDTH - rows.left - numbers - _GAP - 4) / (most or 1)
    entries = [Entry(chart.before, lambda x, middle: _stroke(x + 9, middle))] if chart.before else []
    head = legend(chart.unit, entries)
    marks = [_bar(chart, bar, row, rows, scale) for row, bar in enumerate(chart.bars)]
    return Drawing(head.height + rows.height + 4, (*head.elements, moved(head.height, *marks, rows.axis())))


def _bar(chart: Bars, bar: Bar, row: int, rows: _Rows, scale: float) -> Element:
    middle = rows.middles[row]
    long = STUB if bar.value is None else bar.value * scale
    words = f"{bar.label}: {bar.text}" + (f" ({chart.before}: {bar.before_text})" if bar.before_text else "")
    shapes = [rows.area(row), rows.label(row)]
    if bar.value is None:
        shapes.append(hollow(rows.left, middle - _THICK / 2, STUB, _THICK))
    elif long:
        shapes.append(box("ch-bar", rows.left, middle - _THICK / 2, long, _THICK))
    end = long
    if bar.before is not None:
        shapes.append(_stroke(rows.left + bar.before * scale, middle))
        # The number must not stand on the stroke.
        near = -6 < bar.before * scale - long < width(bar.text, SIZE) + _GAP
        end = bar.before * scale + 3 if near and bar.before * scale > long else long + (3 if near else 0)
    shapes.append(text(bar.text, rows.left + end + 6, middle))
    return mark(words, *shapes)


def _stroke(x: float, middle: float) -> Element:
    return box("ch-before", x - 2, middle - _THICK / 2 - 2, 4, _THICK + 4)


def draw_stack(chart: Stack, locale: str) -> Drawing:
    """Parts one after the other, as long as they are large, with their number where it fits."""
    rows = _Rows(chart.labels)
    most = max((sum(part or 0 for part in parts) for parts in chart.parts), default=0)
    stubs = max((parts.count(None) for parts in chart.parts), default=0)
    scale = (WIDTH - rows.left - stubs * (STUB + 2) - 4) / (most or 1)
    entries = [Entry(words, _swatch(place)) for place, words in enumerate(chart.series)]
    hidden = {_said(chart, row, place, locale) for row, place in _places(chart) if chart.parts[row][place] is None}
    head = legend(chart.unit, entries + ([withheld(", ".join(sorted(hidden)))] if hidden else []))
    marks = []
    for row, parts in enumerate(chart.parts):
        marks.append(rows.label(row))
        x = rows.left
        for place, part in enumerate(parts):
            long = STUB + 2 if part is None else part * scale
            said = _said(chart, row, place, locale)
            if long:
                words = f"{chart.labels[row]}, {chart.series[place]}: {said}"
                marks.append(mark(words, *_part(place, None if part is None else said, (x, rows.middles[row], long))))
            x += long
    return Drawing(head.height + rows.height + 4, (*head.elements, moved(head.height, *marks, rows.axis())))


def _places(chart: Stack) -> Iterator[tuple[int, int]]:
    return ((row, place) for row, parts in enumerate(chart.parts) for place, _ in enumerate(parts))


def _said(chart: Stack, row: int, place: int, locale: str) -> str:
    part = chart.parts[row][place]
    if chart.texts:
        return chart.texts[row][place]
    return chart.withheld if part is None else number(part, locale)


def _part(place: int, said: str | None, where: tuple[float, float, float]) -> list[Element]:
    x, middle, long = where
    top = middle - _THICK / 2
    if said is None:
        return [hollow(x + 1, top, STUB, _THICK)]
    # A gap between neighbours, so that they part without colours too.
    shapes = [_filled(place, x + 0.75, top, max(long - 1.5, 0.75), _THICK)]
    if width(said, SMALL) + 6 <= long and place < len(SERIES):
        shapes.append(text(said, x + long / 2, middle, look=f"ch-s{place}-text", size=SMALL, anchor="middle"))
    return shapes


def _filled(place: int, x: float, y: float, wide: float, high: float) -> Element:
    look = f"ch-s{place % len(SERIES)}"
    filled = box(look, x, y, wide, high)
    return filled if place < len(SERIES) else element("g", "", filled, hatching(f"{look}-over", x, y, wide, high))


def _swatch(place: int) -> Callable[[float, float], Element]:
    return lambda x, middle: _filled(place, x, middle - 6, 18, 12)
