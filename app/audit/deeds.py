"""From rows before and after to what the log says: parts belong to their owner, many new rows are one entry."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from app.audit.declared import WATCHED, Watched
from app.audit.pending import CHANGED, CREATED, REMOVED, Deed, Fields, Key, Pending, Row
from app.db import Base

HIDDEN = {"hidden": True}
"""Stands for a value that must not be in the log: only that it changed is."""
MOST_ALONE = 10
"""So many new rows of a table that is loaded in bulk have an entry each; more are one entry."""


def deeds_of(session: Session, done: Pending) -> list[Deed]:
    """What was done in a transaction, in the order in which it was begun."""
    deeds: dict[tuple[str, str], Deed] = {}
    for (table, key), row in done.rows.items():
        watched = WATCHED[table]
        if watched.part_of is None:
            _whole(deeds, table, watched, key, row)
        elif row.before != row.after:
            _part(deeds, table, watched, row)
    said = [deed for deed in deeds.values() if _differs(deed)]
    _find_titles(session, said)
    return [*_summed_up(said), *done.deeds]


def _whole(deeds: dict[tuple[str, str], Deed], table: str, watched: Watched, key: Key, row: Row) -> None:
    subject = "/".join(str(part) for part in key)
    deed = deeds.setdefault((table, subject), Deed(CHANGED, table, subject))
    if row.before is None:
        deed.action = CREATED
    elif row.after is None:
        deed.action = REMOVED
    before, after = row.before or {}, row.after or {}
    differing = [name for name in _in_order(table, before | after) if before.get(name) != after.get(name)]
    deed.before = _merged(deed.before, row.before and _plain(watched, row.before, differing))
    deed.after = _merged(deed.after, row.after and _plain(watched, row.after, differing))
    if watched.title:
        deed.title = str((row.after or row.before or {}).get(watched.title) or "")


def _part(deeds: dict[tuple[str, str], Deed], table: str, watched: Watched, row: Row) -> None:
    """A part counts as a field of its owner: the rows that went and the rows that came."""
    assert watched.part_of
    assert watched.owner
    owner = str((row.after or row.before or {})[watched.owner])
    deed = deeds.setdefault((watched.part_of, owner), Deed(CHANGED, watched.part_of, owner, before={}, after={}))
    names = _in_order(table, (watched.shown | watched.hidden) - {watched.owner})
    for side, values in (("before", row.before), ("after", row.after)):
        if values is not None:
            fields = getattr(deed, side) or {}
            fields.setdefault(table, []).append(_plain(watched, values, names))
            setattr(deed, side, fields)


def _in_order(table: str, names: Collection[str]) -> list[str]:
    """As the table has them, which is how people think of them."""
    return [column.name for column in Base.metadata.tables[table].columns if column.name in names]


def _plain(watched: Watched, values: Fields, names: Iterable[str]) -> Fields:
    """The columns as JSON knows them."""
    return {name: _hidden(values[name]) if name in watched.hidden else plain(values[name]) for name in names}


def _hidden(value: Any) -> Any:
    """That there is something, or nothing."""
    return HIDDEN if value else None


def plain(value: Any) -> Any:
    """A column's value as JSON knows it; bytes are never shown."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return HIDDEN if isinstance(value, bytes) else value


def _merged(one: Fields | None, other: Fields | None) -> Fields | None:
    return (one or {}) | other if other is not None else one


def _differs(deed: Deed) -> bool:
    """A row that was changed and changed back, or only where nobody looks, is none."""
    return bool(deed.before or deed.after)


def _find_titles(session: Session, deeds: Iterable[Deed]) -> None:
    """What people call a thing of which only a part has changed."""
    with_parts = {watched.part_of for watched in WATCHED.values()}
    for deed in deeds:
        title = WATCHED[deed.kind].title
        if title and not deed.title and deed.kind in with_parts:
            table = Base.metadata.tables[deed.kind]
            (key,) = table.primary_key
            deed.title = str(session.scalar(select(table.c[title]).where(cast(key, String) == deed.subject)) or "")


def _summed_up(deeds: list[Deed]) -> Iterator[Deed]:
    """Many new rows of a kind as one entry, with their number and a hash of what they were."""
    new: dict[str, list[Deed]] = {}
    for deed in deeds:
        if deed.action == CREATED and WATCHED[deed.kind].in_bulk:
            new.setdefault(deed.kind, []).append(deed)
    many = {kind: same for kind, same in new.items() if len(same) > MOST_ALONE}
    for deed in deeds:
        if deed.action != CREATED or deed.kind not in many:
            yield deed
        elif deed is many[deed.kind][0]:
            content = json.dumps([[one.subject, one.after] for one in many[deed.kind]], sort_keys=True)
            checksum = hashlib.sha256(content.encode()).hexdigest()
            yield Deed(CREATED, deed.kind, "", after={"rows": len(many[deed.kind]), "sha256": checksum})
