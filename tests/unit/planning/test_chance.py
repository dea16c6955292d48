"""Chance: the tails are exact, no true number that may stand behind a published one would have said otherwise."""

import random
from fractions import Fraction
from itertools import product
from math import comb, erfc, sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.planning.chance import at_least, discoveries, higher, least_ratio, trend
from app.reports.planning.rising import Point, Series, rises
from app.reports.planning.spans import span
from app.reports.values import Count

DAYS = 91
counts = st.one_of(st.none(), st.integers(1, 12).map(lambda n: 5 * n)).map(Count)


@given(k=st.integers(0, 40), n=st.integers(0, 40), percent=st.integers(1, 99))
def test_tails_are_exact(k: int, n: int, percent: int) -> None:
    p = Fraction(percent, 100)
    exact = sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1)), Fraction(0))
    assert abs(at_least(k, n, float(p)) - float(exact)) < 1e-12


def test_large_numbers_are_quick_and_right() -> None:
    normal = erfc(499.5 / 500 / sqrt(2)) / 2
    assert abs(at_least(500_500, 1_000_000, 0.5) - normal) < 1e-6
    assert higher(30_000, 29_000) < 1e-4 < higher(30_000, 29_900)


@given(now=st.integers(5, 200), before=st.integers(0, 200))
def test_the_least_ratio_is_the_one_that_would_just_not_be_chance(now: int, before: int) -> None:
    ratio = least_ratio(now, before, level=0.05)
    assert abs(at_least(now, now + before, ratio / (1 + ratio)) - 0.05) < 1e-6
    assert (ratio > 1) == (higher(now, before) < 0.05)


@settings(max_examples=40)
@given(now=counts, before=counts)
def test_a_comparison_holds_for_all_true_numbers(now: Count, before: Count) -> None:
    said = rises({"a": Series((Point(before, DAYS), Point(now, DAYS)))}, least=0)
    possible = product(range(span(now).low, span(now).high + 1), range(span(before).low, span(before).high + 1))
    assert bool(said) == all(higher(one, other) <= 0.05 for one, other in possible)


@settings(max_examples=40)
@given(row=st.lists(counts, min_size=3, max_size=4))
def test_a_trend_holds_for_all_true_numbers(row: list[Count]) -> None:
    spans = [span(one) for one in row]
    worst = trend([one.low for one in spans], [one.high for one in spans], [DAYS] * len(row))
    for true in product(*((one.low, one.about or one.low, one.high) for one in spans)):
        assert worst >= trend(true, true, [DAYS] * len(row)) or sum(true) < 30


def test_what_only_rounding_or_season_of_days_could_have_done_is_not_said() -> None:
    assert not rises({"a": Series((Point(Count(None), DAYS), Point(Count(5), DAYS)))})
    assert not rises({"a": Series((Point(Count(40), DAYS), Point(Count(55), DAYS)))})
    assert not rises({"a": Series((Point(Count(100), 28), Point(Count(145), 31)))})
    [rise] = rises({"a": Series((Point(Count(None), DAYS), Point(Count(30), DAYS)))})["a"]
    assert rise.at_least > 1


def test_what_is_certain_and_tiny_is_nothing_to_plan_by() -> None:
    row = (Point(Count(1_000_000), DAYS), Point(Count(1_010_000), DAYS))
    assert not rises({"a": Series(row)})
    assert rises({"a": Series(row)}, least=0.005)


def test_the_more_is_asked_the_stricter_is_the_answer() -> None:
    rising = Series((Point(Count(40), DAYS), Point(Count(75), DAYS)))
    still = Series((Point(Count(40), DAYS), Point(Count(40), DAYS)))
    assert set(rises({"a": rising})) == {"a"}
    assert not rises({"a": rising} | {f"still {n}": still for n in range(50)})


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    chances = {"a": 0.001, "b": 0.021, "c": 0.029, "d": 0.5, "e": 0.9}
    assert discoveries(chances, level=0.05) == {"a", "b", "c"}
    assert discoveries({"a": 0.06}, level=0.05) == frozenset()
    assert discoveries({}, level=0.05) == frozenset()


def test_where_nothing_rises_hardly_anything_is_said() -> None:
    """Fifty times ten topics whose rates never change, rounded as the disclosure control does it."""
    chance = random.Random(7)

    def published() -> Count:
        n = sum(chance.random() < 0.3 for _ in range(100))
        up = chance.random() < n % 5 / 5
        return Count(None if n < 5 else n - n % 5 + 5 * up)

    said = 0
    for _ in range(50):
        row = [[Point(published(), DAYS) for _period in range(4)] for _topic in range(10)]
        said += bool(rises({str(n): Series(tuple(one), Point(published(), DAYS)) for n, one in enumerate(row)}))
    assert said <= 2
