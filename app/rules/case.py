"""Playing a case through: what the table says of somebody, as published and with the drafts.

The traits come from the form's body and go with the answer; nothing of them is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.form import Posted
from app.rules.rows import as_day
from referrals.routing.condition import HIGHEST_AGE, RESIDENCES, PartKind
from referrals.routing.engine import decide
from referrals.routing.values import Decision, Question, QuestionKind, Rule, Table, Visitor

PARTS: dict[QuestionKind, PartKind] = {"group": "g", "residence": "res", "age": "age", "choice": "flag", "flag": "flag"}

Asked = tuple[Question, tuple[str, ...]]
"""A question, and those of its answers that a rule of the topic asks for."""


@dataclass(frozen=True)
class Case:
    """Somebody who may come: ``chosen`` has the values of each question (groups, flags, city or county)."""

    chosen: Mapping[str, tuple[str, ...]]
    age: str
    on: date


@dataclass(frozen=True)
class Played:
    """What came of a case: the decision as published, and with the drafts."""

    case: Case
    before: Decision
    after: Decision

    @property
    def same(self) -> bool:
        """Whether the visitor is told the same."""
        return _result(self.before.rule) == _result(self.after.rule)


def questions_of(tables: Iterable[Table], topic: str) -> list[Asked]:
    """The questions that a rule of the topic asks in any of these tables.

    A yes/no flag has itself as its only answer, and age none.
    """
    tables = list(tables)
    parts = {part for table in tables for rule in table.rules.get(topic, ()) for part in rule.condition.parts}
    asked = {kind: {value for part in parts if part.kind == kind for value in part.values} for kind in PARTS.values()}
    found: list[Asked] = []
    for question in tables[0].questions:
        wanted = asked[PARTS[question.kind]]
        if question.kind in {"age", "residence"}:
            values, there = question.options, bool(wanted)
        else:
            values = tuple(one for one in question.options or (question.id,) if one in wanted)
            there = bool(values)
        if there:
            found.append((question, values))
    return found


def posted(form: Posted, questions: Iterable[Asked], today: date) -> Case:
    """The case of the form; what is not on offer does not count."""
    chosen = {
        question.id: tuple(one for one in dict.fromkeys(form.getlist(f"case-{question.id}")) if one in values)
        for question, values in questions
    }
    age = form.get("case-age", "").strip()
    return Case(
        chosen,
        age if age.isascii() and age.isdigit() and len(age) < 4 and int(age) <= HIGHEST_AGE else "",
        _day(form, today),
    )


def play(case: Case, topic: str, questions: list[Asked], tables: tuple[Table, Table]) -> Played:
    """Decide with both tables; what was not ticked does not hold."""
    visitor = _visitor(case, questions)
    before, after = (decide(table, topic, visitor, case.on) for table in tables)
    return Played(case, before, after)


def _visitor(case: Case, questions: Iterable[Asked]) -> Visitor:
    chosen: dict[PartKind, set[str]] = {"g": set(), "flag": set(), "res": set(), "age": set()}
    offered: set[str] = set()
    for question, values in questions:
        chosen[PARTS[question.kind]] |= set(case.chosen.get(question.id, ()))
        offered |= set(values)
    return Visitor(
        groups=frozenset(chosen["g"]),
        flags=frozenset(chosen["flag"]),
        residence=next(iter(chosen["res"]), None),
        age=(int(case.age), int(case.age)) if case.age else None,
        denied=frozenset(offered - chosen["g"] - chosen["flag"] - RESIDENCES),
    )


def _day(form: Posted, today: date) -> date:
    try:
        return as_day(form.get("case-on", "").strip()) or today
    except ValueError:
        return today


def _result(rule: Rule | None) -> tuple[object, ...] | None:
    return rule.result if rule else None
