"""From a published number to all the true ones that may stand behind it. Pure."""

from dataclasses import dataclass
from functools import reduce

from app.released import rounding
from app.reports.values import Count


@dataclass(frozen=True)
class Span:
    """A number of contacts: at least ``low``, at most ``high``, and ``about`` what is published (0 where withheld)."""

    low: int = 0
    about: int = 0
    high: int = 0

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.about + other.about, self.high + other.high)

    def union(self, other: "Span") -> "Span":
        """How many are in one of two counts or in both, of which nobody knows how they overlap."""
        return Span(max(self.low, other.low), max(self.about, other.about), self.high + other.high)

    def within(self, whole: "Span") -> "Span":
        """The same, knowing that it is a part of ``whole``; never less than what is published."""
        return Span(self.low, self.about, max(self.about, self.low, min(self.high, whole.high)))


def span(published: Count) -> Span:
    """All that may stand behind a published number."""
    low, high = rounding.interval(published.count, published.threshold)
    return Span(low, published.count or 0, high)


def together(spans: list[Span]) -> Span:
    """The sum of counts that have nothing in common."""
    return reduce(Span.__add__, spans, Span())
