"""Makes an installation ready: folder, secret, database, example directory, first administrator."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session

from app import clock
from app.accounts import service as accounts
from app.accounts.roles import Role
from app.audit.watching import watch
from app.db import Database, translated_errors
from app.directory.loading import EXAMPLE, load
from app.keeping import restoring
from app.keeping.starting import refuse_damaged, refuse_foreign
from app.keys import Keys, load_keys
from app.migrations import revisions, upgrade
from app.nightly import House, do_night
from app.vocabulary.models import Topic
from config import Settings

FIRST_ADMINISTRATOR = "admin"
FIRST_TOPIC = select(Topic.id).limit(1)
# Any constant will do, but for that of app/migrations/env.py.
SETTING_UP = 5_739_284_611
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Instance:
    """An installation that is ready to use."""

    settings: Settings
    keys: Keys
    database: Database


def prepare(settings: Settings, *, example: bool = True) -> Instance:
    """Create what is missing; ``example``: the directory too. Raises WegweiserError, DatabaseUnavailable."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(settings.instance):
        keys = load_keys(settings.instance, settings.secret_key)
        if settings.is_sqlite:
            make_private(settings.database_url)
        refuse_damaged(settings)
        refuse_foreign(settings, revisions())
        database = Database(settings)
        watch(database, keys)
        with translated_errors():
            upgrade(database.write_engine)
        house = House(settings, keys, database)
        restoring.finish(database, lambda _: do_night(house, clock.now(), anyway=True))
        if example:
            _load_example(database)
    return Instance(settings, keys, database)


def _load_example(database: Database) -> None:
    with database.reading() as session:
        if session.scalar(FIRST_TOPIC):
            return
    click.echo("Loading the Leipzig example directory (verify before use) …", err=True)
    with database.writing() as session:
        _after_others(session)
        if not session.scalar(FIRST_TOPIC):
            load(session, EXAMPLE)


def _after_others(session: Session) -> None:
    """Servers with folders of their own set up the same PostgreSQL database one after the other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SETTING_UP})


@contextmanager
def alone(instance: Path) -> Iterator[None]:
    """Two commands at the same moment set up one after the other; the lock is the folder's, so nothing is left over."""
    folder = os.open(instance, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def make_private(url: str) -> None:
    """A new database file is its owner's alone; SQLite gives the files beside it the same permissions."""
    file = make_url(url).database
    if file and Path(file).parent.is_dir() and not Path(file).exists():
        Path(file).touch(mode=0o600)


def first_administrator(instance: Instance) -> None:
    """Create ``admin`` if there are no users; a generated password is printed once and must be changed."""
    with alone(instance.settings.instance):
        _create_first_administrator(instance)


def _create_first_administrator(instance: Instance) -> None:
    with instance.database.reading():
        if accounts.any_users():
            return
    configured = instance.settings.admin_password
    password = configured or secrets.token_urlsafe(12)
    with instance.database.writing() as session:
        _after_others(session)
        if accounts.any_users():
            return
        accounts.add_user(
            name=FIRST_ADMINISTRATOR,
            password=password,
            role=Role.ADMIN,
            must_change_password=configured is None,
        )
    if configured is None:
        click.echo(f"First login: name {FIRST_ADMINISTRATOR}, one-time password {password}", err=True)
