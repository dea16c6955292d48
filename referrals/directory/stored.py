"""Rows of the database -> records, as if they had been read from a folder: the inverse of referrals.directory.tables.

So what is stored can be checked, changed, exported and read again by the same code as files.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app import locales
from app.db import Base
from app.vocabulary import models as vocabulary
from referrals.directory.fields import Record
from referrals.directory.models import Office, Source
from referrals.directory.tables import OFFICE_FIELDS, RULE_FIELDS, UPKEEP
from referrals.routing.models import RoutingRule

T = TypeVar("T", bound=Base)
Values = dict[str, Any]

LABELS = ("label_de", "label_en")
QUESTION_FIELDS = ("id", "question_de", "question_en", "none_de", "none_en", "note")
CODES = ("appointment_code", "cost_code", "note_codes")


def records(session: Session) -> dict[str, list[Record]]:
    """The records of everything but the handouts, by kind and in order; their line is 0, their file kind and id."""
    topics = ordered(session, vocabulary.Topic)
    questions = ordered(session, vocabulary.Question)
    flags = ordered(session, vocabulary.Flag)
    found: dict[str, Iterable[Values]] = {
        "fields of action": _fields_of_action(session, topics),
        "topics": (_topic(row) for row in topics if row.parent_id is None),
        "subtopics": (_subtopic(row) for row in topics if row.parent_id is not None),
        "target groups": (
            picked(row, "id", "axis", *LABELS, "concept_group", "note")
            for row in ordered(session, vocabulary.TargetGroup)
        ),
        "traits": (_trait(row) for row in questions if row.kind != "choice"),
        "options": (_option(option) for row in questions for option in row.options),
        "choices": (_choice(row, flags) for row in questions if row.kind == "choice"),
        "flags": (_flag(row) for row in flags),
        "documents": (
            picked(row, "id", *LABELS, "keep_german", "note") for row in ordered(session, vocabulary.DocumentToBring)
        ),
        "languages": (_language(row) for row in ordered(session, vocabulary.Language) if row.tag != locales.GERMAN.tag),
        "phrases": (_phrase(row) for row in ordered(session, vocabulary.SlipPhrase)),
        "sources": (
            picked(row, "id", "url", "content_date", "supports")
            for row in session.scalars(select(Source).order_by(Source.id))
        ),
        "offices": (_office(row) for row in ordered(session, Office)),
        "rules": (_rule(row) for row in session.scalars(select(RoutingRule).order_by(RoutingRule.id))),
    }
    return {kind: [record(kind, values) for values in rows] for kind, rows in found.items()}


def record(kind: str, values: Values) -> Record:
    """A record that comes from no file; problems name it by kind and id."""
    return Record(place(kind, id_of(kind, values)), 0, values)


def place(kind: str, entry: str) -> str:
    """What stands in the place of a file's name."""
    return f"{kind} {entry}"


def id_of(kind: str, values: Values) -> str:
    """The id of a record within its kind."""
    if kind == "options":
        return f"{values['trait']}/{values['value']}"
    return str(values[key_of(kind)])


def key_of(kind: str) -> str:
    """The field that holds the id of an entry."""
    return {"languages": "bcp47", "phrases": "key", "rules": "rule_id"}.get(kind, "id")


def ordered(session: Session, model: type[T]) -> list[T]:
    """All rows in the order of their files."""
    order = (model.position, *inspect(model).primary_key)  # type: ignore[attr-defined]
    return list(session.scalars(select(model).order_by(*order)))


def picked(row: Base, *names: str) -> Values:
    """The values of these attributes."""
    return {name: getattr(row, name) for name in names}


def _fields_of_action(session: Session, topics: list[vocabulary.Topic]) -> Iterator[Values]:
    for row in ordered(session, vocabulary.FieldOfAction):
        own = [topic.id for topic in topics if topic.parent_id is None and topic.field_of_action_id == row.id]
        yield picked(row, "id", *LABELS, "source") | {"topics": own}


def _topic(row: vocabulary.Topic) -> Values:
    return picked(row, "id", *LABELS, "keywords", "handling", "origin", "key")


def _subtopic(row: vocabulary.Topic) -> Values:
    return {"parent": row.parent_id} | picked(row, "id", *LABELS, "keywords", "handling")


def _trait(row: vocabulary.Question) -> Values:
    axis = row.id if row.kind == "group" else None
    return picked(row, *QUESTION_FIELDS) | {"groups_of_axis": axis, "at_most": "several" if row.several else "1"}


def _option(row: vocabulary.QuestionOption) -> Values:
    return {"trait": row.question_id} | picked(row, "value", *LABELS)


def _choice(row: vocabulary.Question, flags: list[vocabulary.Flag]) -> Values:
    return picked(row, *QUESTION_FIELDS) | {"flags": [flag.id for flag in flags if flag.choice_id == row.id]}


def _flag(row: vocabulary.Flag) -> Values:
    further = {"type": "choice" if row.choice_id else "yes_no", "choice": row.choice_id}
    return picked(row, "id", "question_de", "question_en", "sensitive", "note") | further


def _language(row: vocabulary.Language) -> Values:
    names = {"bcp47": row.tag, "babel_locale": row.locale, "english": row.name_en, "german": row.name_de}
    return names | picked(row, "autonym", "script", "direction", "note", "key")


def _phrase(row: vocabulary.SlipPhrase) -> Values:
    texts = {"key": row.key, "de": row.label_de, "en": row.label_en, "max_chars_de": row.max_chars}
    return texts | picked(row, "placeholders", "note")


def _office(row: Office) -> Values:
    return picked(row, *OFFICE_FIELDS, *UPKEEP, "contact_name", "contact_email", *CODES) | {
        "successor": row.successor_id,
        "former_names": sorted(alias.name for alias in row.aliases),
        "closures": [{"from": closure.starts, "to": closure.ends} for closure in row.closures],
    }


def _rule(row: RoutingRule) -> Values:
    topic, _, subtopic = row.topic_id.partition("/")
    offices = {
        column: [named.office_id for named in row.offices if named.role == role]
        for role, column in (("responsible", "responsible"), ("advises", "advice"))
    }
    return (
        {"rule_id": row.id, "topic": topic, "subtopic": subtopic or None}
        | picked(row, *RULE_FIELDS, "visit", *UPKEEP)
        | offices
        | {"bring": [document.document_id for document in row.documents]}
    )
