"""A field of weekdays and hours: the darker, the more; hours of the house outlined, hours of partners dotted."""

from xml.etree.ElementTree import Element  # nosec B405

from app.reports.charts.elements import (
    SIZE,
    SMALL,
    WIDTH,
    Drawing,
    box,
    element,
    hollow,
    line,
    mark,
    moved,
    number,
    text,
)
from app.reports.charts.legend import Entry, legend, withheld
from app.reports.charts.measure import width, wrapped
from app.reports.charts.palette import STEPS
from app.reports.charts.values import Heat

_HIGH = 38
_WIDEST = 72
_GAP = 3
_HEAD = 34
_SMALLEST = 9.0


def draw_heat(chart: Heat, locale: str) -> Drawing:
    """Every cell has its number; what is outlined and dotted, the legend says and the cell when pointed at."""
    left = max((width(row, SIZE) for row in chart.rows), default=0.0) + 13
    wide = min(_WIDEST, (WIDTH - left - 4) / max(len(chart.columns), 1))
    longest = max((width(word, SMALL) for column in chart.columns for word in column.split()), default=0.0)
    size = SMALL * min(1.0, (wide - 2) / longest) if longest else SMALL
    head = legend(chart.unit, _entries(chart))
    heading = [
        text(wrapped(column, size, wide), left + (place + 0.5) * wide, _HEAD / 2, size=size, anchor="middle")
        for place, column in enumerate(chart.columns)
    ]
    labels = [text(row, left - 10, _HEAD + (place + 0.5) * _HIGH, anchor="end") for place, row in enumerate(chart.rows)]
    most = max((value for row in chart.values for value in row if value is not None), default=0)
    cells = [
        _cell(chart, (row, column), (left + column * wide, _HEAD + row * _HIGH, wide), most, locale)
        for row, values in enumerate(chart.values)
        for column, _ in enumerate(values)
    ]
    outline = [side for cell in sorted(chart.own) for side in _sides(chart, cell, left, wide)]
    height = head.height + _HEAD + len(chart.rows) * _HIGH + 4
    return Drawing(height, (*head.elements, moved(head.height, *heading, *labels, *cells, *outline)))


def _entries(chart: Heat) -> list[Entry]:
    entries = []
    if chart.own:
        entries.append(Entry(chart.own_text, lambda x, middle: box("ch-own", x + 2, middle - 6, 14, 12)))
    if chart.guests:
        entries.append(Entry(chart.guests_text, lambda x, middle: _dot(x + 9, middle)))
    if any(value is None for row in chart.values for value in row):
        entries.append(withheld(chart.withheld))
    return entries


def _cell(chart: Heat, at: tuple[int, int], place: tuple[float, float, float], most: int, locale: str) -> Element:
    value = chart.values[at[0]][at[1]]
    x, y, wide = place
    inner = (x + _GAP, y + _GAP, wide - 2 * _GAP, _HIGH - 2 * _GAP)
    said = chart.withheld if value is None else number(value, locale)
    middle = y + _HIGH / 2
    if value is None:
        shapes = [hollow(*inner)]
    else:
        step = value * len(STEPS) // (most + 1)
        shapes = [box(f"ch-h{step}", *inner)]
        if width(said, _SMALLEST) <= wide - 2:
            size = SMALL * min(1.0, (wide - 2) / width(said, SMALL))
            shapes.append(text(said, x + wide / 2, middle, look=f"ch-h{step}-text", size=size, anchor="middle"))
    hints = [chart.own_text] if at in chart.own else []
    if at in chart.guests:
        hints.append(chart.guests_text)
        shapes.append(_dot(x + wide - _GAP - 4, y + _GAP + 4))
    words = f"{chart.rows[at[0]]}, {chart.columns[at[1]]}: {said}" + "".join(f", {hint}" for hint in hints)
    return mark(words, box("ch-area", x, y, wide, _HIGH), *shapes)


def _dot(x: float, middle: float) -> Element:
    return element("circle", "ch-guest", cx=float(x), cy=float(middle), r=3.5)


def _sides(chart: Heat, cell: tuple[int, int], left: float, wide: float) -> list[Element]:
    """The sides of the cell beyond which the house is closed."""
    row, column = cell
    x1, y1 = left + column * wide, _HEAD + row * _HIGH
    x2, y2 = x1 + wide, float(y1 + _HIGH)
    sides = {
        (row - 1, column): (x1, y1, x2, y1),
        (row + 1, column): (x1, y2, x2, y2),
        (row, column - 1): (x1, y1, x1, y2),
        (row, column + 1): (x2, y1, x2, y2),
    }
    return [line("ch-own", *ends) for beyond, ends in sides.items() if beyond not in chart.own]
