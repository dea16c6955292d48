"""The time of a suggestion and of a check of the table, on the town's table and on those of a metropolis."""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from app.cli.bench_tables import hard, metropolis
from referrals.directory.facts import Office
from referrals.routing.analysis.check import check
from referrals.routing.answer import Query, answer
from referrals.routing.condition import Part
from referrals.routing.engine import decide, winner
from referrals.routing.values import Question, Rule, Table, Visitor

ROUNDS = 400
SCANS = 60
SEED = 7


def bench_route(table: Table, offices: Mapping[str, Office], topics: Sequence[str], at: datetime) -> dict[str, Any]:
    """Milliseconds, seconds and megabytes by table.

    The plain scan tests every rule of the table: once to find the winner, and for a whole suggestion once more for
    every answer that is offered, to find the rule that it leads to. The ratios are its time to ours for the same.
    """
    large = metropolis(table, offices, at.date())
    crowded = hard()
    ours = next(iter(offices.values()))
    stand_ins = {f"office_{n}": replace(ours, id=f"office_{n}", successor=None) for n in range(21)}
    return {
        "town": _figures(table, offices, topics, at),
        "metropolis": _figures(large.table, large.offices, tuple(large.table.rules), at),
        "hard": _figures(crowded, stand_ins, tuple(crowded.rules), at),
    }


def _figures(table: Table, offices: Mapping[str, Office], topics: Sequence[str], at: datetime) -> dict[str, Any]:
    asked = list(queries(table, at))
    fresh = replace(table, prepared={})
    cold = _times(lambda n: answer(fresh, offices, asked[n]), ROUNDS)
    warm = _times(lambda n: answer(fresh, offices, asked[n]), ROUNDS)
    every_rule = [rule for own in table.rules.values() for rule in own]
    alone = _times(lambda n: winner(fresh, asked[n].topic, asked[n].visitor, at.date()), ROUNDS)
    scan = _times(lambda n: scanned(every_rule, asked[n]), SCANS)
    whole_scan = _times(lambda n: _scanned_with_answers(every_rule, asked[n], fresh), SCANS)
    start = time.perf_counter()
    report = check(table, offices, topics, at.date())
    seconds = time.perf_counter() - start
    return {
        "rules": len(every_rule),
        "offices": len(offices),
        "suggestion_cold_ms": cold,
        "suggestion_ms": warm,
        "winner_ms": alone,
        "linear_scan_ms": scan,
        "linear_scan_with_answers_ms": whole_scan,
        "ratio_winner_p50": round(scan["p50"] / alone["p50"], 2),
        "ratio_suggestion_p50": round(whole_scan["p50"] / warm["p50"], 2),
        "prepared": _preparing(table, at),
        "check_seconds": round(seconds, 2),
        "combinations": report.combinations,
    }


def _preparing(table: Table, at: datetime) -> dict[str, float]:
    """What it takes to have everything ready that the first visitor to each topic would wait for."""

    def prepare() -> Table:
        fresh = replace(table, prepared={})
        for topic in table.rules:
            decide(fresh, topic, Visitor(), at.date())
        return fresh

    start = time.perf_counter()
    prepare()
    seconds = time.perf_counter() - start
    tracemalloc.start()
    kept = prepare()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"topics": len(kept.rules), "seconds": round(seconds, 2), "megabytes": round(size / 1e6, 1)}


def scanned(rules: Sequence[Rule], query: Query) -> Rule | None:
    """The winner as a program without an index finds it: every rule is tested, those that match are compared."""
    on = query.at.date()
    matches = [
        rule
        for rule in rules
        if rule.topic == query.topic
        and (rule.valid_from is None or rule.valid_from <= on)
        and (rule.valid_to is None or on <= rule.valid_to)
        and all(_holds(part, query.visitor) for part in rule.condition.parts)
    ]
    left = [rule for rule in matches if not any(one.condition.is_more_specific_than(rule.condition) for one in matches)]
    return min(left, key=lambda rule: (rule.priority, rule.id), default=None)


def _scanned_with_answers(rules: Sequence[Rule], query: Query, table: Table) -> list[Rule | None]:
    offered = decide(table, query.topic, query.visitor, query.at.date()).ask
    answers = sum(len(ask.options) for ask in offered)
    return [scanned(rules, query) for _ in range(1 + answers)]


def _holds(part: Part, visitor: Visitor) -> bool:
    match part.kind:
        case "g":
            return not visitor.groups.isdisjoint(part.values)
        case "flag":
            return not visitor.flags.isdisjoint(part.values)
        case "res":
            return visitor.residence in part.values
        case "age":
            return visitor.age is not None and visitor.age[1] < part.limit


def queries(table: Table, at: datetime) -> Iterator[Query]:
    """Visitors of whom some things are known, for topics in turn."""
    random = Random(SEED)  # noqa: S311 - not for secrets
    topics = list(table.rules)
    random.shuffle(topics)
    for number in range(ROUNDS):
        visitor = Visitor()
        for question in random.sample(table.questions, random.randint(0, min(4, len(table.questions)))):
            visitor = _answered(visitor, question, random)
        yield Query(topics[number % len(topics)], visitor, at, "uk")


def _answered(visitor: Visitor, question: Question, random: Random) -> Visitor:
    match question.kind:
        case "group":
            return replace(visitor, groups=visitor.groups | {random.choice(question.options)})
        case "choice":
            return replace(visitor, flags=visitor.flags | {random.choice(question.options)})
        case "flag":
            return replace(visitor, flags=visitor.flags | {question.id})
        case "residence":
            return replace(visitor, residence=random.choice(question.options))
        case "age":
            years = random.randint(10, 80)
            return replace(visitor, age=(years, years))


def _times(call: Callable[[int], object], rounds: int) -> dict[str, float]:
    """Milliseconds a call: median and 95th percentile."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - start) * 1000)
    return {"p50": round(statistics.median(taken), 3), "p95": round(statistics.quantiles(taken, n=20)[-1], 3)}
