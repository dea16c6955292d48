"""Records of a directory folder -> rows of the tables, in the order in which they refer to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app import locales
from app.db import Base
from app.vocabulary import models as vocabulary
from referrals.directory import codes
from referrals.directory.fields import Record
from referrals.directory.folder import Directory, phrases_of_program
from referrals.directory.models import Office, OfficeAlias, OfficeClosure, Source
from referrals.routing.models import RoutingRule, RuleDocument, RuleOffice

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Rows of one table: values by attribute of ``model``.

    A value of an attribute in ``children`` is a list of rows of that model. The attribute ``later`` refers to a row
    of the same table and is written after all of them. An attribute that is not in a row stays as it is stored.
    """

    kind: str
    model: type[Base]
    rows: list[Row]
    key: str = "id"
    children: Mapping[str, type[Base]] = field(default_factory=lambda: MappingProxyType({}))
    later: str | None = None


def rows_of(directory: Directory) -> Iterator[Rows]:
    """The rows of everything in a valid directory but the handouts."""
    yield Rows("fields of action", vocabulary.FieldOfAction, _labelled(directory["fields of action"], "source"))
    yield Rows("topics", vocabulary.Topic, list(_topics(directory)))
    groups = _labelled(directory["target groups"], "axis", "concept_group", "note")
    yield Rows("target groups", vocabulary.TargetGroup, groups)
    children = {"options": vocabulary.QuestionOption}
    yield Rows("questions", vocabulary.Question, list(_questions(directory)), children=children)
    yield Rows("flags", vocabulary.Flag, list(_flags(directory)))
    yield Rows("documents", vocabulary.DocumentToBring, _labelled(directory["documents"], "keep_german", "note"))
    yield Rows("languages", vocabulary.Language, list(_languages(directory)), key="tag")
    yield Rows("phrases", vocabulary.SlipPhrase, list(_phrases(directory)), key="key")
    yield Rows("sources", Source, [dict(record.values) for record in directory["sources"]])
    named = {"aliases": OfficeAlias, "closures": OfficeClosure}
    yield Rows("offices", Office, list(_offices(directory)), children=named, later="successor_id")
    named = {"offices": RuleOffice, "documents": RuleDocument}
    yield Rows("rules", RoutingRule, [_rule(record) for record in directory["rules"]], children=named)


def _labelled(records: list[Record], *fields: str) -> list[Row]:
    names = ("id", "label_de", "label_en", *fields)
    return [{name: record[name] for name in names} | {"position": position} for position, record in enumerate(records)]


def _topics(directory: Directory) -> Iterator[Row]:
    """Topics before their subtopics; a subtopic has its own handling or that of its topic."""
    field_of_action = {topic: record["id"] for record in directory["fields of action"] for topic in record["topics"]}
    handling = {topic["id"]: topic["handling"] or "normal" for topic in directory["topics"]}
    for position, record in enumerate([*directory["topics"], *directory["subtopics"]]):
        parent = record.values.get("parent")
        row = {
            "id": record["id"],
            "parent_id": parent,
            "field_of_action_id": field_of_action.get(parent or record["id"]),
            "label_de": record["label_de"],
            "label_en": record["label_en"],
            "keywords": record["keywords"],
            "handling": record["handling"] or handling[parent or record["id"]],
            "origin": record.values.get("origin", ""),
            "position": position,
        }
        yield row | _optional(record, "key")


def _optional(record: Record, *names: str) -> Row:
    """The values of those fields that the file has: what an editor set for the others is not lost."""
    return {name: record[name] for name in names if name in record.values}


def _questions(directory: Directory) -> Iterator[Row]:
    options: dict[str, list[Row]] = {}
    for record in directory["options"]:
        siblings = options.setdefault(record["trait"], [])
        row = {name: record[name] for name in ("value", "label_de", "label_en")}
        siblings.append(row | {"position": len(siblings)})
    names = ("id", "question_de", "question_en", "none_de", "none_en", "note")
    for position, record in enumerate([*directory["traits"], *directory["choices"]]):
        row = {name: record[name] for name in names}
        if "groups_of_axis" in record.values:
            kind = "group" if record["groups_of_axis"] else record["id"]
            several = record["at_most"] == "several"
        else:
            kind, several = "choice", False
        further = {"kind": kind, "several": several, "options": options.get(record["id"], []), "position": position}
        yield row | further


