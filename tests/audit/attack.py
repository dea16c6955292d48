"""The attack: the smallest and the largest number that an unknown can be with all that is known.

Most unknowns are cleared without a programme of their own: one possible world in which many of them are nought clears
all of those at once. First without integrality, where whoever proves more than nothing of a number has proven someone;
if nobody is singled out, withheld cells are attacked in whole numbers, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from tests.audit.knowledge import PROTECTED, Equation, Knowledge, Unknown
from tests.audit.published import NORMAL_THRESHOLD

EPSILON = 1e-5
PRIMAL = 4
Numbers = npt.NDArray[np.float64]


class Impossible(Exception):
    """No true numbers fit what is published: a declared interval is wrong, or the auditor knows too much."""


class Boundless(Exception):
    """The sum can be as small, or a number as large, as one likes."""


@dataclass(frozen=True)
class Finding:
    """This unknown is at least ``least`` and at most ``most``, both proven: someone, and below its threshold."""

    unknown: Unknown
    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.unknown.name()} is {self.least} to {self.most}"


@dataclass(frozen=True)
class Verdict:
    """What the audit came to. ``small`` unknowns were attacked, of them ``alone`` each by a programme of its own."""

    findings: tuple[Finding, ...]
    unknowns: int
    equations: int
    small: int
    alone: int

    def __str__(self) -> str:
        return (
            f"{self.unknowns} unknowns, {self.equations} equations, {self.small} small cells "
            f"({self.alone} solved alone), {len(self.findings)} singled out"
        )


class Programme:
    """Bounds and equations, to be minimised for one sum of unknowns after the other; ``whole``: in whole numbers."""

    def __init__(self, unknowns: Sequence[Unknown], knowledge: Knowledge, *, whole: bool = False) -> None:
        self.place = {unknown: number for number, unknown in enumerate(unknowns)}
        self._highs: Any = _solver()
        self._highs.silent()
        # Another sum over the same worlds: the last one is as good a start as any.
        self._highs.setOptionValue("simplex_strategy", PRIMAL)
        self._highs.passModel(_model(self.place, knowledge))
        self._columns = np.arange(len(unknowns), dtype=np.int32)
        if whole:
            kinds = np.full(len(unknowns), highspy.HighsVarType.kInteger)
            self._highs.changeColsIntegrality(len(unknowns), self._columns, kinds)

    def least(self, factors: Numbers) -> Numbers:
        """The unknowns in a possible world where the sum of ``factors`` * unknowns is least. Raises both errors."""
        self._highs.changeColsCost(len(self._columns), self._columns, factors)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Impossible
        if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            raise Boundless
        assert status == highspy.HighsModelStatus.kOptimal, status
        return np.asarray(self._highs.getSolution().col_value)

    def most(self, unknown: Unknown) -> float:
        """Its largest value, infinite if nothing is above it."""
        try:
            return float(self.least(_only(self, unknown, -1))[self.place[unknown]])
        except Boundless:
            return inf


def attack(knowledge: Knowledge) -> Verdict:
    """Find everybody who is singled out: at least one, and surely below the threshold. Raises Impossible."""
    unknowns = sorted(knowledge.bounds, key=lambda one: (one.space, one.period, sorted(one.values)))
    small = [one for one in unknowns if _may_be_small(knowledge, one)]
    withheld = {one for one in small if knowledge.bounds[one][1] < _threshold(knowledge, one)}
    findings: list[Finding] = []
    alone = 0
    for whole in (False, True):
        if findings:
            break
        programme = Programme(unknowns, knowledge, whole=whole)
        left = _not_cleared(programme, [one for one in small if one in withheld or not whole])
        while left:
            one = left.pop()
            alone += 1
            world = programme.least(_only(programme, one))
            least = world[programme.place[one]]
            left = [other for other in left if world[programme.place[other]] > EPSILON]
            most = programme.most(one) if least > EPSILON else 0
            if least > EPSILON and most < _threshold(knowledge, one) - EPSILON:
                findings.append(Finding(one, ceil(least - EPSILON), floor(most + EPSILON)))
    return Verdict(tuple(findings), len(unknowns), len(knowledge.equations), len(small), alone)


def _only(programme: Programme, one: Unknown, sign: int = 1) -> Numbers:
    factors = np.zeros(len(programme.place))
    factors[programme.place[one]] = sign
    return factors


def _threshold(knowledge: Knowledge, one: Unknown) -> int:
    return knowledge.thresholds.get(one, NORMAL_THRESHOLD)


def possible(knowledge: Knowledge) -> bool:
    """Whether any true numbers fit what is published."""
    unknowns = list(knowledge.bounds)
    try:
        Programme(unknowns, knowledge).least(np.zeros(len(unknowns)))
    except Impossible:
        return False
    return True


def _may_be_small(knowledge: Knowledge, one: Unknown) -> bool:
    low, _ = knowledge.bounds[one]
    return low < 1 and bool(one.values) and one.values != PROTECTED


def _not_cleared(programme: Programme, small: Sequence[Unknown]) -> list[Unknown]:
    """Those that were nought in none of the worlds that were tried."""
    left = list(small)
    while left:
        factors = np.zeros(len(programme.place))
        factors[[programme.place[one] for one in left]] = 1
        world = programme.least(factors)
        still = [one for one in left if world[programme.place[one]] > EPSILON]
        if len(still) > len(left) * 0.9:
            return still
        left = still
    return left


def _solver() -> Any:
    made: Any = highspy
    return made.Highs()


def _model(place: dict[Unknown, int], knowledge: Knowledge) -> highspy.HighsLp:
    equations: list[Equation] = knowledge.equations
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(place), len(equations)
    model.col_cost_ = np.zeros(len(place))
    model.col_lower_, model.col_upper_ = _columns(knowledge.bounds[one] for one in place)
    model.row_lower_, model.row_upper_ = _columns((one.low, one.high) for one in equations)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = len(place), len(equations)
    lengths = [len(one.terms) for one in equations]
    matrix.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    matrix.index_ = np.array([place[one] for equation in equations for one, _ in equation.terms], dtype=np.int32)
    matrix.value_ = np.array([factor for equation in equations for _, factor in equation.terms], dtype=np.float64)
    return model


def _columns(pairs: Iterable[tuple[float, float]]) -> tuple[Numbers, Numbers]:
    both = np.array(list(pairs), dtype=np.float64).reshape(-1, 2)
    return np.where(both[:, 0] == -np.inf, -highspy.kHighsInf, both[:, 0]), np.where(
        both[:, 1] == np.inf, highspy.kHighsInf, both[:, 1]
    )
