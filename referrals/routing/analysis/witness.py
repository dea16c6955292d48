"""Finds a possible visitor for whom given rules stand and no earlier rule does, or proves that there is none.

Why it is enough to add facts one rule at a time: let V be the facts of any such visitor. A rule that matches on some
of V also matches on V, as conditions ask only for what holds. So (1) V has a fact of each part of the rules that shall
stand, and may be as old as their limits allow; (2) no rule more specific than these matches on any part of V; (3) an
earlier rule that matches on a part of V is dropped in V, and the most specific rule that drops it stands in V, so it is
no earlier one, and V has its facts, too. Trying every choice in (1) and (3) comes to a visitor if there is any.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from referrals.routing.analysis.facts import Facts
from referrals.routing.hits import Hits, bits


class Witnesses:
    """The search in one topic among the rules that are ``valid`` (a set of rules, see Hits)."""

    def __init__(self, hits: Hits, facts: Facts, valid: int) -> None:
        self.hits = hits
        self.facts = facts
        self.valid = valid
        self.masks = [facts.of_part(part) for part in hits.parts]
        self._asking = list(zip(self.masks, hits.rules_with, strict=True))

    def matches(self, known: int) -> int:
        """The rules whose condition these facts fulfil."""
        missed = 0
        for mask, rules in self._asking:
            if not mask & known:
                missed |= rules
        return self.valid & ~missed

    def can_match(self, rules: tuple[int, ...]) -> bool:
        """Whether anybody can fulfil the conditions of all of these."""
        return next(self.ways_to_match(rules), None) is not None

    def ways_to_match(self, rules: tuple[int, ...]) -> Iterator[int]:
        """Facts on which all of these match, with no more facts than their conditions ask for."""
        parts = [part for rule in rules for part in self.hits.parts_of[rule]]
        return (known for known, _ in self.with_parts(0, 0, parts))

    def with_parts(self, known: int, barred: int, parts: list[int]) -> Iterator[tuple[int, int]]:
        """Every way to have one fact of each of these parts beside those that are known; ``barred`` cannot hold."""
        missing = next((index for index, part in enumerate(parts) if not self.masks[part] & known), None)
        if missing is None:
            yield known, barred
            return
        rest = parts[missing + 1 :]
        for fact in bits(self.masks[parts[missing]] & ~barred):
            with_ = self.facts.with_[fact]
            if not with_ & barred:
                yield from self.with_parts(known | with_, barred | self.facts.rivals[fact], rest)

    def possible(self, barred: int) -> int:
        """The rules whose condition can be fulfilled without these facts."""
        missed = 0
        for mask, rules in self._asking:
            if not mask & ~barred:
                missed |= rules
        return self.valid & ~missed

    def find(self, rules: tuple[int, ...], earlier: int) -> int | None:
        """Facts on which all of ``rules`` stand and none of the set ``earlier``; None if nobody can have such facts."""
        more_specific = self.hits.more_specific
        dropping = reduce(or_, (more_specific[rule] for rule in rules)) & self.valid
        if any(dropping >> rule & 1 for rule in rules):
            return None
        return _Search(self, rules, earlier & self.valid, dropping).run()


class _Search:
    """``forbidden`` are the rules that may not match: those that drop one of ours, and earlier ones that stay."""

    def __init__(self, witnesses: Witnesses, rules: tuple[int, ...], earlier: int, dropping: int) -> None:
        self._witnesses = witnesses
        self._more_specific = witnesses.hits.more_specific
        self._parts_of = witnesses.hits.parts_of
        self._rules = rules
        self._earlier = earlier
        self._forbidden = dropping
        self._rescuing = witnesses.valid & ~earlier & ~dropping
        for rule in bits(earlier & ~dropping):
            if not self._more_specific[rule] & self._rescuing:
                self._forbidden |= 1 << rule
        self._masks_of_forbidden = [
            [witnesses.masks[part] for part in self._parts_of[rule]] for rule in bits(self._forbidden)
        ]
        self._seen: set[int] = set()

    def run(self) -> int | None:
        parts = [part for rule in self._rules for part in self._parts_of[rule]]
        return self._first(self._witnesses.with_parts(0, self._last_missing(0), parts))

    def _first(self, states: Iterator[tuple[int, int]]) -> int | None:
        return next((found for known, barred in states if (found := self._completed(known, barred)) is not None), None)

    def _completed(self, known: int, barred: int) -> int | None:
        """These facts with more, so that no earlier rule stands; None if that cannot be."""
        if known in self._seen:
            return None
        self._seen.add(known)
        matches = self._witnesses.matches(known)
        if matches & self._forbidden:
            return None
        blocking = [rule for rule in bits(matches & self._earlier) if not self._more_specific[rule] & matches]
        if not blocking:
            return known
        barred |= self._last_missing(known)
        rescuing = self._witnesses.possible(barred) & self._rescuing
        ways = min((self._more_specific[rule] & rescuing for rule in blocking), key=int.bit_count)
        for rule in bits(ways):
            found = self._first(self._witnesses.with_parts(known, barred, list(self._parts_of[rule])))
            if found is not None:
                return found
        return None

    def _last_missing(self, known: int) -> int:
        """The facts with each of which a forbidden rule would match."""
        facts = 0
        for masks in self._masks_of_forbidden:
            missed = [mask for mask in masks if not mask & known]
            if len(missed) == 1:
                facts |= missed[0]
        return facts
