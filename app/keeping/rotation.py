"""The folder of backups: which files are ours, and which of them go. Nothing else in it is ever touched."""

import os
import re
import time
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

from app import clock
from app.keeping.records import Span

NAME = re.compile(r"wegweiser-(\d{4}-\d{2}-\d{2})(-\d{6})?\.(age|gz)")
HALF_WRITTEN = re.compile(r"\.wegweiser-.{1,40}\.part")
BEFORE_UPGRADE = re.compile(r"wegweiser-before-upgrade\.(age|gz)")
"""Made by deploy/upgrade.sh, one over the other."""
MIDNIGHT = time_of_day()
HALF_WRITTEN_SECONDS = 24 * 3600
"""No backup takes longer; what is older was left by a run that died."""


def daily_name(night: date, *, encrypted: bool) -> str:
    """The file of a night: ``wegweiser-2026-11-22.age``, a compressed one (``.gz``) if it is not encrypted."""
    return f"wegweiser-{night:%Y-%m-%d}.{_ending(encrypted)}"


def name_at(moment: datetime, *, encrypted: bool) -> str:
    """The file of a backup beside the daily one: ``wegweiser-2026-11-22-150407.age``."""
    return f"wegweiser-{moment:%Y-%m-%d-%H%M%S}.{_ending(encrypted)}"


def ours(folder: Path) -> dict[str, date]:
    """The backups in the folder, by their names the day they are of. Raises OSError."""
    found = {path.name: _day(path.name) for path in folder.iterdir() if path.is_file() and not path.is_symlink()}
    return {name: day for name, day in found.items() if day}


def rotate(folder: Path, kept: Span | None, *, last_good: str | None) -> list[str]:
    """Delete backups of other days than ``kept`` and what dead runs have left; the backups' names. Raises OSError.

    The last good one always stays; where nobody knows which that is, the latest. None: all of them stay.
    """
    gone = _of_other_days(folder, kept, last_good) if kept else []
    _delete(folder, [*gone, *_older(folder, HALF_WRITTEN, time.time() - HALF_WRITTEN_SECONDS)])
    return sorted(gone)


def _of_other_days(folder: Path, kept: Span, last_good: str | None) -> list[str]:
    backups = ours(folder)
    stays = last_good if last_good in backups else max(backups, default=None, key=lambda name: (backups[name], name))
    gone = [name for name, day in backups.items() if not kept.first <= day <= kept.last and name != stays]
    return gone + _older(folder, BEFORE_UPGRADE, datetime.combine(kept.first, MIDNIGHT, clock.ZONE).timestamp())


def _older(folder: Path, names: re.Pattern[str], before: float) -> list[str]:
    """Files by the file system's clock, whose names tell no day."""
    return [path.name for path in folder.iterdir() if names.fullmatch(path.name) and path.lstat().st_mtime < before]


def _delete(folder: Path, names: Collection[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError):
            (folder / name).unlink()
    if names:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _ending(encrypted: bool) -> str:
    return "age" if encrypted else "gz"


def _day(name: str) -> date | None:
    found = NAME.fullmatch(name)
    if found:
        with suppress(ValueError):
            return date.fromisoformat(found[1])
    return None
