"""Closed periods: a month ``2026-11``, a quarter ``2026-Q4``, a year ``2026``. Pure."""

import re
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

DAYS_AFTER_THE_END = 7
"""A table is released this many days after its period at the earliest: what is undone or entered late is in it."""
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MANY = 4096
"""Periods are asked for by the thousand on a page: as many are kept as two hundred years have."""
_FORM = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")


def kind(period: str) -> str:
    """``month``, ``quarter`` or ``year``. Raises ValueError for anything else."""
    _, month, quarter = _parts(period)
    return "month" if month else "quarter" if quarter else "year"


@lru_cache(maxsize=MANY)
def months_of(period: str) -> range:
    """Its months, each counted as year * 12 + month - 1, so that periods can be put in a row."""
    year, month, quarter = _parts(period)
    if month:
        return range(year * 12 + int(month) - 1, year * 12 + int(month))
    first = year * 12 + (int(quarter) - 1) * 3 if quarter else year * 12
    return range(first, first + MONTHS["quarter" if quarter else "year"])


@lru_cache(maxsize=MANY)
def last_day(period: str) -> date:
    """The day on which it ends."""
    after = months_of(period).stop
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def may_be_released(period: str, today: date) -> bool:
    """Whether it has been closed for long enough."""
    return today >= first_day_of_release(period)


def first_day_of_release(period: str) -> date:
    """The day on which its tables may be released at the earliest."""
    return last_day(period) + timedelta(days=DAYS_AFTER_THE_END)


def quarter_of(day: date) -> str:
    """``2026-Q4``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def next_quarter(quarter: str) -> str:
    """The one after it."""
    return quarter_of(last_day(quarter) + timedelta(days=1))


def previous(period: str) -> str:
    """The period of the same kind before it."""
    months = months_of(period)
    return _named(months.start - len(months), len(months))


def year_before(period: str) -> str:
    """The same period a year before."""
    months = months_of(period)
    return _named(months.start - MONTHS["year"], len(months))


def parts(period: str) -> list[str]:
    """The next finer periods that it is made of: the quarters of a year, the months of a quarter, nothing else."""
    finer = {"year": "quarter", "quarter": "month"}.get(kind(period))
    if finer is None:
        return []
    length = MONTHS[finer]
    return [_named(start, length) for start in months_of(period)[::length]]


def containing(month: str) -> list[str]:
    """The month itself, its quarter and its year."""
    [one] = months_of(month)
    return [month, _named(one - one % 3, 3), _named(one - one % 12, 12)]


def period_text(period: str, locale: Locale) -> str:
    """``Oktober 2026``, ``4. Quartal 2026``, ``2026``."""
    pattern = {"month": "LLLL y", "quarter": "QQQQ y", "year": "y"}[kind(period)]
    return format_date(last_day(period), pattern, locale)


def month_text(month: int) -> str:
    """``2026-11`` for a month that is counted as year * 12 + month - 1."""
    return _named(month, 1)


def _named(first: int, length: int) -> str:
    year, month = divmod(first, 12)
    if length == MONTHS["month"]:
        return f"{year}-{month + 1:02d}"
    return f"{year}-Q{month // 3 + 1}" if length == MONTHS["quarter"] else str(year)


def _parts(period: str) -> tuple[int, str | None, str | None]:
    match = _FORM.fullmatch(period)
    if match is None:
        raise ValueError(f"{period!r} is neither a month, a quarter nor a year")
    return int(match[1]), match[2], match[3]
