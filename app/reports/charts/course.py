"""Consecutive periods from left to right: columns for one series, lines for several. What is withheld is a gap."""

from collections.abc import Callable, Sequence
from math import floor, log10
from xml.etree.ElementTree import Element  # nosec B405

from app.reports.charts.elements import (
    LINE,
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
from app.reports.charts.palette import LINES
from app.reports.charts.values import Course

_HIGH = 200
_TOP = 14
_LANE = 28
"""Below the axis of lines: points there are withheld, and not zero."""
_MOST_WIDE = 56
_DASHES = ("none", "7 4", "2 3", "9 3 2 3", "12 4")
_POINT = 4.0


class _Plane:
    """Where a value and a period are; ``step`` is the distance of the lines of the grid."""

    def __init__(self, chart: Course, locale: str, lane: float) -> None:
        most = max((value for row in chart.values for value in row if value is not None), default=0)
        self.step = _step(most)
        self.top = max(-(-most // self.step), 1) * self.step
        self.ticks = [(value, number(value, locale)) for value in range(0, self.top + 1, self.step)]
        self.left = max(width(said, SMALL) for _, said in self.ticks) + 8
        if lane:
            self.left = max(self.left, width(chart.withheld, SMALL) + 8)
        self.slot = (WIDTH - self.left) / max(len(chart.periods), 1)
        self.bottom = float(_TOP + _HIGH)
        self.lane = lane

    def x(self, period: int) -> float:
        return self.left + (period + 0.5) * self.slot

    def y(self, value: int) -> float:
        return self.bottom - value * _HIGH / self.top

    def grid(self) -> list[Element]:
        drawn = []
        for value, said in self.ticks:
            drawn.append(line("ch-grid" if value else "ch-axis", self.left, self.y(value), WIDTH, self.y(value)))
            drawn.append(text(said, self.left - 8, self.y(value), look="ch-muted", size=SMALL, anchor="end"))
        return drawn


def _step(most: int) -> int:
    """A round distance of which four or five reach the highest value."""
    if most <= 5:
        return 1
    power = 10 ** floor(log10(most / 4))
    return next(int(one * power) for one in (1, 2, 2.5, 5, 10) if one * power * 5 >= most and one * power % 1 == 0)


def draw_course(chart: Course, locale: str) -> Drawing:
    """The grid, the marks, and as many names of periods as there is room for, the last one always."""
    gaps = any(value is None for row in chart.values for value in row)
    several = len(chart.series) > 1
    plane = _Plane(chart, locale, _LANE if gaps and several else 0.0)
    entries = [Entry(words, _key(place)) for place, words in enumerate(chart.series)] if several else []
    head = legend(chart.unit, entries + ([withheld(chart.withheld)] if gaps and not several else []))
    marks = _lines(chart, plane, locale) if several else _columns(chart, plane, locale)
    names, high = _names(chart.periods, plane)
    height = head.height + plane.bottom + plane.lane + high
    return Drawing(height, (*head.elements, moved(head.height, *plane.grid(), *marks, *names)))


def _names(periods: Sequence[str], plane: _Plane) -> tuple[list[Element], float]:
    """Every one, or every second one and so on, counted from the last."""
    widest = max((width(word, SMALL) for name in periods for word in name.split()), default=0.0)
    # At the edge a name is moved inwards, where it is wider than its place.
    inwards = max(0.0, (widest - plane.slot) / 2)
    every = 1
    while every < len(periods) and widest + inwards > plane.slot * every - 3:
        every += 1
    # Where some have no name, the others are in words one below the other, near their period.
    room = plane.slot - 3 if every == 1 else widest
    shown = range(len(periods) - 1, -1, -every)
    lines = {place: wrapped(periods[place], SMALL, room, 3) for place in shown}
    top = plane.bottom + plane.lane + 6
    names = []
    for place, rows in sorted(lines.items()):
        half = max(width(row, SMALL) for row in rows) / 2 if rows else 0.0
        x = min(max(plane.x(place), half), WIDTH - half)
        middle = top + len(rows) * SMALL * LINE / 2
        names.append(text(rows or ("",), x, middle, size=SMALL, anchor="middle"))
        names.append(line("ch-axis", plane.x(place), top - 6, plane.x(place), top - 2))
    return names, max((len(rows) for rows in lines.values()), default=0) * SMALL * LINE + 10


def _columns(chart: Course, plane: _Plane, locale: str) -> list[Element]:
    values = chart.values[0] if chart.values else ()
    said = [chart.withheld if value is None else number(value, locale) for value in values]
    written = all(width(one, SMALL) <= plane.slot - 4 for one in said)
    wide = min(_MOST_WIDE, plane.slot * 0.7)
    marks = []
    for place, value in enumerate(values):
        x = plane.x(place) - wide / 2
        top = plane.bottom - 16 if value is None else plane.y(value)
        shapes = [box("ch-area", plane.left + place * plane.slot, _TOP, plane.slot, _HIGH)]
        shapes.append(hollow(x, top, wide, 16) if value is None else box("ch-bar", x, top, wide, plane.bottom - top))
        if written:
            shapes.append(text(said[place], plane.x(place), top - 9, size=SMALL, anchor="middle"))
        marks.append(mark(f"{chart.periods[place]}: {said[place]}", *shapes))
    return marks


def _lines(chart: Course, plane: _Plane, locale: str) -> list[Element]:
    drawn = []
    if plane.lane:
        middle = plane.bottom + plane.lane / 2
        drawn.append(text(chart.withheld, plane.left - 8, middle, look="ch-muted", size=SMALL, anchor="end"))
        drawn.append(line("ch-grid", plane.left, plane.bottom + plane.lane, WIDTH, plane.bottom + plane.lane))
    for series, values in enumerate(chart.values):
        drawn += [_stretch(series, stretch) for stretch in _stretches(values, plane) if len(stretch) > 1]
    for series, values in enumerate(chart.values):
        for place, value in enumerate(values):
            said = chart.withheld if value is None else number(value, locale)
            # Several are withheld at once: side by side.
            aside = (series - (len(chart.series) - 1) / 2) * min(10.0, plane.slot / (len(chart.series) + 1))
            x, y = (
                (plane.x(place), plane.y(value))
                if value is not None
                else (plane.x(place) + aside, plane.bottom + plane.lane / 2)
            )
            drawn.append(mark(f"{chart.series[series]}, {chart.periods[place]}: {said}", _point(series, x, y)))
    return drawn


def _stretches(values: Sequence[int | None], plane: _Plane) -> list[list[tuple[float, float]]]:
    """Points that follow one another without a gap."""
    stretches: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((plane.x(place), plane.y(value)))
    return stretches


def _stretch(series: int, points: Sequence[tuple[float, float]]) -> Element:
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return element(
        "polyline",
        f"ch-l{series % len(LINES)}",
        points=path,
        fill="none",
        stroke_dasharray=_DASHES[(series + series // len(LINES)) % len(_DASHES)],
    )


def _point(series: int, x: float, y: float) -> Element:
    """A circle, a square, a triangle, a diamond, a triangle upside down: after five the dashes differ."""
    near, far = _POINT, _POINT * 1.25
    corners = (
        (),
        ((-near, -near), (near, -near), (near, near), (-near, near)),
        ((0, -far), (far, near), (-far, near)),
        ((0, -far), (far, 0), (0, far), (-far, 0)),
        ((-far, -near), (far, -near), (0, far)),
    )[series % 5]
    path = " ".join(f"{x + right:.2f},{y + down:.2f}" for right, down in corners)
    shape = (
        element("polygon", "ch-point", points=path)
        if path
        else element("circle", "ch-point", cx=float(x), cy=float(y), r=_POINT)
    )
    return element("g", f"ch-l{series % len(LINES)}", shape)


def _key(series: int) -> Callable[[float, float], Element]:
    return lambda x, middle: element(
        "g", "", _stretch(series, [(x, middle), (x + 18, middle)]), _point(series, x + 9, middle)
    )
