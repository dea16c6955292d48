"""Very many contacts to measure with: thousands from a demo set, each written many times under new keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.counter.workplace import Workplace
from app.demo import house
from app.demo.feeding import Desk, feed
from app.demo.months import open_hours, spread
from app.demo.visits import Crowd
from app.keys import Keys
from handouts.models import HandoutGiven
from referrals.models import Referral
from referrals.routing.answer import FALLBACK

MODELS = 10_000
"""Contacts that are made by the counter's own code; all the others are like one of them."""
AT_ONCE = 10_000
COUNTERS = (DeskLoad, TopicLoad, HandoutGiven)


@dataclass(frozen=True)
class _Like:
    """What a contact has beside key and month."""

    row: dict[str, Any]
    topics: tuple[str, ...]
    offices: tuple[str, ...]


def fill(session: Session, keys: Keys, months: Sequence[str], contacts: int, today: date) -> None:
    """Write so many contacts into these months. Seeded; the caller commits."""
    random = Random(1)  # noqa: S311 - not for secrets
    number = min(contacts, MODELS)
    place = house.with_interpreters(Workplace.open(session), today)
    crowd = Crowd(place.vocabulary, {question.id: question.options for question in place.table.questions})
    for month, some in zip(months, spread(number, months), strict=True):
        visits = crowd.month(random, open_hours(place.offices.get(FALLBACK), month), some)
        feed(Desk(place, keys), visits)
    models = _models(session)
    session.execute(delete(Contact))
    for month, many in zip(months, spread(contacts, months), strict=True):
        for start in range(0, many, AT_ONCE):
            _write(session, random, month, random.choices(models, k=min(AT_ONCE, many - start)))
    for counter in COUNTERS:
        table: Any = counter
        session.execute(update(counter).values(n=table.n * (contacts // number)))
    house.furnish(session, place, today)


def _models(session: Session) -> list[_Like]:
    topics, offices = (_by_key(session, table) for table in (ContactTopic.__table__, Referral.__table__))
    rows = session.execute(select(Contact.__table__).order_by(Contact.key)).mappings()
    return [_Like(dict(row), tuple(topics.get(row["key"], ())), tuple(offices.get(row["key"], ()))) for row in rows]


def _by_key(session: Session, table: Any) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = {}
    for key, value in session.execute(select(table).order_by(*table.primary_key)):
        found.setdefault(key, []).append(value)
    return found


def _write(session: Session, random: Random, month: str, likes: Sequence[_Like]) -> None:
    new = [(random.randbytes(16), like) for like in likes]
    session.execute(insert(Contact), [like.row | {"key": key, "month": month} for key, like in new])
    session.execute(insert(ContactTopic), list(_pairs("topic_id", ((key, like.topics) for key, like in new))))
    session.execute(insert(Referral), list(_pairs("office_id", ((key, like.offices) for key, like in new))))


def _pairs(name: str, of: Iterator[tuple[bytes, tuple[str, ...]]]) -> Iterator[dict[str, Any]]:
    for key, values in of:
        for value in values:
            yield {"contact_key": key, name: value}
