from dataclasses import replace
from datetime import date
from statistics import mean

import pytest
from hypothesis import given, settings

from referrals.routing.condition import Condition
from referrals.routing.engine import decide
from referrals.routing.questions import UnknownAnswer, answer
from referrals.routing.values import Ask, Decision, Option, Question, Rule, Table, Visitor
from tests.unit.routing.leipzig import leipzig
from tests.unit.routing.oracle import (
    Person,
    people,
    questions_along_the_table,
    result,
    stands,
    truthful,
    valid,
)
from tests.unit.routing.random_tables import DAY, QUESTIONS, TOPIC, tables, visitors

QUIET = "undocumented"
STRANGER = Visitor()


class Desk:
    """Asks as the counter does, and remembers what was decided for whom, as many people say the same."""

    def __init__(self, table: Table, topic: str, on: date) -> None:
        self._table, self._topic, self._on = table, topic, on
        self._decisions: dict[Visitor, Decision] = {}

    def decide(self, visitor: Visitor) -> Decision:
        if visitor not in self._decisions:
            self._decisions[visitor] = decide(self._table, self._topic, visitor, self._on)
        return self._decisions[visitor]

    def serve(self, person: Person) -> tuple[list[str], Decision, Visitor]:
        """The traits asked for in turn, the answer in the end and what is known then."""
        visitor, asked = Visitor(), list[str]()
        decision = self.decide(visitor)
        while decision.ask:
            asked.append(decision.ask[0].trait)
            visitor = truthful(visitor, decision.ask[0], person)
            decision = self.decide(visitor)
        return asked, decision, visitor


def hidden(person: Person, visitor: Visitor) -> bool:
    """Whether only the quiet group would have made a difference, which was never offered."""
    return QUIET in person.groups and "status" not in visitor.answered


def assert_asking_is_enough(table: Table, topic: str, on: date) -> None:
    desk = Desk(table, topic, on)
    for person in people(valid(table.rules[topic], on), table.questions):
        asked, decision, visitor = desk.serve(person)
        assert len(asked) == len(set(asked))
        expected = replace(person, groups=person.groups - {QUIET}) if hidden(person, visitor) else person
        assert result(decision.rule) == result(stands(table.rules[topic], expected, on))


def assert_asks_only_what_matters(table: Table, topic: str, visitor: Visitor, on: date) -> None:
    """For each question there are two people who differ only in its answer and are told different things."""
    asks = decide(table, topic, visitor, on).ask
    assert len({ask.trait for ask in asks}) == len(asks)
    assert visitor.answered.isdisjoint(ask.trait for ask in asks)
    everybody = [
        person for person in people(valid(table.rules[topic], on), table.questions) if QUIET not in person.groups
    ]
    for ask in asks:
        told: dict[Visitor, set[object]] = {}
        for person in everybody:
            rest = said(visitor, person, table, but=ask.trait)
            told.setdefault(rest, set()).add(result(decide(table, topic, truthful(rest, ask, person), on).rule))
        assert any(len(results) > 1 for results in told.values()), ask.trait


def said(visitor: Visitor, person: Person, table: Table, but: str) -> Visitor:
    """The visitor after everything else was asked of this person."""
    for question in table.questions:
        if question.id != but and question.id not in visitor.answered:
            visitor = told_all(visitor, question, person)
    return replace(visitor, answered=visitor.answered - {but})


def told_all(visitor: Visitor, question: Question, person: Person) -> Visitor:
    match question.kind:
        case "group":
            held = visitor.groups & set(question.options)
            more = person.groups & set(question.options) if question.several or not held else frozenset()
            return replace(visitor, groups=visitor.groups | more, answered=visitor.answered | {question.id})
        case "choice":
            held = visitor.flags & set(question.options)
            more = frozenset() if held else person.flags & set(question.options)
            return replace(visitor, flags=visitor.flags | more, answered=visitor.answered | {question.id})
        case "flag":
            more = person.flags & {question.id} if question.id not in visitor.denied else frozenset()
            return replace(visitor, flags=visitor.flags | more, answered=visitor.answered | {question.id})
        case "residence":
            return replace(
                visitor, residence=visitor.residence or person.residence, answered=visitor.answered | {"residence"}
            )
        case "age":
            return visitor if visitor.age else replace(visitor, age=(person.age, person.age))


