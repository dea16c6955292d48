"""Checks a whole routing table with its offices. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from referrals.directory.facts import Office
from referrals.directory.freshness import doubtful
from referrals.routing.analysis.facts import Facts
from referrals.routing.analysis.findings import InterpreterOnly, Report, Stale, TopicFindings
from referrals.routing.analysis.topic import check_topic, lasting
from referrals.routing.answer import FALLBACK, living
from referrals.routing.hits import missed_date
from referrals.routing.values import Rule, Table


def check(
    table: Table, offices: Mapping[str, Office], topics: Iterable[str], on: date, fallback: str = FALLBACK
) -> Report:
    """All findings for visitors who come on ``on`` or later. ``topics`` are those that can be asked for."""
    asked = list(topics)
    gone = {rule.id for rules in table.rules.values() for rule in rules if not _responsible(rule, offices)}
    found = [
        check_topic(topic, table.rules.get(topic, ()), table.questions, on, gone, asked=topic in set(asked))
        for topic in dict.fromkeys((*asked, *table.rules))
    ]
    rules = [rule for one in found for rule in lasting(table.rules.get(one.topic, ()), on)]
    return _report(found, rules, offices, on, fallback)


def combinations(table: Table, topics: Iterable[str], on: date) -> int:
    """How many different visitors the rules of these topics can tell apart, all topics together."""
    return sum(Facts(lasting(table.rules.get(topic, ()), on), table.questions).combinations for topic in topics)


def _report(
    found: list[TopicFindings], rules: list[Rule], offices: Mapping[str, Office], on: date, fallback: str
) -> Report:
    return Report(
        on=on,
        combinations=sum(one.combinations for one in found),
        gaps=tuple(chain.from_iterable(one.gaps for one in found)),
        conflicts=tuple(chain.from_iterable(one.conflicts for one in found)),
        unreachable=tuple(chain.from_iterable(one.unreachable for one in found)),
        expired=tuple(chain.from_iterable(one.expired for one in found)),
        expiring=tuple(chain.from_iterable(one.expiring for one in found)),
        stale=tuple(_stale(rules, offices, on)),
        unused_offices=tuple(_unused(rules, offices, fallback)),
        interpreter_only=tuple(_interpreter_only(rules, offices, on)),
    )


def _responsible(rule: Rule, offices: Mapping[str, Office]) -> list[Office]:
    return [office for name in rule.responsible if (office := living(offices, name))]


def _named(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.responsible + rule.advises))


def _stale(rules: list[Rule], offices: Mapping[str, Office], on: date) -> Iterator[Stale]:
    """The offices that rules name, in the order of the directory, for each reason not to rely on them."""
    naming: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in _named(rule):
            naming.setdefault(name, []).append(rule)
    for office in offices.values():
        if office.id not in naming:
            continue
        ids = tuple(rule.id for rule in naming[office.id])
        topics = tuple(rule.topic for rule in naming[office.id])
        if office.status == "defunct":
            replaced = living(offices, office.id)
            yield Stale(office.id, "defunct", ids, topics, successor=replaced.id if replaced else None)
            continue
        ends = [last for first, last in office.closures if first <= on <= last]
        if ends:
            yield Stale(office.id, "closed", ids, topics, until=max(ends))
        if doubtful(office, on):
            yield Stale(office.id, "stale", ids, topics)


def _unused(rules: list[Rule], offices: Mapping[str, Office], fallback: str) -> Iterator[str]:
    """Offices that no rule leads to; the centre itself is where everybody is who is led nowhere."""
    used = {office.id for rule in rules for name in _named(rule) if (office := living(offices, name))}
    for office in offices.values():
        if office.status != "defunct" and office.id not in used and office.id != fallback:
            yield office.id


def _interpreter_only(rules: list[Rule], offices: Mapping[str, Office], on: date) -> Iterator[InterpreterOnly]:
    by_topic: dict[str, list[Rule]] = {}
    for rule in rules:
        if missed_date(rule, on) is None:
            by_topic.setdefault(rule.topic, []).append(rule)
    for topic, own in by_topic.items():
        named = {office.id: office for rule in own for name in _named(rule) if (office := living(offices, name))}
        if named and not any(_speaks_more_than_german(office) for office in named.values()):
            yield InterpreterOnly(topic, tuple(named), tuple(rule.id for rule in own))


def _speaks_more_than_german(office: Office) -> bool:
    return any(tag.partition("-")[0].lower() != "de" for tag in office.languages)
