"""All possible visitors of a topic at once: a set of visitors is one number with a bit for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice
from math import prod
from operator import or_

from referrals.routing.analysis.facts import Facts
from referrals.routing.condition import Part
from referrals.routing.hits import Hits, bits

MOST_CELLS = 1 << 18
"""Visitors looked at together; a set of them then fits into the processor's cache."""
MOST_PIECES = 64


@dataclass(frozen=True)
class Cells:
    """The visitors who have the facts ``fixed`` and one answer of each of ``axes`` (see Facts.axes)."""

    facts: Facts
    axes: tuple[tuple[int, ...], ...]
    fixed: int = 0

    @cached_property
    def everybody(self) -> int:
        """The set of all of them."""
        return (1 << prod(len(axis) for axis in self.axes)) - 1

    @cached_property
    def _having(self) -> dict[int, int]:
        """For each fact the set of those who have it."""
        having = dict.fromkeys(bits(self.fixed), self.everybody)
        for index, axis in enumerate(self.axes):
            after, before = (prod(map(len, axes)) for axes in (self.axes[index + 1 :], self.axes[:index]))
            row = [((1 << after) - 1) << (answer * after) for answer in range(len(axis))]
            for fact in bits(reduce(or_, axis)):
                once = sum(row[answer] for answer, facts in enumerate(axis) if facts >> fact & 1)
                having[fact] = _repeated(once, len(axis) * after, before)
        return having

    def fulfilling(self, part: Part) -> int:
        """The set of those of whom a part of a condition holds."""
        return reduce(or_, (self._having.get(fact, 0) for fact in bits(self.facts.of_part(part))), 0)

    def winning(self, hits: Hits, valid: int) -> dict[int, int]:
        """For each rule that wins for somebody the set of those, by its index in ``hits``."""
        holds = [self.fulfilling(part) for part in hits.parts]
        matches = {}
        for rule in bits(valid):
            matching = self.everybody
            for part in hits.parts_of[rule]:
                matching &= holds[part]
            if matching:
                matches[rule] = matching
        winning, taken = {}, 0
        for rule, matching in matches.items():
            left = matching & ~taken
            for other in bits(hits.more_specific[rule] & valid) if left else ():
                left &= ~matches.get(other, 0)
            if left:
                winning[rule] = left
                taken |= left
        return winning

    def first(self, visitors: int) -> int:
        """The facts of one of these visitors, of whom not much more is known than of others."""
        number, facts = (visitors & -visitors).bit_length() - 1, self.fixed
        for axis in reversed(self.axes):
            number, answer = divmod(number, len(axis))
            facts |= axis[answer]
        return facts


def pieces(facts: Facts) -> Iterator[Cells]:
    """All possible visitors in pieces that can be looked at together, without end for giant topics."""
    return _split(Cells(facts, facts.axes))


def some_pieces(facts: Facts) -> tuple[list[Cells], bool]:
    """The pieces that there is time for, and whether they are all."""
    found = list(islice(pieces(facts), MOST_PIECES + 1))
    return found[:MOST_PIECES], len(found) <= MOST_PIECES


def _split(cells: Cells) -> Iterator[Cells]:
    if prod(map(len, cells.axes)) <= MOST_CELLS:
        yield cells
        return
    largest = max(range(len(cells.axes)), key=lambda index: len(cells.axes[index]))
    rest = cells.axes[:largest] + cells.axes[largest + 1 :]
    for answer in cells.axes[largest]:
        yield from _split(Cells(cells.facts, rest, cells.fixed | answer))


def _repeated(pattern: int, width: int, times: int) -> int:
    """The pattern of so many bits, one after another."""
    result, length = pattern, 1
    while length * 2 <= times:
        result |= result << (width * length)
        length *= 2
    if length < times:
        result |= _repeated(pattern, width, times - length) << (width * length)
    return result
