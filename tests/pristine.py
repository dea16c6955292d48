"""What the program builds from the Leipzig directory, built once for all tests that have not changed that.

Every test has a copy of the same prepared database, and the first page would build the same values again: a third of
the time of all web tests. Here they come from a copy that nobody writes. A test that changes the directory raises its
revision, as the program does, and then has values of its own.
"""

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.db import Database
from app.vocabulary import service
from app.vocabulary.service import HAS_CHANGED, ByRevision

_build = ByRevision.__call__


class Pristine:
    """A prepared database that stays as it is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._values: dict[ByRevision[Any], Any] = {}
        with database.reading() as session:
            self._numbers: Mapping[int, int] = dict(service._revisions(session))

    def value(self, what: "ByRevision[Any]", session: Session) -> Any:
        """The value for a session of a copy: built here, unless the copy has changed in what it depends on."""
        known = service._revisions(session)
        if any(known.get(which) != self._numbers.get(which) for which in what._of):
            return _build(what, session)
        if what not in self._values:
            with self._database.reading() as own:
                self._values[what] = _build(what, own)
        return self._values[what]


_copies: WeakKeyDictionary[Engine, Pristine] = WeakKeyDictionary()


def _value(self: "ByRevision[Any]", session: Session) -> Any:
    of = _copies.get(session.get_bind().engine)
    if of is None or session.info.get(HAS_CHANGED):
        return _build(self, session)
    return of.value(self, session)


ByRevision.__call__ = _value  # type: ignore[method-assign]


def declare(database: Database, of: Pristine) -> None:
    """Say that this is a copy."""
    for engine in (database.read_engine, database.write_engine):
        _copies[engine.engine] = of
