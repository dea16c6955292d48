"""Choosing by weights, and sharing a number out."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.demo.choosing import Choice, apportioned

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(st.integers(0, 5000), WEIGHTS)
def test_nothing_is_lost_and_nobody_gets_a_whole_one_too_much(total: int, weights: list[float]) -> None:
    parts = apportioned(total, weights)
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - wanted) < 1 for part, wanted in zip(parts, exact, strict=True))


def test_values_come_as_often_as_their_weights_say() -> None:
    random, choice = Random(1), Choice({"often": 3, "never": 0, "rarely": 1})
    found = Counter(choice.one(random) for _ in range(4000))
    assert set(found) == {"often", "rarely"}
    assert 2900 < found["often"] < 3100
    assert (choice.at(0), choice.at(0.7499), choice.at(0.7501), choice.at(1)) == ("often", "often", "rarely", "rarely")


def test_several_are_different_ones() -> None:
    choice = Choice({"a": 100, "b": 1, "c": 1})
    assert sorted(choice.several(Random(1), 3)) == ["a", "b", "c"]
    assert len(choice.several(Random(1), 9)) == 3
