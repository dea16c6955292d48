"""Rows of a directory -> database: create, change, count. Nothing is deleted.

What is no longer in the files stays (an office that is gone gets ``status: defunct``, a rule ``valid_to``): contacts,
codes and other rules may name it. The report counts it as kept.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Base
from app.vocabulary.service import raise_revision
from referrals.directory.tables import Row, Rows


@dataclass
class Count:
    """What happened to the entries of one kind; ``kept`` are stored and not in the files."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass
class Report:
    """What a load did, by kind (offices, rules, …) and in total."""

    kinds: dict[str, Count] = field(default_factory=dict)
    moved: bool = False

    @property
    def created(self) -> int:
        """New entries."""
        return sum(count.created for count in self.kinds.values())

    @property
    def changed(self) -> int:
        """Entries that differ from what was stored in more than their place in the file."""
        return sum(count.changed for count in self.kinds.values())

    @property
    def unchanged(self) -> int:
        """Entries that were stored already."""
        return sum(count.unchanged for count in self.kinds.values())

    @property
    def kept(self) -> int:
        """Stored entries that are not among the rows."""
        return sum(count.kept for count in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        """Totals, and the counts by kind."""
        totals = {name: getattr(self, name) for name in ("created", "changed", "unchanged", "kept")}
        return totals | {"kinds": {kind: asdict(count) for kind, count in self.kinds.items()}}


def write(session: Session, tables: Iterable[Rows], *, whole: bool = True) -> Report:
    """Write the rows and raise the revision if anything is new; the caller commits.

    Rows that are not ``whole`` tables but a few entries are compared with those alone, and nothing counts as kept.
    """
    report = Report()
    for table in tables:
        report.kinds[table.kind] = _write(session, table, report, whole=whole)
    if report.created or report.changed or report.moved:
        raise_revision(session)
    return report


def _write(session: Session, table: Rows, report: Report, *, whole: bool) -> Count:
    key = getattr(table.model, table.key)
    wanted = select(table.model)
    if not whole:
        wanted = wanted.where(key.in_([row[table.key] for row in table.rows]))
    stored = {getattr(entry, table.key): entry for entry in session.scalars(wanted)}
    count = Count(kept=len(stored.keys() - {row[table.key] for row in table.rows}))
    written: list[tuple[Base, Row, bool]] = []
    for row in table.rows:
        entry = stored.get(row[table.key])
        new = entry is None
        if entry is None:
            entry = table.model()
            session.add(entry)
        now = {name: value for name, value in row.items() if name != table.later}
        written.append((entry, row, _assign(session, table, entry, now, report)))
        count.created += new
    session.flush()
    for entry, row, differs in written:
        later = {table.later: row[table.later]} if table.later else {}
        changed = _assign(session, table, entry, later, report) or differs
        count.changed += changed and row[table.key] in stored
        count.unchanged += not changed
    session.flush()
    return count


def _assign(session: Session, table: Rows, entry: Base, row: Row, report: Report) -> bool:
    """Set what differs; whether anything but the place in the file did."""
    changed = False
    for name, value in row.items():
        if name in table.children:
            changed |= _assign_children(session, entry, name, value, table.children[name])
        elif getattr(entry, name) != value:
            setattr(entry, name, value)
            changed |= name != "position"
            report.moved |= name == "position"
    return changed


def _assign_children(session: Session, entry: Base, name: str, rows: list[Row], model: type[Base]) -> bool:
    children: list[Base] = getattr(entry, name)
    stored = [{column: getattr(child, column) for column in rows[0]} for child in children] if rows else children
    if sorted(map(repr, stored)) == sorted(map(repr, rows)):
        return False
    if children:
        # Away first: a new row may have the key of an old one.
        children.clear()
        session.flush()
    children.extend(model(**row) for row in rows)
    return True
