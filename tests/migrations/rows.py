"""Makes a row for every table of a schema, whatever it is, from nothing but its reflection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    and_,
    insert,
    select,
)
from sqlalchemy.schema import sort_tables_and_constraints

LEFT_ALONE = {"alembic_version"}
CHOSEN: Mapping[tuple[str, str], Any] = {
    ("handout_request", "topic_id"): None,
    ("presence_slot", "once_on"): None,
    ("presence_slot", "starts"): time(8, 30),
    ("presence_slot", "ends"): time(9, 45),
}
"""What the checks of tables ask for."""


@dataclass(frozen=True)
class Row:
    """A row that was put into a table at a revision."""

    table: str
    revision: str
    key: tuple[str, ...]
    values: Mapping[str, Any]


def fill(connection: Connection, revision: str) -> list[Row]:
    """One more row in every table, all columns filled; tables before those that point to them."""
    metadata = MetaData()
    metadata.reflect(connection)
    number = int(revision)
    made: dict[str, Row] = {}
    for table, _ in sort_tables_and_constraints(metadata.tables.values()):  # type: ignore[no-untyped-call]
        if table is None or table.name in LEFT_ALONE:
            continue
        values = {column.name: _value(column, number) for column in table.columns}
        for constraint in table.foreign_key_constraints:
            values |= _pointing(constraint, made, values)
        values |= {name: value for (of, name), value in CHOSEN.items() if of == table.name and name in values}
        connection.execute(insert(table).values(values))
        made[table.name] = Row(table.name, revision, tuple(column.name for column in table.primary_key), values)
    return list(made.values())


def found(connection: Connection, tables: Mapping[str, Table], row: Row) -> dict[str, Any]:
    """The same row as it is now, without columns that did not exist then."""
    table = tables[row.table]
    this = select(table).where(and_(*(table.c[name] == row.values[name] for name in row.key)))
    now = connection.execute(this).mappings().one()
    return {name: _plain(now[name]) for name in row.values}


def _pointing(constraint: ForeignKeyConstraint, made: Mapping[str, Row], own: Mapping[str, Any]) -> dict[str, Any]:
    """To the row of the same revision; to itself; to nothing where that one comes later."""
    target = constraint.referred_table.name
    there = made[target].values if target in made else own if target == constraint.table.name else None
    return {
        element.parent.name: there[element.column.name] if there is not None else None
        for element in constraint.elements
    }


def _value(column: Column[Any], number: int) -> Any:
    """Different in each row and column, and plain to compare."""
    kind, name = column.type, f"{number:04} {column.name} äß"
    by_type: tuple[tuple[type[Any], Any], ...] = (
        (Boolean, True),
        (DateTime, datetime(2026, 1, 1 + number % 28, 12, 30, tzinfo=UTC)),
        (Date, date(2026, 1, 1 + number % 28)),
        (Time, time(10, number % 60)),
        (JSON, {"number": number, "list": ["ä", None, 1.5]}),
        (LargeBinary, number.to_bytes(2, "big") + column.name.encode()[:10]),
        (Integer, 1000 + number),
        (Float, number + 0.5),
        (Numeric, number),
        (String, name[: getattr(kind, "length", None) or None]),
    )
    return next(value for known, value in by_type if isinstance(kind, known))


def _plain(value: Any) -> Any:
    """SQLite gives times without their zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value
