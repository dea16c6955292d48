"""200 random edits of the Leipzig table, each made to cause exactly one fault: the check finds it and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice, pairwise
from random import Random
from typing import TypeVar

import pytest

from referrals.directory.facts import Office
from referrals.routing.analysis.check import check
from referrals.routing.condition import Condition, Part
from referrals.routing.values import Rule, Table
from tests.unit.routing.analysis.brute import found_by_trying, tied
from tests.unit.routing.leipzig import leipzig, offices
from tests.unit.routing.oracle import Person, is_more_specific, people, valid

DAY = date(2026, 11, 23)
LATER = DAY + timedelta(days=20)
MOST_TRIED = 400
EDITS = 200
GONE = replace(offices()["wzl"], id="gone", status="defunct", successor=None)

T = TypeVar("T")
Faults = tuple[set[tuple[str, str | None, date | None]], set[tuple[str, ...]], set[str]]


@dataclass(frozen=True)
class Edit:
    """A changed topic, and the one fault that it then has: ``gap`` is (rule, first day)."""

    topic: str
    rules: tuple[Rule, ...]
    gap: tuple[str | None, date | None] | None = None
    conflict: frozenset[str] = frozenset()
    unreachable: str = ""


def copied_with_another_office(topic: str, random: Random) -> Iterator[Edit]:
    """Wherever the rule wins, its copy stands beside it."""
    for rule in shuffled(alone_in_priority(topic), random):
        copy = replace(rule, id=f"{rule.id}-COPY", responsible=("standesamt", "wzl"))
        yield Edit(topic, (*rules_of(topic), copy), conflict=frozenset({rule.id, copy.id}))


def given_an_equal_priority(topic: str, random: Random) -> Iterator[Edit]:
    """Two rules next to each other in priority that both come first for somebody, if nothing tells them apart."""
    in_order = sorted(current(topic), key=lambda rule: rule.priority)
    pairs = [
        (one, other)
        for one, other in pairwise(in_order)
        if {one, other} <= set(alone_in_priority(topic)) and one.result != other.result
    ]
    for one, other in shuffled(pairs, random):
        rules = (*(rule for rule in rules_of(topic) if rule != other), replace(other, priority=one.priority))
        both = tuple(sorted((one.id, other.id)))
        if any(both in tied(rules, person, DAY) for person in everybody(topic)):
            yield Edit(topic, rules, conflict=frozenset(both))


def repeated_later(topic: str, random: Random) -> Iterator[Edit]:
    """A copy that comes after its original never wins and never stands in anybody's way."""
    for rule in shuffled(current(topic), random):
        copy = replace(rule, id=f"{rule.id}-LATER", priority=1000, responsible=("wzl",))
        yield Edit(topic, (*rules_of(topic), copy), unreachable=copy.id)


def for_nobody(topic: str, random: Random) -> Iterator[Edit]:
    """Nobody has two statuses."""
    for rule in shuffled(current(topic), random):
        two = Condition.of((*rule.condition.parts, Part("g", ("german_citizen",)), Part("g", ("eu_efta",))))
        new = replace(rule, id=f"{rule.id}-TWO", condition=two, priority=1, responsible=("wzl",))
        yield Edit(topic, (*rules_of(topic), new), unreachable=new.id)


def split_and_left(topic: str, random: Random) -> Iterator[Edit]:
    """A rule for several groups gets one for each of them, with the same result, and is left in the table."""
    for rule in shuffled(current(topic), random):
        for part in rule.condition.parts:
            rest = tuple(one for one in rule.condition.parts if one != part)
            new = [
                replace(rule, id=f"{rule.id}-{n}", condition=Condition.of((*rest, replace(part, values=(value,)))))
                for n, value in enumerate(part.values)
            ]
            others = [one for one in rules_of(topic) if one != rule]
            if len(new) > 1 and not any(
                is_more_specific(one, other) != is_more_specific(rule, other) or one.condition == other.condition
                for one in new
                for other in others
            ):
                yield Edit(topic, (*rules_of(topic), *new), unreachable=rule.id)


def without_a_default(topic: str, random: Random) -> Iterator[Edit]:
    """The rule for everybody drops out and makes nobody drop out: taken away, only it is missing."""
    for rule in defaults(topic):
        yield Edit(topic, tuple(one for one in rules_of(topic) if one != rule), gap=(None, None))


def default_that_ends(topic: str, random: Random) -> Iterator[Edit]:
    """The gap opens on the day after."""
    for rule in defaults(topic):
        ends = replace(rule, valid_to=LATER - timedelta(days=1))
        yield Edit(topic, tuple(ends if one == rule else one for one in rules_of(topic)), gap=(None, LATER))


