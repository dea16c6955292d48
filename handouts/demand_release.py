"""The released table ``topic_language``: contacts of a year by topic and language, for the demand for material.

Numbers pass the threshold and are rounded by the keys of the contacts that they count, so that the same contacts give
the same number in every table. Its cells are the total, the topics, the languages and, where the published number of
both is large enough, a topic in a language. Never a subtopic; a sensitive topic has a higher threshold and is never
crossed with language. Protected subtopics count for their topic, which is all that is kept of them.

Where the published parts of a total would prove that a withheld one is not zero, the total is not broken down. That
looks at each total by itself; tables that share contacts with this one have to be looked at together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contacts.models import Contact, ContactTopic
from app.contacts.service import months_kept
from app.released import rounding
from app.released.periods import may_be_released
from app.released.service import periods, release, rounding_secret
from app.released.tables import ALL, Cell, Table
from app.vocabulary.service import vocabulary

NAME = "topic_language"
Key = tuple[str, str]
"""Topic and language."""


@dataclass(frozen=True)
class Counted:
    """A contact as this table counts it: its random key (16 bytes), its language, its topics without subtopics."""

    key: bytes
    language: str
    topics: frozenset[str]


@dataclass
class _Tally:
    """How many contacts a cell counts, and the sum of their keys."""

    n: int = 0
    keys: list[bytes] = field(default_factory=list)

    def add(self, key: bytes) -> None:
        self.n += 1
        self.keys.append(key)


def release_due(session: Session, today: date) -> list[str]:
    """Release the table of every year that is due and has not been released; which these were.

    Needs a session that writes. A year of which contacts are forgotten already cannot be counted any more.
    """
    made = set(periods(session, NAME))
    return [
        year
        for year in _due(session, today)
        if year not in made and release(session, _table(session, year), today=today)
    ]


def cells_of(
    contacts: Iterable[Counted], *, topics: Mapping[str, str], languages: Collection[str], secret: bytes
) -> list[Cell]:
    """The cells for these contacts; ``topics`` are id -> handling, ``languages`` tags. Pure."""
    tallies = _tallies(contacts)

    def cell(key: Key) -> Cell:
        sensitive = topics.get(key[0], "normal") != "normal"
        threshold = rounding.SENSITIVE_THRESHOLD if sensitive else rounding.THRESHOLD
        tally = tallies.get(key, _Tally())
        decision = rounding.decision_of_records(secret, tally.keys)
        return Cell(key, rounding.published(tally.n, decision, threshold=threshold), threshold)

    whole = cell((ALL, ALL))
    by_topic = [cell((topic, ALL)) for topic in sorted(topics)]
    by_language = [cell((ALL, language)) for language in sorted(languages)]
    shown = [parts if _may_show(whole, parts) else [] for parts in (by_topic, by_language)]
    cells = [whole, *shown[0], *shown[1]]
    if not all(shown):
        return cells
    crossed = [one for one in by_topic if one.threshold == rounding.THRESHOLD and _large(one)]
    hidden = len(by_topic) - len(crossed)
    common = [
        one.key[1]
        for one in by_language
        if _may_show(one, [*(cell((topic.key[0], one.key[1])) for topic in crossed), *_withheld(hidden)])
    ]
    for total in crossed:
        parts = [cell((total.key[0], language)) for language in common]
        if _may_show(total, [*parts, *_withheld(len(by_language) - len(common))]):
            cells += parts
    return cells


def _may_show(total: Cell, parts: Sequence[Cell]) -> bool:
    """Whether the parts of this total may be shown.

    Topics are multiple choice, so that theirs add up to the total or more: what proves a part there proves it all the
    same. Sensitive ones may hide more than this reckons with; then less is shown than could be.
    """
    counts = [part.count for part in parts]
    return _large(total) and not rounding.proves_a_small_part(total.count or 0, counts, threshold=rounding.THRESHOLD)


def _large(total: Cell) -> bool:
    return rounding.may_be_broken_down(total.count)


def _withheld(n: int) -> list[Cell]:
    return [Cell((), None, rounding.THRESHOLD)] * n


def _tallies(contacts: Iterable[Counted]) -> dict[Key, _Tally]:
    tallies: dict[Key, _Tally] = {}
    for contact in contacts:
        for topic in (ALL, *contact.topics):
            for language in (ALL, contact.language):
                tallies.setdefault((topic, language), _Tally()).add(contact.key)
    return tallies


def _due(session: Session, today: date) -> list[str]:
    """The closed years since the first contact whose contacts are all kept, with or without contacts."""
    first = session.scalar(select(func.min(Contact.month)))
    if first is None:
        return []
    years = [str(year) for year in range(int(first[:4]), today.year)]
    return [year for year in years if may_be_released(year, today) and f"{year}-01" >= months_kept(today)]


def _table(session: Session, year: str) -> Table:
    words = vocabulary(session)
    cells = cells_of(
        _contacts(session, year),
        # The contacts of a protected topic count among all and for their language, which tells nothing of it.
        topics={topic.id: topic.handling for topic in words.topics.values() if topic.handling != "protection"},
        languages=words.languages.keys(),
        secret=rounding_secret(session),
    )
    return Table(NAME, year, rounding.METHOD, tuple(cells))


def _contacts(session: Session, year: str) -> list[Counted]:
    of_year = select(Contact.key, Contact.language).where(Contact.month.between(f"{year}-01", f"{year}-12"))
    topics: dict[bytes, set[str]] = {}
    kept = select(ContactTopic).join(Contact, Contact.key == ContactTopic.contact_key)
    for row in session.scalars(kept.where(Contact.month.between(f"{year}-01", f"{year}-12"))):
        topics.setdefault(row.contact_key, set()).add(row.topic_id.partition("/")[0])
    return [Counted(key, language, frozenset(topics.get(key, ()))) for key, language in session.execute(of_year)]
