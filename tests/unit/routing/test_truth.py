import pytest

from referrals.routing.condition import Condition
from referrals.routing.truth import Knowledge, any_of, rivals_of
from referrals.routing.values import Visitor
from tests.unit.routing.random_tables import QUESTIONS

RIVALS = rivals_of(QUESTIONS)
SOMEBODY = Visitor(
    groups=frozenset({"refugee", "student"}),
    flags=frozenset({"craft"}),
    residence="county",
    age=(20, 29),
    denied=frozenset({"acute", "worker"}),
)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("g:refugee", True),
        ("g:citizen|refugee", True),
        ("g:citizen", False),
        ("g:undocumented", False),
        ("g:worker", False),
        ("g:citizen|worker", False),
        ("g:citizen|unheard_of", None),
        ("flag=craft", True),
        ("flag=teacher", False),
        ("flag=acute", False),
        ("flag=unheard_of", None),
        ("res=county", True),
        ("res=city", False),
        ("age<30", True),
        ("age<20", False),
        ("age<27", None),
    ],
)
def test_three_values(part: str, expected: bool | None) -> None:
    assert Knowledge(SOMEBODY, RIVALS).part(Condition.parse(part).parts[0]) is expected


@pytest.mark.parametrize("part", ["g:refugee", "flag=acute", "res=city", "age<27"])
def test_of_a_stranger_nothing_is_known(part: str) -> None:
    assert Knowledge(Visitor(), RIVALS).part(Condition.parse(part).parts[0]) is None


def test_only_questions_with_one_answer_have_rivals() -> None:
    assert RIVALS["refugee"] == {"citizen", "undocumented"}
    assert RIVALS["craft"] == {"teacher"}
    assert "student" not in RIVALS


def test_one_true_fact_is_enough() -> None:
    assert any_of([None, True, False]) is True
    assert any_of([False, None]) is None
    assert any_of([False, False]) is False
