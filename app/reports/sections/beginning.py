"""Periods in which the centre had only just begun: they are shorter than they look, and nothing grew so much."""

from collections.abc import Iterable

from app.formatting import listing
from app.released.periods import kind, months_of
from app.reports.reader import Reader


def first_month(reader: Reader) -> str | None:
    """The first month there are numbers of; None where the table of all contacts does not come by month."""
    return next((one for one in reader.periods("channel") if kind(one) == "month"), None)


def incomplete(reader: Reader, periods: Iterable[str]) -> tuple[str, ...]:
    """A note on those of the periods that began before the first month there are numbers of; none if there are none.

    The first month is that of the table of all contacts; where it does not come by month nothing can be said.
    """
    first = first_month(reader)
    if first is None:
        return ()
    early = [one for one in dict.fromkeys(periods) if months_of(one).start < months_of(first).start]
    if not early:
        return ()
    _ = reader.say
    names = listing([reader.period_text(one) for one in early], reader.locale)
    return (_("Counted only from {first} on: {periods}.", first=reader.period_text(first), periods=names),)
