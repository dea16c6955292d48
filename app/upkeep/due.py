"""What editors do with what is due: confirm, give to somebody, tick off, and take that back.

Each call is one change of the history. Nothing is confirmed that has changed since the page was made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy.orm import Session

from app.directory import history, publishing
from app.directory.entries import Entry
from app.directory.models import Change
from app.directory.stored import stored_contents
from app.errors import N_, WegweiserError
from app.keys import Keys
from referrals import reports
from referrals.reports import Wrong

UNDO_SECONDS = 3600
PURPOSE = "due undo"
CONFIRMABLE = frozenset({"offices", "rules"})
TOO_OLD = N_("This page is too old for that; nothing was changed.")


class TicketExpired(WegweiserError):
    """The undo ticket is older than an hour, or not one of ours."""


@dataclass(frozen=True)
class Seen:
    """An entry as the page showed it: ``number`` is that of its last change."""

    entry: Entry
    number: int

    def __str__(self) -> str:
        return f"{self.entry.kind} {self.entry.id} {self.number}"

    @classmethod
    def of(cls, text: str) -> "Seen | None":
        """From a form; None for what no form of ours says."""
        kind, _, rest = text.partition(" ")
        name, _, number = rest.rpartition(" ")
        if not (kind and name and number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return cls(Entry(kind, name), int(number))


@dataclass(frozen=True)
class Done:
    """What a step has changed: the number of its change (0 for none), its entries, the reports that it settled.

    ``left`` are entries that were left alone, because somebody has changed them since the page was made.
    """

    number: int = 0
    entries: tuple[Entry, ...] = ()
    settled: Mapping[Wrong, int] = field(default_factory=dict)
    left: tuple[Entry, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to take back."""
        return not (self.number or self.settled)


def confirm(session: Session, wanted: Sequence[Seen], *, by: str, now: datetime) -> Done:
    """ "Still correct", for the entry in all languages. Reports of wrong data about it are settled by it."""
    entries, left = _unchanged(session, wanted)
    open_reports = reports.reported(session)
    change = publishing.confirm(session, entries, by=by, now=now)
    settled = _about(open_reports, entries)
    reports.settle(session, [wrong.entry for wrong in settled])
    return Done(_number(change), entries, settled, left)


def assign(session: Session, wanted: Sequence[Seen], caretaker: str, *, by: str, now: datetime) -> Done:
    """Make somebody (account name, "" for nobody) responsible for these entries."""
    entries, left = _unchanged(session, wanted)
    known = stored_contents(session)
    edits = {entry: known[entry] | {"caretaker": caretaker} for entry in entries if entry in known}
    change = publishing.publish(session, edits, by=by, why=N_("Person responsible"), now=now)
    return Done(_number(change), entries, left=left)


def settle(session: Session, name: str) -> Done:
    """The reports about this office or subtopic have been dealt with; the entry stays as it is."""
    history.lock(session)
    return Done(settled=reports.settle(session, [name]))


def undo(session: Session, done: Done, *, by: str, now: datetime) -> Done:
    """Make the entries again what they were before, unless somebody has changed them since; reports come back."""
    history.lock(session)
    numbers = history.latest_numbers(session, list(done.entries))
    back = tuple(entry for entry in done.entries if done.number and numbers[entry] == done.number)
    left = tuple(entry for entry in done.entries if done.number and entry not in back)
    change = None
    if back:
        change = publishing.restore(session, done.number - 1, by=by, why=N_("Undone"), now=now, entries=back)
    kept = {entry.id for entry in left}
    reports.add(session, {wrong: n for wrong, n in done.settled.items() if wrong.entry not in kept})
    return Done(_number(change), back, left=left)


def seal(keys: Keys, done: Done) -> str:
    """The undo ticket; "" if there is nothing to take back."""
    if done.nothing:
        return ""
    data = {
        "number": done.number,
        "entries": [[entry.kind, entry.id] for entry in done.entries],
        "settled": [[wrong.entry, wrong.what, n] for wrong, n in done.settled.items()],
    }
    return keys.sealer(PURPOSE).encrypt(json.dumps(data).encode()).decode()


def unseal(keys: Keys, sealed: str) -> Done:
    """Raises TicketExpired after an hour."""
    try:
        data = json.loads(keys.sealer(PURPOSE).decrypt(sealed.encode(), ttl=UNDO_SECONDS))
    except InvalidToken as error:
        raise TicketExpired(TOO_OLD) from error
    entries = tuple(Entry(kind, name) for kind, name in data["entries"])
    return Done(data["number"], entries, {Wrong(name, what): n for name, what, n in data["settled"]})


def _unchanged(session: Session, wanted: Sequence[Seen]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The offices and rules among these that are what the page showed, and those that are not any more."""
    history.lock(session)
    seen = [one for one in wanted if one.entry.kind in CONFIRMABLE]
    numbers = history.latest_numbers(session, [one.entry for one in seen])
    same = tuple(dict.fromkeys(one.entry for one in seen if numbers[one.entry] == one.number))
    return same, tuple(dict.fromkeys(one.entry for one in seen if one.entry not in same))


def _about(open_reports: Mapping[Wrong, int], entries: Iterable[Entry]) -> dict[Wrong, int]:
    offices = {entry.id for entry in entries if entry.kind == "offices"}
    return {wrong: n for wrong, n in open_reports.items() if wrong.entry in offices}


def _number(change: Change | None) -> int:
    return change.number if change else 0
