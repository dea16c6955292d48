"""The quarters of counters that are released: every closed one since the house opened, whether it counted or not."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contacts.models import DeskLoad
from app.released.periods import first_day_of_release, may_be_released, next_quarter, quarter_of
from app.released.service import periods


def due(session: Session, name: str, today: date) -> list[str]:
    """The quarters of this table that are due and have not been released, in order.

    With those in which nothing was counted: that there was nothing tells as much as that there was something.
    """
    made = set(periods(session, name))
    return [quarter for quarter in _closed(session, today) if quarter not in made]


def next_release(session: Session, today: date) -> date:
    """The day on which the next quarter is due."""
    *_, last = [None, *_closed(session, today)]
    return first_day_of_release(next_quarter(last) if last else _first(session) or quarter_of(today))


def _closed(session: Session, today: date) -> Iterator[str]:
    quarter = _first(session)
    while quarter and may_be_released(quarter, today):
        yield quarter
        quarter = next_quarter(quarter)


def _first(session: Session) -> str | None:
    """The quarter of the first contact; None before it."""
    return session.scalar(select(func.min(DeskLoad.quarter)))
