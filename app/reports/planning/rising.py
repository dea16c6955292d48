"""What rises: said only where neither rounding nor chance nor the number of questions can have done it. Pure.

Each category (a topic, a language) is compared with the period before and with the same one a year before, and with
three or more periods in a row it is looked at for a trend. For each comparison the most unfavourable true numbers are
taken that may stand behind what was published. All comparisons of all categories are then judged together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.reports.planning.chance import discoveries, higher, least_ratio, trend
from app.reports.planning.spans import span
from app.reports.values import Count

Against = Literal["previous", "year_before", "trend"]
FALSE = 0.05
"""Of all that is said to rise, at most this share is expected to be chance."""
LEAST = 0.05
"""A rise of less than this share is nothing to plan by, however certain it is."""
LEAST_FOR_TREND = 3


@dataclass(frozen=True)
class Point:
    """What was published for a period of so many days."""

    published: Count
    days: int


@dataclass(frozen=True)
class Series:
    """A category: ``row`` are its periods without a gap, oldest first, the last is now.

    ``year_before`` is the same period a year before. Periods in which its cell is not listed are left out: what
    stands behind them is not known at all.
    """

    row: tuple[Point, ...]
    year_before: Point | None = None


@dataclass(frozen=True)
class Rise:
    """A comparison that survived.

    ``chance`` is the probability that chance alone would have done it, ``at_least`` by what share it rose at the least
    (0.2 is 20 percent; for a trend from the first period to the last).
    """

    against: Against
    chance: float
    at_least: float


def rises(
    categories: Mapping[str, Series], *, false: float = FALSE, least: float = LEAST
) -> dict[str, tuple[Rise, ...]]:
    """The categories that rise with what shows it, the clearest first."""
    asked = {(name, rise.against): rise for name, series in categories.items() for rise in _comparisons(series)}
    certain = discoveries({key: rise.chance for key, rise in asked.items()}, level=false)
    said = [key for key in certain if asked[key].at_least >= least]
    found: dict[str, list[Rise]] = {}
    for name, against in sorted(said, key=lambda key: (asked[key].chance, key)):
        found.setdefault(name, []).append(asked[name, against])
    return {name: tuple(one) for name, one in found.items()}


def _comparisons(series: Series) -> list[Rise]:
    *earlier, now = series.row
    found = [_compared("previous", now, earlier[-1])] if earlier else []
    if series.year_before:
        found.append(_compared("year_before", now, series.year_before))
    if len(series.row) >= LEAST_FOR_TREND:
        ratio = _compared("trend", now, series.row[0]).at_least
        found.append(Rise("trend", _trend(series.row), ratio))
    return found


def _compared(against: Against, now: Point, before: Point) -> Rise:
    """With the least that may stand behind the one and the most that may stand behind the other."""
    fewest, most = span(now.published).low, span(before.published).high
    exposure = now.days / before.days
    ratio = least_ratio(fewest, most, exposure=exposure, level=FALSE)
    return Rise(against, higher(fewest, most, exposure=exposure), ratio - 1)


def _trend(row: Sequence[Point]) -> float:
    spans = [span(point.published) for point in row]
    return trend([one.low for one in spans], [one.high for one in spans], [point.days for point in row])
