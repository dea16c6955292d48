"""Watches what is written: changes of declared tables become entries of the log in the same transaction.

The session's own events are used, so that nobody who writes a new view can forget the log. What goes past them
(statements for many rows) is compared before and after; SQL as text may not touch a watched table at all.
"""

import re
import weakref
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Result, Table, TextClause, event, inspect, select, true, tuple_
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, SessionTransaction

from app.audit import actors, chain
from app.audit.declared import WATCHED, Watched
from app.audit.deeds import deeds_of
from app.audit.pending import Fields, Pending, pending, put_back, take
from app.db import Base, Database
from app.keys import Keys

WRITES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
IS_WATCHED = "is watched"
_watchers: "weakref.WeakKeyDictionary[Database, _Watcher]" = weakref.WeakKeyDictionary()


class Unwatched(RuntimeError):
    """The program would write to a watched table in a way that the log cannot see."""


def watch(database: Database, keys: Keys) -> None:
    """From now on log what is written through ``database.writing()``."""
    known = _watchers.get(database)
    if known is None:
        _watchers[database] = _Watcher(database, keys)
    else:
        known.keys = keys


class _Watcher:
    """Listens to the writing sessions of one database."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.keys = keys
        self._earlier: weakref.WeakKeyDictionary[SessionTransaction, Pending] = weakref.WeakKeyDictionary()
        sessions = database.write_sessions
        sessions.configure(info={IS_WATCHED: True})
        event.listen(sessions, "do_orm_execute", _execute)
        event.listen(sessions, "after_transaction_create", self._begin)
        event.listen(sessions, "after_soft_rollback", self._rolled_back)
        event.listen(sessions, "before_commit", self._append)

    def _begin(self, session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            self._earlier[transaction] = pending(session).copy()

    def _rolled_back(self, session: Session, previous: SessionTransaction) -> None:
        if previous.nested:
            put_back(session, self._earlier.pop(previous, Pending()))
        elif previous.parent is None:
            take(session)

    def _append(self, session: Session) -> None:
        """At the last moment: on PostgreSQL everybody who has something to log now waits for us."""
        if session.get_nested_transaction() is not None:
            return
        session.flush()
        done = take(session)
        if done and (deeds := deeds_of(session, done)):
            chain.append(session, self.keys, deeds, actors.current())


def _row_was(_mapper: object, _connection: object, instance: Base) -> None:
    """Before a row is updated or deleted, also one that only lost its owner."""
    if found := _watched(instance):
        session, state, watched = found
        pending(session).was(_table(state).name, _identity(state), _stored(session, state, watched))


def _row_became(_mapper: object, _connection: object, instance: Base) -> None:
    """After a row was inserted or updated."""
    if found := _watched(instance):
        session, state, watched = found
        now = {name: getattr(instance, name) for name in _kept(watched)}
        pending(session).became(_table(state).name, _identity(state), now)


def _row_went(_mapper: object, _connection: object, instance: Base) -> None:
    if found := _watched(instance):
        session, state, _ = found
        pending(session).became(_table(state).name, _identity(state), None)


for _listener, _moments in (
    (_row_was, ("before_update", "before_delete")),
    (_row_became, ("after_insert", "after_update")),
    (_row_went, ("after_delete",)),
):
    for _moment in _moments:
        event.listen(Base, _moment, _listener, propagate=True)


def _watched(instance: Base) -> tuple[Session, InstanceState[Any], Watched] | None:
    """Its session, if that is one of a watched database, and what is declared of its table."""
    state = inspect(instance)
    watched, session = WATCHED.get(_table(state).name), state.session
    return (session, state, watched) if watched and session and session.info.get(IS_WATCHED) else None


def _stored(session: Session, state: InstanceState[Any], watched: Watched) -> Fields:
    """The row as it still is in the database, from memory as far as that knows."""
    known: Fields = {}
    for name in _kept(watched):
        history = state.attrs[name].history
        if history.deleted:
            known[name] = history.deleted[0]
        elif history.unchanged:
            known[name] = history.unchanged[0]
        else:
            return _rows(session, _table(state), watched, _is(_table(state), [_identity(state)]))[_identity(state)]
    return known


def _execute(state: ORMExecuteState) -> Result[Any] | None:
    """Statements for many rows: compare before and after."""
    statement: Any = state.statement
    if isinstance(statement, TextClause):
        _refuse_text(statement)
        return None
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    table: Table = statement.table
    watched = WATCHED.get(table.name)
    if watched is None:
        return None
    state.session.flush()
    where = _inserted(state, table) if state.is_insert else _where(statement)
    before = _rows(state.session, table, watched, where)
    result = state.invoke_statement()
    after = _rows(state.session, table, watched, where if state.is_insert else _is(table, list(before)))
    for key in {**before, **after}:
        if key in before:
            pending(state.session).was(table.name, key, before[key])
        pending(state.session).became(table.name, key, after.get(key))
    return result


def _where(statement: Any) -> Any:
    return true() if statement.whereclause is None else statement.whereclause


def _refuse_text(statement: TextClause) -> None:
    for name in WRITES.findall(statement.text):
        if name.lower() in WATCHED:
            raise Unwatched(f"SQL as text writes to {name}, where the log of staff actions cannot see it")


def _inserted(state: ORMExecuteState, table: Table) -> Any:
    """Which rows an INSERT is about; each must name its key."""
    statement: Any = state.statement
    given = state.parameters or statement.compile(dialect=state.session.get_bind().dialect).params
    rows: list[Mapping[str, Any]] = [given] if isinstance(given, Mapping) else list(given)
    names = [column.name for column in table.primary_key]
    if any(name not in row for row in rows for name in names):
        raise Unwatched(f"an INSERT into {table.name} does not name the keys of its rows")
    return _is(table, [tuple(row[name] for name in names) for row in rows])


def _is(table: Table, keys: list[tuple[Any, ...]]) -> Any:
    """The condition that a row has one of these keys."""
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def _rows(session: Session, table: Table, watched: Watched, where: Any) -> dict[tuple[Any, ...], Fields]:
    """The rows that are stored now, by their keys."""
    names = _kept(watched)
    query = select(*table.primary_key, *(table.c[name].label(f"kept_{name}") for name in names)).where(where)
    return {
        tuple(row[: len(table.primary_key)]): {name: row._mapping[f"kept_{name}"] for name in names}
        for row in session.execute(query)
    }


def _kept(watched: Watched) -> list[str]:
    return sorted(watched.shown | watched.hidden)


def _table(state: InstanceState[Any]) -> Table:
    table = state.mapper.local_table
    assert isinstance(table, Table)
    return table


def _identity(state: InstanceState[Any]) -> tuple[Any, ...]:
    # A new row has its identity only when the flush is over, but its key already.
    return state.identity or tuple(state.mapper.primary_key_from_instance(state.obj()))
