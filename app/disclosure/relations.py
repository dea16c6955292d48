"""What an attacker knows who reads every table: counts as unknowns, published numbers as bounds, how they add up.

Each possible cell of each period is a variable, listed or not. A row says that the values of an axis add up to their
total (or bound it, where a contact can have several), that parts do not exceed what they are parts of, and that months
make quarters and quarters years. A row that is not true of the counts (a paper sheet is in no load counter, say) is
relaxed until it is: from what is not so nothing can be deduced.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.disclosure.counts import Counted, Number, Numbers
from app.disclosure.grids import HIDDEN, Axis, Grid, Key

INFINITE = float("inf")
Place = tuple[str, Key]
"""A cell of a period."""


@dataclass(frozen=True)
class Link:
    """Whoever is in the cell ``whole`` is in one of ``parts`` too; with ``both`` the other way round as well.

    What everybody can read in the directory: a field of action has its topics, an office those of the rules that name
    it.
    """

    whole: Key
    parts: tuple[Key, ...]
    both: bool


@dataclass(frozen=True)
class Situation:
    """All that is, or would be, published about some periods that belong together, and the truth.

    ``grids`` are the tables of each period; ``parts`` the finer periods that a period is made of; ``empty`` those in
    which nobody can have come yet; ``links`` join cells of different axes.
    """

    counted: Mapping[str, Counted]
    grids: Mapping[str, Sequence[Grid]]
    parts: Mapping[str, Sequence[str]]
    empty: frozenset[str] = frozenset()
    links: Sequence[Link] = ()


@dataclass
class Rows:
    """A sparse matrix by rows, each with the least and the most that it may come to."""

    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)


class Relations:
    """The variables in order of ``places``, their ``truth``, and the rows that hold."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self.index: dict[Place, int] = {}
        for period, grids in situation.grids.items():
            for grid in grids:
                for key in grid.all_keys:
                    self.index.setdefault((period, key), len(self.index))
        self.places = tuple(self.index)
        self.truth = [situation.counted[period].of(key).n for period, key in self.places]
        self.rows = Rows()
        for period, grids in situation.grids.items():
            self._add_up(period, grids)
            for link in situation.links:
                self._link(period, link)
        for whole, parts in situation.parts.items():
            self._nest(whole, parts)

    @cached_property
    def thresholds(self) -> dict[Place, int]:
        """Of every cell, by which axes it has."""
        return {
            (period, key): grid.threshold(key)
            for period, grids in self._situation.grids.items()
            for grid in grids
            for key in grid.all_keys
        }

    def bounds(self, numbers: Mapping[str, Numbers]) -> tuple[list[float], list[float]]:
        """The least and the most that each variable can be, as far as its own number says."""
        least, most = [0.0] * len(self.places), [INFINITE] * len(self.places)
        for place, (period, key) in enumerate(self.places):
            exact = self._situation.counted[period].exact.get(key)
            if exact is not None:
                # A total that is known of the load counters; contacts from paper sheets are not in them.
                least[place] = exact if self.truth[place] >= exact else 0.0
                most[place] = exact if self.truth[place] == exact else INFINITE
            listed = numbers[period].get(key)
            if listed is not None and exact is None:
                low, high = self._believed(listed, self.truth[place])
                least[place], most[place] = low, high
            floor = self._situation.counted[period].floors.get(key, 0)
            if least[place] < floor <= self.truth[place]:
                least[place] = floor
        return least, most

    def _believed(self, number: Number, truth: int) -> tuple[float, float]:
        """Its interval; one that the truth is outside of (the directory has changed since) proves nothing."""
        low, high = number.interval
        return (low, high) if low <= truth <= high else (0.0, INFINITE)

    def _add_up(self, period: str, grids: Sequence[Grid]) -> None:
        done: set[tuple[str, Key]] = set()
        for grid in grids:
            for axis in grid.axes:
                others = [one for one in grid.axes if one is not axis]
                for rest in Grid("", tuple(others)).all_keys:
                    if (axis.name, rest) not in done:
                        done.add((axis.name, rest))
                        self._axis(period, axis, rest)

    def _axis(self, period: str, axis: Axis, rest: Key) -> None:
        def at(value: str) -> int:
            return self.index[period, tuple(sorted([*rest, (axis.name, value)]))]

        total = self.index.get((period, rest))
        if total is None:
            return
        cells = [at(value) for value in axis.values]
        together = [*((cell, 1.0) for cell in cells), (total, -1.0)]
        if axis.several:
            for cell in cells:
                self._row([(cell, 1.0), (total, -1.0)], -INFINITE, 0.0)
        self._row(together, 0.0 if axis.complete else -INFINITE, INFINITE if axis.several else 0.0)
        if axis.unhidden:
            everybody_hidden = self.index.get((period, ((axis.unhidden, HIDDEN),)))
            if everybody_hidden is not None:
                self._row([*together, (everybody_hidden, 1.0)], 0.0, INFINITE)
        self._tree(axis, at, total)

    def _tree(self, axis: Axis, at: Callable[[str], int], total: int) -> None:
        hidden = at(HIDDEN) if axis.hiding else None
        for value, parts in axis.parts.items():
            for part in parts:
                self._row([(at(part), 1.0), (at(value), -1.0)], -INFINITE, 0.0)
            unknown = [] if hidden is None else [(hidden, 1.0)]
            self._row([*((at(part), 1.0) for part in parts), *unknown, (at(value), -1.0)], 0.0, INFINITE)
        if hidden is not None:
            self._row([(hidden, 1.0), (total, -1.0)], -INFINITE, 0.0)
            self._row([(hidden, 1.0), *((at(value), -1.0) for value in axis.hiding)], -INFINITE, 0.0)

    def _link(self, period: str, link: Link) -> None:
        whole = self.index.get((period, link.whole))
        parts = [found for part in link.parts if (found := self.index.get((period, part))) is not None]
        if whole is None:
            return
        if len(parts) == len(link.parts):
            self._row([*((part, 1.0) for part in parts), (whole, -1.0)], 0.0, INFINITE)
        if link.both:
            for part in parts:
                self._row([(part, 1.0), (whole, -1.0)], -INFINITE, 0.0)

    def _nest(self, whole: str, parts: Iterable[str]) -> None:
        finer = [part for part in parts if part not in self._situation.empty]
        for grid in self._situation.grids.get(whole, ()):
            for key in grid.all_keys:
                found = [self.index[part, key] for part in finer if (part, key) in self.index]
                if found:
                    complete = len(found) == len(finer)
                    entries = [(self.index[whole, key], 1.0), *((one, -1.0) for one in found)]
                    self._row(entries, 0.0, 0.0 if complete else INFINITE)

    def _row(self, entries: Sequence[tuple[int, float]], least: float, most: float) -> None:
        """Add a row, as far as it is true."""
        truth = sum(self.truth[column] * factor for column, factor in entries)
        least = least if truth >= least else -INFINITE
        most = most if truth <= most else INFINITE
        if least == -INFINITE and most == INFINITE:
            return
        rows = self.rows
        rows.columns += [column for column, _ in entries]
        rows.factors += [factor for _, factor in entries]
        rows.starts.append(len(rows.columns))
        rows.least.append(least)
        rows.most.append(most)
