"""What the pages of operation say: moments, ages and sizes in words, and why something failed."""

from datetime import datetime, timedelta

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from sqlalchemy import make_url

from app import clock
from app.errors import N_, Text
from app.formatting import short_date
from app.interface import language, translate, weekday_name
from app.keeping import failing
from config import Settings

FAILURES = {
    failing.NO_FOLDER: N_("The folder of backups is not there. Is its disk or network drive connected?"),
    failing.DENIED: N_("The program may not write into the folder of backups. Give its account the right to."),
    failing.FULL: N_("The disk of the folder of backups is full. Make room, or move old backups elsewhere."),
    failing.DATABASE: N_("The database could not be read or written. Is its disk full or read only?"),
    failing.READER: N_("Something kept the database open the whole time, so that traces are left in its log file."),
    failing.REMNANTS: N_("The handbook of operation says how to let the program empty it."),
    failing.DAMAGED: N_("The backup was written, but could not be opened again. Check the disk."),
    failing.FOUND: N_("What was found stands there. What to do stands in the emergency plan (docs/notfall.md)."),
    failing.NOT_SET: N_(
        "Set WEGWEISER_BACKUP_FOLDER to a folder on another disk, and WEGWEISER_BACKUP_RECIPIENT or "
        "WEGWEISER_BACKUP_PASSPHRASE."
    ),
    failing.GONE: N_("If nobody has moved it on purpose, find out where it went, and make a new one here at once."),
    failing.CLOCK: N_(
        "The clock is days ahead of the last night, so nothing was forgotten or released. If date and time are right,"
        " the next night does it; “wegweiser night” does it at once. If they are wrong, set them right."
    ),
    failing.OTHER: N_("Something unexpected went wrong. The log of the program names its kind."),
}
GOOD, GONE, FAILED = N_("whole"), N_("file gone"), N_("failed")
BYTES_IN = (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024))
KINDS = {
    "daily": N_("every night"),
    "at_once": N_("asked for here"),
    "command": N_("by command"),
}


def failure(code: str) -> str:
    """Why, as a sentence that says what to do."""
    return translate(FAILURES.get(code, FAILURES[failing.OTHER]))


def moment(at: datetime) -> str:
    """``heute, 03:00``, ``gestern, 03:01`` or ``Fr 20.11.2026, 03:00``, in local time."""
    local, today = at.astimezone(clock.ZONE), clock.now().date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return translate(Text(N_("today, {time}"), time=time))
    if local.date() == today - timedelta(days=1):
        return translate(Text(N_("yesterday, {time}"), time=time))
    if local.date() == today + timedelta(days=1):
        return translate(Text(N_("tomorrow, {time}"), time=time))
    return f"{weekday_name(local.isoweekday())} {short_date(local)}, {time}"


def age(since: datetime) -> str:
    """``vor 3 Stunden``, ``vor 2 Tagen``: how long ago it was."""
    passed = max(clock.now() - since, timedelta(minutes=1))
    return format_timedelta(-passed, granularity="minute", threshold=1.5, add_direction=True, locale=language())


def size(number: int) -> str:
    """``1,4 MB``."""
    for unit, least in BYTES_IN:
        if number >= least:
            return f"{format_decimal(round(number / least, 1), locale=language())} {unit}"
    return f"{number} B"


def place(settings: Settings) -> str:
    """Where the database is: the file, or the name and host of the PostgreSQL database. Never a password."""
    url = make_url(settings.database_url)
    name = url.database or ""
    return name if settings.is_sqlite or not url.host else f"{name} ({url.host})"


def seconds(number: float) -> str:
    """``0,4 s``."""
    return f"{format_decimal(number, locale=language())} s"
