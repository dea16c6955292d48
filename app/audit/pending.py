"""What has been done in a transaction so far: it becomes entries of the log when the transaction is committed."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.audit.declared import DEEDS

CREATED, CHANGED, REMOVED = "created", "changed", "removed"
_KEY = "audit"

Fields = dict[str, Any]


@dataclass
class Deed:
    """One action on one thing; ``before`` and ``after`` are None where the thing was not there."""

    action: str
    kind: str
    subject: str
    title: str = ""
    before: Fields | None = None
    after: Fields | None = None


Key = tuple[Any, ...]


@dataclass
class Row:
    """A watched row within the transaction: its columns at the beginning and now, None where it does not exist."""

    before: Fields | None
    after: Fields | None


@dataclass
class Pending:
    """Rows by table and key, and what was noted in words."""

    rows: dict[tuple[str, Key], Row] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)

    def was(self, table: str, key: Key, before: Fields) -> None:
        """What a row is before it is written; only the first time counts."""
        self.rows.setdefault((table, key), Row(before, before))

    def became(self, table: str, key: Key, after: Fields | None) -> None:
        """What it is then; the last time counts. A row that was not there before needs no ``was``."""
        self.rows.setdefault((table, key), Row(None, None)).after = after

    def copy(self) -> "Pending":
        """As it is now, to come back to."""
        return Pending({name: Row(row.before, row.after) for name, row in self.rows.items()}, list(self.deeds))

    def __bool__(self) -> bool:
        return bool(self.rows or self.deeds)


def pending(session: Session) -> Pending:
    """What the session's transaction has done so far."""
    found: Pending = session.info.setdefault(_KEY, Pending())
    return found


def take(session: Session) -> Pending:
    """The same, which is then dealt with."""
    found: Pending = session.info.pop(_KEY, None) or Pending()
    return found


def put_back(session: Session, earlier: Pending) -> None:
    """What was done after ``earlier`` was rolled back."""
    session.info[_KEY] = earlier


def note(
    session: Session,
    *,
    action: str,
    kind: str,
    subject: str = "",
    title: str = "",
    before: Fields | None = None,
    after: Fields | None = None,
) -> None:
    """Log what no watched row tells (a restored backup, new recovery codes), with the transaction that is running.

    ``kind`` is one of app.audit.declared.DEEDS. Never a visitor's detail, never a password or a token.
    """
    assert kind in DEEDS, "the page would have no name for it"
    pending(session).deeds.append(Deed(action, kind, subject, title, before, after))
