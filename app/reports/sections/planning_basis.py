"""Which released tables planning goes by."""

from functools import lru_cache

from app.released.periods import kind, last_day, months_of, previous
from app.released.tables import Table
from app.reports.reader import Reader
from app.reports.sections.beginning import first_month, incomplete
from app.reports.values import Section

LONGEST_ROW = {"month": 6, "quarter": 4, "year": 5}
"""Periods that a trend looks at."""


def latest(reader: Reader, name: str, period: str) -> Table | None:
    """The table of this period, else of the last one released that had ended by its end.

    Of those that end together the longest: its numbers are the least rounded.
    """
    table = reader.table(name, period)
    ended = [one for one in reader.periods(name) if last_day(one) <= last_day(period)]
    if table or not ended:
        return table
    return reader.table(name, max(ended, key=lambda one: (last_day(one), len(months_of(one)))))


def row_of(reader: Reader, name: str, period: str, most: int) -> list[Table]:
    """At most so many consecutive tables of the same kind of period up to this one, the oldest first.

    A period in which the centre had only just begun is none of them, unless it is the last.
    """
    found: list[Table] = []
    while len(found) < most and (table := complete(reader, name, period) if found else reader.table(name, period)):
        found.insert(0, table)
        period = previous(period)
    return found


def complete(reader: Reader, name: str, period: str) -> Table | None:
    """The table, unless the centre began within its period: nothing grew so much as it would seem."""
    return None if incomplete(reader, [period]) else reader.table(name, period)


@lru_cache(maxsize=1 << 10)
def days(period: str) -> int:
    """How many days it has."""
    return (last_day(period) - last_day(previous(period))).days


def counted_days(reader: Reader, period: str) -> int:
    """How many of its days the centre was there."""
    first = first_month(reader)
    if first is None or not incomplete(reader, [period]):
        return days(period)
    return (last_day(period) - last_day(previous(first))).days


def of_another(reader: Reader, table: Table, period: str) -> tuple[str, ...]:
    """A note where the numbers are not of the period that was asked for."""
    if table.period == period:
        return ()
    _ = reader.say
    shown = _("These are the numbers of {period}.", period=reader.period_text(table.period))
    return (f"{shown} {reader.why_missing(table.name, period)}",)


def missing(reader: Reader, id: str, title: str, name: str, period: str) -> Section:
    """The section that says why there is nothing."""
    return Section(id, title, name, period, missing=reader.why_missing(name, period))


def longest_row(period: str) -> int:
    """How many periods of this kind are looked at for a trend."""
    return LONGEST_ROW[kind(period)]