@given(tables)
@settings(max_examples=60, deadline=None)
def test_all_questions_answered_truthfully_lead_to_the_answer_of_the_fully_known(table: Table) -> None:
    assert_asking_is_enough(table, TOPIC, DAY)


@given(tables)
@settings(max_examples=30, deadline=None)
def test_nothing_is_asked_that_cannot_change_the_answer(table: Table) -> None:
    assert_asks_only_what_matters(table, TOPIC, Visitor(), DAY)


def test_in_leipzig_nothing_is_asked_that_cannot_change_the_answer() -> None:
    for topic in leipzig().rules:
        assert_asks_only_what_matters(leipzig(), topic, STRANGER, DAY)


@given(tables, visitors())
@settings(max_examples=100, deadline=None)
def test_whatever_is_known_already_asking_comes_to_an_end(table: Table, visitor: Visitor) -> None:
    asked = 0
    while asks := decide(table, TOPIC, visitor, DAY).ask:
        visitor = answer(visitor, asks[-1], asks[-1].options[0].value)
        asked += 1
    assert asked <= len(QUESTIONS)


@pytest.mark.parametrize("on", [date(2026, 1, 15), DAY, date(2027, 4, 1)], ids=str)
def test_in_leipzig_asking_is_enough(on: date) -> None:
    for topic in leipzig().rules:
        assert_asking_is_enough(leipzig(), topic, on)


def test_fewer_questions_than_along_the_table() -> None:
    """Uniform over everybody whom a subtopic tells apart; the mean of the subtopics in which something is asked."""
    table = leipzig()
    along, best = [], []
    for topic, rules in table.rules.items():
        desk = Desk(table, topic, DAY)
        everybody = list(people(valid(rules, DAY), table.questions))
        table_order = [questions_along_the_table(rules, table.questions, person, DAY) for person in everybody]
        if any(table_order):
            along.append(mean(table_order))
            best.append(mean(len(desk.serve(person)[0]) for person in everybody))
    assert len(along) > 40
    assert mean(best) < mean(along) - 0.05
    assert all(mine <= theirs + 0.001 for mine, theirs in zip(best, along, strict=True))


def asked_in_leipzig(topic: str, visitor: Visitor = STRANGER) -> dict[str, list[str]]:
    return {ask.trait: [option.value for option in ask.options] for ask in decide(leipzig(), topic, visitor, DAY).ask}


def test_options_are_those_that_matter_and_undocumented_comes_before_none() -> None:
    asked = asked_in_leipzig("aufenthalt/titel_verlaengern")
    assert next(iter(asked)) == "status"
    assert asked["status"] == ["eu_efta", "ukraine_24", "undocumented", "none"]
    assert asked["residence"] == ["city", "county", "none"]
    assert asked["age"] == ["<27", ">=27", "none"]
    assert asked["expires_7d"] == ["yes", "no", "none"]


def test_undocumented_is_never_asked_for_but_offered() -> None:
    decision = decide(leipzig(), "arbeit/anerkennung_beruf", Visitor(), DAY)
    assert [ask.trait for ask in decision.ask] == ["profession"]
    assert decision.quiet == (Option("undocumented", "ARBE-037"),)


def test_a_quiet_option_is_not_offered_once_the_status_is_known() -> None:
    known = Visitor(groups=frozenset({"ukraine_24"}))
    assert decide(leipzig(), "arbeit/anerkennung_beruf", known, DAY).quiet == ()


def test_each_option_says_where_it_leads() -> None:
    decision = decide(leipzig(), "wohnen/mietproblem", Visitor(), DAY)
    leads = {ask.trait: {option.value: option.leads_to for option in ask.options} for ask in decision.ask}
    assert leads["residence"] == {"city": "WOHN-006", "county": "WOHN-012", "none": "WOHN-006"}
    assert leads["discrimination"] == {"yes": "WOHN-005", "no": "WOHN-006", "none": "WOHN-006"}


