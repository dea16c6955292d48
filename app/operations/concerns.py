"""What an administrator has to look after: from what is known about backups, the night job, the disk. Plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from app.errors import N_
from app.keeping import failing
from app.keeping.claims import Standing

TOO_OLD = timedelta(hours=26)
"""A night and two hours."""
LITTLE_BYTES = 1024**3
VERY_LITTLE_BYTES = 200 * 1024**2


class Level(IntEnum):
    """How urgent it is."""

    GOOD = 0
    WATCH = 1
    ACT = 2


@dataclass(frozen=True)
class Concern:
    """A sentence to be translated, with the code of a failure that it goes with."""

    level: Level
    area: str
    text: str
    failure: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Known:
    """What is known. ``good_at`` is the last good backup, ``failure`` of the last try (None if it was good)."""

    now: datetime
    production: bool
    has_folder: bool
    good_at: datetime | None
    failure: str | None
    backup: Standing
    night: Standing
    free_bytes: int | None


def concerns(known: Known) -> list[Concern]:
    """The most urgent first."""
    found = [*_backup(known), *_night(known), *_disk(known)]
    return sorted(found, key=lambda one: -one.level)


def worst(found: list[Concern], area: str | None = None) -> Level:
    """Of all of them, or of those of an area."""
    return max((one.level for one in found if area in (None, one.area)), default=Level.GOOD)


def _backup(known: Known) -> Iterator[Concern]:
    if not known.has_folder:
        # A trial goes on without, but nobody is told that all is well.
        level = Level.ACT if known.production else Level.WATCH
        text = N_("There is no daily backup: no folder for it is set.")
        yield Concern(level, "backup", text, failing.NOT_SET)
        return
    if known.failure:
        yield Concern(Level.ACT, "backup", N_("The last backup failed."), known.failure)
    if known.backup.running:
        return
    if known.good_at is None:
        if not known.failure:
            yield Concern(Level.WATCH, "backup", N_("There is no backup yet; the first one is made within the hour."))
    elif known.now - known.good_at > TOO_OLD:
        yield Concern(Level.ACT, "backup", N_("The last good backup is too old."), since=known.good_at)


def _night(known: Known) -> Iterator[Concern]:
    night = known.night
    if _findings(night.report):
        yield Concern(Level.ACT, "night", N_("The night job has found damage."), failing.FOUND)
    if night.failure:
        yield Concern(Level.ACT, "night", N_("The last night job failed; it is tried again every hour."), night.failure)
    elif night.done_at and not night.running and known.now - night.done_at > TOO_OLD:
        yield Concern(Level.ACT, "night", N_("The night job has not been done for too long."), since=night.done_at)
    if (night.report or {}).get("remnants"):
        text = N_("The log of PostgreSQL still holds what was forgotten, for some weeks.")
        yield Concern(Level.WATCH, "night", text, failing.REMNANTS)


def _disk(known: Known) -> Iterator[Concern]:
    if known.free_bytes is None or known.free_bytes >= LITTLE_BYTES:
        return
    level = Level.ACT if known.free_bytes < VERY_LITTLE_BYTES else Level.WATCH
    yield Concern(level, "database", N_("The disk of the database is almost full."))


def _findings(report: Mapping[str, Any] | None) -> list[str]:
    return list((report or {}).get("findings", ()))
