"""The facts that the rules of one topic ask for, and which of them can hold together. Sets of facts are bit masks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from math import prod
from operator import or_

from referrals.routing.condition import Part, PartKind
from referrals.routing.hits import bits
from referrals.routing.values import Question, Rule


class Facts:
    """All facts of some rules, numbered.

    ``rivals[i]`` are the facts that cannot hold beside fact ``i``, ``with_[i]`` those that hold if it does, itself
    included: whoever is below 18 is below 27.
    """

    def __init__(self, rules: Iterable[Rule], questions: Sequence[Question]) -> None:
        named = {(part.kind, value): None for rule in rules for part in rule.condition.parts for value in part.values}
        self._names: list[tuple[PartKind, str]] = sorted(named)
        self._number = {name: index for index, name in enumerate(self._names)}
        self._limits = sorted((int(value), index) for (kind, value), index in self._number.items() if kind == "age")
        self._single = list(self._questions_with_one_answer(questions))
        self.with_ = [1 << index for index in range(len(self._names))]
        self.rivals = [0] * len(self._names)
        for position, (_, index) in enumerate(self._limits):
            self.with_[index] = sum(1 << later for _, later in self._limits[position:])
        for options in self._single:
            for index in bits(options):
                self.rivals[index] = options & ~(1 << index)

    def _questions_with_one_answer(self, questions: Sequence[Question]) -> Iterator[int]:
        """The facts of which at most one holds, by question."""
        kinds: dict[str, PartKind] = {"group": "g", "choice": "flag", "residence": "res"}
        yield self._mask(("res", value) for kind, value in self._names if kind == "res")
        for question in questions:
            if question.kind in {"group", "choice"} and not question.several:
                yield self._mask((kinds[question.kind], option) for option in question.options)

    def _mask(self, names: Iterable[tuple[PartKind, str]]) -> int:
        return sum(1 << self._number[name] for name in names if name in self._number)

    def of_part(self, part: Part) -> int:
        """The facts of which one has to hold."""
        return self._mask((part.kind, value) for value in part.values)

    def names(self, mask: int) -> tuple[str, ...]:
        """These facts as conditions write them (``g:student``); of ages only the lowest limit."""
        youngest = next((1 << index for _, index in self._limits if mask >> index & 1), 0)
        others = mask & ~sum(1 << index for _, index in self._limits)
        found = [Part(kind, (value,)) for kind, value in (self._names[index] for index in bits(others | youngest))]
        return tuple(str(part) for part in found)

    @cached_property
    def axes(self) -> tuple[tuple[int, ...], ...]:
        """The independent questions, each with its possible answers as facts that then hold; the first answer is 0."""
        axes = [(0, *(1 << index for index in bits(options))) for options in self._single if options]
        if self._limits:
            axes.append((0, *(self.with_[index] for _, index in reversed(self._limits))))
        alone = set(range(len(self._names))) - {index for _, index in self._limits}
        alone -= {index for options in self._single for index in bits(options)}
        return (*axes, *((0, 1 << index) for index in sorted(alone)))

    @cached_property
    def combinations(self) -> int:
        """How many different visitors these rules can tell apart."""
        return prod(len(axis) for axis in self.axes)

    def shrunk(self, mask: int, holds: Callable[[int], bool]) -> int:
        """The least of these facts, question by question, of which ``holds`` is still true."""
        for axis in self.axes:
            others = mask & ~axis_mask(axis)
            mask = next(others | answer for answer in axis if not answer & ~mask and holds(others | answer))
        return mask


def axis_mask(axis: Iterable[int]) -> int:
    """All facts of a question."""
    return reduce(or_, axis, 0)
