"""The released table ``event``: participants of the events of a quarter by topic, in sums that passed the disclosure
control.

Its cells are the total and, where the published total is large enough, every topic that is not protected. An event with
several topics counts in each of them, one without topics in the total only. The number of a single event is seen by
whoever enters it and is published nowhere.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.house.events.models import Event
from app.released import rounding
from app.released.periods import last_day, months_of
from app.released.quarters import due
from app.released.service import release, rounding_secret
from app.released.tables import ALL, Cell, Table
from app.vocabulary.service import vocabulary

NAME = "event"


def release_due(session: Session, today: date) -> list[str]:
    """Release the table of every quarter that is due and has not been released; which these were.

    Needs a session that writes.
    """
    return [quarter for quarter in due(session, NAME, today) if release(session, _table(session, quarter), today=today)]


def _table(session: Session, quarter: str) -> Table:
    words = vocabulary(session)
    thresholds = {
        topic.id: _threshold(topic.handling, *(one.handling for one in topic.subtopics))
        for topic in words.topics.values()
        if topic.handling != "protection"
    }
    total = 0
    by_topic = dict.fromkeys(thresholds, 0)
    for topics, participants in _counted(session, quarter):
        parents = {topic.partition("/")[0] for topic in topics}
        if parents and not parents & thresholds.keys():
            # Only about protected topics: not even in the total, which could be this event alone.
            continue
        total += participants
        for topic in parents & thresholds.keys():
            by_topic[topic] += participants
    cells = cells_of(total, by_topic, thresholds, secret=rounding_secret(session), quarter=quarter)
    return Table(NAME, quarter, rounding.METHOD, tuple(cells))


def cells_of(
    total: int, by_topic: Mapping[str, int], thresholds: Mapping[str, int], *, secret: bytes, quarter: str
) -> list[Cell]:
    """The cells for these numbers: none, the total, or the total and all topics. Pure."""

    def cell(topic: str, n: int, threshold: int) -> Cell:
        decision = rounding.decision_of_counter(secret, table=NAME, period=quarter, cell=(topic,), n=n)
        return Cell((topic,), rounding.published(n, decision, threshold=threshold), threshold)

    # As strict as the strictest part: a quarter can be one event about a sensitive topic.
    whole = cell(ALL, total, max(thresholds.values(), default=rounding.SENSITIVE_THRESHOLD))
    if whole.count is None:
        return []
    parts = [cell(topic, by_topic.get(topic, 0), threshold) for topic, threshold in sorted(thresholds.items())]
    broken_down = rounding.may_be_broken_down(whole.count) and not rounding.proves_a_small_part(
        whole.count, [part.count for part in parts]
    )
    return [whole, *parts] if broken_down else [whole]


def _counted(session: Session, quarter: str) -> Iterable[tuple[list[str], int]]:
    start = months_of(quarter).start
    first, last = date(start // 12, start % 12 + 1, 1), last_day(quarter)
    row = Event
    found = session.execute(
        select(row.topics, row.participants).where(
            row.day >= first, row.day <= last, row.participants.is_not(None), row.cancelled.is_(False)
        )
    )
    return [(topics, participants) for topics, participants in found if participants is not None]


def _threshold(*handlings: str) -> int:
    return rounding.THRESHOLD if set(handlings) == {"normal"} else rounding.SENSITIVE_THRESHOLD
