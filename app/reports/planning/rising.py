"""What rises: said only where neither rounding nor chance nor the number of questions can have done it. Pure.

Each category (a topic, a language) is compared with the period before and with the same one a year before, and with
three or more periods in a row it is looked at for a trend. For each comparison the most unfavourable true numbers are
taken that may stand behind what was published. All comparisons of all categories are then judged together.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from app.reports.planning.chance import discoveries, higher, least_ratio, trend
from app.reports.planning.spans import span
from app.reports.values import Count

K = TypeVar("K", bound=Hashable)
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


def rises(categories: Mapping[K, Series], *, false: float = FALSE, least: float = LEAST) -> dict[K, tuple[Rise, ...]]:
    """The categories that rise with what shows it, the clearest first."""
    asked = {(name, one.against): one for name, series in categories.items() for one in _comparisons(series)}
    order = {key: number for number, key in enumerate(asked)}
    certain = discoveries({key: one.chance for key, one in asked.items()}, level=false)
    found: dict[K, list[Rise]] = {}
    for name, against in sorted(certain, key=lambda key: (asked[key].chance, order[key])):
        one = asked[name, against]
        rise = Rise(against, one.chance, _least_rise(one.now, one.before))
        if rise.at_least >= least:
            found.setdefault(name, []).append(rise)
    return {name: tuple(said) for name, said in found.items()}


@dataclass(frozen=True)
class _Comparison:
    """A question that was asked."""

    against: Against
    chance: float
    now: Point
    before: Point


def _comparisons(series: Series) -> list[_Comparison]:
    *earlier, now = series.row
    found = [_compared("previous", now, earlier[-1])] if earlier else []
    if series.year_before:
        found.append(_compared("year_before", now, series.year_before))
    if len(series.row) >= LEAST_FOR_TREND:
        found.append(_Comparison("trend", _trend(series.row), now, series.row[0]))
    return found


def _compared(against: Against, now: Point, before: Point) -> _Comparison:
    """With the least that may stand behind the one and the most that may stand behind the other."""
    fewest, most = span(now.published).low, span(before.published).high
    return _Comparison(against, higher(fewest, most, exposure=now.days / before.days), now, before)


def _least_rise(now: Point, before: Point) -> float:
    fewest, most = span(now.published).low, span(before.published).high
    return least_ratio(fewest, most, exposure=now.days / before.days, level=FALSE) - 1


def _trend(row: Sequence[Point]) -> float:
    spans = [span(point.published) for point in row]
    return trend([one.low for one in spans], [one.high for one in spans], [point.days for point in row])
