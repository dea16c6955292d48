"""The same findings by trying everybody on every day: slow, plain, to compare with."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from referrals.routing.condition import Condition
from referrals.routing.values import Question, Rule
from tests.unit.routing.oracle import Person, is_more_specific, people, stands, valid


@dataclass(frozen=True)
class Found:
    """``gaps`` is rule (None: no rule) -> (first day, combinations then), ``conflicts`` pair -> first day."""

    combinations: int
    gaps: dict[str | None, tuple[date, int]]
    conflicts: dict[tuple[str, ...], date]
    unreachable: set[str]


def found_by_trying(
    rules: Sequence[Rule], questions: Iterable[Question], on: date, without_office: Collection[str] = ()
) -> Found:
    """Everybody, on ``on`` and on every later day on which the valid rules change."""
    rules = [rule for rule in rules if rule.valid_to is None or rule.valid_to >= on]
    everybody = list(people(rules, questions))
    begins = {rule.valid_from for rule in rules} | {
        rule.valid_to + timedelta(days=1) for rule in rules if rule.valid_to
    }
    gaps: dict[str | None, tuple[date, int]] = {}
    conflicts: dict[tuple[str, ...], date] = {}
    winning: set[str] = set()
    for day in sorted({on} | {day for day in begins if day and day > on}):
        winners = [stands(rules, person, day) for person in everybody]
        names = [rule.id if rule else None for rule in winners]
        winning |= {name for name in names if name}
        for name in {None, *without_office} & set(names):
            gaps.setdefault(name, (day, names.count(name)))
        for person in everybody:
            for pair in tied(rules, person, day):
                conflicts.setdefault(pair, day)
    hidden = {rule for pair in conflicts for rule in pair}
    return Found(len(everybody), gaps, conflicts, {rule.id for rule in rules} - winning - hidden)


def lost_after(rules: Sequence[Rule], questions: Iterable[Question], rule: Rule, gone: Collection[str]) -> int:
    """How many combinations the rule serves on its last day and nobody on the day after."""
    assert rule.valid_to is not None
    last = rule.valid_to
    served = [person for person in people(rules, questions) if stands(rules, person, last) == rule]
    after = [stands(rules, person, last + timedelta(days=1)) for person in served]
    return 0 if rule.id in gone else sum(other is None or other.id in gone for other in after)


def tied(rules: Sequence[Rule], person: Person, day: date) -> Iterable[tuple[str, ...]]:
    """The pairs of rules that remain first for somebody and say different things."""
    matches = [rule for rule in valid(rules, day) if all(person.fits(part) for part in rule.condition.parts)]
    left = [rule for rule in matches if not any(is_more_specific(other, rule) for other in matches)]
    first = sorted(
        (rule for rule in left if rule.priority == min(one.priority for one in left)), key=lambda rule: rule.id
    )
    for index, one in enumerate(first):
        for other in first[index + 1 :]:
            if one.result != other.result:
                yield one.id, other.id


def person_with(facts: Iterable[str]) -> Person:
    """The visitor of an example: only what it names."""
    condition = Condition.parse(" ".join(facts))
    limits = [part.limit for part in condition.parts if part.kind == "age"]
    return Person(
        groups=condition.values("g"),
        flags=condition.values("flag"),
        residence=next(iter(condition.values("res")), "elsewhere"),
        age=min(limits, default=200) - 1,
    )
