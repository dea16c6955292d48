"""The answers that are still possible, as a table over the answers to the open questions, and what to ask of it.

An `Outcomes` has one axis per open question and one cell per combination of answers; a cell holds the number of the
result (WIDTH bytes). All of it works on slices of bytes: no loop over cells, so that the desk does not wait.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

WIDTH = 2


@dataclass(frozen=True, eq=False)
class Axis:
    """An open question. ``values`` are the answers as bit masks of the facts that then hold, the last one is 0: none.

    ``chances`` sum up to 1: every combination of facts is taken to be as likely as any other. ``quiet`` are the
    indices of the answers that are never asked for.
    """

    question: str
    values: tuple[int, ...]
    chances: tuple[float, ...]
    quiet: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcomes:
    """Results by combination of answers, in row-major order of ``axes``."""

    cells: bytes
    axes: tuple[Axis, ...]

    def slice(self, axis: int, answer: int) -> bytes:
        """The cells that are left if the question of this axis has this answer."""
        inner, row = _strides(self.axes_sizes, axis)
        return b"".join([self.cells[start : start + inner] for start in range(answer * inner, len(self.cells), row)])

    def given(self, axis: int, answer: int) -> "Outcomes":
        """What is left once this question is answered, without the questions that no longer matter."""
        return Outcomes(self.slice(axis, answer), self.axes[:axis] + self.axes[axis + 1 :]).reduced()

    def reduced(self) -> "Outcomes":
        """The same without axes along which nothing differs."""
        reduced = self
        for index in reversed(range(len(self.axes))):
            if not _differs_along(reduced.cells, reduced.axes_sizes, index):
                reduced = Outcomes(reduced.slice(index, 0), reduced.axes[:index] + reduced.axes[index + 1 :])
        return reduced

    @cached_property
    def axes_sizes(self) -> list[int]:
        """The number of answers to each question."""
        return [len(axis.values) for axis in self.axes]

    @cached_property
    def askable(self) -> tuple[int, ...]:
        """The axes whose answer can change the result, quiet answers left aside."""
        cells, sizes = self.cells, self.axes_sizes.copy()
        for index, axis in enumerate(self.axes):
            for answer in reversed(axis.quiet):
                cells = _without(cells, sizes, index, answer)
                sizes[index] -= 1
        return tuple(index for index in range(len(sizes)) if _differs_along(cells, sizes, index))

    def differs(self, axis: int, answer: int, other: int) -> bool:
        """Whether it makes a difference which of the two answers is given."""
        return self.slice(axis, answer) != self.slice(axis, other)


Memo = MutableMapping[tuple[bytes, tuple[Axis, ...]], tuple[float, ...]]


def expected_questions(outcomes: Outcomes, memo: Memo) -> tuple[float, ...]:
    """For each askable axis how many questions are to be expected if it is asked first and then always the best one.

    ``outcomes`` must be reduced, so that equal ones are found again in ``memo``.
    """
    key = (outcomes.cells, outcomes.axes)
    known = memo.get(key)
    if known is None:
        known = memo[key] = tuple(
            1
            + sum(
                chance * min(expected_questions(outcomes.given(axis, answer), memo), default=0)
                for answer, chance in enumerate(outcomes.axes[axis].chances)
            )
            for axis in outcomes.askable
        )
    return known


def guessed_questions(outcomes: Outcomes) -> tuple[float, ...]:
    """A quick upper guess of expected_questions: as if all questions that still matter after the first were asked."""
    return tuple(
        1
        + sum(
            chance * len(outcomes.given(axis, answer).askable)
            for answer, chance in enumerate(outcomes.axes[axis].chances)
        )
        for axis in outcomes.askable
    )


def _strides(sizes: list[int], axis: int) -> tuple[int, int]:
    """How many bytes one answer takes in a row, and a row of all answers to this question."""
    inner = prod(sizes[axis + 1 :]) * WIDTH
    return inner, inner * sizes[axis]


def _without(cells: bytes, sizes: list[int], axis: int, answer: int) -> bytes:
    inner, row = _strides(sizes, axis)
    cut = answer * inner
    return b"".join(
        [cells[start : start + cut] + cells[start + cut + inner : start + row] for start in range(0, len(cells), row)]
    )


def _differs_along(cells: bytes, sizes: list[int], axis: int) -> bool:
    inner, row = _strides(sizes, axis)
    return any(
        cells[start : start + row] != cells[start : start + inner] * sizes[axis] for start in range(0, len(cells), row)
    )
