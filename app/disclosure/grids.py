"""What is counted by what: axes, the grids (tables) that they span, and the keys of their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from app.released.rounding import SENSITIVE_THRESHOLD, THRESHOLD

Key = tuple[tuple[str, str], ...]
"""Axis and value of each axis that is not summed over, by the axes' names; the empty key is everything."""
TOTAL: Key = ()
HIDDEN = "?"
"""On an axis with parts: contacts whose parts are not kept. Never listed, but nobody may find out who it is."""


@dataclass(frozen=True)
class Axis:
    """A dimension, or a tree of two levels (``parts``: value -> the values below it).

    ``several``: one contact can have more than one value. ``complete``: each has at least one. ``thresholds`` are those
    that are not the usual one. ``hiding`` are the values of a tree some of whose contacts do not keep their part;
    ``unhidden`` names that tree if those contacts are not counted on this axis at all.
    """

    name: str
    values: tuple[str, ...]
    several: bool = False
    complete: bool = True
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    thresholds: Mapping[str, int] = field(default_factory=dict)
    hiding: tuple[str, ...] = ()
    unhidden: str = ""

    def every(self) -> Iterator[str]:
        """The values of both levels, a value before its parts."""
        for value in self.values:
            yield value
            yield from self.parts.get(value, ())

    def threshold(self, value: str) -> int:
        """Below it a number is withheld."""
        return SENSITIVE_THRESHOLD if value == HIDDEN else self.thresholds.get(value, THRESHOLD)

    @cached_property
    def above(self) -> Mapping[str, str]:
        """The value that each part belongs to."""
        return {part: value for value, parts in self.parts.items() for part in parts}


@dataclass(frozen=True)
class Grid:
    """A table over one or two axes.

    ``margins`` is False for one whose totals are not in the table: they are published elsewhere.
    """

    name: str
    axes: tuple[Axis, ...]
    margins: bool = True

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every cell that the table could list: the total first, totals before what they are made of."""
        return self._keys([("", *axis.every()) for axis in self.axes])

    @cached_property
    def all_keys(self) -> tuple[Key, ...]:
        """These, and the hidden ones."""
        return self._keys([("", *axis.every(), *([HIDDEN] if axis.hiding else [])) for axis in self.axes])

    def _keys(self, choices: list[tuple[str, ...]]) -> tuple[Key, ...]:
        found = [key_of(zip(self.axes, one, strict=True)) for one in product(*choices)]
        return tuple(sorted(found, key=len))

    def threshold(self, key: Key) -> int:
        """The strictest of its values'."""
        axes = {axis.name: axis for axis in self.axes}
        return max((axes[name].threshold(value) for name, value in key), default=THRESHOLD)

    def steps(self, key: Key) -> list["Step"]:
        """How the cell comes to be: the totals that it is a part of, and by which axis each is broken down."""
        axes = {axis.name: axis for axis in self.axes}
        found = []
        for place, (name, value) in enumerate(key):
            above = axes[name].above.get(value)
            rest = [*key[:place], *key[place + 1 :]]
            found.append(Step(tuple(sorted([*rest, (name, above)] if above else rest)), name))
        return found

    def takes(self, step: "Step") -> bool:
        """Whether the table breaks down a total in this way."""
        axes = {axis.name: axis for axis in self.axes}
        above = dict(step.total)
        deeper = step.axis in above
        return {step.axis, *above} <= axes.keys() and (not deeper or bool(axes[step.axis].parts))


@dataclass(frozen=True)
class Step:
    """A total that is broken down by an axis: one axis more, or one level deeper on a tree."""

    total: Key
    axis: str


def key_of(pairs: "zip[tuple[Axis, str]]") -> Key:
    """The key of these values; an empty one is summed over."""
    return tuple(sorted((axis.name, value) for axis, value in pairs if value))
