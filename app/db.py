"""The database: one typed base, engines for reading and for writing, and the current session.

Reading cannot write: SQLite connections have ``query_only``, PostgreSQL transactions are read only. Writing
on SQLite takes one lock in this process and begins IMMEDIATE (measured: without the lock most requests fail
as "locked" under load). A block commits once, at its end, or not at all. Nobody waits for ever: not for the writer's
turn, not for a lock of another process.
"""

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    Engine,
    Insert,
    MetaData,
    Select,
    create_engine,
    event,
    insert,
    text,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import NullPool, QueuePool

from config import Settings

WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""For tables about visitors: SQLite must not number their rows in the order in which they were written."""

BUSY_TIMEOUT_SECONDS = 5
TURN_SECONDS = 15
# By their exact names: the driver's own subclasses of these mean that the program is wrong.
OUTSIDE_OUR_POWER = frozenset({"OperationalError", "InternalError", "DatabaseError"})


class Base(DeclarativeBase):
    """The one base of all models; constraint names follow a convention, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        list[str]: JSON,
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        dict[str, list[str]]: JSON,
    }


class DatabaseUnavailable(Exception):
    """Nothing was saved: the database is locked, full, read only or gone. The cause is the driver's error."""


class Database:
    """Engines and sessions of one database URL."""

    def __init__(self, settings: Settings) -> None:
        self.is_sqlite = settings.is_sqlite
        self.url = settings.database_url
        self._writer = threading.Lock() if self.is_sqlite else None
        self._found_locked = -math.inf
        if self.is_sqlite:
            arguments: dict[str, Any] = {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
            self.read_engine = self._engine(poolclass=QueuePool, pool_size=8, connect_args=arguments)
            self.write_engine = self._engine(poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=arguments)
            self._maintenance_engine = self._engine(poolclass=NullPool, connect_args=arguments)
            _prepare_sqlite(self.read_engine, begin="BEGIN", query_only=True)
            _prepare_sqlite(self.write_engine, begin="BEGIN IMMEDIATE", query_only=False)
            _prepare_sqlite(self._maintenance_engine, begin=None, query_only=False)
        else:
            arguments = {"connect_timeout": BUSY_TIMEOUT_SECONDS}
            self.write_engine = self._engine(pool_pre_ping=True, connect_args=arguments)
            _prepare_postgresql(self.write_engine)
            self.read_engine = self.write_engine.execution_options(postgresql_readonly=True)
            self._maintenance_engine = self.write_engine.execution_options(isolation_level="AUTOCOMMIT")
        # Whoever must know of everything that is written listens to these (app.audit.watching).
        self.write_sessions = sessionmaker(self.write_engine)

    def _engine(self, **options: Any) -> Engine:
        # An error's text must not hold what was to be written.
        return create_engine(self.url, hide_parameters=True, **options)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot write. Raises DatabaseUnavailable."""
        new = Session(self.read_engine, autoflush=False, expire_on_commit=False, info={READS_ONLY: True})
        with _current(new) as session, translated_errors():
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are committed at the end of the block. Raises DatabaseUnavailable."""
        self._let_go()
        with self._turn(), _current(self.write_sessions()) as session, translated_errors():
            session.connection()
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def exclusive(self) -> Iterator[Connection]:
        """A connection in autocommit, for VACUUM and the like, while nobody here writes. Raises DatabaseUnavailable."""
        with self._turn(), translated_errors(), self._maintenance_engine.connect() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The one writer's turn, on SQLite. Raises DatabaseUnavailable if it does not come."""
        if self._writer is None:
            yield
            return
        begun = time.monotonic()
        if not self._writer.acquire(timeout=TURN_SECONDS):
            raise DatabaseUnavailable("another writer of this program does not come to its end")
        try:
            # Whoever waited here while another waited in vain for a lock of another program has waited for it, too. One
            # after the other they would keep every thread of the server busy, and with it those who only read.
            if self._found_locked > begun:
                raise DatabaseUnavailable("database is locked")
            yield
        except DatabaseUnavailable as error:
            if _is_locked(error):
                self._found_locked = time.monotonic()
            raise
        finally:
            self._writer.release()

    def _let_go(self) -> None:
        """End the transaction of the reading block around this one; what it has loaded stays.

        Whoever waits here for the turn would otherwise keep a snapshot that the night job in turn waits for.
        """
        around = _session.get(None)
        if around is None:
            return
        if around.get_bind() is self.write_engine:
            raise RuntimeError("a block that writes inside another one would wait for itself")
        around.commit()

    def check_writable(self) -> None:
        """Write for real what is there already. Raises DatabaseUnavailable."""
        # There and back: what stays the same SQLite does not write at all.
        with self.writing() as writer:
            writer.execute(text("UPDATE revision SET number = number + 1"))
            writer.execute(text("UPDATE revision SET number = number - 1"))

    def dispose(self) -> None:
        """Close all connections."""
        self.read_engine.dispose()
        self.write_engine.dispose()
        self._maintenance_engine.dispose()


READS_ONLY = "reads only"
"""Marks a session that cannot write (``Session.info``)."""
_session: ContextVar[Session] = ContextVar("session")


def session() -> Session:
    """The session of the block that is running. Raises LookupError outside of one."""
    return _session.get()


def ask(asking: Session, question: Select[*tuple[Any, ...]], **parameters: Any) -> CursorResult[Any]:
    """Rows instead of objects, for what every request asks: a third of the time. Make the question once."""
    return asking.connection().execute(question, parameters)


def insert_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert these rows with the session that is running, past its objects: while somebody writes, every desk waits.

    Not for tables whose changes the audit log tells (app.audit.watching listens to the objects).
    """
    if rows:
        session().connection().execute(_inserting(model), rows)


def insert_or(
    writer: Session, model: type[Base], row: Mapping[str, Any], conflict: Callable[[Any, Any], Any]
) -> CursorResult[Any]:
    """Insert a row in the same way, or else what ``conflict`` makes of the statement and its table.

    ``conflict`` is a function of a module: the statement is made once for it and the table.
    """
    connection = writer.connection()
    return connection.execute(_inserting_or(model, conflict, connection.dialect.name), row)


@cache
def _inserting_or(model: type[Base], conflict: Callable[[Any, Any], Any], dialect: str) -> Insert:
    table: Any = model.__table__
    statement: Insert = conflict((sqlite_insert if dialect == "sqlite" else postgresql_insert)(table), table)
    return statement


@cache
def _inserting(model: type[Base]) -> Insert:
    table: Any = model.__table__
    return insert(table)


def read_anew() -> Session:
    """The session of the block that is running, which reads anew what it had read before something was written."""
    running = session()
    running.expire_all()
    return running


@contextmanager
def _current(new: Session) -> Iterator[Session]:
    token = _session.set(new)
    try:
        yield new
    finally:
        _session.reset(token)
        new.close()
        # What is noted there may hold the session's transaction, and that the session: only the collector would find
        # them, fifty objects of every request, while everybody waits.
        new.info.clear()


@contextmanager
def translated_errors() -> Iterator[None]:
    """OperationalError and the like mean the same to a user: nothing was saved. Raises DatabaseUnavailable."""
    try:
        yield
    except NoConnectionFree as error:
        raise DatabaseUnavailable("all connections are in use") from error
    except DBAPIError as error:
        if error.connection_invalidated or type(error).__name__ in OUTSIDE_OUR_POWER:
            raise DatabaseUnavailable(str(error.orig)) from error
        raise


def _is_locked(error: DatabaseUnavailable) -> bool:
    """Whether another program holds the file of SQLite."""
    cause = error.__cause__
    code = getattr(cause.orig, "sqlite_errorcode", None) if isinstance(cause, DBAPIError) else None
    return code == sqlite3.SQLITE_BUSY


def _prepare_sqlite(engine: Engine, *, begin: str | None, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")
        # VACUUM and sorting would leave contacts in the system's folder for temporary files.
        cursor.execute("PRAGMA temp_store = MEMORY")
        if query_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    if begin is None:
        return

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'")
        connection.commit()
