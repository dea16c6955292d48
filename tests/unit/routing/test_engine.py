from dataclasses import replace
from datetime import date
from itertools import islice
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from referrals.routing.condition import Condition
from referrals.routing.engine import decide
from referrals.routing.truth import Knowledge, rivals_of
from referrals.routing.values import Decision, Lost, Rule, Table, Visitor
from tests.unit.routing.leipzig import leipzig
from tests.unit.routing.oracle import people, stands
from tests.unit.routing.random_tables import DAY, QUESTIONS, TOPIC, rule_lists, tables, visitors


def rule(name: str, priority: int, condition: str = "") -> Rule:
    return Rule(name, TOPIC, priority, Condition.parse(condition), (f"office_{name.lower()}",))


def decided(visitor: Visitor, *rules: Rule, on: date = DAY) -> Decision:
    return decide(Table(rules={TOPIC: rules}, questions=QUESTIONS), TOPIC, visitor, on)


def test_the_lowest_priority_number_wins() -> None:
    decision = decided(Visitor(groups=frozenset({"student"})), rule("B", 2, "g:student"), rule("A", 1, "g:student"))
    assert decision.rule == rule("A", 1, "g:student")
    assert decision.because == ("g:student",)
    assert decision.lost == (Lost("B", "lower_priority", "A"),)


def test_a_more_specific_match_beats_a_lower_number() -> None:
    decision = decided(Visitor(groups=frozenset({"student"})), rule("GENERAL", 1), rule("SPECIAL", 9, "g:student"))
    assert decision.rule == rule("SPECIAL", 9, "g:student")
    assert decision.lost == (Lost("GENERAL", "less_specific", "SPECIAL"),)


def test_of_equal_priorities_the_rule_id_decides() -> None:
    assert decided(Visitor(), rule("B", 1), rule("A", 1)).rule == rule("A", 1)


def test_what_is_not_known_does_not_match() -> None:
    decision = decided(Visitor(), rule("A", 1, "age<27"), rule("B", 2, "res=county flag=acute"))
    assert decision.rule is None
    assert decision.because == ()
    assert decision.lost == (Lost("A", "unknown", "age<27"), Lost("B", "unknown", "flag=acute"))


def test_a_part_that_does_not_hold_says_more_than_one_that_is_unknown() -> None:
    decision = decided(Visitor(residence="city"), rule("A", 1, "flag=acute res=county"))
    assert decision.lost == (Lost("A", "not_met", "res=county"),)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 8), Lost("A", "not_valid", "2026-02-09")),
        (date(2026, 2, 9), None),
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), Lost("A", "not_valid", "2026-12-31")),
    ],
)
def test_both_days_of_validity_count(on: date, expected: Lost | None) -> None:
    limited = replace(rule("A", 1), valid_from=date(2026, 2, 9), valid_to=date(2026, 12, 31))
    decision = decided(Visitor(), limited, on=on)
    assert decision.lost == ((expected,) if expected else ())
    assert (decision.rule is None) == (expected is not None)


def test_a_topic_without_rules_has_no_answer() -> None:
    assert decide(Table(questions=QUESTIONS), "no/rules", Visitor(), DAY) == Decision(rule=None)


def test_undocumented_comes_first_where_a_rule_names_it() -> None:
    decision = decide(leipzig(), "geld/buergergeld", Visitor(groups=frozenset({"undocumented"})), DAY)
    assert decision.rule is not None
    assert decision.rule.id == "GELD-022"
    assert Lost("GELD-005", "not_met", "g:asylum_seeker|tolerated") in decision.lost


@given(tables, visitors(), st.randoms(use_true_random=False))
def test_the_order_of_rules_in_the_file_changes_nothing(table: Table, visitor: Visitor, random: Random) -> None:
    shuffled = list(table.rules[TOPIC])
    random.shuffle(shuffled)
    assert decided(visitor, *shuffled) == decide(table, TOPIC, visitor, DAY)


OF_SOMEBODY = ("g:refugee", "g:citizen|refugee", "g:student", "flag=craft", "flag=acute", "res=county", "age<27")
SOMEBODY = Visitor(frozenset({"refugee", "student"}), frozenset({"craft", "acute"}), "county", (20, 20))


