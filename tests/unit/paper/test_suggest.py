"""What a line that is being typed can become."""

import pytest
from flask import Flask

from app.paper.suggest import MOST_SUGGESTED, suggestions
from tests.unit.paper.examples import legend


def signs(line: str) -> list[str]:
    with Flask("test").app_context():
        return [sign for sign, _ in suggestions(line, legend())]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("", ["de", "uk", "ar"]),
        ("kurd", ["ku", "ckb"]),
        ("uk ", ["a", "e", "y"]),
        ("uk w", ["w1", "w2", "w3"]),
        ("uk führ", ["l1"]),
        ("uk f", ["f-", "f1", "f2"]),
        ("uk w2 ", ["f", "e", "s"]),
        ("uk w2 f ", ["d", "m", "b"]),
        ("uk w2 f jobc", ["380"]),
        ("uk w2 660", ["660"]),
    ],
)
def test_what_comes_next(line: str, first: list[str]) -> None:
    assert signs(line)[:3] == first


def test_nothing_for_what_leads_nowhere_and_never_too_much() -> None:
    assert signs("xx") == signs("uk w2 zz") == signs("uk w2 f d 1 v o 15 ") == []
    assert len(signs("uk ")) == MOST_SUGGESTED


def test_a_protected_subtopic_is_never_suggested() -> None:
    assert "r1" not in signs("uk r")
    assert signs("uk gewalt") == []
    assert signs("uk r- ") == signs("uk r- m hilfe") == signs("uk w2 hilfetel") == []
