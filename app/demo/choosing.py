"""Choose by weights, the same for the same seed. Pure."""

from bisect import bisect
from collections.abc import Iterable, Mapping
from itertools import accumulate
from random import Random


class Choice:
    """One of several values, each as often as its weight says; those without weight never."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.values = tuple(value for value, weight in weights.items() if weight > 0)
        self._cumulated = list(accumulate(weights[value] for value in self.values))

    def one(self, random: Random) -> str:
        """A value. There is one at least."""
        return self.at(random.random())

    def at(self, chance: float) -> str:
        """The value for a chance from 0 to (not quite) 1."""
        return self.values[bisect(self._cumulated, chance * self._cumulated[-1], hi=len(self.values) - 1)]

    def several(self, random: Random, number: int) -> tuple[str, ...]:
        """So many different values, in the order in which they came up; fewer if there are not so many."""
        found: dict[str, None] = {}
        while len(found) < min(number, len(self.values)):
            found[self.one(random)] = None
        return tuple(found)


def apportioned(total: int, weights: Iterable[float]) -> list[int]:
    """``total`` in whole parts as these weights say (largest remainders), in their order."""
    given = list(weights)
    exact = [total * weight / sum(given) for weight in given]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(given)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
