"""Changing the published directory: publish, confirm ("still correct"), restore a past state.

Everything is checked as a whole before anything is written, and kept as one change of the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.directory import history
from app.directory.entries import Content, Entry, content, contents, with_contents
from app.directory.loading import rows_of
from app.directory.models import Change
from app.directory.reported import settle_reports
from app.directory.stored import stored, stored_contents
from app.errors import N_, WegweiserError
from app.vocabulary.service import raise_revision
from referrals.directory import checks
from referrals.directory.folder import Directory
from referrals.directory.loader import write
from referrals.directory.reading import Problem, Problems
from referrals.directory.stored import id_of
from referrals.routing.models import RoutingRule

REMOVABLE = frozenset({"rules"})
"""Kinds of which an entry can be taken away: nothing that is kept names a rule. An office becomes defunct instead."""
ALONE = frozenset({"offices", "rules"})
"""Kinds whose entries are written one by one."""
MONTHS_TO_REVIEW = {"offices": 12, "rules": 6}


class Unfit(WegweiserError):
    """The directory would not be right with these entries; ``problems`` say why, each with its entry."""

    def __init__(self, problems: Iterable[tuple[Entry | None, Problem]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for _, problem in self.problems))


class NotRemovable(WegweiserError):
    """An entry of this kind stays, since contacts and codes may name it."""


@dataclass(frozen=True)
class Checked:
    """The directory with wished-for entries, and what is wrong with it."""

    directory: Directory
    problems: tuple[tuple[Entry | None, Problem], ...]


def checked(session: Session, edits: Mapping[Entry, Content | None]) -> Checked:
    """The stored directory with these edits, and every problem that it then has."""
    problems = Problems()
    directory = with_contents(stored(session), edits, problems)
    checks.check(directory, problems)
    if not problems.found:
        return Checked(directory, ())
    entries = {str(entry): entry for entry in (*contents(directory), *edits)}
    found = tuple((entries.get(problem.file), problem) for problem in dict.fromkeys(problems.found))
    return Checked(directory, found)


def publish(
    session: Session,
    edits: Mapping[Entry, Content | None],
    *,
    by: str,
    why: str,
    now: datetime,
    approved_by: str = "",
) -> Change | None:
    """Make these contents the published ones; None if they were already. Raises Unfit, NotRemovable."""
    history.lock(session)
    removed = [entry for entry, content in edits.items() if content is None]
    if any(entry.kind not in REMOVABLE for entry in removed):
        raise NotRemovable(N_("This entry cannot be removed; an office becomes defunct instead."))
    wanted = checked(session, edits)
    if wanted.problems:
        raise Unfit(wanted.problems)
    before = history.last_number(session)
    if {entry.kind for entry in edits} <= ALONE:
        differing = _differing(session, edits, wanted.directory)
        if differing:
            history.begin(session, now=now)
            _write_alone(session, differing, wanted.directory)
            history.keep(session, differing, by=by, why=why, now=now, approved_by=approved_by)
    else:
        with history.recording(session, by=by, why=why, now=now, approved_by=approved_by):
            write(session, rows_of(wanted.directory))
            _remove(session, removed)
    if (number := history.last_number(session)) == before:
        return None
    change = history.change(session, number)
    settle_reports(session, change)
    return change


def confirm(session: Session, entries: Iterable[Entry], *, by: str, now: datetime, why: str = "") -> Change | None:
    """These offices and rules are still correct, in every language: checked today, due again in a year or half a one.

    An office that was unverified is active then, and a doubtful rule is sure. Raises Unfit for an unknown entry.
    """
    history.lock(session)
    known = stored_contents(session)
    edits = {entry: _confirmed(entry.kind, known[entry], now.date()) for entry in entries if entry in known}
    return publish(session, edits, by=by, why=why or N_("Still correct"), now=now)


def restore(
    session: Session, number: int, *, by: str, why: str, now: datetime, entries: Iterable[Entry] | None = None
) -> Change | None:
    """Make entries (default: all) again what they were after the change with this number.

    Rules that were not there then are removed; an office that was not there becomes defunct. Raises NotFound, Unfit.
    """
    history.lock(session)
    past = history.state_at(session, number)
    present = stored_contents(session)
    named = list(past | present) if entries is None else list(entries)
    edits = {entry: _restored(entry, past.get(entry), present.get(entry)) for entry in named}
    wanted = {
        entry: content
        for entry, content in edits.items()
        if content != present.get(entry) and (content is not None or entry.kind in REMOVABLE)
    }
    return publish(session, wanted, by=by, why=why, now=now) if wanted else None


def _differing(
    session: Session, edits: Mapping[Entry, Content | None], directory: Directory
) -> dict[Entry, Content | None]:
    """What the edits make of those entries that they change."""
    present = stored_contents(session)
    records = {
        entry: record
        for kind in {entry.kind for entry in edits}
        for record in directory[kind]
        if (entry := Entry(kind, id_of(kind, record.values))) in edits
    }
    after = {entry: content(records[entry]) if entry in records else None for entry in edits}
    return {entry: wish for entry, wish in after.items() if wish != present.get(entry)}


def _write_alone(session: Session, differing: Mapping[Entry, Content | None], directory: Directory) -> None:
    """Write these offices and rules, and no others: a large directory is not gone through for one of them."""
    present = stored_contents(session)
    changed = {entry for entry, wish in differing.items() if wish is not None}
    records = {
        kind: [
            record for record in directory[kind] if kind in ALONE and Entry(kind, id_of(kind, record.values)) in changed
        ]
        for kind in directory.records
    }
    for rows in rows_of(Directory(records)):
        if rows.kind not in ALONE:
            continue
        for number, row in enumerate(rows.rows):
            if Entry(rows.kind, row["id"]) in present:
                row.pop("position", None)
            elif "position" in row:
                row["position"] = len(directory[rows.kind]) + number
        write(session, [rows], whole=False)
    _remove(session, [entry for entry, wish in differing.items() if wish is None])


def _remove(session: Session, entries: Iterable[Entry]) -> None:
    for entry in entries:
        if (rule := session.get(RoutingRule, entry.id)) is not None:
            session.delete(rule)
            raise_revision(session)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _confirmed(kind: str, content: Content, today: date) -> Content:
    review = months_later(today, MONTHS_TO_REVIEW[kind])
    confirmed = content | {"checked_on": today.isoformat(), "review_on": review.isoformat()}
    if kind == "rules":
        return confirmed | {"confidence": "high"}
    unsure = content["status"] == "verify"
    return confirmed | ({"status": "active", "status_note": None} if unsure else {})


def _restored(entry: Entry, past: Content | None, present: Content | None) -> Content | None:
    if past is None and present is not None and entry.kind == "offices":
        return present | {"status": "defunct", "successor": None}
    return past
