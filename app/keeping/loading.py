"""Puts the members of a backup into an empty schema of its own revision, and sees that all of it has arrived."""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.keeping import rows
from app.keeping.archive import DAMAGED, NOT_OURS
from app.keeping.contents import KEPT, LEFT_OUT
from app.keeping.errors import BadBackup
from app.keeping.manifest import FIRST, LAST, SECRET, UPLOADS, Manifest, Sum, manifest_of, parsed
from app.keeping.rows import Shape
from app.migrations import configuration, revisions

PART = re.compile(r"tables/([a-z_]+)\.([0-9]{6})\.jsonl")
FILE = re.compile(re.escape(UPLOADS) + r"([0-9a-f]{64})")


def load(
    connection: Connection, members: Iterable[tuple[str, bytes]], put: Callable[[bytes], object]
) -> tuple[Manifest, str]:
    """Make the schema and fill it; what the backup says of itself, and the secret.

    ``connection`` is in a transaction on a database without tables; ``put`` gets the content of each uploaded file.
    All members are read, to the end. Raises BadBackup; then the transaction must not be committed.
    """
    members = iter(members)
    name, content = next(members, ("", b""))
    if name != FIRST:
        raise BadBackup("This is not a backup of Wegweiser.")
    manifest = manifest_of(content)
    if manifest.revision not in revisions():
        raise BadBackup(
            f"The backup is newer than this program (schema {manifest.revision}, written by Wegweiser "
            f"{manifest.program}); install that version or a newer one, then restore."
        )
    if not LEFT_OUT.keys().isdisjoint(manifest.tables):
        raise BadBackup(NOT_OURS)
    make_schema(connection, manifest.revision)
    reader = _Reader(Tables(connection, manifest.tables), put)
    for name, content in members:
        reader.take(name, content)
    return manifest, reader.finish()


def make_schema(connection: Connection, revision: str) -> None:
    """The schema at this revision, without a row, in a database without tables."""
    command.upgrade(configuration(connection), revision)
    # Some rows are made by migrations.
    for shape in reversed(ours(connection)):
        connection.execute(shape.table.delete())


def ours(connection: Connection) -> list[Shape]:
    """The tables of Wegweiser that the database really has, each after those that it refers to."""
    return [shape for shape in rows.shapes(connection) if shape.name in KEPT or shape.name in LEFT_OUT]


def bring_up(connection: Connection) -> None:
    """The rows to the newest schema, in the transaction that has loaded them."""
    command.upgrade(configuration(connection), "head")


class Tables:
    """Fills tables part by part, in the order in which they refer to each other."""

    def __init__(self, connection: Connection, columns: dict[str, list[str]]) -> None:
        self._connection = connection
        self._shapes = {shape.name: shape for shape in ours(connection)}
        for name, names in columns.items():
            shape = self._shapes.get(name)
            if shape is None or list(shape.column_names) != names:
                raise BadBackup(
                    f"“{name}” does not have the columns that it has in its revision of the schema; wegweiser verify "
                    "says what is different."
                )
        self.sums = {name: Sum() for name in columns}
        self._later: list[tuple[Shape, int, list[list[Any]]]] = []

    def take(self, name: str, text: bytes) -> None:
        """Write a part. Raises BadBackup."""
        if name not in self.sums:
            raise BadBackup(DAMAGED)
        shape = self._shapes[name]
        try:
            found = rows.parse(self._connection, shape, self.sums[name].add_bytes(text))
            for place in rows.points_at_itself(shape):
                self._put_off(shape, place, found)
            rows.insert(self._connection, shape, found)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise BadBackup(f"Rows of “{name}” cannot be read; the backup is damaged.") from error
        except OperationalError:
            # A full disk, a lost connection: it is not the backup.
            raise
        except DBAPIError as error:
            raise BadBackup(_do_not_fit(name, error)) from error

    def _put_off(self, shape: Shape, place: int, found: list[list[Any]]) -> None:
        """A row may name one that comes later."""
        pointing = [list(row) for row in found if row[place] is not None]
        if pointing:
            self._later.append((shape, place, pointing))
        for row in found:
            row[place] = None

    def finish(self) -> None:
        """Fill what had to wait until all rows are there. Raises BadBackup."""
        for shape, place, pointing in self._later:
            try:
                rows.point(self._connection, shape, place, pointing)
            except IntegrityError as error:
                raise BadBackup(_do_not_fit(shape.name, error)) from error
        self._go_on_counting()

    def _go_on_counting(self) -> None:
        """PostgreSQL numbers new rows by a counter that knows nothing of those that were written with their number."""
        if self._connection.dialect.name != "postgresql":
            return
        quote = self._connection.dialect.identifier_preparer.quote
        for shape in self._shapes.values():
            for column in shape.table.primary_key:
                if column.server_default is None and not column.identity:
                    continue
                table, name = quote(shape.name), quote(column.name)
                self._connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', '{column.name}'), max({name})) "  # noqa: S608
                    f"FROM {table} HAVING max({name}) IS NOT NULL"
                )


def _do_not_fit(name: str, error: DBAPIError) -> str:
    """Without any value of a row."""
    return f"The rows of “{name}” do not fit the database: {type(error.orig).__name__}."


class _Reader:
    """Takes the members in the one order in which they are written. Raises BadBackup for any other."""

    def __init__(self, tables: Tables, put: Callable[[bytes], object]) -> None:
        self._tables, self._put = tables, put
        self._files = 0
        self._secret: str | None = None
        self._sums: dict[str, Any] | None = None

    def take(self, name: str, content: bytes) -> None:
        if self._sums is not None:
            raise BadBackup(DAMAGED)
        if part := PART.fullmatch(name):
            self._tables.take(part[1], content)
        elif file := FILE.fullmatch(name):
            if hashlib.sha256(content).hexdigest() != file[1]:
                raise BadBackup("The backup is damaged: an uploaded file in it is not what was put there.")
            self._put(content)
            self._files += 1
        elif name == SECRET and self._secret is None:
            self._secret = content.decode("utf-8", "replace")
        elif name == LAST:
            self._sums = parsed(content)
        else:
            raise BadBackup(NOT_OURS)

    def finish(self) -> str:
        """See that nothing is missing; the secret."""
        if self._sums is None or self._secret is None:
            raise BadBackup(DAMAGED)
        self._tables.finish()
        arrived = {name: one.as_dict() for name, one in self._tables.sums.items()}
        if arrived != self._sums.get("tables") or self._files != self._sums.get("files"):
            raise BadBackup(DAMAGED)
        return self._secret
