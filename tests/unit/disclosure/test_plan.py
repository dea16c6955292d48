"""The release plan: how much of a town's contacts would be in numeric cells."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.disclosure.plan import Expected, at_least, finest, shares

KINDS = ("month", "quarter", "year")


@given(st.integers(0, 12), st.floats(0.01, 200))
def test_the_chance_of_so_many_or_more(n: int, mean: float) -> None:
    direct = 1 - sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(n))
    assert at_least(n, mean) == pytest.approx(direct, abs=1e-9)


def tail(a_year: float, cells: int, exponent: float = 1.0) -> list[Expected]:
    weights = [1 / (place + 1) ** exponent for place in range(cells)]
    return [Expected(a_year * weight / sum(weights), 5, (a_year,)) for weight in weights]


def test_a_larger_town_comes_more_often() -> None:
    order = [finest(shares(tail(a_year, 16), KINDS), KINDS) for a_year in (30, 160, 500, 5_000)]
    assert order == [None, "year", "quarter", "month"]


def test_a_coarser_period_never_shows_less() -> None:
    for a_year in (50, 500, 5_000, 50_000):
        found = shares(tail(a_year, 36, 1.2), KINDS)
        assert found["month"] <= found["quarter"] <= found["year"] <= 1


def test_what_is_part_of_too_small_a_total_is_not_shown() -> None:
    assert shares([Expected(48.0, 5, (60.0, 400.0))], KINDS) == {"month": 0.0, "quarter": 0.0, "year": pytest.approx(1)}


def test_sensitive_values_do_not_count_by_month() -> None:
    cells = [Expected(1200.0, 5, (2400.0,)), Expected(1200.0, 10, (2400.0,))]
    assert shares(cells, KINDS)["month"] == pytest.approx(1)
    few = [Expected(120.0, 5, (150.0,)), Expected(30.0, 10, (150.0,))]
    found = shares(few, ("quarter", "year"))
    assert found["quarter"] < 0.9 < found["year"]
    assert finest({"quarter": 0.79, "year": 0.8}, ("quarter", "year")) == "year"


def test_nothing_is_nothing() -> None:
    assert shares([], KINDS) == dict.fromkeys(KINDS, 0.0)
    assert finest(shares([], KINDS), KINDS) is None
