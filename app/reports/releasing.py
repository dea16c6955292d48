"""Release what is due: count a closed period, let the disclosure control decide, store what may be published.

Counting and proving take seconds, in which nobody at the counter should wait. So they are done in a session that only
reads; what they give is stored only if the contacts of the period are still those that were counted.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.contacts.models import Contact
from app.contacts.service import months_kept
from app.db import Database
from app.released import service
from app.released.models import RoundingFlip, WithheldTable
from app.released.periods import containing, kind, may_be_released, month_text, months_of
from app.reports import release_plan
from app.reports.grids import OF_CONTACTS, grids
from app.reports.preparing import LOAD, Prepared, prepare, seen, town


def release_due(session: Session, today: date) -> list[str]:
    """Release every period that is due, in order; which tables, as ``topic 2026-Q3``.

    Needs a session that writes, in which nobody else enters contacts of these periods.
    """
    service.rounding_secret(session)
    released: list[str] = []
    of = town(session)
    for period in due(session, today):
        released += _store(session, prepare(of, period), today)
        session.flush()
    _decide_this_year(session, today)
    return released


def release_in_turns(database: Database, today: date) -> list[str]:
    """The same for a program in use: writes shortly, once for each period."""
    with database.writing() as session:
        # Behind those who are entering contacts now, so that these are in it.
        service.hold_back_entries(session)
        service.rounding_secret(session)
        waiting = due(session, today)
    released: list[str] = []
    for period in waiting:
        with database.reading() as session:
            ready = prepare(town(session), period)
        with database.writing() as session:
            service.hold_back_entries(session)
            if seen(session, period) != ready.seen:
                # A paper sheet came in between. The next night counts anew; later periods need this one.
                return released
            released += _store(session, ready, today)
    with database.writing() as session:
        # Several servers may start at once, and one plan is enough.
        service.hold_back_entries(session)
        _decide_this_year(session, today)
    return released


def due(session: Session, today: date) -> list[str]:
    """The closed periods of which nothing has been decided yet, in the order in which they are to be released.

    A period whose contacts have begun to be forgotten cannot be counted any more.
    """
    first = session.scalar(select(func.min(Contact.month)))
    if first is None:
        return []
    names = (*OF_CONTACTS, LOAD)
    decided = {period for name, period in service.catalogue(session) if name in names}
    decided |= set(session.scalars(select(WithheldTable.period).where(WithheldTable.part == "")))
    oldest = months_of(months_kept(today)).start
    found = {
        period
        for period in _since(first, today)
        if months_of(period).start >= oldest and may_be_released(period, today) and period not in decided
    }
    return service.in_order(period for period in found if not _nothing_planned(session, period))


def forget(session: Session, *, oldest_month: str) -> None:
    """Delete which numbers were turned in years of which no contact is kept: nothing can be counted from them again."""
    session.execute(delete(RoundingFlip).where(RoundingFlip.year < oldest_month[:4]))


def _nothing_planned(session: Session, period: str) -> bool:
    """Whether the plan of its year, which is there by then, leaves the period out."""
    rows = release_plan.stored(session, period[:4])
    return bool(rows) and kind(period) != "quarter" and not release_plan.planned(rows, period)


def _since(first: str, today: date) -> Iterator[str]:
    for month in range(months_of(first).start, today.year * 12 + today.month - 1):
        yield from containing(month_text(month))


def _store(session: Session, ready: Prepared, today: date) -> list[str]:
    """Store what was prepared; somebody else may have been faster, then nothing."""
    year = ready.period[:4]
    if ready.period not in due(session, today):
        return []
    release_plan.keep(session, ready.plan)
    session.add_all(RoundingFlip(decision=decision, year=year) for decision in sorted(ready.flips))
    session.add_all(
        WithheldTable(name=name, period=ready.period, part=part, made_on=today) for name, part in ready.withheld
    )
    session.flush()
    return [f"{one.name} {one.period}" for one in ready.tables if service.release(session, one, today=today)]


def _decide_this_year(session: Session, today: date) -> None:
    """The plan of the running year, so that it can be read before its first release."""
    first = session.scalar(select(func.min(Contact.month)))
    if first is not None:
        opened = months_of(first).start
        release_plan.keep(session, release_plan.plan(session, str(today.year), grids(session), opened))
