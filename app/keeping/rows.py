"""Rows as text that is the same on both databases: one JSON array a line, columns by name, rows by primary key.

The order tells nothing of when a row was written. Bytes are base64, moments UTC as SQLite stores them
(``2026-11-22 14:03:00.000000``), JSON columns the text that was stored, to the letter.
"""

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import psycopg
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    bindparam,
)
from sqlalchemy.exc import DBAPIError

from app.keeping.contents import OF_THE_SCHEMA

ROWS_AT_ONCE = 2000
MOMENT = "%Y-%m-%d %H:%M:%S.%f"
UTC_OFFSET = "+00"

Convert = Callable[[Any], Any]
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class Shape:
    """A table as it is in a database: its columns by name, in alphabetical order."""

    table: Table
    columns: tuple[Column[Any], ...]

    @property
    def name(self) -> str:
        """Of the table."""
        return self.table.name

    @property
    def column_names(self) -> tuple[str, ...]:
        """In the order of a row."""
        return tuple(column.name for column in self.columns)


def shapes(connection: Connection) -> list[Shape]:
    """All tables that the database really has but Alembic's own, each after those that it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [
        Shape(table, tuple(sorted(table.columns, key=lambda column: column.name)))
        for table in metadata.sorted_tables
        if table.name != OF_THE_SCHEMA
    ]


def read(connection: Connection, shape: Shape) -> Iterator[list[str]]:
    """The lines of a table, some thousand at once; needs a transaction that sees one state."""
    converters = _numbered(_out(connection, column) for column in shape.columns)
    for rows in _partitions(connection, shape):
        yield [encode(values) for values in _converted(list(map(list, rows)), converters)]


def look(connection: Connection, shape: Shape) -> None:
    """See that every value can be read, and is what its column says. Raises ValueError, TypeError.

    PostgreSQL lets in nothing else, so reading is enough there; SQLite takes anything. Much faster than ``read``.
    """
    checks = [_looks_right(column) for column in shape.columns]
    for rows in _partitions(connection, shape):
        if connection.dialect.name == "sqlite":
            for check, values in zip(checks, zip(*rows, strict=True), strict=True):
                check(values)


def _partitions(connection: Connection, shape: Shape) -> Iterator[Sequence[Any]]:
    streaming = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE)
    # Without the number they would have one row each.
    return streaming.exec_driver_sql(_select(connection, shape)).partitions(ROWS_AT_ONCE)


def parse(connection: Connection, shape: Shape, lines: Sequence[str]) -> list[list[Any]]:
    """The rows of such lines as this database takes them. Raises ValueError, TypeError for what is no row of it."""
    # All at once: it takes half the time.
    rows = json.loads(f"[{','.join(lines)}]")
    if len(rows) != len(lines) or not all(isinstance(row, list) and len(row) == len(shape.columns) for row in rows):
        raise ValueError(f"not a row of {shape.name}")
    return _converted(rows, _numbered(_in(connection, column) for column in shape.columns))


def insert(connection: Connection, shape: Shape, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as ``parse`` gives them. Raises DBAPIError."""
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(shape.name)} ({', '.join(map(quote, shape.column_names))})"
    if connection.dialect.name == "postgresql":
        _copy(connection.connection.driver_connection, f"COPY {into} FROM STDIN", rows)
        return
    values = ", ".join("?" * len(shape.columns))
    connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({values})", list(map(tuple, rows)))  # noqa: S608


