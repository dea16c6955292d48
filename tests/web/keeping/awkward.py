"""Rows in every table that are as hard to carry from one database to another as rows can be."""

from collections.abc import Mapping
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
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
)

from app.migrations.models import METADATA

SIGNS = "ä\"'\\\n\t,\u2028\u200fع𝄞%s:x;{}"
MOMENTS = (datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC), datetime(1999, 12, 31, 23, 0, tzinfo=UTC))
ROWS = 2
BY_RULE: Mapping[tuple[str, str], Any] = {
    ("presence_slot", "weekday"): None,
    ("presence_slot", "once_on"): date(2026, 2, 28),
    ("presence_slot", "starts"): time(0, 0),
    ("presence_slot", "ends"): time(23, 59, 59, 999999),
    ("handout_request", "topic_id"): None,
}
"""What the constraints of the tables leave no choice for."""


def fill(connection: Connection) -> None:
    """Add two rows to every table. Whatever constraints there are hold."""
    made: dict[str, list[Mapping[str, Any]]] = {}
    for table in METADATA.sorted_tables:
        made[table.name] = [_row(table, number, made) for number in range(ROWS)]
        connection.execute(table.insert(), made[table.name][::-1])


def _row(table: Table, number: int, made: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        keys = list(column.foreign_keys)
        if (table.name, column.name) in BY_RULE:
            row[column.name] = BY_RULE[table.name, column.name]
        elif keys and keys[0].column.table is table:
            # The first names the second, which comes later; and the second nobody.
            row[column.name] = _value(keys[0].column, 1) if number == 0 else None
        elif keys:
            row[column.name] = made[keys[0].column.table.name][number][keys[0].column.name]
        elif column.nullable and number == 1 and not column.unique:
            row[column.name] = None
        else:
            row[column.name] = _value(column, number)
    return row


def _value(column: Column[Any], number: int) -> Any:  # noqa: PLR0911 - one for each type
    kind = column.type
    if isinstance(kind, LargeBinary):
        return bytes([number, 0, 255, 10, 92]) * 6 + bytes([number, 39])
    if isinstance(kind, Boolean):
        return number == 0
    if isinstance(kind, Integer):
        return 2_000_000_000 + number
    if isinstance(kind, Float):
        return 0.1 + number / 3
    if isinstance(kind, DateTime):
        return MOMENTS[number]
    if isinstance(kind, Date):
        return date(1, 1, 1) if number else date(9999, 12, 31)
    if isinstance(kind, Time):
        return time(23, 59, 59, 1) if number else time(0, 0)
    if isinstance(kind, JSON):
        return {"z": [SIGNS, None, 1.5, True], "a": {"ä": {}}} if number == 0 else []
    assert isinstance(kind, String), kind
    return f"{number}{SIGNS}"[: kind.length]
