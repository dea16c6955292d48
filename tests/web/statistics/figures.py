"""Reads the figures of a page as somebody who has only the page and the released tables, and holds each to a cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from app.released.tables import ALL, DIMENSIONS, Table
from app.reports import comparing
from app.reports.reader import Reader
from app.reports.values import Count
from tests.web.pages import Page, text_of

NUMBER = re.compile(r"\d{1,3}(\.\d{3})*|<\d+")
NOT_LISTED = "–"
GERMAN = "de"


@dataclass(frozen=True)
class Figures:
    """A table of a page as it is written: headings, kinds of columns, rows of texts with the rows they belong to."""

    table: str
    title: str
    headings: list[str]
    kinds: list[str]
    rows: list[tuple[str, str, list[str]]]
    """The row's name, the name of the row that it is a part of ("" if of none), its values."""


def figures(page: Page) -> Iterator[Figures]:
    """All tables of a page that say which released table they are from."""
    for section in page.root.iter("section"):
        tables = list(section.iter("table"))
        if "figures" in section.get("class", "").split() and tables and list(section.iter("code")):
            yield _figures(section, tables[0])


def _figures(section: Element, table: Element) -> Figures:
    head, *rows = table.iter("tr")
    names = list(section.iter("code"))
    found, above = [], ""
    for row in rows:
        name, *values = [text_of(cell) for cell in row]
        above = above if row.get("class") == "part" else name
        found.append((name, above if row.get("class") == "part" else "", values))
    kinds = [cell.get("class", "").split()[-1] for cell in list(rows[0])[1:]]
    title = text_of(next(section.iter("h2")))
    return Figures(text_of(names[-2]), title, [text_of(cell) for cell in head][1:], kinds, found)


class Released:
    """What has been released, by the names that stand on a page."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @cached_property
    def by_text(self) -> dict[str, str]:
        """Periods by what they are called."""
        return {self.reader.period_text(period): period for period in self.reader.periods()}

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """Values of all dimensions by what they are called."""
        found: dict[str, set[str]] = {}
        for dimension in {one for dimensions in DIMENSIONS.values() for one in dimensions}:
            for value in self.reader.values(dimension):
                found.setdefault(self.reader.label(dimension, value), set()).add(value)
        return found

    def texts(self, table: Table | None, about: set[str], wanted: set[str]) -> set[str]:
        """How the cells are written that are about nothing but ``about``, and about one of ``wanted`` if there are."""
        cells = [] if table is None else table.cells
        found = [one for one in cells if set(one.key) <= about | {ALL} and (not wanted or wanted & set(one.key))]
        return {comparing.text(Count(one.count, one.threshold), GERMAN) for one in found}

    def check(self, page: Page, path: str) -> int:
        """Every number of the page is that of a released cell which its row and column name; how many were checked."""
        asked = {value for values in parse_qs(urlsplit(path).query).values() for value in values}
        shown = self.by_text[text_of(page.one("h1")).partition(", ")[2]]
        return sum(self._check(one, asked, shown) for one in figures(page))

    def _check(self, one: Figures, asked: set[str], shown: str) -> int:
        about = asked | {value for part in one.title.split(": ") for value in self.named.get(part, set())}
        checked = 0
        for row, above, values in one.rows:
            # "Topic: subtopic" where subtopics stand alone.
            before, _, name = row.rpartition(": ")
            of_row = self.named.get(row) or self.named.get(name, set())
            for heading, kind, value in zip(one.headings, one.kinds, values, strict=True):
                if kind != "count" or value == NOT_LISTED:
                    continue
                assert NUMBER.fullmatch(value), f"{one.title}, {row}, {heading}: {value}"
                of_column = self.named.get(heading, set())
                period = self.by_text.get(heading) or self.by_text.get(row) or shown
                everything = about | of_row | of_column | self.named.get(above or before, set())
                texts = self.texts(self.reader.table(one.table, period), everything, of_column or of_row)
                assert value in texts, f"{one.title}, {row}, {heading}: {value} is none of {texts}"
                checked += 1
        return checked


def check_differences(one: Figures) -> int:
    """Every change is that of the two numbers before it, and none is told that rounding could have made."""
    checked = 0
    for row, _above, values in one.rows:
        for place, kind in enumerate(one.kinds):
            if kind != "change":
                continue
            now, before = number(values[0]), number(values[place - 1])
            if now is None or before is None:
                assert values[place] == NOT_LISTED, f"{one.title}, {row}"
            elif abs(now - before) < comparing.CLEAR_FROM:
                assert values[place] == "keine klare Änderung", f"{one.title}, {row}"
            else:
                assert int(values[place].replace("−", "-").replace(".", "")) == now - before, f"{one.title}, {row}"
            checked += 1
    return checked


def number(text: str) -> int | None:
    """A published number; None if it is withheld or not listed."""
    return int(text.replace(".", "")) if text[0].isdigit() else None
