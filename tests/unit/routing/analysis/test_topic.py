from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.routing.analysis.findings import Conflict, Expired, Expiring, Gap, TopicFindings, Unreachable
from referrals.routing.analysis.topic import check_topic
from referrals.routing.condition import Condition
from referrals.routing.values import Rule
from tests.unit.routing.analysis.brute import found_by_trying, lost_after, person_with, tied
from tests.unit.routing.leipzig import leipzig
from tests.unit.routing.oracle import stands
from tests.unit.routing.random_tables import DAY, QUESTIONS, TOPIC, rule_lists


def rule(
    name: str,
    priority: int,
    condition: str = "",
    office: str = "",
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Rule:
    offices = (office or f"office_{name.lower()}",)
    return Rule(name, TOPIC, priority, Condition.parse(condition), offices, valid_from=valid_from, valid_to=valid_to)


def found(*rules: Rule, without_office: tuple[str, ...] = ()) -> TopicFindings:
    return check_topic(TOPIC, rules, QUESTIONS, DAY, without_office)


def test_a_topic_without_rules_is_one_gap() -> None:
    assert found().gaps == (Gap(TOPIC, None, None, (), 1, out_of=1),)


def test_a_topic_that_is_not_asked_for_has_no_gaps() -> None:
    assert check_topic(TOPIC, (), QUESTIONS, DAY, asked=False) == TopicFindings(TOPIC)


def test_without_a_rule_for_everybody_the_rest_is_a_gap() -> None:
    (gap,) = found(rule("A", 1, "g:refugee res=county"), rule("B", 2, "age<27")).gaps
    assert gap == Gap(TOPIC, None, None, (), combinations=3, out_of=8)


def test_a_gap_that_opens_when_the_last_rule_expires() -> None:
    expiring = rule("A", 1, valid_to=DAY + timedelta(days=3))
    findings = found(expiring)
    gap = Gap(TOPIC, None, DAY + timedelta(days=4), (), 1, out_of=1)
    assert findings.gaps == (gap,)
    assert findings.expiring == (Expiring(TOPIC, "A", DAY + timedelta(days=3), gap),)


def test_a_rule_that_ends_in_31_days_is_not_listed_yet() -> None:
    (ends,) = found(rule("A", 1, valid_to=DAY + timedelta(days=30)), rule("B", 2)).expiring
    assert (ends.rule, ends.leaves_gap) == ("A", None)
    assert found(rule("A", 1, valid_to=DAY + timedelta(days=31)), rule("B", 2)).expiring == ()


def test_a_rule_that_names_only_offices_that_are_gone_leaves_a_gap_where_it_wins() -> None:
    rules = (rule("A", 1, "g:refugee"), rule("B", 2, "g:refugee res=county"), rule("C", 3))
    (gap,) = found(*rules, without_office=("A",)).gaps
    assert gap == Gap(TOPIC, "A", None, ("g:refugee",), 1, out_of=4, offices=("office_a",))


def test_two_rules_that_remain_for_somebody_contradict() -> None:
    rules = (rule("A", 1, "g:refugee"), rule("B", 1, "res=county"), rule("C", 2))
    assert found(*rules).conflicts == (Conflict(TOPIC, ("A", "B"), None, ("g:refugee", "res=county")),)


def test_what_specificity_priority_or_an_equal_result_decides_is_no_conflict() -> None:
    assert found(rule("A", 1, "g:refugee"), rule("B", 1)).conflicts == ()
    assert found(rule("A", 1, "g:refugee"), rule("B", 2, "res=county"), rule("C", 3)).conflicts == ()
    assert found(rule("A", 1, "g:refugee", "x"), rule("B", 1, "res=county", "x"), rule("C", 2)).conflicts == ()
    assert found(rule("A", 1, "g:refugee"), rule("B", 1, "g:citizen"), rule("C", 2)).conflicts == ()


def test_a_rule_that_always_stands_earlier_hides_a_conflict() -> None:
    rules = (rule("A", 2, "g:student"), rule("B", 2, "g:worker"), rule("C", 1, "g:student|acute g:worker"))
    assert found(*rules, rule("D", 1, "g:student g:worker"), rule("E", 9)).conflicts == ()


def test_a_conflict_says_from_when_on() -> None:
    later = DAY + timedelta(days=5)
    (conflict,) = found(rule("A", 1), rule("B", 1, valid_from=later)).conflicts
    assert conflict == Conflict(TOPIC, ("A", "B"), later, ())


def test_a_rule_whose_every_option_has_a_rule_of_its_own_wins_for_nobody() -> None:
    rules = (rule("A", 1, "g:citizen|refugee"), rule("B", 2, "g:citizen"), rule("C", 3, "g:refugee"), rule("D", 9))
    assert found(*rules).unreachable == (Unreachable(TOPIC, "A", ("B", "C"), impossible=False),)


def test_a_rule_that_nobody_can_fulfil_says_so() -> None:
    assert found(rule("A", 1, "g:citizen g:refugee"), rule("B", 2)).unreachable == (
        Unreachable(TOPIC, "A", (), impossible=True),
    )


def test_a_rule_that_says_the_same_as_an_earlier_one_wins_for_nobody() -> None:
    assert found(rule("A", 1, office="x"), rule("B", 1, office="x")).unreachable == (
        Unreachable(TOPIC, "B", ("A",), impossible=False),
    )


def test_an_expired_rule_is_listed_as_such_only() -> None:
    findings = found(rule("A", 1), rule("B", 2, valid_to=DAY - timedelta(days=1)))
    assert findings.unreachable == ()
    assert findings.expired == (Expired(TOPIC, "B", DAY - timedelta(days=1)),)


def test_whoever_is_younger_is_below_every_higher_limit() -> None:
    rules = (rule("A", 1, "age<27"), rule("B", 2, "age<18"), rule("C", 3, "res=county"), rule("D", 9))
    findings = found(*rules)
    assert findings.combinations == 3 * 2
    assert (findings.conflicts, findings.unreachable, findings.gaps) == ((), (), ())


def test_leipzig_is_complete() -> None:
    for topic, rules in leipzig().rules.items():
        findings = check_topic(topic, rules, leipzig().questions, DAY)
        assert (findings.gaps, findings.conflicts, findings.unreachable) == ((), (), ())


@settings(max_examples=150)
@given(rule_lists(), st.data())
def test_the_same_as_by_trying_everybody(rules: tuple[Rule, ...], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from([rule.id for rule in rules])))
    findings = check_topic(TOPIC, rules, QUESTIONS, DAY, gone)
    tried = found_by_trying(rules, QUESTIONS, DAY, gone)
    assert findings.combinations == tried.combinations
    assert {gap.rule: (gap.since or DAY, gap.combinations) for gap in findings.gaps} == tried.gaps
    assert {one.rules: one.since or DAY for one in findings.conflicts} == tried.conflicts
    assert {one.rule for one in findings.unreachable} == tried.unreachable
    for gap in findings.gaps:
        winner = stands(rules, person_with(gap.example), gap.since or DAY)
        assert (winner.id if winner else None) == gap.rule


