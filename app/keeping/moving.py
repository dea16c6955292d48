"""Moves everything from one database to another, of the same kind or the other one, and counts and compares all of it.

Through the same reader and writer as a backup, but nothing is left out: who is logged in stays so, and a form that was
sent before counts once when it is sent again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from app.db import Database, translated_errors
from app.keeping import rows
from app.keeping.errors import BadBackup, CannotMove
from app.keeping.loading import Tables, make_schema, ours
from app.keeping.manifest import Sum
from app.keeping.restoring import clear
from app.keeping.rows import Shape
from app.keeping.writing import revision_of, snapshot


@dataclass(frozen=True)
class Moved:
    """What is the same here and there: rows and the SHA-256 of the lines of every table."""

    revision: str
    tables: dict[str, Sum]


def move(source: Database, target: Database) -> Moved:
    """Copy everything into an empty database. Nobody can write to the old one meanwhile; it stays as it is.

    Raises CannotMove, NotEmpty, DatabaseUnavailable; then nothing was written.
    """
    with (
        translated_errors(),
        _nobody_writes(source),
        snapshot(source) as old,
        target.write_engine.begin() as new,
    ):
        revision = revision_of(old)
        shapes = ours(old)
        clear(new)
        make_schema(new, revision)
        try:
            copied = _copy(old, new, shapes)
        except BadBackup as error:
            raise CannotMove(f"Not everything can be moved, so nothing was: {error}") from error
        for shape in ours(new):
            if _sum(new, shape).as_dict() != copied[shape.name].as_dict():
                raise CannotMove(f"“{shape.name}” is not the same after moving, so nothing was moved.")
    return Moved(revision, copied)


def _copy(old: Connection, new: Connection, shapes: list[Shape]) -> dict[str, Sum]:
    tables = Tables(new, {shape.name: list(shape.column_names) for shape in shapes})
    copied = {shape.name: Sum() for shape in shapes}
    for shape in shapes:
        for lines in rows.read(old, shape):
            tables.take(shape.name, copied[shape.name].add(lines))
    tables.finish()
    return copied


def _sum(connection: Connection, shape: Shape) -> Sum:
    total = Sum()
    for lines in rows.read(connection, shape):
        total.add(lines)
    return total


@contextmanager
def _nobody_writes(database: Database) -> Iterator[None]:
    """What is written now would be lost. On SQLite one writer is all there is; on PostgreSQL every table is locked."""
    with database.write_engine.connect() as connection, connection.begin() as transaction:
        if not database.is_sqlite:
            quote = connection.dialect.identifier_preparer.quote
            names = ", ".join(quote(shape.name) for shape in ours(connection))
            connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")
        try:
            yield
        finally:
            transaction.rollback()
