"""Finds a possible visitor for whom given rules stand and no earlier rule does, or proves that there is none.

Why it is enough to add facts one rule at a time: let V be the facts of any such visitor. A rule that matches on some
of V also matches on V, as conditions ask only for what holds. So (1) V has a fact of each part of the rules that shall
stand, and may be as old as their limits allow; (2) no rule more specific than these matches on any part of V; (3) an
earlier rule that matches on a part of V is dropped in V by a more specific rule, whose facts V has, too, and can be
added. Trying every choice in (1) and (3) therefore comes to a visitor if there is any, and each step adds a fact.
"""

from collections.abc import Iterator

from referrals.routing.analysis.facts import Facts
from referrals.routing.hits import Hits, bits


class Witnesses:
    """The search in one topic among the rules that are ``valid`` (a set of rules, see Hits)."""

    def __init__(self, hits: Hits, facts: Facts, valid: int) -> None:
        self._hits = hits
        self._facts = facts
        self._valid = valid
        self._masks = [facts.of_part(part) for part in hits.parts]
        self._asking = list(zip(self._masks, hits.rules_with, strict=True))

    def matches(self, known: int) -> int:
        """The rules whose condition these facts fulfil."""
        missed = 0
        for mask, rules in self._asking:
            if not mask & known:
                missed |= rules
        return self._valid & ~missed

    def can_match(self, rules: tuple[int, ...]) -> bool:
        """Whether anybody can fulfil the conditions of all of these."""
        return next(_Search(self, rules, 0, set()).starts(), None) is not None

    def find(self, rules: tuple[int, ...], earlier: int, in_the_way: set[int] | None = None) -> int | None:
        """Facts on which all of ``rules`` stand and none of the set ``earlier``; None if nobody can have such facts.

        Rules that are met as obstacles are added to ``in_the_way``.
        """
        return _Search(self, rules, earlier, set() if in_the_way is None else in_the_way).run()


class _Search:
    def __init__(self, witnesses: Witnesses, rules: tuple[int, ...], earlier: int, in_the_way: set[int]) -> None:
        self._hits = witnesses._hits
        self._facts = witnesses._facts
        self._masks = witnesses._masks
        self._valid = witnesses._valid
        self._matches = witnesses.matches
        self._rules = rules
        self._earlier = earlier
        self._in_the_way = in_the_way
        self._seen: set[int] = set()
        # The rules that would make one of ours drop out.
        self._stronger = 0
        for rule in rules:
            self._stronger |= self._hits.more_specific[rule]

    def run(self) -> int | None:
        if any(self._stronger >> rule & 1 for rule in self._rules):
            return None
        return self._first(self.starts())

    def starts(self) -> Iterator[tuple[int, int]]:
        return self._with(0, 0, [part for rule in self._rules for part in self._hits.parts_of[rule]])

    def _first(self, states: Iterator[tuple[int, int]]) -> int | None:
        return next((found for known, barred in states if (found := self._completed(known, barred)) is not None), None)

    def _completed(self, known: int, barred: int) -> int | None:
        """These facts with more, so that no earlier rule stands; None if that cannot be. ``barred`` cannot hold."""
        if known in self._seen:
            return None
        self._seen.add(known)
        matches = self._matches(known)
        if stronger := matches & self._stronger & self._valid:
            self._in_the_way.update(bits(stronger))
            return None
        more_specific = self._hits.more_specific
        blocking = [rule for rule in bits(matches & self._earlier) if not more_specific[rule] & matches]
        if not blocking:
            return known
        rescuers = {rule: more_specific[rule] & self._valid & ~self._stronger for rule in blocking}
        hardest = min(blocking, key=lambda rule: rescuers[rule].bit_count())
        self._in_the_way.add(hardest)
        for rule in bits(rescuers[hardest]):
            found = self._first(self._with(known, barred, list(self._hits.parts_of[rule])))
            if found is not None:
                return found
        return None

    def _with(self, known: int, barred: int, parts: list[int]) -> Iterator[tuple[int, int]]:
        """Every way to have one fact of each of these parts beside those that are known."""
        missing = next((index for index, part in enumerate(parts) if not self._masks[part] & known), None)
        if missing is None:
            yield known, barred
            return
        rest = parts[missing + 1 :]
        for fact in bits(self._masks[parts[missing]] & ~barred):
            with_ = self._facts.with_[fact]
            if not with_ & barred:
                yield from self._with(known | with_, barred | self._facts.rivals[fact], rest)
