"""Months, quarters and years as periods of a release."""

from datetime import date

import pytest

from app.released.periods import (
    first_day_of_release,
    kind,
    last_day,
    may_be_released,
    months_of,
    next_quarter,
    quarter_of,
)


@pytest.mark.parametrize(
    ("period", "what", "months", "end"),
    [
        ("2026-02", "month", 1, date(2026, 2, 28)),
        ("2024-02", "month", 1, date(2024, 2, 29)),
        ("2026-12", "month", 1, date(2026, 12, 31)),
        ("2026-Q1", "quarter", 3, date(2026, 3, 31)),
        ("2026-Q4", "quarter", 3, date(2026, 12, 31)),
        ("2026", "year", 12, date(2026, 12, 31)),
    ],
)
def test_what_a_period_is(period: str, what: str, months: int, end: date) -> None:
    assert kind(period) == what
    assert len(months_of(period)) == months
    assert last_day(period) == end


@pytest.mark.parametrize(
    "text", ["", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "2026-1", "26", "2026-Q1 ", "2026-Q1x"]
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="neither a month, a quarter nor a year"):
        kind(text)


def test_a_year_is_its_quarters_and_its_months() -> None:
    quarters = [month for quarter in range(1, 5) for month in months_of(f"2026-Q{quarter}")]
    months = [month for number in range(1, 13) for month in months_of(f"2026-{number:02d}")]
    assert quarters == months == list(months_of("2026"))


def test_seven_days_after_the_end() -> None:
    assert first_day_of_release("2026-Q4") == date(2027, 1, 7)
    assert not may_be_released("2026-Q4", date(2027, 1, 6))
    assert may_be_released("2026-Q4", date(2027, 1, 7))
    assert not may_be_released("2027-Q1", date(2027, 1, 7))


def test_one_quarter_after_the_other() -> None:
    assert quarter_of(date(2026, 12, 31)) == "2026-Q4"
    assert quarter_of(date(2026, 1, 1)) == "2026-Q1"
    assert next_quarter("2026-Q4") == "2027-Q1"
    assert next_quarter("2026-Q1") == "2026-Q2"
