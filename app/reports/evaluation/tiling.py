"""Which released periods make up a span best. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.released.periods import month_text, months_of


@dataclass(frozen=True)
class Tiling:
    """``periods`` follow one another and do not overlap; ``lacking`` are the months that none of them has."""

    periods: tuple[str, ...]
    lacking: tuple[str, ...]


def tiling(months: range, released: Iterable[str]) -> Tiling:
    """As many of the months as possible from as few periods as possible: each of them is rounded by itself."""
    ending: dict[int, list[str]] = {}
    for period in sorted(released):
        inside = months_of(period)
        if months.start <= inside.start and inside.stop <= months.stop:
            ending.setdefault(inside.stop, []).append(period)
    # best[end]: (months that are covered, minus the number of periods, the periods) of what ends there or earlier.
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {months.start: (0, 0, ())}
    for end in range(months.start + 1, months.stop + 1):
        choices = [best[end - 1]]
        for period in ending.get(end, ()):
            length = len(months_of(period))
            covered, pieces, before = best[end - length]
            choices.append((covered + length, pieces - 1, (*before, period)))
        best[end] = max(choices, key=lambda one: one[:2])
    chosen = best[months.stop][2]
    covered_months = {month for period in chosen for month in months_of(period)}
    return Tiling(chosen, tuple(month_text(month) for month in months if month not in covered_months))
