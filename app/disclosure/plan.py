"""The release plan: the finest kind of period in which most contacts can be shown in numbers. Pure.

What a cell will hold in a period is reckoned as Poisson around its part of the year before, from published numbers.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.released.rounding import BROKEN_DOWN_FROM, THRESHOLD

ENOUGH = 0.8
"""The least part of contacts in numeric cells."""
A_YEAR = {"month": 12, "quarter": 4, "year": 1}
MONTH = "month"


@dataclass(frozen=True)
class Expected:
    """A cell: how many contacts a year, its threshold, and the same of the totals that it is a part of."""

    a_year: float
    threshold: int
    parents: tuple[float, ...] = ()


def shares(cells: Iterable[Expected], kinds: Sequence[str]) -> dict[str, float]:
    """The part of contacts (0 to 1) that would be in numeric cells, by kind of period.

    Cells with a higher threshold are not shown by month, and not counted there.
    """
    known = list(cells)
    return {kind: _share(known, kind) for kind in kinds}


def finest(expected: dict[str, float], kinds: Sequence[str]) -> str | None:
    """The finest kind that shows enough; None if not even the coarsest does."""
    return next((kind for kind in kinds if expected[kind] >= ENOUGH), None)


def _share(cells: Sequence[Expected], kind: str) -> float:
    shown = whole = 0.0
    for cell in cells:
        if kind == MONTH and cell.threshold > THRESHOLD:
            continue
        mean = cell.a_year / A_YEAR[kind]
        whole += mean
        if all(parent / A_YEAR[kind] >= BROKEN_DOWN_FROM for parent in cell.parents):
            # The expected number of contacts in the cell if only numbers from the threshold on count.
            shown += mean * at_least(cell.threshold - 1, mean)
    return shown / whole if whole else 0.0


def at_least(n: int, mean: float) -> float:
    """The chance that a Poisson number of this mean is ``n`` or more."""
    return 1.0 - sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(n)) if mean else 0.0
