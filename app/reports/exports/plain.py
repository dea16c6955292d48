"""A value as files hold it: what the page shows, as a number wherever it is one. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from app.reports.comparing import text
from app.reports.values import Change, Count, Section, Share, Value

_PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Document:
    """The sections of a page for a period, and what its files say above them.

    ``methods`` are those of the released tables they come from, ``terms`` are headings with sentences that explain
    method and words (app.reports.exports.terms). ``example`` says that all of it is made up.
    """

    title: str
    period: str
    period_text: str
    locale: str
    sections: tuple[Section, ...]
    methods: tuple[str, ...]
    example: bool
    terms: tuple[tuple[str, str], ...]


def plain(value: Value, locale: str) -> int | float | str:
    """A number if one is published, else the text of the page; shares to the percent that the page shows (``<1 %``)."""
    if isinstance(value, Count) and value.count is not None:
        return value.count
    if isinstance(value, Share) and value.share is not None:
        rounded = float(Decimal(str(value.share)).quantize(_PERCENT, ROUND_HALF_EVEN))
        return rounded if rounded or not value.share else text(value, locale)
    if isinstance(value, Change) and value.difference is not None and value.clear:
        return value.difference
    return text(value, locale)
