"""Compare published numbers, and say nothing that rounding alone could have done. Pure.

A published number is off by up to four, so a difference of two by up to eight: since both are multiples of five, only
ten and more is a difference.
"""

from functools import lru_cache

from babel.numbers import format_decimal, format_percent

from app.released.rounding import BASE
from app.reports.values import Change, Count, Share, Value
from app.reports.wording import Speech

NOTHING = "–"
SMALLEST_SHARE = 0.01
"""That is written as a number."""
CLEAR_FROM = 2 * BASE
"""Of the difference of two published numbers."""


def change(now: int | None, before: int | None) -> Change:
    """From ``before`` to ``now``, both published or None."""
    if now is None or before is None:
        return Change(None)
    difference = now - before
    return Change(difference, abs(difference) >= CLEAR_FROM, difference / before if before else None)


def share(part: int | None, whole: int | None) -> Share:
    """Of two published numbers; rounding can make a part larger than its whole, which is then all of it."""
    return Share(min(part / whole, 1.0) if part is not None and whole else None)


@lru_cache(maxsize=1 << 13)
def text(value: Value, locale: str) -> str:
    """A value as it is written on page, paper and in files: ``1.235``, ``<5``, ``12 %``, ``<1 %``, ``+35``, ``–``."""
    if isinstance(value, Count):
        return f"<{value.threshold}" if value.count is None else format_decimal(value.count, locale=locale)
    if isinstance(value, Share):
        return NOTHING if value.share is None else _share_text(value.share, locale)
    if isinstance(value, Change):
        return _change_text(value, locale)
    return value.text


def _share_text(share: float, locale: str) -> str:
    """To whole percents; what is more than nothing is never written as nothing."""
    if 0 < share <= SMALLEST_SHARE / 2:
        return f"<{format_percent(SMALLEST_SHARE, locale=locale)}"
    return format_percent(share, locale=locale)


def _change_text(value: Change, locale: str) -> str:
    if value.difference is None:
        return NOTHING
    if not value.clear:
        _ = Speech(locale)
        return _("no clear change")
    return format_decimal(value.difference, format="+#,##0;\u2212#,##0", locale=locale)
