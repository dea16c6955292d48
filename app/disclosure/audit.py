"""Proof that nobody is singled out: for every small cell a possible world in which nobody is in it.

A cell singles out whoever is in it if all that is published proves that somebody is, and that they are fewer than the
threshold. Fewer they are by the truth; so what is to be shown is that the cell could as well be empty. One solution of
the programme is such a world for many cells at once, so that a few questions answer for thousands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.disclosure.counts import Numbers
from app.disclosure.relations import Place, Relations
from app.disclosure.solver import Programme, Solution

NOTHING = 1e-6
"""What the solver calls zero."""


@dataclass(frozen=True)
class SingledOut:
    """A small cell that cannot be empty, and the bounds that prove it.

    ``because`` has the price of each: positive where the published number would have to be lower, negative higher.
    """

    place: Place
    because: Mapping[Place, float]


@dataclass(frozen=True)
class Audit:
    """What was found; ``cells`` small cells were looked at with ``programmes`` linear programmes."""

    found: tuple[SingledOut, ...]
    cells: int
    programmes: int


def audit(relations: Relations, numbers: Mapping[str, Numbers]) -> Audit:
    """Look at every cell in which there is somebody, but fewer than the threshold, be it listed or not."""
    thresholds = relations.thresholds
    small = [at for at, place in enumerate(relations.places) if 1 <= relations.truth[at] < thresholds[place]]
    if not small:
        return Audit((), 0, 0)
    programme = Programme(relations.rows, *relations.bounds(numbers))
    found: list[SingledOut] = []
    left, solved, together = dict.fromkeys(small, 1.0), 0, True
    while left:
        one = next(iter(left))
        solution = programme.least(left if together else {one: 1.0})
        solved += 1
        empty = [at for at in left if solution.values[at] < NOTHING]
        if not together and one not in empty:
            found.append(SingledOut(relations.places[one], _prices(relations, solution, one)))
            empty.append(one)
        # Cells that can be empty, but not all at once, are asked for one by one.
        together = together and bool(empty)
        for at in empty:
            del left[at]
    return Audit(tuple(found), len(small), solved)


def _prices(relations: Relations, solution: Solution, cell: int) -> dict[Place, float]:
    binding = [at for at, price in enumerate(solution.prices) if abs(price) > NOTHING and at != cell]
    return {relations.places[at]: float(solution.prices[at]) for at in binding}
