"""What runs every night by itself, in this order: the night job, the search for damage, the backup.

The server's own thread does it, or a timer (``wegweiser night --due``), whoever comes first; what failed is tried again
every hour. Desk computers are off at night, so it is also done at the start of the program.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import clock, night
from app.audit import actors, chain
from app.db import Database, DatabaseUnavailable
from app.errors import WegweiserError
from app.files.store import files_of
from app.keeping import claims, failing, schedule
from app.keeping.claims import BACKUP, NIGHT
from app.keeping.locks import Lock
from app.keeping.models import BackupRecord
from app.keeping.schedule import Place
from app.keeping.verifying import findings
from app.keeping.writing import Written, write_backup
from app.keys import Keys
from app.uploads.sweeping import sweep
from config import Settings

LOOK_SECONDS = 3600
"""How often the thread looks whether something is to be done: a suspended computer does not count the hours."""
log = logging.getLogger(__name__)


class ClockLeapt(WegweiserError):
    """It is days later than the night before was. If that is right, the next night says so, too."""


@dataclass(frozen=True)
class House:
    """An installation whose nights these are."""

    settings: Settings
    keys: Keys
    database: Database


def start_nightly(house: House) -> threading.Thread:
    """Do at once what is due, and then every night, in a thread that ends with the program."""
    thread = threading.Thread(target=_nightly, args=(house,), name="night job", daemon=True)
    thread.start()
    return thread


def tonight(house: House) -> bool:
    """Do what is due; False if something has to be tried again. Whatever goes wrong is logged by its kind alone."""
    with actors.acting(actors.NIGHT_JOB):
        night_done = _attempt(_night_due, NIGHT, house, clock.now())
        return _attempt(_backup_due, BACKUP, house, clock.now()) and night_done


def do_night(house: House, now: datetime, *, anyway: bool) -> Mapping[str, Any] | None:
    """The night job and the search for damage; what was done, None if it was done already or somebody is at it.

    ``anyway`` also believes the clock. Raises ClockLeapt, DatabaseUnavailable.
    """
    with house.database.reading() as session:
        doubtful = not anyway and claims.is_doubtful(session, NIGHT, now)
    claim = claims.take(house.database, NIGHT, now, anyway=anyway)
    if claim is None:
        return None
    if doubtful:
        claims.failed(house.database, claim, failing.CLOCK)
        raise ClockLeapt("The clock is days ahead of the last night: nothing was forgotten or released.")
    began, files = time.monotonic(), files_of(house.settings.instance)
    try:
        # Before the job, which leaves no trace of what was deleted.
        found = _forget_log(house, now)
        report = night.run(house.database, now)
        swept = sweep(house.database, files, now.date())
        found = list(dict.fromkeys([*found, *findings(house.database, house.keys, files)]))
        _write_down_head(house)
    except Exception as error:
        with suppress(DatabaseUnavailable):
            claims.failed(house.database, claim, failing.reason(error))
        raise
    said = report.as_dict() | {"files": swept, "findings": found, "seconds": round(time.monotonic() - began, 1)}
    if found:
        # How many, not what: that stands on the page of operation.
        log.error("night job: %d findings of damage; see the page of operation", len(found))
    if report.wal_empty:
        claims.done(house.database, claim, clock.now(), said)
    else:
        claims.failed(house.database, claim, failing.READER)
    return said


def _forget_log(house: House, now: datetime) -> list[str]:
    """Forget what is too old of the log of staff actions; what is wrong with it, looked for before.

    An entry that somebody has given an older date would otherwise be forgotten before anybody notices.
    """
    with house.database.writing() as session:
        found = chain.verify(session, house.keys)
        chain.forget(session, house.keys, days=house.settings.audit_days, now=now)
    return found


def _write_down_head(house: House) -> None:
    """Where the log of staff actions ends now: kept outside of the database, so that a missing end shows."""
    with house.database.reading() as session:
        log.info("newest entry of the log of staff actions: %s", chain.head(session))


def backup_due(house: House, now: datetime) -> BackupRecord | None:
    """The backup of this night; None if there is one, somebody is at it, or no folder is set.

    What is due to be forgotten goes before, so that no backup keeps it. Raises DatabaseUnavailable.
    """
    _attempt(_night_due, NIGHT, house, now)
    return _backup(house, now)


def backup_at_once(house: House, now: datetime) -> BackupRecord | None:
    """One more; None if somebody is at it, or no folder is set. Raises DatabaseUnavailable."""
    place = _place(house)
    return schedule.at_once(house.database, place, now) if place else None


def _place(house: House) -> Place | None:
    """Where backups go, and how they are written, as the settings say; None if they go nowhere."""
    backup, files = house.settings.backup, files_of(house.settings.instance)
    if backup.folder is None:
        return None
    lock = Lock(recipient=backup.recipient, passphrase=backup.passphrase)

    def write(target: Path) -> Written:
        return write_backup(house.database, house.keys, files, target, lock)

    return Place(backup.folder, not lock.is_none, write)


def _nightly(house: House) -> None:
    while True:
        tonight(house)
        time.sleep(min(LOOK_SECONDS, claims.seconds_to_night(clock.now())))


def _attempt(work: Callable[[House, datetime], bool], name: str, house: House, now: datetime) -> bool:
    try:
        return work(house, now)
    except Exception as error:
        # The server must go on whatever it was; an error's own text stays out of the log.
        log.error("%s job: %s; next try in an hour", name, _cause(error))
        return False


def _backup(house: House, now: datetime) -> BackupRecord | None:
    with house.database.reading() as session:
        at_it = claims.standing(session, NIGHT, now).running
    # Whoever does the night job makes the backup after it: before, it would hold what is being forgotten.
    place = None if at_it else _place(house)
    return schedule.daily(house.database, place, now) if place else None


def _night_due(house: House, now: datetime) -> bool:
    if not _is_due(house.database, NIGHT, now):
        return True
    report = do_night(house, now, anyway=False)
    return report is None or bool(report["wal_empty"])


def _backup_due(house: House, now: datetime) -> bool:
    if house.settings.backup.folder is None or not _is_due(house.database, BACKUP, now):
        return True
    row = _backup(house, now)
    if row is not None and row.failure:
        log.error("%s job: %s; next try in an hour", BACKUP, row.failure)
    return row is None or row.failure is None


def _is_due(database: Database, name: str, now: datetime) -> bool:
    with database.reading() as session:
        return claims.is_due(session, name, now)


def _cause(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, DatabaseUnavailable) else type(error).__name__