@settings(max_examples=60)
@given(rule_lists(), st.data())
def test_what_ends_leaves_those_who_are_left(rules: tuple[Rule, ...], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from([rule.id for rule in rules]), max_size=2))
    lasting = [rule for rule in rules if rule.valid_to is None or rule.valid_to >= DAY]
    ending = check_topic(TOPIC, rules, QUESTIONS, DAY, gone).expiring
    assert {one.rule for one in ending} == {rule.id for rule in lasting if rule.valid_to}
    for one in ending:
        rule = next(rule for rule in lasting if rule.id == one.rule)
        count = lost_after(lasting, QUESTIONS, rule, gone)
        assert (one.leaves_gap.combinations if one.leaves_gap else 0) == count


def test_a_rule_that_ends_beside_a_gap_leaves_a_larger_one() -> None:
    findings = found(rule("A", 1, "g:refugee", valid_to=DAY), rule("B", 2, "g:student"))
    (gap,) = findings.gaps
    assert (gap.since, gap.combinations) == (None, 1)
    (ends,) = findings.expiring
    assert ends.leaves_gap == Gap(TOPIC, None, DAY + timedelta(days=1), ("g:refugee",), 1, out_of=4)


@settings(max_examples=60)
@given(rule_lists(max_size=14))
def test_examples_of_conflicts_are_true(rules: tuple[Rule, ...]) -> None:
    for conflict in check_topic(TOPIC, rules, QUESTIONS, DAY).conflicts:
        assert conflict.rules in tied(rules, person_with(conflict.example), conflict.since or DAY)
