import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings

from referrals.routing.analysis.differences import TopicDifference, differences
from referrals.routing.condition import Condition
from referrals.routing.values import Rule, Table
from tests.unit.routing.analysis.brute import person_with
from tests.unit.routing.leipzig import leipzig
from tests.unit.routing.oracle import people, stands, valid
from tests.unit.routing.random_tables import DAY, QUESTIONS, TOPIC, rule_lists


def rule(name: str, priority: int, condition: str = "") -> Rule:
    return Rule(name, TOPIC, priority, Condition.parse(condition), (f"office_{name.lower()}",))


def difference(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> TopicDifference:
    (found,) = differences(Table({TOPIC: before}, QUESTIONS), Table({TOPIC: after}, QUESTIONS), [TOPIC], DAY)
    return found


BASE = (rule("A", 1, "g:refugee"), rule("B", 2, "res=county"), rule("C", 3))


def test_nothing_changed() -> None:
    assert difference(BASE, BASE) == TopicDifference(TOPIC, combinations=4, changed=0, changes=())


def test_a_rule_that_says_something_else() -> None:
    other = replace(BASE[1], advises=("helper",), bring_note="all")
    found = difference(BASE, (BASE[0], other, BASE[2]))
    (change,) = found.changes
    assert (found.changed, change.count, change.differs) == (1, 1, ("advises", "bring"))
    assert (change.before, change.after, change.example) == (BASE[1], other, ("res=county",))


def test_another_reason_is_no_other_answer() -> None:
    assert difference(BASE, (*BASE[:2], replace(BASE[2], reason="why"))).changes == ()


def test_a_rule_is_taken_away_and_nobody_is_responsible_any_more() -> None:
    (change,) = difference(BASE, BASE[:2]).changes
    assert (change.before, change.after, change.count, change.example) == (BASE[2], None, 1, ())


def test_a_new_condition_divides_the_topic_further() -> None:
    new = rule("D", 1, "age<27")
    found = difference(BASE, (*BASE, new))
    assert found.combinations == 8
    assert {(change.before, change.count) for change in found.changes} == {(BASE[1], 1), (BASE[2], 1)}


def test_rules_of_other_days_change_nothing() -> None:
    later = replace(rule("D", 1), valid_from=DAY + timedelta(days=1))
    assert difference(BASE, (*BASE, later)).changes == ()


def test_far_too_many_combinations_are_counted_in_part() -> None:
    rules = tuple(rule(f"R{number:02}", number, f"flag=f{number:02}") for number in range(40))
    found = difference(rules, (*rules, rule("Z", 99)))
    assert found.combinations == 2**40
    assert not found.exact
    assert found.changes[0].example == ()


@settings(max_examples=100)
@given(rule_lists(), rule_lists())
def test_the_same_as_by_asking_everybody(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> None:
    after = tuple(replace(rule, id=f"N{rule.id}") for rule in after)
    found = difference(before, after)
    everybody = list(people([*valid(before, DAY), *valid(after, DAY)], QUESTIONS))
    pairs = Counter((stands(before, person, DAY), stands(after, person, DAY)) for person in everybody)
    expected = {pair: count for pair, count in pairs.items() if _told(pair[0]) != _told(pair[1])}
    assert {(change.before, change.after): change.count for change in found.changes} == expected
    assert found.combinations == len(everybody)
    assert found.changed == sum(expected.values())
    for change in found.changes:
        person = person_with(change.example)
        assert (stands(before, person, DAY), stands(after, person, DAY)) == (change.before, change.after)


def _told(rule: Rule | None) -> tuple[object, ...] | None:
    return rule.result if rule else None


def test_every_topic_of_leipzig_is_compared_at_once() -> None:
    table = leipzig()
    changed = {
        topic: tuple(replace(rule, responsible=("elsewhere",)) for rule in rules)
        for topic, rules in table.rules.items()
    }
    start = time.perf_counter()
    found = differences(table, replace(table, rules=changed), table.rules, DAY)
    assert time.perf_counter() - start < 0.05 * len(found)
    assert all(one.changed == one.combinations for one in found)