def default_with_a_condition(topic: str, random: Random) -> Iterator[Edit]:
    """The last rule is asked something that no other rule of the topic asks."""
    for rule in defaults(topic):
        if all(rule.priority > other.priority for other in current(topic) if other != rule):
            flags = {value for other in current(topic) for value in other.condition.values("flag")}
            free = sorted({"htwk", "eu_licence", "own_flat"} - flags)
            asked = replace(rule, condition=Condition.of([Part("flag", (random.choice(free),))]))
            yield Edit(topic, tuple(asked if one == rule else one for one in rules_of(topic)), gap=(None, None))


def office_that_is_gone(topic: str, random: Random) -> Iterator[Edit]:
    """Wherever the rule wins, nobody is responsible."""
    for rule in shuffled(alone_in_priority(topic), random):
        gone = replace(rule, responsible=("gone",))
        yield Edit(topic, tuple(gone if one == rule else one for one in rules_of(topic)), gap=(rule.id, None))


KINDS: tuple[Callable[[str, Random], Iterator[Edit]], ...] = (
    copied_with_another_office,
    given_an_equal_priority,
    repeated_later,
    for_nobody,
    split_and_left,
    without_a_default,
    default_that_ends,
    default_with_a_condition,
    office_that_is_gone,
)


@cache
def edits() -> tuple[Edit, ...]:
    """The edits, kind after kind in turn, each of another place."""
    random = Random(200)
    endless = [_of_all_topics(kind, Random(number)) for number, kind in enumerate(KINDS)]
    found: dict[Edit, None] = {}
    while len(found) < EDITS:
        found |= dict.fromkeys(islice(endless[random.randrange(len(endless))], 1))
    return tuple(found)


def _of_all_topics(kind: Callable[[str, Random], Iterator[Edit]], random: Random) -> Iterator[Edit]:
    for topic in shuffled(sorted(leipzig().rules), random):
        yield from islice(kind(topic, random), 1)


def rules_of(topic: str) -> tuple[Rule, ...]:
    return leipzig().rules[topic]


def current(topic: str) -> list[Rule]:
    """The rules that are valid now and stay so."""
    return [rule for rule in rules_of(topic) if rule.valid_from is None and rule.valid_to is None]


def alone_in_priority(topic: str) -> list[Rule]:
    taken = [rule.priority for rule in rules_of(topic)]
    return [rule for rule in current(topic) if taken.count(rule.priority) == 1]


def defaults(topic: str) -> list[Rule]:
    """The rule for everybody, where the topic has just one, for good."""
    found = [rule for rule in rules_of(topic) if not rule.condition.parts]
    return found if len(found) == 1 and found[0] in current(topic) else []


@cache
def everybody(topic: str) -> tuple[Person, ...]:
    return tuple(islice(people(valid(rules_of(topic), DAY), leipzig().questions), MOST_TRIED))


def shuffled(items: list[T], random: Random) -> list[T]:
    return random.sample(items, len(items))


def faults(table: Table, known: dict[str, Office]) -> Faults:
    report = check(table, known, table.rules, DAY)
    return (
        {(gap.topic, gap.rule, gap.since) for gap in report.gaps},
        {tuple(sorted(one.rules)) for one in report.conflicts},
        {one.rule for one in report.unreachable},
    )


def test_there_are_many_of_every_kind() -> None:
    assert len(edits()) == EDITS
    assert sum(edit.gap is not None for edit in edits()) >= 50
    assert sum(bool(edit.conflict) for edit in edits()) >= 25
    assert sum(bool(edit.unreachable) for edit in edits()) >= 40
    assert len({edit.topic for edit in edits()}) >= 60


def test_the_table_itself_has_none() -> None:
    assert faults(leipzig(), offices()) == (set(), set(), set())


@pytest.mark.parametrize("number", range(EDITS))
def test_each_edit_is_found_and_nothing_else(number: int) -> None:
    edit = edits()[number]
    table = Table(leipzig().rules | {edit.topic: edit.rules}, leipzig().questions)
    gaps, conflicts, unreachable = faults(table, offices() | {"gone": GONE})
    assert gaps == ({(edit.topic, *edit.gap)} if edit.gap else set())
    assert conflicts == ({tuple(sorted(edit.conflict))} if edit.conflict else set())
    assert unreachable == ({edit.unreachable} if edit.unreachable else set())
    _confirm_by_trying(edit)


def _confirm_by_trying(edit: Edit) -> None:
    """Where everybody can be tried: the same."""
    if len(list(islice(people(edit.rules, leipzig().questions), MOST_TRIED))) == MOST_TRIED:
        return
    gone = [rule.id for rule in edit.rules if rule.responsible == ("gone",)]
    tried = found_by_trying(edit.rules, leipzig().questions, DAY, gone)
    assert {(rule, day) for rule, (day, _) in tried.gaps.items()} == (
        {(edit.gap[0], edit.gap[1] or DAY)} if edit.gap else set()
    )
    assert set(map(frozenset, tried.conflicts)) == ({edit.conflict} if edit.conflict else set())
    assert tried.unreachable == ({edit.unreachable} if edit.unreachable else set())
