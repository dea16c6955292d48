"""The routing table of the database as plain values, and which offices of a topic may be kept with a contact."""

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary import models as vocabulary
from app.vocabulary.service import ByRevision
from referrals.routing.condition import Condition
from referrals.routing.models import RoutingRule
from referrals.routing.values import STATUS_UNKNOWN, UNDOCUMENTED, Question, QuestionKind, Rule, Table


def kept_offices(table: Table, topic: str, sensitive: Collection[str]) -> frozenset[str]:
    """The offices of a subtopic that may be stored with a contact and with a slip code.

    An office that only rules for ``undocumented`` or with one of the ``sensitive`` flags name would tell the trait.
    """
    return frozenset().union(*_harmless(table, topic, sensitive))


def kept_together(table: Table, topic: str, sensitive: Collection[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Of the chosen offices of one answer those that may be stored beside each other.

    Each may be harmless alone and all of them together named by a sensitive rule only, so those are kept that one
    harmless rule names, too: the most.
    """
    best = max(_harmless(table, topic, sensitive), key=lambda named: len(named & set(chosen)), default=frozenset())
    return tuple(office for office in chosen if office in best)


def _harmless(table: Table, topic: str, sensitive: Collection[str]) -> list[frozenset[str]]:
    """What each rule names that tells nothing which may not be kept."""
    return [
        frozenset(rule.responsible + rule.advises)
        for rule in table.rules.get(topic, ())
        if UNDOCUMENTED not in rule.condition.values("g") and rule.condition.values("flag").isdisjoint(sensitive)
    ]


def _read(session: Session) -> Table:
    rules: dict[str, list[Rule]] = {}
    for row in session.scalars(select(RoutingRule).order_by(RoutingRule.id)):
        rules.setdefault(row.topic_id, []).append(rule_of(row))
    return Table(rules={topic: tuple(own) for topic, own in rules.items()}, questions=_questions(session))


table = ByRevision(_read)
"""table(session) -> Table: all rules, past and future ones too, and all questions."""


def rule_of(row: RoutingRule) -> Rule:
    """The plain values of a row."""
    named = {
        role: tuple(named.office_id for named in row.offices if named.role == role)
        for role in ("responsible", "advises")
    }
    return Rule(
        id=row.id,
        topic=row.topic_id,
        priority=row.priority,
        condition=Condition.parse(row.condition),
        responsible=named["responsible"],
        advises=named["advises"],
        reason=row.reason_de,
        legal_basis=row.legal_basis,
        bring=tuple(document.document_id for document in row.documents),
        bring_note=row.bring_note,
        visit=row.visit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        confidence=row.confidence,
        review_on=row.review_on,
    )


def _questions(session: Session) -> tuple[Question, ...]:
    """Groups, residence and age, then choices, then the flags that are asked for by themselves."""
    groups = session.scalars(select(vocabulary.TargetGroup).order_by(vocabulary.TargetGroup.position)).all()
    flags = session.scalars(select(vocabulary.Flag).order_by(vocabulary.Flag.position)).all()
    questions = []
    for row in session.scalars(select(vocabulary.Question).order_by(vocabulary.Question.position)):
        options = {
            "group": tuple(group.id for group in groups if group.axis == row.id and group.id != STATUS_UNKNOWN),
            "choice": tuple(flag.id for flag in flags if flag.choice_id == row.id),
            "residence": tuple(option.value for option in row.options),
            "age": (),
        }[row.kind]
        kind = cast(QuestionKind, row.kind)
        questions.append(Question(row.id, kind, options, row.several, frozenset({UNDOCUMENTED} & set(options))))
    return (*questions, *(Question(flag.id, "flag") for flag in flags if flag.choice_id is None))
