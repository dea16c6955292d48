"""Every number there is up to some hundreds, and what can be reckoned from the published ones."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.released.rounding import (
    BROKEN_DOWN_FROM,
    SENSITIVE_THRESHOLD,
    THRESHOLD,
    decision_of_counter,
    may_be_broken_down,
    proves_a_small_part,
    published,
)

SECRET = b"32 bytes of a secret for tests.."
thresholds = st.sampled_from([THRESHOLD, SENSITIVE_THRESHOLD])


def decide(n: int, cell: tuple[str, ...] = ("abh", "wohnen", "ALL"), secret: bytes = SECRET) -> bytes:
    return decision_of_counter(secret, table="feedback", period="2026-Q4", cell=cell, n=n)


@given(st.integers(0, 10**6), st.binary(min_size=32, max_size=32), thresholds)
def test_a_published_number_is_near_the_true_one(n: int, decision: bytes, threshold: int) -> None:
    number = published(n, decision, threshold=threshold)
    assert (number is None) == (n < threshold)
    if number is not None:
        assert number % 5 == 0
        assert number >= threshold
        assert abs(number - n) <= 4
        assert number == n or n % 5


@pytest.mark.parametrize("n", range(5, 30))
def test_up_with_the_probability_of_the_remainder(n: int) -> None:
    cells = [(f"office{number}", "wohnen", "ALL") for number in range(4000)]
    mean = sum(published(n, decide(n, cell)) or 0 for cell in cells) / len(cells)
    # The standard error is at most 2.5 / sqrt(4000) = 0.04.
    assert abs(mean - n) < 0.2


def test_the_same_number_is_rounded_the_same_way_and_only_the_secret_says_which() -> None:
    assert len({decide(7) for _ in range(5)}) == 1
    secrets = [bytes([number]) * 32 for number in range(200)]
    ups = sum(published(7, decide(7, secret=secret)) == 10 for secret in secrets)
    assert 50 < ups < 110


def test_table_period_cell_and_number_all_count() -> None:
    cell = ("a", "b")
    one = decision_of_counter(SECRET, table="t", period="2026-Q4", cell=cell, n=7)
    others = [
        decision_of_counter(SECRET, table="u", period="2026-Q4", cell=cell, n=7),
        decision_of_counter(SECRET, table="t", period="2026-Q3", cell=cell, n=7),
        decision_of_counter(SECRET, table="t", period="2026-Q4", cell=("a,b",), n=7),
        decision_of_counter(SECRET, table="t", period="2026-Q4", cell=("a", "c"), n=7),
        decision_of_counter(SECRET, table="t", period="2026-Q4", cell=cell, n=8),
    ]
    assert len({one, *others}) == 6


def test_only_large_totals_are_broken_down() -> None:
    assert [may_be_broken_down(total) for total in (None, 5, 15, BROKEN_DOWN_FROM, 25)] == [
        False, False, False, True, True,
    ]  # fmt: skip


def least_of_a_withheld_part(total: int, parts: list[int | None], threshold: int) -> int:
    """By trying everything: the least that the first withheld part can be, whatever the others are."""
    ranges = [range(threshold) if part is None else range(max(threshold, part - 4), part + 5) for part in parts]
    first = parts.index(None)
    fitting = [values[first] for values in product(*ranges) if abs(sum(values) - total) <= 4]
    return min(fitting, default=0)


part = st.one_of(st.none(), st.sampled_from([5, 10, 15]))


@given(st.sampled_from([20, 25, 30, 35]), st.lists(part, min_size=1, max_size=3).filter(lambda parts: None in parts))
def test_the_audit_finds_what_trying_everything_finds(total: int, parts: list[int | None]) -> None:
    found = proves_a_small_part(total, parts)
    # What cannot be at all is not published; the audit then says yes or no as it likes.
    fits = any(
        abs(sum(values) - total) <= 4
        for values in product(*(range(5) if one is None else range(max(5, one - 4), one + 5) for one in parts))
    )
    if fits:
        assert found == (least_of_a_withheld_part(total, parts, THRESHOLD) >= 1)


def test_four_fours_would_give_themselves_away() -> None:
    assert proves_a_small_part(20, [None] * 4)
    assert not proves_a_small_part(25, [15, 10, None, None])
    assert not proves_a_small_part(25, [20, 5])
