"""Spans, the periods that make them up, and sums with what rounding can have done to them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.released.periods import months_of
from app.released.rounding import published
from app.released.tables import Cell
from app.reports.evaluation.span import Span, UnfitSpan, span_of
from app.reports.evaluation.sums import Sum, differs, sum_of, text
from app.reports.evaluation.tiling import tiling
from tests.released import periods

TODAY = date(2026, 11, 22)
EVERY = periods("2024-01", "2026-10")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-03", "2026-02", "The first month is later"),
        ("2026-11", "2026-12", "not over yet"),
        ("2027-01", "2027-06", "not over yet"),
        ("2025-7", "2026-02", "as year and month"),
        ("2025-07", "2026-13", "as year and month"),
        ("", "heute", "as year and month"),
        ("2020-01", "2026-02", "five years at most"),
    ],
)
def test_spans_that_cannot_be(first: str, last: str, said: str) -> None:
    with pytest.raises(UnfitSpan, match=said):
        span_of(first, last, today=TODAY)


def test_a_span_may_reach_beyond_today_and_has_as_many_months_before_it() -> None:
    span = span_of("2025-07", "2026-12", today=TODAY)
    assert len(span.months) == 18
    assert span.before == Span("2024-01", "2025-06")


@pytest.mark.parametrize(
    ("span", "chosen", "lacking"),
    [
        (Span("2025-09", "2026-12"), ("2025-09", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-10"),
         ("2026-11", "2026-12")),
        (Span("2024-12", "2026-01"), ("2024-12", "2025", "2026-01"), ()),
        (Span("2025-02", "2025-04"), ("2025-02", "2025-03", "2025-04"), ()),
    ],
)  # fmt: skip
def test_the_fewest_periods_make_up_a_span(span: Span, chosen: tuple[str, ...], lacking: tuple[str, ...]) -> None:
    found = tiling(span.months, EVERY)
    assert (found.periods, found.lacking) == (chosen, lacking)


@settings(max_examples=150, deadline=None)
@given(st.sets(st.sampled_from(EVERY)), st.integers(0, 33), st.integers(1, 20))
def test_no_month_is_counted_twice_and_none_left_out_that_could_be_had(have: set[str], start: int, length: int) -> None:
    months = range(2024 * 12 + start, 2024 * 12 + start + length)
    found = tiling(months, have)
    covered = [month for period in found.periods for month in months_of(period)]
    assert len(covered) == len(set(covered))
    assert set(found.periods) <= have
    assert set(covered) <= set(months)
    assert len(covered) + len(found.lacking) == len(months)
    single = {month for period in have for month in months_of(period) if len(months_of(period)) == 1}
    assert not {f"{month // 12}-{month % 12 + 1:02d}" for month in single & set(months)} & set(found.lacking)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 4), st.sampled_from([5, 10])), min_size=1, max_size=8))
def test_the_true_sum_is_within_what_is_said(parts: list[tuple[int, int, int]]) -> None:
    cells = [
        Cell(("x",), published(n, bytes([chance]) * 2, threshold=threshold), threshold)
        for n, chance, threshold in parts
    ]
    found = sum_of(cells)
    assert found.high is not None
    assert found.low <= sum(n for n, _, _ in parts) <= found.high
    assert found.count == sum(cell.count or 0 for cell in cells)


def test_sums_as_they_are_written() -> None:
    def cell(count: int | None) -> Cell:
        return Cell(("x",), count, 5)

    assert text(sum_of([cell(1200), cell(35)]), "de") == "1.235\u00a0±\u00a08"
    assert text(sum_of([cell(40), cell(None), cell(None)]), "de") == "36–52"
    assert text(sum_of([cell(None), cell(None)]), "de") == "<9"
    assert text(sum_of([cell(1200), None]), "de") == "mindestens 1.196"
    assert text(sum_of([cell(None), None]), "en") == "–"
    assert text(sum_of([cell(7), cell(8)], exact=True), "en") == "15"
    assert not differs(sum_of([cell(100)]), sum_of([cell(105)]))
    assert differs(sum_of([cell(100)]), sum_of([cell(110)]))
    assert not differs(Sum(100, 96, None, 1), Sum(200, 196, 204))
