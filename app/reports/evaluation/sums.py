"""Sums of published numbers, and how far they can be off. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal

from app.released.rounding import interval
from app.released.tables import Cell
from app.reports.wording import Speech

UNKNOWN = "–"
PLUS_MINUS = "\u00a0±\u00a0"
"""With blanks that do not break."""


@dataclass(frozen=True)
class Sum:
    """The sum of the same cell over several periods.

    ``count`` is the sum of the published numbers; the true one is at least ``low`` and at most ``high``, which is None
    where a period does not list the cell at all. ``withheld`` is in how many periods there is no number.
    """

    count: int
    low: int
    high: int | None
    withheld: int = 0

    @property
    def published(self) -> bool:
        """Whether every period has a number."""
        return not self.withheld


def sum_of(cells: Iterable[Cell | None], *, exact: bool = False) -> Sum:
    """The sum of a cell over periods; None is one in which the table does not list it."""
    count, low, high, withheld = 0, 0, 0, 0
    bounded = True
    for cell in cells:
        if cell is None:
            bounded, withheld = False, withheld + 1
            continue
        published = cell.count or 0
        least, most = (published, published) if exact else interval(cell.count, cell.threshold)
        count, low, high = count + published, low + least, high + most
        withheld += cell.count is None
    return Sum(count, low, high if bounded else None, withheld)


def differs(now: Sum, before: Sum) -> bool:
    """Whether the two cannot be the same number."""
    rises = before.high is not None and now.low > before.high
    falls = now.high is not None and now.high < before.low
    return rises or falls


def text(one: Sum, locale: str) -> str:
    """``1.235 ± 12``, ``41–53``, ``<13``, ``at least 41`` or ``–``."""

    _ = Speech(locale)
    if one.high is None:
        return _("at least {n}", n=number(one.low, locale)) if one.low else UNKNOWN
    if one.published:
        off = max(one.high - one.count, one.count - one.low)
        return f"{number(one.count, locale)}{PLUS_MINUS}{number(off, locale)}" if off else number(one.count, locale)
    return f"{number(one.low, locale)}–{number(one.high, locale)}" if one.low else f"<{number(one.high + 1, locale)}"


def number(n: int, locale: str) -> str:
    """``1.235``."""
    return str(format_decimal(n, locale=locale))
