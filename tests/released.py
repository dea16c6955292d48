"""Released tables for tests of what reads them: made up, in the form in which the disclosure control leaves them.

Numbers are products of weights, rounded to five and withheld below the threshold; a cell is only broken down where its
parents are at least twenty. They are not safe (nobody audited them), and nobody stands behind them.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from sqlalchemy.orm import Session

from app.contacts.values import CHANNELS, CONCEPT_GROUPS, DURATIONS, OUTCOMES, PERSONS, TALKS
from app.released.periods import kind, months_of
from app.released.rounding import METHOD
from app.released.service import release
from app.released.tables import ALL, DECLARED, Cell, Table
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.feedback import OUTCOMES as REPORTED

TODAY = date(2026, 11, 22)
YEAR_OF_CONTACTS = 13_000
Weights = dict[str, float]
UNKNOWN = "unknown"
NUMBERS_ONLY = {"feedback": 2, "field_load": 2, "handout": 1, "unmet_language": 1}
"""Tables that list nothing that is withheld, and over how many of their dimensions they have no totals."""


def furnish(session: Session, *, first: str = "2025-05", last: str = "2026-10", a_year: int = YEAR_OF_CONTACTS) -> None:
    """Release every declared table for every closed month, quarter and year from ``first`` to ``last``.

    Needs a session that writes. Monthly numbers grow by two percent a month, so that pages have something to compare.
    """
    words = vocabulary(session)
    for period in periods(first, last):
        inside = [month for month in months_of(period) if months_of(first).start <= month < months_of(last).stop]
        n = sum(a_year / 12 * 1.02 ** (month - months_of(first).start) for month in inside)
        for name, declared in DECLARED.items():
            if kind(period) in declared.kinds:
                cells = tuple(cell for cell in _cells(words, name, n) if _listed(words, name, period, cell))
                release(session, Table(name, period, METHOD, cells), today=TODAY)


def periods(first: str, last: str) -> list[str]:
    """All months, quarters and years that have ended by the end of ``last`` and did not end before ``first``."""
    months = range(months_of(first).start, months_of(last).stop)
    found = [f"{month // 12}-{month % 12 + 1:02d}" for month in months]
    found += [f"{month // 12}-Q{month % 12 // 3 + 1}" for month in months if month % 3 == 2]
    return found + [str(month // 12) for month in months if month % 12 == 11]


def _cells(words: Vocabulary, name: str, n: float) -> Iterator[Cell]:
    if name == "desk_load":
        for weekday, hour in product(range(1, 6), range(9, 18)):
            yield Cell(
                (str(weekday), str(hour)), round(n / 45 * (1.5 - 0.1 * weekday) * (1.4 - abs(hour - 11) / 10)), 5
            )
        return
    sensitive = {topic.id for topic in words.topics.values() if topic.handling != "normal"}
    dimensions = [one for one in DECLARED[name].dimensions if one != "subtopic"]
    shares = [_weights(words, "reported" if (name, one) == ("feedback", "outcome") else one) for one in dimensions]
    for key in product(*({ALL: 1.0} | one for one in shares)):
        part = n
        for value, one in zip(key, shares, strict=True):
            part *= one.get(value, 1.0)
        threshold = 10 if key[0] in sensitive else 5
        if _broken_down(key, shares, n):
            yield from _spread(words, name, key, part, threshold)


def _listed(words: Vocabulary, name: str, period: str, cell: Cell) -> bool:
    """Counters without totals list what is published alone; of sensitive topics there is nothing by month."""
    if name in NUMBERS_ONLY:
        return cell.count is not None and ALL not in cell.key[: NUMBERS_ONLY[name]]
    topics = words.topics
    sensitive = "topic" in DECLARED[name].dimensions and cell.key[0] != ALL and topics[cell.key[0]].handling != "normal"
    return not (sensitive and kind(period) == "month")


def _spread(words: Vocabulary, name: str, key: tuple[str, ...], part: float, threshold: int) -> Iterator[Cell]:
    """The cell, and for tables with subtopics those below a topic that is large enough."""
    if "subtopic" not in DECLARED[name].dimensions:
        yield _cell(key, part, threshold)
        return
    topic, rest = key[0], key[1:]
    yield _cell((topic, ALL, *rest), part, threshold)
    if topic != ALL and part >= 20:
        below = [one for one in words.topics[topic].subtopics if one.handling != "protection"]
        for number, subtopic in enumerate(below):
            yield _cell((topic, subtopic.id, *rest), part * 0.5 ** (number + 1), threshold)


def _broken_down(key: tuple[str, ...], shares: list[Weights], n: float) -> bool:
    """Whether every parent (one dimension less) is at least twenty."""
    given = [place for place, value in enumerate(key) if value != ALL]
    for left_out in given:
        part = n
        for place in given:
            part *= 1.0 if place == left_out else shares[place][key[place]]
        if part < 20:
            return False
    return True


def _cell(key: tuple[str, ...], n: float, threshold: int) -> Cell:
    return Cell(key, None if round(n) < threshold else max(5 * round(n / 5), threshold), threshold)


def _weights(words: Vocabulary, dimension: str) -> Weights:
    of: dict[str, Iterable[str]] = {
        "channel": CHANNELS,
        "duration": (*DURATIONS, UNKNOWN),
        "field_of_action": sorted(set(words.field_of_action.values())),
        "group": CONCEPT_GROUPS,
        "language": words.languages,
        "office": ("wzl", "abh", "jobcenter"),
        "outcome": (*OUTCOMES, UNKNOWN),
        "persons": (*PERSONS, UNKNOWN),
        "reported": REPORTED,
        "talk": TALKS,
        "topic": words.topics,
        "weekday": [str(number) for number in range(1, 6)],
        "handout": ("h_arbeitsrecht", "h_info_to_go"),
    }
    parts = [1 / (place + 1) for place, _ in enumerate(of[dimension])]
    return dict(zip(of[dimension], (part / sum(parts) for part in parts), strict=True))
