"""Looking things up in the log of staff actions; nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.audit.actors import STAFF, Actor
from app.audit.models import AuditEntry

CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """What is looked for; None and "" for everything. Days are local, both included."""

    kind: str = ""
    actor: Actor | None = None
    first: date | None = None
    last: date | None = None


def entries(session: Session, wanted: Wanted, *, before: int | None = None, limit: int) -> list[AuditEntry]:
    """The entries, the newest first; with ``before`` those with a smaller number."""
    query = _chosen(wanted).order_by(AuditEntry.number.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(AuditEntry.number < before)))


def all_entries(session: Session, wanted: Wanted) -> Iterator[AuditEntry]:
    """All of them, the oldest first, without holding them all at once."""
    query = _chosen(wanted).order_by(AuditEntry.number).execution_options(yield_per=CHUNK)
    yield from session.scalars(query)


def number(session: Session, wanted: Wanted | None = None) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_chosen(wanted or Wanted()).subquery())) or 0


def kinds(session: Session) -> list[str]:
    """The kinds of which there are entries."""
    return list(session.scalars(select(AuditEntry.kind).distinct().order_by(AuditEntry.kind)))


def actors(session: Session) -> list[Actor]:
    """Who has done something: people by name, and each other kind of actor once."""
    found = session.execute(select(AuditEntry.actor_kind, AuditEntry.actor).distinct())
    people = {Actor(kind, name if kind == STAFF else "") for kind, name in found}
    return sorted(people, key=lambda one: (one.kind != STAFF, one.name.casefold(), one.kind))


def _chosen(wanted: Wanted) -> Any:
    query = select(AuditEntry)
    if wanted.kind:
        query = query.where(AuditEntry.kind == wanted.kind)
    if wanted.actor:
        query = query.where(AuditEntry.actor_kind == wanted.actor.kind)
        if wanted.actor.kind == STAFF:
            query = query.where(AuditEntry.actor == wanted.actor.name)
    if wanted.first:
        query = query.where(AuditEntry.at >= _midnight(wanted.first))
    if wanted.last:
        query = query.where(AuditEntry.at < _midnight(wanted.last + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE).astimezone(UTC)