def _copy(driver: Any, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Past SQLAlchemy, ten times as fast."""
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, hide_parameters=True) from error


def points_at_itself(shape: Shape) -> list[int]:
    """Where in a row a row of the same table is named: such columns are filled when all rows are there."""
    return [
        place
        for place, column in enumerate(shape.columns)
        if any(key.column.table is shape.table for key in column.foreign_keys)
    ]


def point(connection: Connection, shape: Shape, place: int, rows: Sequence[Sequence[Any]]) -> None:
    """Fill a column that names rows of the same table; rows are whole ones as ``parse`` gives them."""
    keys = [(number, column) for number, column in enumerate(shape.columns) if column.primary_key]
    statement = shape.table.update().values({shape.columns[place]: bindparam("to_row")})
    for number, column in keys:
        statement = statement.where(column == bindparam(f"key_{number}"))
    connection.execute(
        statement, [{"to_row": row[place]} | {f"key_{number}": row[number] for number, _ in keys} for row in rows]
    )


def _select(connection: Connection, shape: Shape) -> str:
    """Plain SQL, because what SQLAlchemy makes of values is not wanted here."""
    preparer = connection.dialect.identifier_preparer
    postgresql = connection.dialect.name == "postgresql"
    parts, order = [], []
    for column in shape.columns:
        name = preparer.quote(column.name)
        parts.append(f"CAST({name} AS TEXT)" if isinstance(column.type, JSON) else name)
    for column in shape.table.primary_key:
        # SQLite compares bytes; PostgreSQL would go by the language of the database.
        bytewise = ' COLLATE "C"' if postgresql and isinstance(column.type, String) else ""
        order.append(preparer.quote(column.name) + bytewise)
    return f"SELECT {', '.join(parts)} FROM {preparer.quote(shape.name)} ORDER BY {', '.join(order)}"  # noqa: S608


def _numbered(converters: Iterable[Convert | None]) -> list[tuple[int, Convert]]:
    return [(number, convert) for number, convert in enumerate(converters) if convert]


def _converted(rows: list[list[Any]], converters: list[tuple[int, Convert]]) -> list[list[Any]]:
    """In place, column by column."""
    for number, convert in converters:
        for row in rows:
            if (value := row[number]) is not None:
                row[number] = convert(value)
    return rows


def _out(connection: Connection, column: Column[Any]) -> Convert | None:
    """From what the driver gives to what JSON takes; SQLite's moments, days and times are text already."""
    if isinstance(column.type, LargeBinary):
        return lambda value: b2a_base64(value, newline=False).decode()
    if isinstance(column.type, Boolean):
        return bool
    if connection.dialect.name == "postgresql":
        return _postgresql_out(column)
    return None


def _postgresql_out(column: Column[Any]) -> Convert | None:
    if isinstance(column.type, DateTime):
        return lambda value: _utc(value).strftime(MOMENT)
    if isinstance(column.type, Date):
        return date.isoformat
    if isinstance(column.type, Time):
        return lambda value: time.isoformat(value, "microseconds")
    return None


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _looks_right(column: Column[Any]) -> Callable[[Sequence[Any]], None]:
    """Looks at many values of a column at once, of the same ones once. It raises ValueError, TypeError."""
    stored, parse = next((found for kind, found in STORED_AS if isinstance(column.type, kind)), (None, None))

    def check(values: Sequence[Any]) -> None:
        if stored and not set(map(type, values)) <= {stored, type(None)}:
            raise TypeError(column.name)
        if parse:
            for value in set(values) - {None}:
                parse(value)

    return check


def _truth(value: int) -> None:
    if value not in (0, 1):
        raise ValueError(value)


# How SQLite holds what a column is for, and what else must hold of it. JSON is read as the text that was stored.
STORED_AS: tuple[tuple[type, tuple[type, Convert | None]], ...] = (
    (LargeBinary, (bytes, None)),
    (Boolean, (int, _truth)),
    (Integer, (int, None)),
    (DateTime, (str, datetime.fromisoformat)),
    (Date, (str, date.fromisoformat)),
    (Time, (str, time.fromisoformat)),
    (JSON, (str, json.loads)),
    (String, (str, None)),
)


def _in(connection: Connection, column: Column[Any]) -> Convert | None:
    if isinstance(column.type, LargeBinary):
        return lambda value: a2b_base64(value, strict_mode=True)
    if isinstance(column.type, DateTime) and connection.dialect.name == "postgresql":
        return lambda value: value + UTC_OFFSET
    return None
