"""What released figures say about the demand for material; nothing else is ever shown of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.released.periods import kind
from app.released.service import periods, released
from app.released.tables import ALL

NAME = "topic_language"


@dataclass(frozen=True)
class Demand:
    """Published contacts of the last released year by topic and language; ``year`` is None before the first release."""

    year: str | None = None
    counts: Mapping[tuple[str, str], int] | None = None

    def of(self, topic: str, language: str) -> int | None:
        """The published number for a topic (of a subtopic: its topic's); None if it is not published."""
        return (self.counts or {}).get((topic.partition("/")[0], language))

    def published(self) -> Iterator[tuple[str, str, int]]:
        """Topic, language and number, the largest number first."""
        for (topic, language), count in sorted((self.counts or {}).items(), key=lambda item: (-item[1], item[0])):
            yield topic, language, count


def demand(session: Session) -> Demand:
    """The figures of the last released year. Raises ChangedRelease."""
    years = [period for period in periods(session, NAME) if kind(period) == "year"]
    table = released(session, NAME, years[-1]) if years else None
    if table is None:
        return Demand()
    counts = {
        (topic, language): cell.count
        for cell in table.cells
        for topic, language in (cell.key,)
        if cell.count is not None and ALL not in cell.key
    }
    return Demand(table.period, counts)
