"""Changing the published directory: publish, confirm ("still correct"), restore a past state.

Everything is checked as a whole before anything is written, and kept as one change of the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.directory import history
from app.directory.entries import Content, Entry, contents, with_contents
from app.directory.loading import rows_of
from app.directory.models import Change
from app.directory.reported import settle_reports
from app.directory.stored import stored
from app.errors import N_, WegweiserError
from app.vocabulary.models import Revision
from app.vocabulary.service import REVISION
from referrals.directory import checks
from referrals.directory.folder import Directory
from referrals.directory.loader import write
from referrals.directory.reading import Problem, Problems
from referrals.routing.models import RoutingRule

REMOVABLE = frozenset({"rules"})
"""Kinds of which an entry can be taken away: nothing that is kept names a rule. An office becomes defunct instead."""
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
    entries = {str(entry): entry for entry in contents(directory)} | {str(entry): entry for entry in edits}
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
    with history.recording(session, by=by, why=why, now=now, approved_by=approved_by):
        write(session, rows_of(wanted.directory))
        for entry in removed:
            if (rule := session.get(RoutingRule, entry.id)) is not None:
                session.delete(rule)
        if removed:
            session.get_one(Revision, REVISION).number += 1
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
    known = contents(stored(session))
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
    present = contents(stored(session))
    named = list(past | present) if entries is None else list(entries)
    edits = {entry: _restored(entry, past.get(entry), present.get(entry)) for entry in named}
    wanted = {
        entry: content
        for entry, content in edits.items()
        if content != present.get(entry) and (content is not None or entry.kind in REMOVABLE)
    }
    return publish(session, wanted, by=by, why=why, now=now) if wanted else None


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
