"""Checks the rules of one topic: gaps, conflicts, rules that win for nobody, and what ends soon."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, groupby

from referrals.routing.analysis.cells import Cells, some_pieces
from referrals.routing.analysis.facts import Facts
from referrals.routing.analysis.findings import Conflict, Expired, Expiring, Gap, TopicFindings, Unreachable
from referrals.routing.analysis.witness import Witnesses
from referrals.routing.hits import Hits
from referrals.routing.values import Question, Rule

SOON = timedelta(days=30)
DAY = timedelta(days=1)


def check_topic(
    topic: str,
    rules: Sequence[Rule],
    questions: Sequence[Question],
    on: date,
    without_office: Collection[str] = (),
    *,
    asked: bool = True,
) -> TopicFindings:
    """Every day from ``on`` on, and every possible visitor, is looked at.

    ``without_office`` are the ids of rules whose responsible offices are all gone. A topic that is not ``asked`` for
    has no gaps.
    """
    return _Check(topic, rules, questions, on, without_office).findings(asked=asked)


def lasting(rules: Sequence[Rule], on: date) -> tuple[Rule, ...]:
    """The rules that are valid on that day or later."""
    return tuple(rule for rule in rules if rule.valid_to is None or rule.valid_to >= on)


@dataclass(frozen=True)
class _Span:
    """Days with the same valid rules, from the first one on."""

    first: date
    valid: int
    witnesses: Witnesses


class _Check:
    def __init__(
        self,
        topic: str,
        rules: Sequence[Rule],
        questions: Sequence[Question],
        on: date,
        without_office: Collection[str],
    ) -> None:
        self._topic = topic
        self._rules = rules
        self._on = on
        self._hits = Hits(lasting(rules, on))
        self._facts = Facts(self._hits.rules, questions)
        self._without_office = without_office
        self._spans = list(self._all_spans())

    def _all_spans(self) -> Iterator[_Span]:
        rules = self._hits.rules
        changes = {rule.valid_from for rule in rules} | {rule.valid_to + DAY for rule in rules if rule.valid_to}
        for first in sorted({self._on} | {day for day in changes if day is not None and day > self._on}):
            valid = self._hits.valid_on(first)
            yield _Span(first, valid, Witnesses(self._hits, self._facts, valid))

    def findings(self, *, asked: bool) -> TopicFindings:
        gaps = tuple(self._gaps()) if asked else ()
        conflicts = tuple(self._conflicts())
        return TopicFindings(
            topic=self._topic,
            combinations=self._facts.combinations,
            gaps=gaps,
            conflicts=conflicts,
            unreachable=tuple(self._unreachable({rule for found in conflicts for rule in found.rules})),
            expired=tuple(
                Expired(self._topic, rule.id, rule.valid_to)
                for rule in self._rules
                if rule.valid_to is not None and rule.valid_to < self._on
            ),
            expiring=tuple(
                Expiring(self._topic, rule.id, rule.valid_to, self._opened_by(index, rule.valid_to) if asked else None)
                for index, rule in enumerate(self._hits.rules)
                if rule.valid_to is not None and rule.valid_to <= self._on + SOON
            ),
        )

    def _opened_by(self, rule: int, last: date) -> Gap | None:
        """Those for whom this rule wins on its last day and nobody is responsible on the day after."""
        found, all_of_them = some_pieces(self._facts)
        lost = [(cells, self._lost_after(cells, rule, last)) for cells in found]
        if self._is_without_office(rule) or not any(visitors for _, visitors in lost):
            return None
        example = next(cells.first(visitors) for cells, visitors in lost if visitors)
        winner = self._hits.winner(self._matches_on(last + DAY, example))
        return Gap(
            topic=self._topic,
            rule=None if winner is None else self._hits.rules[winner].id,
            since=last + DAY,
            example=self._facts.names(example),
            combinations=sum(visitors.bit_count() for _, visitors in lost),
            out_of=self._facts.combinations,
            exact=all_of_them,
            offices=() if winner is None else self._hits.rules[winner].responsible,
        )

    def _lost_after(self, cells: Cells, rule: int, last: date) -> int:
        lost = cells.winning(self._hits, self._hits.valid_on(last)).get(rule, 0)
        for other, visitors in cells.winning(self._hits, self._hits.valid_on(last + DAY)).items():
            if not self._is_without_office(other):
                lost &= ~visitors
        return lost

    def _matches_on(self, day: date, known: int) -> int:
        return Witnesses(self._hits, self._facts, self._hits.valid_on(day)).matches(known)

    def _is_without_office(self, rule: int) -> bool:
        return self._hits.rules[rule].id in self._without_office

    def _gaps(self) -> Iterator[Gap]:
        """Somebody of whom nothing is known is met by the fewest rules, so that nobody is missed if they are not."""
        for span in self._spans:
            if not span.witnesses.matches(0):
                yield self._gap(None, span, 0)
                break
        for index, rule in enumerate(self._hits.rules):
            if rule.id in self._without_office:
                days, example = self._wins(index)
                if days is not None:
                    yield self._gap(index, days, example)

    def _gap(self, rule: int | None, span: _Span, example: int) -> Gap:
        found, all_of_them = some_pieces(self._facts)
        count = 0
        for cells in found:
            winning = cells.winning(self._hits, span.valid)
            if rule is None:
                count += cells.everybody.bit_count() - sum(won.bit_count() for won in winning.values())
            else:
                count += winning.get(rule, 0).bit_count()
        return Gap(
            topic=self._topic,
            rule=None if rule is None else self._hits.rules[rule].id,
            since=self._since(span),
            example=self._facts.names(example),
            combinations=count,
            out_of=self._facts.combinations,
            exact=all_of_them,
            offices=() if rule is None else self._hits.rules[rule].responsible,
        )

    def _wins(self, rule: int) -> tuple[_Span | None, int]:
        """The first days on which the rule wins for somebody, and the facts of one for whom it does."""
        for span in self._spans:
            if span.valid >> rule & 1:
                found = span.witnesses.find((rule,), (1 << rule) - 1)
                if found is not None:
                    return span, found
        return None, 0

    def _conflicts(self) -> Iterator[Conflict]:
        for _, group in groupby(range(len(self._hits.rules)), key=lambda rule: self._hits.rules[rule].priority):
            tied = list(group)
            earlier = (1 << tied[0]) - 1
            for one, other in combinations(tied, 2):
                if self._hits.result_number[one] != self._hits.result_number[other] and self._fit(one, other):
                    yield from self._conflict(one, other, earlier)

    def _fit(self, one: int, other: int) -> bool:
        """Whether anybody can fulfil both, and neither drops out for the other."""
        more_specific = self._hits.more_specific
        if more_specific[one] >> other & 1 or more_specific[other] >> one & 1:
            return False
        return self._spans[0].witnesses.can_match((one, other))

    def _conflict(self, one: int, other: int, earlier: int) -> Iterator[Conflict]:
        for span in self._spans:
            if span.valid >> one & span.valid >> other & 1:
                found = span.witnesses.find((one, other), earlier)
                if found is not None:
                    rules = (self._hits.rules[one].id, self._hits.rules[other].id)
                    yield Conflict(self._topic, rules, self._since(span), self._facts.names(found))
                    return

    def _unreachable(self, in_conflict: set[str]) -> Iterator[Unreachable]:
        for index, rule in enumerate(self._hits.rules):
            if rule.id not in in_conflict and self._wins(index)[0] is None:
                instead = self._winning_instead(index)
                names = tuple(self._hits.rules[one].id for one in sorted(instead))
                yield Unreachable(self._topic, rule.id, names, impossible=not instead)

    def _winning_instead(self, rule: int) -> set[int]:
        """The rules that win where just this rule's condition is fulfilled; none if nobody can fulfil it."""
        winners = {
            self._hits.winner(span.witnesses.matches(known))
            for span in self._spans
            if span.valid >> rule & 1
            for known in span.witnesses.ways_to_match((rule,))
        }
        return {winner for winner in winners if winner is not None}

    def _since(self, span: _Span) -> date | None:
        return None if span.first == self._on else span.first
