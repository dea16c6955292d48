"""Makes an installation ready: folder, secret, database, example directory, first administrator."""

import secrets
from dataclasses import dataclass

import click
from sqlalchemy import func, select

from app.accounts import service as accounts
from app.accounts.roles import Role
from app.db import Database
from app.directory import EXAMPLE, load
from app.keys import Keys, load_keys
from app.migrations import upgrade
from app.vocabulary.models import Topic
from config import Settings

FIRST_ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class Instance:
    """An installation that is ready to use."""

    settings: Settings
    keys: Keys
    database: Database


def prepare(settings: Settings, *, example: bool = True) -> Instance:
    """Create what is missing; ``example``: the directory too. Raises WegweiserError, DatabaseUnavailable."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_keys(settings.instance, settings.secret_key)
    database = Database(settings)
    upgrade(database.write_engine)
    with database.reading() as session:
        empty = not session.scalar(select(func.count()).select_from(Topic))
    if example and empty:
        click.echo("Loading the Leipzig example directory (verify before use) …", err=True)
        with database.writing() as session:
            load(session, EXAMPLE)
    return Instance(settings, keys, database)


def first_administrator(instance: Instance) -> None:
    """Create ``admin`` if there are no users; a generated password is printed once and must be changed."""
    with instance.database.reading():
        if accounts.any_users():
            return
    configured = instance.settings.admin_password
    password = configured or secrets.token_urlsafe(12)
    with instance.database.writing():
        accounts.add_user(
            name=FIRST_ADMINISTRATOR,
            password=password,
            role=Role.ADMIN,
            must_change_password=configured is None,
        )
    if configured is None:
        click.echo(f"First login: name {FIRST_ADMINISTRATOR}, one-time password {password}", err=True)
