"""Every chart: well-formed, without anything the CSP forbids, each number told once, nothing withheld drawn as zero."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image

from app.reports.charts import palette
from app.reports.charts.elements import WIDTH
from app.reports.charts.measure import printable, shortened, width, wrapped
from app.reports.charts.render import picture, png, svg
from app.reports.charts.values import Bars, Chart, Course, Heat, Stack
from tests.unit.charts.examples import CHARTS, HOSTILE, LONG, WITHHELD, bars, course, heat, stack

SPACE = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "rect", "line", "path", "polyline", "polygon", "circle", "text"}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def drawn(chart: Chart, locale: str = "de") -> Element:
    return fromstring(svg(chart, locale))


def having(root: Element, look: str) -> list[Element]:
    return [one for one in root.iter() if one.get("class") == look]


def titles(root: Element) -> list[str]:
    return [one.findtext(f"{SPACE}title") or "" for one in having(root, "ch-mark")]


def texts(root: Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SPACE}text")]


def said(chart: Chart) -> Iterator[tuple[str, str]]:
    """What each mark is called, and its number in German."""
    if isinstance(chart, Bars):
        yield from ((bar.label, bar.text) for bar in chart.bars)
    elif isinstance(chart, Stack):
        for label, parts in zip(chart.labels, chart.parts, strict=True):
            # A part of nothing has no place.
            yield from (
                (f"{label}, {name}", written(part)) for name, part in zip(chart.series, parts, strict=True) if part != 0
            )
    elif isinstance(chart, Course):
        for name, values in zip(chart.series, chart.values, strict=True):
            prefix = f"{name}, " if len(chart.series) > 1 else ""
            yield from ((prefix + period, written(one)) for period, one in zip(chart.periods, values, strict=True))
    else:
        for row, values in zip(chart.rows, chart.values, strict=True):
            yield from ((f"{row}, {column}", written(one)) for column, one in zip(chart.columns, values, strict=True))


def written(value: int | None) -> str:
    return WITHHELD if value is None else f"{value:,}".replace(",", ".")


@every_chart
def test_a_chart_has_a_name_and_nothing_that_the_policy_of_the_page_forbids(chart: Chart) -> None:
    root = drawn(chart)
    title, description = root[0], root[1]
    assert (title.text, description.text) == (chart.title, chart.description)
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))
    assert {one.tag.removeprefix(SPACE) for one in root.iter()} <= ALLOWED
    names = {name for one in root.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}
    assert not any("url(" in value for one in root.iter() for value in one.attrib.values())


@every_chart
def test_every_number_is_told_by_exactly_one_mark(chart: Chart) -> None:
    expected = [f"{printable(name)}: {number}" for name, number in said(chart)]
    told = titles(drawn(chart))
    assert len(told) == len(expected)
    for words in expected:
        assert len([one for one in told if re.match(re.escape(words) + r"($|,| \()", one)]) == 1, words


@every_chart
def test_no_text_leaves_the_picture_or_is_too_small_to_read(chart: Chart) -> None:
    for one in drawn(chart).iter(f"{SPACE}text"):
        size = float(one.attrib["font-size"])
        wide = width(one.text or "", size)
        x = float(one.attrib["x"]) - {"start": 0.0, "middle": wide / 2, "end": wide}[one.attrib["text-anchor"]]
        assert x >= -0.1, one.text
        assert x + wide <= WIDTH + 0.1, one.text
        assert size >= 8.5


@every_chart
def test_what_is_withheld_is_hatched_and_has_a_size_that_says_nothing(chart: Chart) -> None:
    root = drawn(chart)
    if isinstance(chart, Course) and len(chart.series) > 1:
        return
    for mark, (_, number) in zip(having(root, "ch-mark"), said(chart), strict=True):
        assert bool(having(mark, "ch-withheld")) == (number == WITHHELD)
        filled = [one for one in mark.iter() if re.match(r"ch-(bar|s\d|h\d)$", one.get("class", ""))]
        assert bool(filled) == (number not in {WITHHELD, "0"} or (isinstance(chart, Course | Heat) and number == "0"))


def test_ids_are_those_of_the_content() -> None:
    ids = [one.get("id") for chart in CHARTS.values() for one in drawn(chart).iter() if one.get("id")]
    assert len(set(ids)) == len(ids) == 2 * len(CHARTS)


def test_the_same_chart_is_the_same_text() -> None:
    backwards = frozenset(sorted({(0, 1), (0, 2), (1, 1)}, reverse=True))
    assert svg.__wrapped__(heat(backwards), "de") == svg.__wrapped__(heat(), "de")
    assert [svg.__wrapped__(chart, "de") for chart in CHARTS.values()] == [
        svg(chart, "de") for chart in CHARTS.values()
    ]


def test_hostile_labels_are_words() -> None:
    root = drawn(CHARTS["hostile bars"])
    assert titles(root)[0] == f"{printable(HOSTILE)} 0: 20"
    assert "<script" not in svg(CHARTS["hostile bars"], "de")
    assert '"<' not in svg(CHARTS["hostile bars"], "de")


def test_numbers_are_written_as_in_the_language() -> None:
    chart = course((1000, 2000, 1235, 1300, 1, 1, 1, 1))
    assert "1.235" in texts(drawn(chart))
    assert "1,235" in texts(drawn(chart, "en"))


def test_bars_are_as_long_as_their_numbers() -> None:
    root = drawn(bars(400, 100, 0, before="2025"))
    long = [float(one.attrib["width"]) for one in having(root, "ch-bar")]
    assert long[0] == pytest.approx(4 * long[1], rel=0.001)
    assert len(long) == 2
    # The number beside the bar is there once.
    assert texts(root).count("400") == 1
    assert titles(root)[0] == "Thema 0: 400 (2025: 399)"


def test_parts_follow_one_another_and_are_hatched_where_colours_begin_again() -> None:
    root = drawn(stack(((30, 60, 10, 5, 5, 30),)))
    marks = having(root, "ch-mark")
    boxes = [next(one.iter(f"{SPACE}rect")) for one in marks]
    starts = [float(one.attrib["x"]) for one in boxes]
    assert starts == sorted(starts)
    assert boxes[0].get("class") == boxes[5].get("class") == "ch-s0"
    assert [bool(having(mark, "ch-s0-over")) for mark in marks] == [False] * 5 + [True]


def test_a_part_is_written_as_its_table_writes_it() -> None:
    written = (("<5", "–", "30"),)
    chart = Stack("Gespräche", "", "", ("Arabisch",), ("a", "b", "c"), ((None, None, 30),), texts=written)
    assert titles(drawn(chart)) == ["Arabisch, a: <5", "Arabisch, b: –", "Arabisch, c: 30"]
    assert "<5, –" in texts(drawn(chart))


def test_a_line_breaks_where_a_number_is_withheld() -> None:
    root = drawn(course((10, 20, None, 30, None, 40, 50, 60), (1,) * 8))
    lines = list(root.iter(f"{SPACE}polyline"))
    # Two of the legend, then the stretches of at least two points.
    assert [len(one.attrib["points"].split()) for one in lines] == [2, 2, 2, 3, 8]
    dashes = [one.get("stroke-dasharray") for one in lines]
    assert dashes[0] != dashes[1]


def test_withheld_points_lie_below_the_axis_and_not_on_it() -> None:
    root = drawn(course((10, None, 0, 30, 10, 10, 10, 10), (1,) * 8))
    middles = [float(one.attrib["cy"]) for one in root.iter(f"{SPACE}circle")]
    legend, withheld, zero = middles[0], middles[2], middles[3]
    assert legend < zero < withheld - 8


def test_the_last_period_always_has_its_name_and_names_do_not_touch() -> None:
    periods = tuple(f"September {year}" for year in range(2000, 2030))
    chart = Course("Verlauf", "", "", periods, ("alle",), ((5,) * 30,))
    names = [one for one in drawn(chart).iter(f"{SPACE}text") if one.text == "September"]
    assert "2029" in texts(drawn(chart))
    half = width("September", float(names[0].attrib["font-size"])) / 2
    middles = [float(one.attrib["x"]) for one in names]
    assert all(right - left > 2 * half for left, right in pairwise(middles))


def test_the_hours_of_the_house_are_outlined_as_one_shape() -> None:
    chart = heat()
    # Three cells that share two sides have eight left.
    assert len(having(drawn(chart), "ch-own")) == 8 + 1
    assert titles(drawn(chart))[1] == "Montag, 9 Uhr: 100, Öffnungszeit, Partner im Haus"
    assert len(having(drawn(chart), "ch-guest")) == 2 + 1


def test_labels_are_broken_between_words_and_end_in_an_ellipsis() -> None:
    lines = wrapped(LONG, 14, 205, 3)
    assert len(lines) == 3
    assert all(width(line, 14) <= 205 for line in lines)
    assert lines[0] == "Anerkennung ausländischer"
    assert lines[2].endswith("…")
    assert wrapped("Wohnen", 14, 205) == ("Wohnen",)
    assert shortened("Wohnen", 14, 5) == "…"
    assert wrapped(" \n", 14, 205) == ()


def test_a_file_is_dark_on_white_and_says_its_title() -> None:
    root = fromstring(picture(CHARTS["bars"], "de").decode())
    ground = having(root, "ch-ground")[0]
    assert [ground.get(name) for name in ("x", "y")] == (root.get("viewBox") or "").split()[:2]
    assert "Themen" in texts(root)
    assert "Themen" not in texts(fromstring(picture(CHARTS["bars"], "de", titled=False).decode()))
    image = Image.open(io.BytesIO(png(CHARTS["bars"], "de"))).convert("RGB")
    assert image.width == 2 * float(root.attrib["width"])
    assert image.getpixel((2, 2)) == (255, 255, 255)
    colours = {colour for _, colour in image.getcolors(maxcolors=1 << 24) or ()}
    assert {(0x20, 0x44, 0xAA), (0x10, 0x13, 0x1C)} <= colours


def test_the_looks_are_all_used_for_something() -> None:
    used = {one.get("class") for chart in CHARTS.values() for one in fromstring(picture(chart, "de").decode()).iter()}
    rest = {look for look in palette.LOOKS if not re.fullmatch(r"ch-[slh]\d(-\w+)?", look)}
    assert rest <= used
