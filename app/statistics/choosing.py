"""Which released periods can be gone to from a page: the usual one, its neighbours, and the one that fits another page.

All take released periods in their order, the latest last.
"""

from collections.abc import Sequence

from app.released.periods import kind, months_of
from app.released.tables import KINDS


def usual_period(released: Sequence[str]) -> str | None:
    """Where a page begins: the last quarter, which most tables come in, else what there is."""
    quarters = [one for one in released if kind(one) == "quarter"]
    return next(reversed(quarters or released), None)


def neighbours(released: Sequence[str], period: str) -> tuple[str | None, str | None]:
    """The released periods of the same kind before and after it."""
    same = [one for one in released if kind(one) == kind(period)]
    start = months_of(period).start
    before = [one for one in same if months_of(one).start < start]
    after = [one for one in same if months_of(one).start > start]
    return (before[-1] if before else None, after[0] if after else None)


def fitting(released: Sequence[str], period: str) -> str:
    """The period itself, else the shortest that holds it, else the last within it, else the last there is."""
    if period in released or not released:
        return period
    months = months_of(period)
    holding = [one for one in released if months_of(one).start <= months.start and months.stop <= months_of(one).stop]
    within = [one for one in released if months.start <= months_of(one).start and months_of(one).stop <= months.stop]
    return min(holding, key=lambda one: len(months_of(one))) if holding else (within or [*released])[-1]


def by_kind(released: Sequence[str]) -> dict[str, list[str]]:
    """Years, quarters and months, each the latest first; without the kinds of which there is none."""
    found = {one: [period for period in reversed(released) if kind(period) == one] for one in reversed(KINDS)}
    return {one: same for one, same in found.items() if same}
