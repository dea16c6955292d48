"""Who does the job of a night: one of several servers and timers, and another one after it if that one dies.

A night begins at three o'clock and lasts until the next. A job that was not done in its night is done at the next
start: desk computers are off at night.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.keeping.failing import CLOCK
from app.keeping.models import NightlyJob

NIGHT, BACKUP = "night", "backup"
HOUR_OF_NIGHT = 3
LEASE = timedelta(hours=1)
"""Longer than any run: a million contacts take minutes."""
BELIEVED = timedelta(days=4)
"""How far a clock may be ahead of the last night: a weekend with a holiday, when desk computers are off."""
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Claim:
    """The right to do a job, and for which night."""

    name: str
    night: date
    holder: str


@dataclass(frozen=True)
class Standing:
    """How a job stands. Times are UTC; ``running`` means that somebody is at it."""

    night: date | None = None
    done_at: datetime | None = None
    tried_at: datetime | None = None
    running: bool = False
    failure: str | None = None
    report: Mapping[str, Any] | None = None


def night_of(moment: datetime) -> date:
    """The day on which the night began that ``moment`` (local time) belongs to."""
    return (moment - timedelta(hours=HOUR_OF_NIGHT)).date()


def seconds_to_night(now: datetime) -> float:
    """Until the next three o'clock."""
    night = now.replace(hour=HOUR_OF_NIGHT, minute=0, second=0, microsecond=0)
    if night <= now:
        night += timedelta(days=1)
    return (night - now).total_seconds()


def take(database: Database, name: str, now: datetime, *, again: bool = False, anyway: bool = False) -> Claim | None:
    """The claim, or None if the job was done for this night already or somebody is at it.

    ``again`` takes it also if it was done, ``anyway`` even from somebody else. Raises DatabaseUnavailable.
    """
    claim = Claim(name, night_of(now), _holder())
    with database.writing() as session:
        row = _locked(session, name)
        # Any other night than this one, also a later one: the clock may have been wrong.
        is_done = row.night == claim.night and not again
        if not anyway and (is_done or _is_held(row, now)):
            return None
        row.holder, row.held_until, row.tried_at = claim.holder, now.astimezone(UTC) + LEASE, now.astimezone(UTC)
    return claim


def done(database: Database, claim: Claim, now: datetime, report: Mapping[str, Any]) -> None:
    """The job is done, and what came of it. Nothing happens if somebody else has taken it meanwhile."""
    with database.writing() as session:
        row = _locked(session, claim.name)
        if row.holder == claim.holder:
            row.night, row.done_at, row.failure, row.report = claim.night, now.astimezone(UTC), None, dict(report)
            row.holder = row.held_until = None


def failed(database: Database, claim: Claim, failure: str) -> None:
    """The job was not done; somebody has to try again."""
    with database.writing() as session:
        row = _locked(session, claim.name)
        if row.holder == claim.holder:
            row.failure, row.holder, row.held_until = failure, None, None


def is_due(session: Session, name: str, now: datetime) -> bool:
    """Whether ``take`` would give it. Writes nothing, so that one can ask often."""
    row = session.get(NightlyJob, name)
    return row is None or not (row.night == night_of(now) or _is_held(row, now))


def is_doubtful(session: Session, name: str, now: datetime) -> bool:
    """Whether the clock may be wrong: it is days ahead of the night last done, and no night since has said so, too.

    What is due is forgotten and released for good: a clock that is years ahead for one night must not do it.
    """
    row, night = session.get(NightlyJob, name), night_of(now)
    if row is None or row.night is None or night <= row.night + BELIEVED:
        return False
    tried_at = utc(row.tried_at)
    doubted = row.failure == CLOCK and tried_at is not None and night_of(tried_at.astimezone(clock.ZONE)) < night
    return not doubted


def standing(session: Session, name: str, now: datetime) -> Standing:
    """How the job stands."""
    row = session.get(NightlyJob, name)
    if row is None:
        return Standing()
    return Standing(
        night=row.night,
        done_at=utc(row.done_at),
        tried_at=utc(row.tried_at),
        running=_is_held(row, now),
        failure=row.failure,
        report=row.report,
    )


def last_done(session: Session, name: str) -> datetime | None:
    """When the job was last done (UTC)."""
    row = session.get(NightlyJob, name)
    return utc(row.done_at) if row else None


def utc(moment: datetime | None) -> datetime | None:
    """SQLite gives times without their zone."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _is_held(row: NightlyJob, now: datetime) -> bool:
    until = utc(row.held_until)
    # Further off than a lease is from a clock that was wrong.
    return until is not None and now < until <= now + LEASE and not _is_dead(row.holder or "")


def _holder() -> str:
    """This run: ``3f2a9c01-4711-…``, the machine since it was started, the process, and something random."""
    return f"{_boot()}-{os.getpid()}-{secrets.token_hex(6)}"


def _is_dead(holder: str) -> bool:
    """Whether its process is known to have ended; of another machine nothing is known."""
    boot, _, rest = holder.partition("-")
    pid = rest.partition("-")[0]
    if boot != _boot() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _boot() -> str:
    """The same for all processes of this machine until it is started anew."""
    try:
        return BOOT_ID.read_text(encoding="ascii")[:8]
    except OSError:
        return "unknown"


def _locked(session: Session, name: str) -> NightlyJob:
    """The job's row, made if it is not there, for this transaction alone."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(NightlyJob).values(name=name, report={}).on_conflict_do_nothing())
    return session.get_one(NightlyJob, name, with_for_update=True, populate_existing=True)
