"""What a change of the rules changes for whom: exact, for the preview before it is published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from referrals.routing.analysis.cells import Cells, some_pieces
from referrals.routing.analysis.facts import Facts
from referrals.routing.analysis.witness import Witnesses
from referrals.routing.condition import Condition
from referrals.routing.hits import Hits, missed_date
from referrals.routing.values import Rule, Table

_Pair = tuple[int | None, int | None]
_NOBODY = Rule("", "", 0, Condition(), ())


@dataclass(frozen=True)
class Change:
    """``count`` combinations for which ``after`` wins instead of ``before`` (None: no rule matches).

    ``differs`` is what they are told otherwise: responsible, advises, bring, visit. ``example`` are the facts of one
    of them, as conditions write them; none if nothing is known of them.
    """

    count: int
    before: Rule | None
    after: Rule | None
    differs: tuple[str, ...]
    example: tuple[str, ...]


@dataclass(frozen=True)
class TopicDifference:
    """The changes in a topic, the most frequent first; ``changed`` of ``combinations`` are told something else.

    The numbers are lower bounds if not ``exact``, as in a topic with far too many combinations to count.
    """

    topic: str
    combinations: int
    changed: int
    changes: tuple[Change, ...]
    exact: bool = True


def differences(before: Table, after: Table, topics: Iterable[str], on: date) -> tuple[TopicDifference, ...]:
    """For each of these topics what visitors are told otherwise on that day, over all their combinations of facts."""
    return tuple(_difference(before, after, topic, on) for topic in topics)


def _difference(before: Table, after: Table, topic: str, on: date) -> TopicDifference:
    old, new = (Hits(rule for rule in one.rules.get(topic, ()) if not missed_date(rule, on)) for one in (before, after))
    facts = Facts((*old.rules, *new.rules), after.questions)
    pieces, exact = some_pieces(facts) if old.rules != new.rules else ([], True)
    found: dict[_Pair, tuple[int, int]] = {}
    for cells in pieces:
        for pair, visitors in _changed(cells, old, new):
            count, example = found.get(pair, (0, cells.first(visitors)))
            found[pair] = count + visitors.bit_count(), example
    winners = _Winners(old, new, facts)
    changes = [
        _change(_rule(old, pair[0]), _rule(new, pair[1]), count, facts.names(winners.shrunk(example, pair)))
        for pair, (count, example) in found.items()
    ]
    return TopicDifference(
        topic=topic,
        combinations=facts.combinations,
        changed=sum(change.count for change in changes),
        changes=tuple(sorted(changes, key=lambda change: -change.count)),
        exact=exact,
    )


class _Winners:
    """Who wins before and after on some facts."""

    def __init__(self, old: Hits, new: Hits, facts: Facts) -> None:
        self._facts = facts
        self._sides = [(hits, Witnesses(hits, facts, (1 << len(hits.rules)) - 1)) for hits in (old, new)]

    def shrunk(self, facts: int, pair: _Pair) -> int:
        """The least of the facts on which these two win."""
        return self._facts.shrunk(
            facts, lambda fewer: tuple(hits.winner(witnesses.matches(fewer)) for hits, witnesses in self._sides) == pair
        )


def _changed(cells: Cells, old: Hits, new: Hits) -> Iterator[tuple[_Pair, int]]:
    """By rule before and after the set of visitors who are told something else."""
    after = list(_winning(cells, new))
    for one, left in _winning(cells, old):
        for other, winning in after:
            if both := left & winning:
                left ^= both  # noqa: PLW2901 - what is left of it
                if _told(_rule(old, one)) != _told(_rule(new, other)):
                    yield (one, other), both


def _winning(cells: Cells, hits: Hits) -> Iterator[tuple[int | None, int]]:
    left = cells.everybody
    for rule, visitors in cells.winning(hits, (1 << len(hits.rules)) - 1).items():
        left ^= visitors
        yield rule, visitors
    yield None, left


def _rule(hits: Hits, index: int | None) -> Rule | None:
    return None if index is None else hits.rules[index]


def _change(before: Rule | None, after: Rule | None, count: int, example: tuple[str, ...]) -> Change:
    old, new = _told(before), _told(after)
    return Change(count, before, after, tuple(what for what in old if old[what] != new[what]), example)


def _told(rule: Rule | None) -> dict[str, object]:
    rule = rule or _NOBODY
    return {
        "responsible": rule.responsible,
        "advises": rule.advises,
        "bring": (rule.bring, rule.bring_note),
        "visit": rule.visit,
    }
