"""Looks through a whole installation for what is not as it should be, and changes nothing.

Every finding is a sentence; none shows a value of a row.
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, String, Table, and_, case, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit import chain as audit
from app.db import Database
from app.files.store import FileStore, NoSuchFile
from app.keeping import rows
from app.keeping.writing import snapshot
from app.keys import Keys
from app.migrations import head
from app.migrations.models import METADATA
from app.released.models import Release
from app.released.tables import content_hash

MOST_FINDINGS = 20
"""Of a kind: a damaged file would otherwise give thousands."""
ROWS_AT_ONCE = 50
COUNTERS = ("n", "left", "failures")
"""Names of columns that count; below nothing there is nothing."""

Check = Callable[[Connection, Keys, FileStore], Iterator[str]]


def findings(database: Database, keys: Keys, files: FileStore) -> list[str]:
    """What is wrong, in sentences; an empty list if nothing is. Reads everything, while others go on working."""
    found: list[str] = []
    try:
        with snapshot(database) as connection:
            # First what the others rest on: in a damaged file or another schema they would only stumble.
            for check in FIRST:
                found += _some(check(connection, keys, files))
                if found:
                    return found
            for check in CHECKS:
                found += _some(check(connection, keys, files))
    except DBAPIError as error:
        found.append(f"The database cannot be read to the end: {error.orig}.")
    return found


def _some(found: Iterator[str]) -> list[str]:
    first: list[str] = []
    for sentence in found:
        if len(first) == MOST_FINDINGS:
            return [*first, "There is more of this kind."]
        first.append(sentence)
    return first


def _file(connection: Connection, _keys: Keys, _files: FileStore) -> Iterator[str]:
    """The file's own structure, on SQLite; PostgreSQL finds damage when all is read."""
    if connection.dialect.name == "sqlite":
        lines = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_FINDINGS})").scalars()
        yield from (f"The database file is damaged: {line}." for line in lines if line != "ok")


def _schema(connection: Connection, _keys: Keys, _files: FileStore) -> Iterator[str]:
    """The schema is the one that the program expects, to the column."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    revision = context.get_current_revision()
    if revision != head():
        yield f"The schema is at revision {revision}; this program expects {head()}."
        return
    for difference in compare_metadata(context, METADATA):
        yield f"The schema is not the program's: {_named(difference)}."


def _named(difference: Any) -> str:
    """What differs, by its names: ``remove_column office phone``. A changed column comes as a list."""
    parts = difference[0] if isinstance(difference, list) else difference
    return " ".join(filter(None, (part if isinstance(part, str) else getattr(part, "name", None) for part in parts)))


def _references(connection: Connection, _keys: Keys, _files: FileStore) -> Iterator[str]:
    """Every row that names another one finds it."""
    for table in METADATA.sorted_tables:
        for key in table.foreign_key_constraints:
            other = key.referred_table.alias()
            pairs = [
                (column, other.c[element.column.name])
                for column, element in zip(key.columns, key.elements, strict=True)
            ]
            missing = (
                select(func.count())
                .select_from(table)
                .where(
                    *(column.is_not(None) for column, _ in pairs),
                    ~select(1).where(and_(*(column == there for column, there in pairs))).correlate(table).exists(),
                )
            )
            if number := connection.scalar(missing):
                yield f"{number} rows of “{table.name}” name rows of “{key.referred_table.name}” that are not there."


def _values(connection: Connection, _keys: Keys, _files: FileStore) -> Iterator[str]:
    """Every value can be read as what it is, fits its column, and no counter is below nothing."""
    for shape in rows.shapes(connection):
        try:
            rows.look(connection, shape)
        except (ValueError, TypeError):
            yield f"Rows of “{shape.name}” hold what does not belong into their columns."
    for table in METADATA.sorted_tables:
        yield from _out_of_bounds(connection, table)


def _out_of_bounds(connection: Connection, table: Table) -> Iterator[str]:
    """All columns at once: a million contacts are then read once."""
    # SQLite takes texts of any length; on PostgreSQL they would have no room.
    texts = [(column, column.type.length) for column in table.columns if isinstance(column.type, String)]
    bounds = [(column, length) for column, length in texts if length]
    counters = [column for column in table.columns if column.name in COUNTERS]
    wrong = [func.length(column) > length for column, length in bounds] + [column < 0 for column in counters]
    if not wrong:
        return
    numbers = connection.execute(select(*(func.count(case((one, 1))) for one in wrong)).select_from(table)).one()
    for (column, length), number in zip(bounds, numbers, strict=False):
        if number:
            yield f"{number} values of “{table.name}.{column.name}” are longer than {length} characters."
    for number in numbers[len(bounds) :]:
        if number:
            yield f"{number} counters of “{table.name}” are below nothing."


def _uploads(connection: Connection, _keys: Keys, files: FileStore) -> Iterator[str]:
    """Every uploaded file is there, and is what was put there."""
    stored = METADATA.tables["stored_file"]
    named = connection.execute(select(stored.c.digest, stored.c.thumbnail).order_by(stored.c.digest))
    for digest in sorted(set(chain.from_iterable(named))):
        try:
            with files.path(digest).open("rb") as file:
                right = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except (NoSuchFile, OSError):
            yield f"The uploaded file {digest} is not there."
            continue
        if not right:
            yield f"The uploaded file {digest} is damaged: it is not what was put there."


def _releases(connection: Connection, _keys: Keys, _files: FileStore) -> Iterator[str]:
    """Every released table is as it was released."""
    with Session(connection) as session:
        for row in session.scalars(
            select(Release).order_by(Release.name, Release.period).execution_options(yield_per=50)
        ):
            if content_hash(row.name, row.period, row.method, row.content) != row.hash:
                yield f"The released table {row.name} of {row.period} is not as it was released."


def _log(connection: Connection, keys: Keys, _files: FileStore) -> Iterator[str]:
    """The log of staff actions is whole."""
    with Session(connection) as session:
        yield from audit.verify(session, keys)


FIRST: tuple[Check, ...] = (_file, _schema)
CHECKS: tuple[Check, ...] = (_references, _values, _uploads, _releases, _log)
