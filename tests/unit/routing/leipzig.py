"""The Leipzig routing table read straight from its files, so that tests of the engine need no database."""

import csv
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from referrals.directory.facts import Office
from referrals.routing.condition import Condition
from referrals.routing.values import STATUS_UNKNOWN, UNDOCUMENTED, Question, Rule, Table

FOLDER = Path(__file__).parents[3] / "referrals" / "leipzig"


@cache
def leipzig() -> Table:
    """The real table: 92 subtopics."""
    flags = _read("flags.yaml")
    rules: dict[str, tuple[Rule, ...]] = {}
    with (FOLDER / "routing.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rule = _rule(row)
            rules[rule.topic] = (*rules.get(rule.topic, ()), rule)
    return Table(rules=rules, questions=(*_questions(flags), *_choices(flags), *_flags(flags)))


def sensitive_flags() -> frozenset[str]:
    """The flags that are never counted."""
    return frozenset(flag["id"] for flag in _read("flags.yaml")["flags"] if flag["sensitive"])


@cache
def offices() -> dict[str, Office]:
    """The offices, with what the analysis of the table reads of them."""
    return {row["id"]: _office(row) for row in _read("offices.yaml")["offices"]}


def office_ids() -> frozenset[str]:
    """All offices of the directory."""
    return frozenset(office["id"] for office in _read("offices.yaml")["offices"])


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return content


def _office(row: dict[str, Any]) -> Office:
    nothing: dict[str, Any] = dict.fromkeys(field.name for field in fields(Office))
    known: dict[str, Any] = {
        "id": row["id"],
        "status": row["status"],
        "verified": row["status"] == "active",
        "successor": row.get("successor"),
        "phone": row.get("phone"),
        "languages": tuple(row.get("languages") or ()),
        "closures": (),
    }
    return Office(**(nothing | known))


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        id=row["rule_id"],
        topic=f"{row['topic']}/{row['subtopic']}",
        priority=int(row["priority"]),
        condition=Condition.parse(row["condition"]),
        responsible=_list(row["responsible"]),
        advises=_list(row["advice"]),
        reason=row["reason_de"],
        legal_basis=row["legal_basis"],
        bring=_list(row["bring"]),
        bring_note=row["bring_note"],
        visit=row["visit"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        confidence=row["confidence"],
    )


def _questions(flags: dict[str, Any]) -> list[Question]:
    groups = [group for group in _read("target_groups.yaml")["target_groups"] if group["id"] != STATUS_UNKNOWN]
    questions = []
    for trait in flags["traits"]:
        axis = trait.get("groups_of_axis")
        if axis:
            options = tuple(group["id"] for group in groups if group["axis"] == axis)
            quiet = frozenset({UNDOCUMENTED} & set(options))
            questions.append(Question(trait["id"], "group", options, trait["at_most"] == "several", quiet))
        elif trait["id"] == "residence":
            questions.append(Question("residence", "residence", ("city", "county")))
        else:
            questions.append(Question("age", "age"))
    return questions


def _choices(flags: dict[str, Any]) -> list[Question]:
    return [Question(choice["id"], "choice", tuple(choice["flags"])) for choice in flags["choices"]]


def _flags(flags: dict[str, Any]) -> list[Question]:
    return [Question(flag["id"], "flag") for flag in flags["flags"] if flag["type"] == "yes_no"]


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
