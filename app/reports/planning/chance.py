"""How likely chance alone would have done it: exact binomial tails, a test for trend, many questions at once. Pure.

Visits are taken as independent of each other (Poisson). Of two counts with the same rate the first one is then binomial
among both, whatever the rate is: nothing has to be estimated.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
_NEGLIGIBLE = 1e-17
MOST_KEPT = 1 << 15
"""Answers kept in memory."""
FEWEST_FOR_TREND = 30
"""Fewer contacts than these in all periods together are too few for the normal distribution that the trend uses."""


# A release is asked the same by every page that shows it, and a page must not take longer for it each time.
@lru_cache(maxsize=MOST_KEPT)
def at_least(k: int, n: int, p: float) -> float:
    """The probability of k or more of n, each with probability p between 0 and 1."""
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    if k <= n * p:
        return 1.0 - _tail(n - k + 1, n, 1 - p)
    return _tail(k, n, p)


def higher(now: int, before: int, *, exposure: float = 1.0) -> float:
    """The probability that chance alone makes ``now`` so high beside ``before``, if the rate had stayed the same.

    ``exposure`` is how many times as long the time of ``now`` was.
    """
    return at_least(now, now + before, exposure / (1 + exposure))


@lru_cache(maxsize=MOST_KEPT)
def least_ratio(now: int, before: int, *, exposure: float = 1.0, level: float) -> float:
    """The largest ratio of the rates that can be said with an error of at most ``level`` (Clopper and Pearson)."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if at_least(now, now + before, middle) <= level else (low, middle)
    return low / (1 - low) / exposure


def trend(lows: Sequence[int], highs: Sequence[int], exposures: Sequence[float]) -> float:
    """The probability that chance alone makes counts of consecutive times rise so clearly (Cochran and Armitage).

    Of the counts is known only that they are within ``lows`` and ``highs``: the answer holds for all of them, as the
    slope is the least that they allow and the scatter the most. ``exposures`` are the lengths of the times.
    """
    whole = sum(exposures)
    middle = sum(number * length for number, length in enumerate(exposures)) / whole
    steps = [number - middle for number in range(len(exposures))]
    variance = sum(step * step * length for step, length in zip(steps, exposures, strict=True)) / whole
    slope = sum(step * (low if step > 0 else high) for step, low, high in zip(steps, lows, highs, strict=True))
    if slope <= 0 or variance == 0 or sum(lows) < FEWEST_FOR_TREND:
        return 1.0
    return math.erfc(slope / math.sqrt(2 * variance * sum(highs))) / 2


def discoveries(chances: Mapping[K, float], *, level: float) -> frozenset[K]:
    """Those that may be said so that of all that is ever said at most ``level`` is expected to be chance.

    Benjamini and Hochberg: who asks fifty questions finds two or three answers below five percent by chance alone.
    """
    ordered = sorted(chances, key=lambda key: chances[key])
    passed = [n for n, key in enumerate(ordered, start=1) if chances[key] <= level * n / len(ordered)]
    return frozenset(ordered[: max(passed, default=0)])


def _tail(k: int, n: int, p: float) -> float:
    """The sum of the binomial probabilities from k, which is above the mean, so that they only become smaller."""
    if p <= 0:
        return 0.0
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    term = math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))
    total = 0.0
    for number in range(k, n + 1):
        total += term
        if term < _NEGLIGIBLE * total:
            break
        term *= (n - number) / (number + 1) * p / (1 - p)
    return min(total, 1.0)
