"""Whoever comes to the desk is sent to the right office, and never to a wrong one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from referrals.routing.engine import decide
from referrals.routing.values import Visitor
from tests.unit.routing.leipzig import leipzig, office_ids

CASES = Path(__file__).parents[1] / "cases" / "visitors.yaml"
VISITORS: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VISITORS, ids=[case["id"] for case in VISITORS])
def test_example_visitor(case: dict[str, Any]) -> None:
    visitor = Visitor(
        groups=frozenset(case["groups"]),
        flags=frozenset(case["flags"]),
        residence=case["residence"],
        age=None if case["age"] is None else (case["age"], case["age"]),
    )
    rule = decide(leipzig(), case["topic"], visitor, date.fromisoformat(case["date"])).rule
    assert rule is not None
    suggested = {*rule.responsible, *rule.advises}
    assert set(case["expected"]) <= suggested
    assert suggested.isdisjoint(case["must_not"])
    if "visit" in case:
        assert rule.visit == case["visit"]


def test_the_examples_name_what_the_directory_knows() -> None:
    questions = leipzig().questions
    groups = {group for question in questions if question.kind == "group" for group in question.options}
    flags = {flag for one in questions for flag in (one.options if one.kind == "choice" else (one.id,))}
    for case in VISITORS:
        assert case["topic"] in leipzig().rules
        assert set(case["groups"]) <= groups
        assert set(case["flags"]) <= flags
        assert {*case["expected"], *case["must_not"]} <= office_ids()


def test_there_are_enough_examples() -> None:
    assert len({case["id"] for case in VISITORS}) == len(VISITORS) >= 48
    assert len({case["topic"].split("/")[0] for case in VISITORS}) >= 14
