"""The release gate: numbers that together would single somebody out are rounded the other way, or not published.

What an earlier release has shown is fixed, in its tables and wherever else the same contacts are counted. Which way to
turn, the linear programme says itself: the bounds that prove a cell have a price, and the number with the highest one
is turned first. No number is turned twice, so that the search ends.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from app.disclosure.audit import SingledOut, audit
from app.disclosure.counts import Counted, Number, Numbers
from app.disclosure.grids import TOTAL, Grid, Key, Step
from app.disclosure.listing import listed
from app.disclosure.relations import Link, Place, Relations, Situation
from app.disclosure.solver import NotSolved
from app.released.rounding import THRESHOLD

TWO = 2


@dataclass(frozen=True)
class Application:
    """What asks for release: the tables of ``period``, with everything that has been published of the finer periods.

    ``earlier`` are grids and numbers by period, without ``period`` itself; ``counted`` the truth of all of them.
    ``flips`` are the decisions that were turned in earlier releases. Without ``sensitive`` values with a higher
    threshold are left out. ``links`` are what the directory tells of cells of different axes.
    """

    period: str
    grids: Sequence[Grid]
    counted: Mapping[str, Counted]
    earlier: Mapping[str, tuple[Sequence[Grid], Numbers]]
    parts: Mapping[str, Sequence[str]]
    empty: frozenset[str]
    flips: Set[bytes]
    sensitive: bool = True
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Passed:
    """The tables that may be released, the names of those that may not, and what had to be turned for it.

    ``closed`` are totals of the tables that may not be broken down; ``load`` says whether the totals of the load
    counters may be known. ``cells`` small cells were proven to be safe, with ``programmes`` linear programmes.
    """

    tables: Mapping[str, Numbers]
    withheld: tuple[str, ...]
    closed: tuple[Step, ...]
    load: bool
    flips: frozenset[bytes]
    cells: int
    programmes: int


class _Gate:
    def __init__(self, application: Application) -> None:
        self.asked = application
        self.grids = list(application.grids)
        self.flips: set[bytes] = set()
        self.withheld: list[str] = []
        self.closed: set[Step] = set()
        self.load_known = True
        self.told: set[Place] | None = None
        self.fixed = self._fixed()
        self.halves = self._halves()

    def run(self) -> Passed:
        cells = programmes = 0
        relations: Relations | None = None
        while True:
            tables = {grid.name: self._listed(grid) for grid in self.grids}
            numbers = self._numbers(tables)
            relations = relations or Relations(self._situation())
            done = audit(relations, numbers)
            cells, programmes = max(cells, done.cells), programmes + done.programmes
            found = self._new(done.found)
            if not found or self._nothing_left:
                return self._passed(tables, cells, programmes)
            turned = {decision for one in found if (decision := self._to_turn(one, numbers[self.asked.period]))}
            self.flips |= turned
            if not turned:
                self._withhold(found[0], numbers[self.asked.period])
                relations = None

    def _new(self, found: Sequence[SingledOut]) -> list[SingledOut]:
        """Without those that were no small cells when they were told: nothing that is withheld now could help them.

        So it is when a threshold has been raised since, by a topic that has become sensitive or a rule that names an
        office for one. What was told by mistake stays: over that nothing more is published. How many came in a quarter,
        on its Fridays, or at least in its year, the load tells by itself.
        """
        if self.told is None and any(one.place[0] != self.asked.period for one in found):
            self.told = self._told()
        loads = {period: set(known.exact) for period, known in self.asked.counted.items()}
        if not self.load_known:
            loads[self.asked.period] = set()
        for whole, parts in self.asked.parts.items():
            if any(TOTAL in loads.get(part, ()) for part in parts):
                loads.setdefault(whole, set()).add(TOTAL)
        return [one for one in found if one.place not in (self.told or ()) and one.place[1] not in loads[one.place[0]]]

    def _told(self) -> set[Place]:
        asked = self.asked
        grids = {period: of for period, (of, _) in asked.earlier.items()}
        parts = {whole: of for whole, of in asked.parts.items() if whole != asked.period}
        earlier = Relations(Situation(asked.counted, grids, parts, asked.empty, asked.links))
        done = audit(earlier, {period: numbers for period, (_, numbers) in asked.earlier.items()})
        places = [one.place for one in done.found]
        return {(period, key) for period, key in places if asked.counted[period].of(key).n >= THRESHOLD}

    @property
    def _nothing_left(self) -> bool:
        """Whether all has been given up: what is proven then, earlier releases prove already."""
        return not self.grids and not self.load_known

    def _passed(self, tables: Mapping[str, Numbers], cells: int, programmes: int) -> Passed:
        return Passed(
            tables=tables,
            withheld=tuple(sorted(self.withheld)),
            closed=tuple(sorted(self.closed, key=lambda step: (step.total, step.axis))),
            load=self.load_known,
            flips=frozenset(self.flips),
            cells=cells,
            programmes=programmes,
        )

    def _listed(self, grid: Grid) -> Numbers:
        counted = self.asked.counted[self.asked.period]
        flips = self.asked.flips | self.flips
        return listed(grid, counted, flips, closed=self.closed, halves=self.halves, sensitive=self.asked.sensitive)

    def _situation(self) -> Situation:
        asked = self.asked
        # With those that are withheld: what they would count is counted in longer periods and in other tables, too.
        grids = {period: of for period, (of, _) in asked.earlier.items()} | {asked.period: asked.grids}
        counted = dict(asked.counted)
        if not self.load_known:
            counted[asked.period] = replace(counted[asked.period], exact={})
        return Situation(counted, grids, asked.parts, asked.empty, asked.links)

    def _numbers(self, tables: Mapping[str, Numbers]) -> dict[str, Numbers]:
        merged: dict[Key, Number] = {}
        for numbers in tables.values():
            merged.update(numbers)
        return {period: numbers for period, (_, numbers) in self.asked.earlier.items()} | {self.asked.period: merged}

    def _fixed(self) -> set[bytes]:
        """What decides numbers that have been shown."""
        return {
            self.asked.counted[period].of(key).decision
            for period, (_, numbers) in self.asked.earlier.items()
            for key, number in numbers.items()
            if number.count is not None
        }

    def _halves(self) -> list[Numbers]:
        """The numbers of its finer periods, if there are two in which anybody can have come."""
        asked = self.asked
        parts = [part for part in asked.parts.get(asked.period, ()) if part not in asked.empty]
        return [asked.earlier[part][1] if part in asked.earlier else {} for part in parts] if len(parts) == TWO else []

    def _to_turn(self, found: SingledOut, numbers: Numbers) -> bytes | None:
        """The number that would help most, of those that may be turned."""
        helpful: dict[bytes, float] = {}
        counted = self.asked.counted[self.asked.period]
        for (period, key), price in found.because.items():
            number = numbers.get(key) if period == self.asked.period else None
            if number is None or number.count is None or key in counted.exact:
                continue
            tally = counted.of(key)
            is_up = number.count > tally.n
            if number.count != tally.n and is_up == (price > 0) and self._may_turn(tally.decision):
                helpful[tally.decision] = helpful.get(tally.decision, 0.0) + abs(price)
        return max(helpful, key=lambda decision: (helpful[decision], decision), default=None)

    def _may_turn(self, decision: bytes) -> bool:
        return decision not in self.fixed and decision not in self.flips and decision not in self.asked.flips

    def _withhold(self, found: SingledOut, numbers: Numbers) -> None:
        """Give up the breakdown that proves most; where it is that of everything, the tables that show it.

        All parts of a total go together: one that is missing alone would be known to be the one that told too much.
        Whether anybody came in a month at all is told by the load of the quarter alone, and no table can help it.
        """
        of_a_part = found.place[1] == TOTAL and found.place[0] != self.asked.period
        if not self.grids or (of_a_part and self.load_known):
            self.load_known = False
            return
        prices = {key: abs(price) for (period, key), price in found.because.items() if period == self.asked.period}
        told = [
            (price, key) for key, price in prices.items() if key and key in numbers and numbers[key].count is not None
        ]
        cell = max(told)[1] if told else TOTAL
        steps = [step for grid in self.grids if cell in grid.keys for step in grid.steps(cell)]
        if not steps:
            self._give_up(self.grids[-1:])
            return
        step = min(steps, key=lambda one: (one.total == TOTAL, self._size(one.total, numbers), one.total, one.axis))
        if step.total != TOTAL:
            self.closed.add(step)
            return
        self._give_up([grid for grid in self.grids if step.axis in {axis.name for axis in grid.axes}])

    def _size(self, total: Key, numbers: Numbers) -> int:
        """As it is known: from the load where no table has it."""
        exact = self.asked.counted[self.asked.period].exact
        return exact.get(total, 0) if total not in numbers else numbers[total].count or 0

    def _give_up(self, gone: Sequence[Grid]) -> None:
        self.withheld += [grid.name for grid in gone]
        self.grids = [grid for grid in self.grids if grid not in gone]


def pass_gate(application: Application) -> Passed:
    """The numbers of the tables that may be released together with all earlier ones; none if that cannot be proven."""
    try:
        return _Gate(application).run()
    except NotSolved:
        return Passed({}, tuple(grid.name for grid in application.grids), (), False, frozenset(), 0, 0)
