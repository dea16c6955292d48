"""The hit policy: which of several matching rules stands.

Matches that have a more specific match drop out; of the rest the lowest priority number wins, then the rule id (rules
of equal priority with different results are conflicts, which the analysis of the table reports).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_

from referrals.routing.condition import Part
from referrals.routing.values import Rule


class Hits:
    """The rules of one topic in the order in which they win, each with those that make it drop out.

    Sets of rules are bit masks: bit ``i`` is ``rules[i]``.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.priority, rule.id)))
        self.parts: tuple[Part, ...] = tuple(sorted({part for rule in self.rules for part in rule.condition.parts}))
        number = {part: index for index, part in enumerate(self.parts)}
        self.parts_of = tuple(tuple(number[part] for part in rule.condition.parts) for rule in self.rules)

    @cached_property
    def rules_with(self) -> tuple[int, ...]:
        """For each part the set of rules that ask for it."""
        rules = [0] * len(self.parts)
        for rule, parts in enumerate(self.parts_of):
            for part in parts:
                rules[part] |= 1 << rule
        return tuple(rules)

    @cached_property
    def result_number(self) -> tuple[int, ...]:
        """For each rule the number of its result, from 1; equal results have equal numbers."""
        numbers: dict[tuple[object, ...], int] = {}
        return tuple(numbers.setdefault(rule.result, len(numbers) + 1) for rule in self.rules)

    @cached_property
    def more_specific(self) -> tuple[int, ...]:
        """For each rule the set of rules whose condition is more specific."""
        same: dict[tuple[int, ...], int] = {}
        for rule, parts in enumerate(self.parts_of):
            same[parts] = same.get(parts, 0) | 1 << rule
        implying = self._rules_implying()
        everything = (1 << len(self.rules)) - 1
        # Conditions are normalised: those that imply each other are equal.
        return tuple(
            reduce(and_, (implying[part] for part in parts), everything) & ~same[parts] for parts in self.parts_of
        )

    def _rules_implying(self) -> list[int]:
        """For each part the set of rules with a part that implies it: one with some of its values and no others."""
        number: dict[tuple[str, str], int] = {}
        values = [
            sum(1 << number.setdefault((part.kind, value), len(number)) for value in part.values) for part in self.parts
        ]
        return [
            reduce(
                or_,
                (
                    rules
                    for other, rules, theirs in zip(self.parts, self.rules_with, values, strict=True)
                    if not theirs & ~mine or (other.kind == part.kind == "age" and other.limit <= part.limit)
                ),
            )
            for part, mine in zip(self.parts, values, strict=True)
        ]

    def valid_on(self, day: date) -> int:
        """The set of rules that are valid that day."""
        return sum(1 << index for index, rule in enumerate(self.rules) if missed_date(rule, day) is None)

    def matching(self, valid: int, holds: Sequence[bool | None]) -> int:
        """The set of those valid rules of which every part holds; ``holds`` is by part."""
        missed = reduce(or_, (rules for rules, held in zip(self.rules_with, holds, strict=True) if not held), 0)
        return valid & ~missed

    def winner(self, matches: int) -> int | None:
        """The index of the rule that stands among these matches."""
        return next((index for index in bits(matches) if not self.more_specific[index] & matches), None)


def missed_date(rule: Rule, day: date) -> date | None:
    """The first or last day of validity that ``day`` misses; None if the rule is valid."""
    if rule.valid_from is not None and day < rule.valid_from:
        return rule.valid_from
    if rule.valid_to is not None and day > rule.valid_to:
        return rule.valid_to
    return None


def bits(mask: int) -> Iterable[int]:
    """The numbers of the bits that are set, rising."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
