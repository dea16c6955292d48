"""All that the database holds, for comparing."""

from typing import Any

from sqlalchemy import select

from app.db import Database
from app.migrations.models import METADATA


def dump(database: Database) -> dict[str, list[Any]]:
    """Every table's rows, as text, in an order of their own."""
    with database.reading() as reader:
        return {table.name: sorted(map(repr, reader.execute(select(table)))) for table in METADATA.sorted_tables}


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """The tables that differ."""
    return {name for name in before if before[name] != after[name]}
