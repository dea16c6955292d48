"""The page of operation as the template gets it: plain texts, made from how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, render_template
from sqlalchemy.orm import Session

from app import clock
from app.errors import N_
from app.formatting import part_of_date
from app.interface import day, language, translate
from app.keeping import failing, records
from app.keeping.claims import Standing, night_of, seconds_to_night, utc
from app.keeping.models import BackupRecord
from app.mail import MailServer
from app.operations import state, words
from app.operations.concerns import Concern, Known, Level, concerns, worst
from app.reports.exports.titles import TITLES
from app.version import VERSION
from config import Settings

MARKS = {Level.GOOD: "good", Level.WATCH: "watch", Level.ACT: "act"}


@dataclass(frozen=True)
class Said:
    """Something to look after, in words."""

    mark: str
    text: str
    more: str = ""


@dataclass(frozen=True)
class Line:
    """A backup in the list; ``note`` says why it failed, or that its file is gone. ``size`` is "" if it failed."""

    mark: str
    word: str
    at: str
    kind: str
    file: str
    size: str
    sha256: str
    note: str


def overview(session: Session, settings: Settings, *, asked: bool = False) -> str:
    """The page; ``asked``: a backup was asked for just now."""
    known, folder = state.known(session, settings), state.folder_of_backups(settings)
    found = concerns(known) + _folder(session, settings, folder)
    rows = records.all_records(session)
    return render_template(
        "operations/overview.html",
        found=[said(one) for one in found],
        mark=MARKS[worst(found)],
        marks={area: MARKS[worst(found, area)] for area in ("backup", "night", "database")},
        became=_became(known, rows) if asked else None,
        backup=_backup(session, settings, known, folder),
        lines=[_line(row, folder) for row in rows],
        night=_night(known.night),
        database=_database(session, settings, known),
        around=_around(settings),
        next_night=words.moment(known.now + timedelta(seconds=seconds_to_night(known.now))),
    )


def _folder(session: Session, settings: Settings, folder: state.Folder | None) -> list[Concern]:
    """What only this page looks for: a backup that is known to be good is none if nobody can get at its file."""
    if settings.backup.folder is None:
        return []
    if folder is None:
        return [Concern(Level.ACT, "backup", N_("The folder of backups cannot be read."), failing.NO_FOLDER)]
    good = records.last_good(session)
    if good and not state.is_there(good, folder):
        return [Concern(Level.ACT, "backup", N_("The last good backup is not in its folder any more."), failing.GONE)]
    return []


def _became(known: Known, rows: Sequence[BackupRecord]) -> Said:
    """What became of a backup that was asked for just now."""
    if known.backup.running:
        return Said("watch", translate("The backup is being made; this page says so when it is done."))
    last = next((row for row in rows if row.kind in records.IN_THE_FOLDER), None)
    if last is None:
        return Said("watch", translate("No backup was made: no folder for it is set."))
    if last.failure:
        return Said("act", translate("The backup failed."), words.failure(last.failure))
    return Said("good", translate("The backup is made and was checked."), last.file)


def said(concern: Concern) -> Said:
    """In the language of the interface."""
    more = words.failure(concern.failure) if concern.failure else ""
    if concern.since:
        more = words.moment(concern.since) + f" ({words.age(concern.since)})"
    return Said(MARKS[concern.level], translate(concern.text), more)


def _backup(session: Session, settings: Settings, known: Known, folder: state.Folder | None) -> dict[str, Any]:
    good, backup = records.last_good(session), settings.backup
    at = utc(good.made_at) if good else None
    return {
        "folder": str(backup.folder) if backup.folder else "",
        "reachable": folder is not None,
        "same_disk": folder is not None and folder.same_disk,
        "free": words.size(folder.free_bytes) if folder else "",
        "recipient": backup.recipient or "",
        "encrypted": bool(backup.recipient or backup.passphrase),
        "good": good,
        "good_at": f"{words.moment(at)} ({words.age(at)})" if at else "",
        "good_size": words.size(good.size) if good and good.size else "",
        "good_is_there": state.is_there(good, folder) if good else None,
        "running_since": words.moment(known.backup.tried_at) if known.backup.running and known.backup.tried_at else "",
        "again": known.failure is not None and known.backup.night != night_of(known.now),
        "days": records.DAYS,
    }


def _line(row: BackupRecord, folder: state.Folder | None) -> Line:
    at = utc(row.made_at)
    assert at is not None, "made_at is never empty"
    note = words.failure(row.failure) if row.failure else ""
    gone = state.is_there(row, folder) is False
    if gone:
        note = translate("The file is not in the folder any more.")
    return Line(
        mark="act" if row.failure else "watch" if gone else "good",
        word=translate(words.FAILED if row.failure else words.GONE if gone else words.GOOD),
        at=words.moment(at),
        kind=translate(words.KINDS[row.kind]),
        file="" if row.failure else row.file,
        size=words.size(row.size) if row.size else "",
        sha256=row.sha256 or "",
        note=note,
    )


def _night(night: Standing) -> dict[str, Any]:
    report = dict(night.report or {})
    return {
        "done_at": f"{words.moment(night.done_at)} ({words.age(night.done_at)})" if night.done_at else "",
        "running_since": words.moment(night.tried_at) if night.running and night.tried_at else "",
        "seconds": words.seconds(report["seconds"]) if "seconds" in report else "",
        "oldest_month": part_of_date(report["oldest_month"], language()) if "oldest_month" in report else "",
        "released": _released(report.get("released", ())),
        "files": report.get("files", 0),
        "findings": report.get("findings", ()),
        "checked": "findings" in report,
    }


def _released(names: Sequence[str]) -> list[str]:
    """``feedback 2026-Q3`` by the table's title."""
    split = [name.partition(" ") for name in names]
    return [f"{translate(TITLES[name]) if name in TITLES else name} {period}" for name, _, period in split]


def _database(session: Session, settings: Settings, known: Known) -> dict[str, Any]:
    number, size = state.uploads(session)
    now = clock.now()
    return {
        "server": state.server_version(session),
        "place": words.place(settings),
        "size": words.size(state.database_bytes(session)),
        "free": words.size(known.free_bytes) if known.free_bytes is not None else "",
        "schema": state.schema(session),
        "version": VERSION,
        "instance": str(settings.instance),
        "files": number,
        "files_size": words.size(size),
        "now": f"{day(now)}, {now:%H:%M:%S}",
    }


def _around(settings: Settings) -> dict[str, Any]:
    mail: MailServer | None = current_app.extensions["mail"]
    return {
        "production": settings.production,
        "hosts": ", ".join(sorted(settings.hosts)),
        "bind": settings.bind,
        "behind_proxy": settings.behind_proxy,
        "mail": f"{mail.host}:{mail.port}" if mail else "",
        "mail_safe": mail is not None and mail.security != "none",
        "town_login": settings.open_id.name if settings.open_id else "",
        "issuer": settings.open_id.issuer if settings.open_id else "",
        "local_accounts": settings.local_accounts,
        "second_factor": settings.second_factor,
        "audit_days": settings.audit_days,
    }
