"""The months that a report is about. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from app.errors import N_, WegweiserError
from app.released.periods import month_text, months_of

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")
MOST_MONTHS = 60
"""Five years: what is older is in reports of its own."""


class UnfitSpan(WegweiserError):
    """There can be no report about these months."""


@dataclass(frozen=True)
class Span:
    """``first`` and ``last`` are months (``2025-07``), both included."""

    first: str
    last: str

    @property
    def months(self) -> range:
        """Each counted as year * 12 + month - 1, like those of app.released.periods."""
        return range(months_of(self.first).start, months_of(self.last).stop)

    @property
    def before(self) -> "Span":
        """As many months right before it."""
        months = self.months
        return Span(month_text(months.start - len(months)), month_text(months.start - 1))

    def __str__(self) -> str:
        return f"{self.first}--{self.last}"


def span_of(first: str, last: str, *, today: date) -> Span:
    """The span from one month to another as they were typed. Raises UnfitSpan.

    It may reach beyond today: what is not released yet is then said to be missing.
    """
    if not _MONTH.fullmatch(first) or not _MONTH.fullmatch(last):
        raise UnfitSpan(N_("Please give both months as year and month, for instance 2025-07."))
    span = Span(first, last)
    if not span.months:
        raise UnfitSpan(N_("The first month is later than the last one. Please exchange them."))
    if span.months.start >= today.year * 12 + today.month - 1:
        raise UnfitSpan(N_("These months are not over yet. Please choose an earlier first month."))
    if len(span.months) > MOST_MONTHS:
        raise UnfitSpan(N_("A report is about five years at most. Please choose a shorter span."))
    return span