def test_rules_that_hang_on_a_question_are_named() -> None:
    asks = {ask.trait: ask.rules for ask in decide(leipzig(), "bildung/bildung_teilhabe", Visitor(), DAY).ask}
    assert asks == {"residence": ("BILD-011", "BILD-012"), "gets_buergergeld": ("BILD-011", "BILD-008")}


def test_a_later_question_needs_an_answer_to_an_earlier_one() -> None:
    ukrainian = Visitor(groups=frozenset({"ukraine_24"}), residence="city", answered=frozenset({"life", "purpose"}))
    assert list(asked_in_leipzig("geld/buergergeld", ukrainian)) == ["first_s24"]


def test_rules_with_the_same_result_need_no_question() -> None:
    rules = tuple(
        Rule(name, TOPIC, priority, Condition.parse(condition), ("office",), reason=name)
        for name, priority, condition in (("A", 1, "flag=acute"), ("B", 2, ""))
    )
    assert decide(Table({TOPIC: rules}, QUESTIONS), TOPIC, Visitor(), DAY).ask == ()


def test_several_age_limits_make_bands() -> None:
    rules = tuple(
        Rule(name, TOPIC, 1, Condition.parse(condition), (name,))
        for name, condition in (("child", "age<12"), ("youth", "age<27"), ("study", "age<30"), ("all", ""))
    )
    table = Table({TOPIC: rules}, QUESTIONS)
    ask = decide(table, TOPIC, Visitor(), DAY).ask[0]
    assert [(option.value, option.leads_to) for option in ask.options] == [
        ("<12", "child"),
        ("12-26", "youth"),
        ("27-29", "study"),
        (">=30", "all"),
        ("none", "all"),
    ]
    assert answer(Visitor(), ask, "12-26").age == (12, 26)
    adult = decide(table, TOPIC, Visitor(age=(18, 150)), DAY).ask[0]
    assert [option.value for option in adult.options] == ["<27", "27-29", ">=30", "none"]
    assert answer(Visitor(age=(18, 150)), adult, "<27").age == (18, 26)


def ask(trait: str, kind: str, *options: str, several: bool = False) -> Ask:
    return Ask(trait, kind, several, tuple(Option(value, None) for value in (*options, "none")), 1.0)  # type: ignore[arg-type]


def test_answers_change_what_is_known() -> None:
    visitor = answer(Visitor(), ask("purpose", "group", "student", "worker", several=True), {"student", "worker"})
    visitor = answer(visitor, ask("residence", "residence", "city", "county"), "county")
    visitor = answer(visitor, ask("profession", "choice", "craft"), "craft")
    visitor = answer(visitor, ask("acute", "flag", "yes", "no"), "no")
    visitor = answer(visitor, ask("age", "age", "<27", ">=27"), ">=27")
    visitor = answer(visitor, ask("status", "group", "citizen"), "none")
    assert visitor == Visitor(
        groups=frozenset({"student", "worker"}),
        flags=frozenset({"craft"}),
        residence="county",
        age=(27, 150),
        denied=frozenset({"acute"}),
        answered=frozenset({"purpose", "residence", "profession", "acute", "age", "status"}),
    )
    assert answer(Visitor(), ask("acute", "flag", "yes", "no"), "yes").flags == {"acute"}


@pytest.mark.parametrize("values", ["king", (), ("citizen", "refugee"), ("citizen", "none")])
def test_an_answer_that_was_not_offered_is_refused(values: str | tuple[str, ...]) -> None:
    with pytest.raises(UnknownAnswer, match="expected citizen, none or refugee"):
        answer(Visitor(), ask("status", "group", "citizen", "refugee"), values)


@pytest.mark.parametrize("band", ["27", "<x", ">27", "<1000", "-1"])
def test_an_age_that_is_no_band_is_refused(band: str) -> None:
    with pytest.raises(UnknownAnswer, match="expected years such as"):
        answer(Visitor(), ask("age", "age", band), band)
