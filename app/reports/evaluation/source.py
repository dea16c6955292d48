"""What a report is written from: the releases it keeps to, and sums over them."""

from dataclasses import dataclass
from functools import cached_property

from app.released.periods import kind
from app.released.service import CHANGED, ChangedRelease
from app.released.tables import ALL, DIMENSIONS, EXACT, KINDS, Cell, Table
from app.reports.evaluation.facts import Facts
from app.reports.evaluation.kept import Kept
from app.reports.evaluation.span import Span
from app.reports.evaluation.sums import Sum, sum_of
from app.reports.evaluation.tiling import tiling
from app.reports.reader import Reader

MOST_STEPS = 24
"""Months that a course over time shows; a longer span is shown by quarter."""


@dataclass(frozen=True)
class Over:
    """A table over a span: those of its periods that make it up, and the months (``2025-07``) that none has."""

    name: str
    tables: tuple[Table, ...]
    lacking: tuple[str, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """Of the tables."""
        return tuple(table.period for table in self.tables)

    def cells(self, *key: str) -> tuple[Cell | None, ...]:
        """The cell in each period; None where it is not listed."""
        return tuple(table.cell(*key) for table in self.tables)

    def sum(self, *key: str) -> Sum:
        """Over all of its periods."""
        return sum_of(self.cells(*key), exact=self.name in EXACT)

    def numbers(self) -> list[tuple[str, ...]]:
        """The keys without a total that have a number in some period."""
        found = {cell.key for table in self.tables for cell in table.cells if cell.count is not None}
        return sorted(key for key in found if ALL not in key)


class Source:
    """Released tables and facts of one report, in the words of ``reader``."""

    def __init__(self, reader: Reader, kept: Kept) -> None:
        self.reader = reader
        self.say = reader.say
        self.locale = reader.locale
        self.kept = kept
        self.span = kept.span
        self.facts: Facts = kept.facts
        self.used: set[tuple[str, str]] = set()
        """Name and period of every table that has been read so far."""
        self._over: dict[tuple[str, Span], Over] = {}

    def over(self, name: str, span: Span | None = None) -> Over:
        """A table over the report's span, or another one. Raises ChangedRelease."""
        asked = span or self.span
        if (name, asked) not in self._over:
            best = tiling(asked.months, self._candidates(name, asked))
            tables = tuple(self.table(name, period) for period in best.periods)
            self._over[name, asked] = Over(name, tables, best.lacking)
        return self._over[name, asked]

    def table(self, name: str, period: str) -> Table:
        """A table that the report was made of. Raises ChangedRelease."""
        table = self.reader.table(name, period)
        if table is None or table.hash != self.kept.releases[name, period]:
            raise ChangedRelease(CHANGED)
        self.used.add((name, period))
        return table

    @cached_property
    def course(self) -> tuple[Table, ...]:
        """All contacts by the finest periods that have every month that can be had: months, unless they are many."""
        whole = self.over("channel")
        for finest in KINDS[:-1]:
            found = tiling(self.span.months, (one for one in self._periods("channel") if kind(one) == finest))
            if found.lacking == whole.lacking and len(found.periods) <= MOST_STEPS:
                return tuple(self.table("channel", period) for period in found.periods)
        return whole.tables

    def _candidates(self, name: str, span: Span) -> list[str]:
        """Of a table by topic quarters and years, if these make up most of what can be had.

        Months do not list sensitive topics, and a single one would take the number of each of them away.
        """
        released = self._periods(name)
        coarse = [period for period in released if kind(period) != "month"]
        if "topic" not in DIMENSIONS[name]:
            return released
        whole, most = (len(span.months) - len(tiling(span.months, one).lacking) for one in (released, coarse))
        return coarse if 2 * most > whole else released

    def _periods(self, name: str) -> list[str]:
        return [period for other, period in self.kept.releases if other == name]
