"""Who is responsible, and why: pure and explained.

A rule matches if it is valid that day and every part of its condition holds; what is not known does not match. The
hit policy (referrals.routing.hits) picks one of the matches. Every other rule of the topic is listed with the reason
why it lost, and the questions that would still change the answer are given, the best one first.
"""

from datetime import date

from referrals.routing.hits import Hits, bits, missed_date
from referrals.routing.plan import Plan
from referrals.routing.questions import asks, quiet_options
from referrals.routing.truth import Knowledge, Truth, rivals_of
from referrals.routing.values import Decision, Lost, Rule, Table, Visitor


def decide(table: Table, topic: str, visitor: Visitor, on: date) -> Decision:
    """The rule of this topic that stands for this visitor on this day; a topic without rules has none."""
    hits = _hits(table, topic)
    knowledge = Knowledge(visitor, _rivals(table))
    truths = [knowledge.part(part) for part in hits.parts]
    valid = hits.valid_on(on)
    matches = hits.matching(valid, truths)
    winner = hits.winner(matches)
    plan = _plan(table, topic, hits, valid)
    ask = asks(plan, visitor, knowledge)
    return Decision(
        rule=None if winner is None else hits.rules[winner],
        because=() if winner is None else tuple(str(hits.parts[part]) for part in hits.parts_of[winner]),
        lost=tuple(
            Lost(rule.id, "not_valid", missed.isoformat())
            if (missed := missed_date(rule, on))
            else _lost(hits, index, matches, truths, winner)
            for index, rule in enumerate(hits.rules)
            if index != winner
        ),
        ask=ask,
        quiet=quiet_options(plan, visitor, knowledge, ask),
    )


def winner(table: Table, topic: str, visitor: Visitor, on: date) -> Rule | None:
    """The rule of the decision alone, without reasons and questions."""
    hits = _hits(table, topic)
    knowledge = Knowledge(visitor, _rivals(table))
    found = hits.winner(hits.matching(hits.valid_on(on), [knowledge.part(part) for part in hits.parts]))
    return None if found is None else hits.rules[found]


def _lost(hits: Hits, rule: int, matches: int, truths: list[Truth], winner: int | None) -> Lost:
    """Why a valid rule did not win; a part that is known not to hold says more than one that is not known."""
    name = hits.rules[rule].id
    first_with = {truths[part]: str(hits.parts[part]) for part in reversed(hits.parts_of[rule])}
    if False in first_with:
        return Lost(name, "not_met", first_with[False])
    if None in first_with:
        return Lost(name, "unknown", first_with[None])
    for stronger in bits(hits.more_specific[rule] & matches):
        return Lost(name, "less_specific", hits.rules[stronger].id)
    assert winner is not None, "of several matches one stands"
    return Lost(name, "lower_priority", hits.rules[winner].id)


def _hits(table: Table, topic: str) -> Hits:
    key = f"hits {topic}"
    if key not in table.prepared:
        table.prepared[key] = Hits(table.rules.get(topic, ()))
    hits: Hits = table.prepared[key]
    return hits


def _rivals(table: Table) -> dict[str, frozenset[str]]:
    if "rivals" not in table.prepared:
        table.prepared["rivals"] = rivals_of(table.questions)
    rivals: dict[str, frozenset[str]] = table.prepared["rivals"]
    return rivals


def _plan(table: Table, topic: str, hits: Hits, valid: int) -> Plan:
    key = f"plan {topic} {valid:x}"
    if key not in table.prepared:
        table.prepared[key] = Plan(hits, valid, table.questions)
    plan: Plan = table.prepared[key]
    return plan
