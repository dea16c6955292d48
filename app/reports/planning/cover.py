"""What to get first so that most of a need is served: the next one is always that which serves most of the rest. Pure.

Nobody can promise the best choice of several quickly, but this one always serves at least 63 percent of what the best
choice of as many would serve, and each step by itself is the best one.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.reports.planning.spans import Span, together

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Step(Generic[K]):
    """What to get next: ``needs`` are those that it alone adds, ``served`` what they are, ``so_far`` all to here."""

    offer: str
    needs: tuple[K, ...]
    served: Span
    so_far: Span


def cover(needs: Mapping[K, Span], offers: Mapping[str, frozenset[K]], *, most: int) -> tuple[Step[K], ...]:
    """At most so many steps, each of them with a published number behind it.

    Equal ones stand in the order of ``offers``.
    """
    left = dict(needs)
    steps: list[Step[K]] = []
    so_far = Span()
    while len(steps) < most:
        gains = {offer: together([left[key] for key in served if key in left]) for offer, served in offers.items()}
        best = max(gains, key=lambda offer: (gains[offer].about, gains[offer].low), default=None)
        if best is None or not gains[best].about:
            break
        so_far += gains[best]
        newly = tuple(key for key in left if key in offers[best])
        steps.append(Step(best, newly, gains[best], so_far))
        left = {key: need for key, need in left.items() if key not in offers[best]}
    return tuple(steps)


def clearly_first(served: Sequence[Span]) -> int:
    """How many of the first certainly serve more than each one after them, whatever the rounding did."""
    for number in range(1, len(served)):
        if min(one.low for one in served[:number]) > max(one.high for one in served[number:]):
            return number
    return 0
