"""True counts on their way to a table, and the published numbers of a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.disclosure.grids import Key
from app.released import rounding


@dataclass(frozen=True)
class Tally:
    """How many there truly are, and the keyed hash (32 bytes) of who they are, which decides the rounding."""

    n: int
    decision: bytes


@dataclass(frozen=True)
class Number:
    """A listed cell: its published number, None if it is withheld."""

    count: int | None
    threshold: int

    @property
    def interval(self) -> tuple[int, int]:
        """What everybody knows of the true number: the smallest and the largest that it can be."""
        return rounding.interval(self.count, self.threshold)

    @property
    def large(self) -> bool:
        """Whether it may be broken down."""
        return rounding.may_be_broken_down(self.count)


@dataclass(frozen=True)
class Counted:
    """A period as it was counted: ``tallies`` by key (what is missing is none), ``exact`` totals that are known.

    ``nobody`` is the tally of an empty cell; ``floors`` are cells of which another publication tells that there are at
    least so many.
    """

    tallies: Mapping[Key, Tally]
    nobody: Tally
    exact: Mapping[Key, int]
    floors: Mapping[Key, int] = field(default_factory=dict)

    def of(self, key: Key) -> Tally:
        """The tally of a cell."""
        return self.tallies.get(key, self.nobody)


Numbers = Mapping[Key, Number]
"""The listed cells of a table, or of a whole period."""