def _flags(directory: Directory) -> Iterator[Row]:
    names = ("id", "question_de", "question_en", "sensitive", "note")
    for position, record in enumerate(directory["flags"]):
        yield {name: record[name] for name in names} | {"choice_id": record["choice"], "position": position}


def _languages(directory: Directory) -> Iterator[Row]:
    """German first, whatever the file says about it: visitors who speak it come, too."""
    records = [record for record in directory["languages"] if record["bcp47"] != locales.GERMAN.tag]
    yield {
        **{name: getattr(locales.GERMAN, name) for name in ("tag", "locale", "name_de", "name_en", "autonym")},
        **{name: getattr(locales.GERMAN, name) for name in ("script", "direction", "key")},
        "note": "",
        "position": 0,
    }
    for position, record in enumerate(records, start=1):
        row = {
            "tag": record["bcp47"],
            "locale": record["babel_locale"],
            "name_de": record["german"],
            "name_en": record["english"],
            **{name: record[name] for name in ("autonym", "script", "direction", "note")},
            "position": position,
        }
        yield row | _optional(record, "key")


def _phrases(directory: Directory) -> Iterator[Row]:
    """Those of the program, which the folder's override, and what else the folder has."""
    phrases = {record["key"]: record for record in phrases_of_program()}
    phrases |= {record["key"]: record for record in directory["phrases"]}
    for position, record in enumerate(phrases.values()):
        yield {
            "key": record["key"],
            "label_de": record["de"],
            "label_en": record["en"],
            "placeholders": record["placeholders"],
            "max_chars": record["max_chars_de"],
            "note": record["note"],
            "position": position,
        }


UPKEEP = ("checked_on", "review_on", "caretaker")
OFFICE_FIELDS = (
    "id", "name_de", "name_en", "kind", "status", "status_note", "street", "postcode", "city", "tram_stop", "phone",
    "email", "website", "contact_form", "opening_hours", "appointment", "cost", "languages", "language_note", "topics",
    "groups", "limits", "bring", "as_of", "sources", "review",
)  # fmt: skip


def _offices(directory: Directory) -> Iterator[Row]:
    for position, record in enumerate(directory["offices"]):
        row = {name: record[name] for name in OFFICE_FIELDS}
        row |= _codes(record) | _optional(record, *UPKEEP, "contact_name", "contact_email")
        row |= {
            "successor_id": record["successor"],
            "aliases": [{"name": name} for name in dict.fromkeys(record["former_names"])],
            "position": position,
        }
        if "closures" in record.values:
            row["closures"] = [{"starts": closure["from"], "ends": closure["to"]} for closure in record["closures"]]
        yield row


def _codes(record: Record) -> Row:
    """What the slip prints, as codes: those of the file, else read off its English texts."""
    texts = {name: record[name] for name in ("kind", "languages", "cost", "limits", "language_note", "street")}
    read = {
        "appointment_code": codes.appointment_code(record["appointment"]),
        "cost_code": codes.cost_code(record["cost"]),
        "note_codes": codes.note_codes(**texts),
    }
    return read | _optional(record, *read)


RULE_FIELDS = (
    "priority", "condition", "reason_de", "legal_basis", "bring_note", "valid_from", "valid_to", "confidence",
    "source", "note",
)  # fmt: skip


def _rule(record: Record) -> Row:
    row = {name: record[name] for name in RULE_FIELDS}
    row |= {
        "id": record["rule_id"],
        "topic_id": "/".join(filter(None, (record["topic"], record["subtopic"]))),
        "offices": [
            {"role": role, "office_id": office, "position": position}
            for role, column in (("responsible", "responsible"), ("advises", "advice"))
            for position, office in enumerate(record[column])
        ],
        "documents": [
            {"document_id": document, "position": position} for position, document in enumerate(record["bring"])
        ],
    }
    return row | _optional(record, "visit", *UPKEEP)
