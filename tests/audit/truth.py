"""The true contacts of a demo set (``wegweiser demo --truth``), to measure figures by. Never for the attack."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from tests.audit.knowledge import CONTACTS, ROUNDED_BY, parts_of
from tests.audit.published import ALL, Figure, Key, Published

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Cell:
    """A published cell of a table of contacts, with the true number and a mark of who is in it."""

    table: Published
    key: Key
    figure: Figure
    true: int
    contributors: int

    @property
    def within(self) -> bool:
        """Whether the true number is in the declared interval."""
        if self.figure.count is None:
            return self.true < self.figure.threshold
        return abs(self.figure.count - self.true) <= ROUNDED_BY and self.true >= self.figure.threshold

    @property
    def error(self) -> int:
        """By how much its number is wrong."""
        return abs((self.figure.count or 0) - self.true)

    def __str__(self) -> str:
        return f"{self.table.name} {self.table.period} {self.key}: {self.figure}, in truth {self.true}"


class Truth:
    """All contacts by month."""

    def __init__(self, path: Path) -> None:
        self._months: dict[str, list[Values]] = defaultdict(list)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                values = {name: tuple(filter(None, text.split("|"))) for name, text in row.items()}
                self._months[row["month"]].append(values)
        chance = Random(7)
        self._marks = {month: [chance.getrandbits(100) for _ in rows] for month, rows in self._months.items()}

    def number(self, period: str) -> int:
        """Contacts of a period."""
        return sum(len(self._months.get(month, ())) for month in _months(period))

    def cells(self, tables: Iterable[Published]) -> Iterator[Cell]:
        """Every published cell of tables of contacts."""
        for table in tables:
            if table.unit == CONTACTS:
                true, marks = self._counted(table)
                for key, figure in table.figures.items():
                    yield Cell(table, key, figure, true[key], marks[key])

    def in_numbers(self, table: Published) -> float:
        """The share of contacts in innermost cells of a table that a number is published of; those with two topics
        count twice.
        """
        true, _ = self._counted(table)
        inner = {key: n for key, n in true.items() if ALL not in key}
        told = [n for key, n in inner.items() if key in table.figures and table.figures[key].count is not None]
        return sum(told) / sum(inner.values())

    def _counted(self, table: Published) -> tuple[Counter[Key], Counter[Key]]:
        true: Counter[Key] = Counter()
        marks: Counter[Key] = Counter()
        for month in _months(table.period):
            for values, mark in zip(self._months.get(month, ()), self._marks.get(month, ()), strict=True):
                for key in set(_keys(table.dimensions, values)):
                    true[key] += 1
                    marks[key] += mark
        return true, marks


def _keys(dimensions: Sequence[str], values: Values) -> Iterator[Key]:
    """The cells that a contact is in; a subtopic stands beside its topic only."""
    for key in product(*((ALL, *values[one]) for one in dimensions)):
        if "subtopic" in dimensions:
            topic, subtopic = key[dimensions.index("topic")], key[dimensions.index("subtopic")]
            if subtopic != ALL and not subtopic.startswith(f"{topic}/"):
                continue
        yield key


def _months(period: str) -> list[str]:
    parts = parts_of(period)
    return [month for part in parts for month in _months(part)] if parts else [period]
