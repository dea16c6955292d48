"""Languages that nobody could interpret: counted with the contact, shown only as the released table ``unmet_language``.

A cell is a language in a quarter. There is no total over the languages: it would be another equation. What is below
the threshold is not listed at all, so that nobody sees that there was anything.
"""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.contacts.service import lower_counter, raise_counter
from app.db import session
from app.house.interpreting.models import LanguageUnmet
from app.released import rounding
from app.released.periods import quarter_of
from app.released.quarters import due
from app.released.service import periods, release, released, rounding_secret
from app.released.tables import Cell, Table

NAME = "unmet_language"


def count_unmet(*, language: str, quarter: str) -> None:
    """Count one contact more with this language; within the transaction that logs the contact."""
    raise_counter(LanguageUnmet, {"language": language, "quarter": quarter})


def uncount_unmet(*, language: str, quarter: str) -> None:
    """As if it had not been counted."""
    lower_counter(LanguageUnmet, {"language": language, "quarter": quarter})


def forget(*, oldest_month: str) -> None:
    """Delete the counters of quarters that ended before ``oldest_month`` (``2024-11``); their releases remain."""
    oldest = quarter_of(date.fromisoformat(f"{oldest_month}-01"))
    session().execute(delete(LanguageUnmet).where(LanguageUnmet.quarter < oldest))


def release_due(writer: Session, today: date) -> list[str]:
    """Release the table of every quarter that is due and has not been released; which these were.

    Needs a session that writes.
    """
    return [quarter for quarter in due(writer, NAME, today) if release(writer, _table(writer, quarter), today=today)]


def last_released(reader: Session) -> Table | None:
    """The table of the last quarter that was released."""
    made = periods(reader, NAME)
    return released(reader, NAME, made[-1]) if made else None


def counts(reader: Session, quarter: str) -> dict[str, int]:
    """The true numbers of a quarter by language: for the disclosure control alone."""
    found = reader.scalars(select(LanguageUnmet).where(LanguageUnmet.quarter == quarter))
    return {row.language: row.n for row in found}


def _table(writer: Session, quarter: str) -> Table:
    cells = cells_of(counts(writer, quarter), secret=rounding_secret(writer), quarter=quarter)
    return Table(NAME, quarter, rounding.METHOD, cells)


def cells_of(unmet: dict[str, int], *, secret: bytes, quarter: str) -> tuple[Cell, ...]:
    """The cells for these numbers by language, without those that are withheld. Pure."""
    cells = []
    for language, n in sorted(unmet.items()):
        decision = rounding.decision_of_counter(secret, table=NAME, period=quarter, cell=(language,), n=n)
        count = rounding.published(n, decision)
        if count is not None:
            cells.append(Cell((language,), count, rounding.THRESHOLD))
    return tuple(cells)