@given(tables, st.sets(st.sampled_from(OF_SOMEBODY), min_size=1, max_size=4), st.integers(1, 4), st.data())
def test_a_less_specific_rule_never_changes_a_decided_answer(
    table: Table, holding: set[str], priority: int, data: st.DataObject
) -> None:
    rules = (*table.rules[TOPIC], rule("SURE", priority, " ".join(holding)))
    before = decided(SOMEBODY, *rules).rule
    assert before is not None
    assume(before.condition.parts)
    left_out = data.draw(st.sampled_from(before.condition.parts))
    general = Condition.of(part for part in before.condition.parts if part != left_out)
    new = Rule("A-NEW", TOPIC, data.draw(st.integers(0, 5)), general, ("elsewhere",))
    assert before.condition.is_more_specific_than(new.condition)
    assert decided(SOMEBODY, *rules, new).rule == before


@given(tables, visitors())
def test_every_explanation_is_true_of_the_input(table: Table, visitor: Visitor) -> None:
    assert_true(decide(table, TOPIC, visitor, DAY), table, TOPIC, visitor, DAY)


@given(st.sampled_from(sorted(leipzig().rules)), st.data())
def test_every_explanation_of_leipzig_is_true(topic: str, data: st.DataObject) -> None:
    table = leipzig()
    day = data.draw(st.sampled_from((date(2026, 1, 15), DAY, date(2027, 4, 1))))
    groups = data.draw(
        st.frozensets(st.sampled_from([group for one in table.questions if one.several for group in one.options]))
    )
    status = data.draw(st.frozensets(st.sampled_from(table.questions[0].options), max_size=1))
    flags = data.draw(st.frozensets(st.sampled_from([one.id for one in table.questions if one.kind == "flag"])))
    age = data.draw(st.none() | st.integers(0, 99).map(lambda years: (years, years)))
    visitor = Visitor(groups | status, flags, data.draw(st.sampled_from((None, "city", "county"))), age)
    assert_true(decide(table, topic, visitor, day), table, topic, visitor, day)


def assert_true(decision: Decision, table: Table, topic: str, visitor: Visitor, on: date) -> None:
    """Check each statement of a decision by itself."""
    knowledge = Knowledge(visitor, rivals_of(table.questions))
    rules = {one.id: one for one in table.rules[topic]}
    truths = {str(part): knowledge.part(part) for one in rules.values() for part in one.condition.parts}
    winner = decision.rule.id if decision.rule else None
    assert {lost.rule for lost in decision.lost} | ({winner} if winner else set()) == set(rules)
    assert len(decision.lost) == len(rules) - (winner is not None)
    assert " ".join(decision.because) == (str(decision.rule.condition) if decision.rule else "")
    assert all(truths[part] is True for part in decision.because)
    matches = {name for name in rules if all(truths[str(part)] for part in rules[name].condition.parts)}
    for lost in decision.lost:
        mine = rules[lost.rule]
        match lost.why:
            case "not_valid":
                limit = date.fromisoformat(lost.detail)
                assert (limit == mine.valid_from and on < limit) or (limit == mine.valid_to and on > limit)
            case "not_met":
                assert lost.detail in map(str, mine.condition.parts)
                assert truths[lost.detail] is False
            case "unknown":
                assert lost.detail in map(str, mine.condition.parts)
                assert truths[lost.detail] is None
            case "less_specific":
                assert {lost.rule, lost.detail} <= matches
                assert rules[lost.detail].condition.is_more_specific_than(mine.condition)
            case "lower_priority":
                assert {lost.rule, lost.detail} <= matches
                assert lost.detail == winner
                assert (rules[lost.detail].priority, lost.detail) < (mine.priority, mine.id)


@given(rule_lists())
def test_for_everybody_the_same_as_by_the_words_of_the_issue(rules: tuple[Rule, ...]) -> None:
    table = Table(rules={TOPIC: rules}, questions=QUESTIONS)
    for person in islice(people(rules, QUESTIONS), 60):
        assert decide(table, TOPIC, person.known(QUESTIONS), DAY).rule == stands(rules, person, DAY)
