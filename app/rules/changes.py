"""What editors do to the drafts of a topic: move, publish, submit, discard, undo.

Every call locks the directory first, so that comparing and writing are one step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.directory import drafts, history, publishing
from app.directory.entries import Entry
from app.directory.models import Change
from app.errors import N_, WegweiserError
from app.rules.desk import entry_of


class NoReason(WegweiserError):
    """Whoever publishes says why."""


class SeenOtherwise(WegweiserError):
    """The drafts are not what the page showed when its button was pressed."""


class ChangedSince(WegweiserError):
    """What was to be undone has been changed again."""


@dataclass(frozen=True)
class Published:
    """A change that was made, and the entries in it."""

    number: int
    entries: tuple[Entry, ...]


WHY = N_("Say why: it stands in the history.")
OTHERWISE = N_("The drafts of this topic have changed since this page was opened. Look at the effect again.")
SINCE = N_("One of these rules has been changed since. Restore what you want from its history.")


def renumber(session: Session, numbers: Mapping[str, int], *, by: str, now: datetime) -> None:
    """Give rules other priority numbers, as drafts."""
    history.lock(session)
    for rule, number in numbers.items():
        found = drafts.current(session, entry_of(rule))
        if found.shown is not None:
            wanted = {**found.shown, "priority": number}
            drafts.save(session, found.entry, wanted, seen=found.seen, by=by, now=now)


def publish(session: Session, seen: Mapping[str, str], *, by: str, why: str, now: datetime) -> Published | None:
    """Publish the drafts of these rules, each as it was ``seen``; None if nothing differs.

    Raises NoReason, SeenOtherwise, drafts.Conflict, drafts.FourEyes, publishing.Unfit.
    """
    entries = _as_seen(session, seen, why)
    made = drafts.publish_drafts(session, entries, by=by, why=why, now=now)
    return _published(made)


def submit(session: Session, seen: Mapping[str, str], *, by: str, why: str) -> None:
    """Ask a second person to publish them. Raises NoReason, SeenOtherwise."""
    drafts.submit(session, _as_seen(session, seen, why), by=by, why=why)


def discard(session: Session, rule: str, seen: str) -> tuple[str, ...]:
    """Forget the draft of a rule as it was ``seen``; nothing if there is none. Raises SeenOtherwise."""
    history.lock(session)
    found = drafts.current(session, entry_of(rule))
    if found.draft is None:
        return ()
    if found.seen != seen:
        raise SeenOtherwise(OTHERWISE)
    drafts.discard(session, [found.entry])
    return (rule,)


def undo(session: Session, number: int, *, by: str, why: str, now: datetime) -> Published | None:
    """Make the rules of a change what they were before it. Raises NotFound, ChangedSince, publishing.Unfit."""
    history.lock(session)
    change = history.change(session, number)
    entries = [Entry(version.kind, version.entry_id) for version in change.versions]
    if any(history.latest_number(session, entry) != number for entry in entries) or number <= 1:
        raise ChangedSince(SINCE)
    return _published(publishing.restore(session, number - 1, by=by, why=why, now=now, entries=entries))


def _as_seen(session: Session, seen: Mapping[str, str], why: str) -> list[Entry]:
    history.lock(session)
    if not why:
        raise NoReason(WHY)
    entries = [entry_of(rule) for rule in seen]
    found = [drafts.current(session, entry) for entry in entries]
    if any(one.draft is None or one.seen != seen[one.entry.id] for one in found):
        raise SeenOtherwise(OTHERWISE)
    return entries


def _published(change: Change | None) -> Published | None:
    if change is None:
        return None
    return Published(change.number, tuple(Entry(one.kind, one.entry_id) for one in change.versions))
