"""How many passwords and codes were wrong on a day: enough to see an attack, and nothing about a colleague."""

from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.audit.models import FailedLogins


def count(session: Session, day: date, by: int) -> None:
    """So many more failed tries on this day; ``by`` is -1 for one that counted as failed until it succeeded."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(FailedLogins).values(day=day, n=0).on_conflict_do_nothing())
    # Midnight may lie between a try and its success.
    lowered = update(FailedLogins).where(FailedLogins.day == day, FailedLogins.n + by >= 0)
    session.execute(lowered.values(n=FailedLogins.n + by), execution_options={"synchronize_session": False})


def by_day(session: Session, *, newest: int) -> list[tuple[date, int]]:
    """The days on which there were any, the newest first."""
    days = select(FailedLogins.day, FailedLogins.n).where(FailedLogins.n > 0)
    found = session.execute(days.order_by(FailedLogins.day.desc()).limit(newest))
    return [(day, n) for day, n in found]


def forget(session: Session, *, before: date) -> None:
    """Delete the numbers of days before this one."""
    session.execute(delete(FailedLogins).where(FailedLogins.day < before))
