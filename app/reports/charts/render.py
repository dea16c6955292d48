"""A chart as SVG for the page, as a picture for a file and for paper, and as PNG.

Drawn by ourselves: a chart takes a millisecond, has no script, no style and nothing to mend afterwards. What has been
drawn is kept in memory, so that a chart of a release is drawn once per process.
"""

import hashlib
from functools import cache, lru_cache
from xml.etree.ElementTree import Element, tostring  # nosec B405

import vl_convert

from app.reports.charts.bars import draw_bars, draw_stack
from app.reports.charts.course import draw_course
from app.reports.charts.elements import LINE, SIZE, WIDTH, Drawing, box, element, moved, text
from app.reports.charts.heat import draw_heat
from app.reports.charts.measure import FONT, printable, wrapped
from app.reports.charts.values import Bars, Chart, Course, Stack

FONTS = "Noto Sans, Fira Sans, sans-serif"
MOST_KEPT = 256
"""Charts kept in memory, some 20 kB each."""
MOST_PNG = 16
"""The same in pixels, some 200 kB each."""
_MARGIN = 16
_SHARP = 2


@lru_cache(maxsize=MOST_KEPT)
def svg(chart: Chart, locale: str) -> str:
    """For the page: an ``svg`` element whose classes ``charts.css`` colours; ``locale`` is ``de`` or ``en``.

    Its ids are those of its content: two different charts on a page do not share any.
    """
    drawing = _draw(chart, locale)
    return _written(chart, drawing.elements, (0, 0, WIDTH, drawing.height))


@lru_cache(maxsize=MOST_KEPT)
def picture(chart: Chart, locale: str, *, titled: bool = True) -> bytes:
    """A file of its own, dark on white, with its title unless the paper around it says that."""
    drawing = _draw(chart, locale)
    head = wrapped(chart.title, SIZE, WIDTH * 0.9, 3) if titled else ()
    top = len(head) * SIZE * LINE + 8 if head else 0.0
    title = [text(head, 0, (top - 8) / 2, bold=True)] if head else []
    margin = _MARGIN if titled else 0
    size = (-margin, -margin, WIDTH + 2 * margin, drawing.height + top + 2 * margin)
    return _written(chart, (box("ch-ground", *size), *title, moved(top, *drawing.elements)), size).encode()


@lru_cache(maxsize=MOST_PNG)
def png(chart: Chart, locale: str) -> bytes:
    """The titled picture, twice as wide, for a text or a slide."""
    _our_fonts()
    return vl_convert.svg_to_png(picture(chart, locale).decode(), scale=_SHARP)


@cache
def _our_fonts() -> None:
    vl_convert.register_font_directory(str(FONT.parent))


def _draw(chart: Chart, locale: str) -> Drawing:
    if isinstance(chart, Bars):
        return draw_bars(chart, locale)
    if isinstance(chart, Stack):
        return draw_stack(chart, locale)
    return draw_course(chart, locale) if isinstance(chart, Course) else draw_heat(chart, locale)


def _written(chart: Chart, elements: tuple[Element, ...], size: tuple[float, float, float, float]) -> str:
    content = element("g", "", *elements)
    drawn = tostring(content, encoding="unicode")
    key = "c" + hashlib.sha256(f"{chart.title}\0{chart.description}\0{drawn}".encode()).hexdigest()[:12]
    words = [("title", chart.title, f"{key}-t"), ("desc", chart.description, f"{key}-d")]
    x, y, wide, high = (f"{part:.0f}" for part in (*size[:3], size[3] + 0.5))
    root = element(
        "svg",
        "",
        *(_words(*one) for one in words),
        content,
        xmlns="http://www.w3.org/2000/svg",
        width=wide,
        height=high,
        viewBox=f"{x} {y} {wide} {high}",
        role="img",
        font_family=FONTS,
        aria_labelledby=f"{key}-t",
        aria_describedby=f"{key}-d",
    )
    root.set("class", "chart-svg")
    return tostring(root, encoding="unicode")


def _words(tag: str, said: str, key: str) -> Element:
    made = element(tag, id=key)
    made.text = printable(said)
    return made
