"""The night job: forget and release what is due, then leave no trace in the file. app.nightly says when it runs.

Deleted rows would otherwise survive in free pages and in the write-ahead log (``secure_delete`` alone left remnants,
measured), hence VACUUM and TRUNCATE.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app import clock
from app.accounts import second_factor, throttle
from app.contacts import service as contacts
from app.contacts.service import months_kept
from app.db import Database
from app.house.events import release as events_release
from app.house.events import service as events
from app.house.interpreting import unmet
from app.keeping.contents import REWRITTEN
from app.reports import releasing
from handouts import given_release, notes
from handouts import service as handouts
from referrals import feedback, feedback_release
from referrals import service as referrals

CHECKPOINT_TRIES = 40
PAUSE_SECONDS = 0.25
# Of counters, in alphabetical order. Each releases the tables that are due and says of which periods.
RELEASES: tuple[tuple[str, Callable[[Session, date], list[str]]], ...] = (
    (events_release.NAME, events_release.release_due),
    ("feedback", feedback_release.release_due),
    (given_release.NAME, given_release.release_due),
    (unmet.NAME, unmet.release_due),
)
COUNTED = (
    "desk_load",
    "topic_load",
    "handout_given",
    "edition_stock",
    "feedback",
    "language_unmet",
    "rounding_flip",
    "login",
    "login_failure",
    "account_link",
    "audit_entry",
    "failed_logins",
)


@dataclass(frozen=True)
class Report:
    """What the night job did; ``wal_empty`` is False if a reader was in the way the whole time.

    ``released`` are the tables that were released just now, as ``feedback 2026-Q3``. ``remnants`` means that the log of
    PostgreSQL may hold what was forgotten until it is written over: the program may not empty it, see docs/betrieb.md.
    """

    oldest_month: str
    wal_empty: bool
    released: tuple[str, ...] = ()
    remnants: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def run(database: Database, now: datetime | None = None) -> Report:
    """Do it now. Raises DatabaseUnavailable."""
    moment = now or clock.now()
    with database.writing() as session:
        forget(session, moment)
    released: tuple[str, ...] = ()
    wal_empty, remnants = True, False
    # Afterwards and apart: what cannot be released or taken over must not keep anything from being forgotten without a
    # trace.
    try:
        with database.writing() as session:
            notes.take_over(session, moment.date())
        released = _release(database, moment.date())
    finally:
        if database.is_sqlite:
            wal_empty = _compact_sqlite(database)
        else:
            _rewrite_postgresql(database)
            remnants = not _emptied_postgresql_log(database)
    return Report(months_kept(moment.date()), wal_empty, released, remnants)


def forget(session: Session, moment: datetime) -> None:
    """Delete what is kept no longer; within a block that writes."""
    oldest = months_kept(moment.date())
    events.forget(oldest_month=oldest)
    feedback.forget(oldest_month=oldest)
    handouts.forget(session, oldest_month=oldest)
    unmet.forget(oldest_month=oldest)
    contacts.forget(today=moment.date(), oldest_month=oldest)
    releasing.forget(session, oldest_month=oldest)
    referrals.forget(today=moment.date())
    throttle.forget(moment)
    second_factor.forget(moment)


def _release(database: Database, today: date) -> tuple[str, ...]:
    """The tables of contacts through the release gate, and the counters."""
    released = releasing.release_in_turns(database, today)
    with database.writing() as session:
        released += [f"{table} {period}" for table, release_due in RELEASES for period in release_due(session, today)]
    return tuple(released)


def _compact_sqlite(database: Database) -> bool:
    """VACUUM, then empty the write-ahead log: again until no reader is in the way. Desks write in between."""
    with database.exclusive() as connection:
        connection.execute(text("VACUUM"))
    for _ in range(CHECKPOINT_TRIES):
        with database.exclusive() as connection:
            connection.execute(text("PRAGMA busy_timeout = 0"))
            busy, *_rest = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if not busy:
            return True
        time.sleep(PAUSE_SECONDS)
    return False


def _rewrite_postgresql(database: Database) -> None:
    """Write the rows anew in random order, then VACUUM FULL: their place in the file must not tell their order.

    All tables in one transaction, since deleting a contact deletes what belongs to it.
    """
    with database.writing() as session:
        session.execute(text(f"LOCK TABLE {', '.join(REWRITTEN)} IN ACCESS EXCLUSIVE MODE"))
        for table in REWRITTEN:
            session.execute(text(f"CREATE TEMPORARY TABLE shuffled_{table} ON COMMIT DROP AS TABLE {table}"))
        for table in REWRITTEN:
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the names are our own
            session.execute(
                text(f"INSERT INTO {table} SELECT * FROM shuffled_{table} ORDER BY gen_random_uuid()")  # noqa: S608
            )
    with database.exclusive() as connection:
        connection.execute(text(f"VACUUM FULL {', '.join(REWRITTEN + COUNTED)}"))


def _emptied_postgresql_log(database: Database) -> bool:
    """Begin a new file of the log and let the server delete those before it; False where that is not allowed to us.

    Measured: without it a forgotten contact stood in the log until its files were written over, weeks later. With
    ``wal_recycle = on`` the server keeps the old files, with all that is in them, for later use.
    """
    try:
        with database.exclusive() as connection:
            connection.execute(text("SELECT pg_switch_wal()"))
            connection.execute(text("CHECKPOINT"))
            return str(connection.scalar(text("SHOW wal_recycle"))) == "off"
    except ProgrammingError:
        return False
