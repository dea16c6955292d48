"""Which cells of a table are listed, and with which numbers: threshold, rounding, breakdown of large totals only."""

from collections.abc import Sequence, Set

from app.disclosure.counts import Counted, Number, Numbers
from app.disclosure.grids import Grid, Key, Step
from app.released import rounding


def listed(
    grid: Grid,
    counted: Counted,
    flips: Set[bytes],
    *,
    closed: Set[Step] = frozenset(),
    halves: Sequence[Numbers] = (),
    sensitive: bool = True,
) -> Numbers:
    """The cells of the table with their numbers, withheld ones too.

    A cell is listed where the published number of everything that it is a part of is large enough, whether there is
    anybody in it or not. ``flips`` are the decisions that are turned round, ``closed`` what must not be broken down,
    ``halves`` the numbers of the two periods of a period that has no more: where both are withheld, one that is not
    would prove somebody in each. Without ``sensitive`` values with a higher threshold are left out: a month is too
    short for them.
    """
    found: dict[Key, Number] = {}
    for key in grid.keys:
        if not sensitive and grid.threshold(key) != rounding.THRESHOLD:
            continue
        if halves and all(key in half and half[key].count is None for half in halves):
            continue
        steps = grid.steps(key)
        if closed.isdisjoint(steps) and all(one.total in found and found[one.total].large for one in steps):
            found[key] = number(grid, counted, key, flips)
    if grid.margins:
        return found
    return {key: one for key, one in found.items() if len(key) == len(grid.axes)}


def number(grid: Grid, counted: Counted, key: Key, flips: Set[bytes]) -> Number:
    """The published number of a cell; a total that another table publishes exactly is that."""
    if not grid.margins and key in counted.exact:
        return Number(counted.exact[key], rounding.THRESHOLD)
    threshold = grid.threshold(key)
    tally = counted.of(key)
    flipped = tally.decision in flips
    return Number(rounding.published(tally.n, tally.decision, threshold=threshold, flipped=flipped), threshold)
