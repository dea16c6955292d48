"""``wegweiser move``: from SQLite to PostgreSQL, or back."""

import os

import click
from sqlalchemy import make_url

import config
from app.audit import pending
from app.audit.actors import acting, command
from app.audit.watching import watch
from app.cli.context import open_whole_instance, say
from app.cli.instance import alone, make_private
from app.db import Database
from app.keeping.errors import CannotMove
from app.keeping.moving import move as move_all


@click.command()
@click.option("--to", "url", required=True, help="URL of the empty database, as for WEGWEISER_DATABASE_URL.")
@click.option("--json", "as_json", is_flag=True)
def move(url: str, as_json: bool) -> None:
    """Copy everything into another, empty database, and compare every table by number and hash.

    Stop Wegweiser first. The old database stays as it is. Files and secret stay in the instance folder. Leave a
    password out of the URL (everybody on this computer can see it there); PostgreSQL reads it from PGPASSFILE.
    """
    old = open_whole_instance(example=False)
    settings = config.load({**os.environ, "WEGWEISER_DATABASE_URL": url})
    if make_url(settings.database_url) == make_url(old.settings.database_url):
        raise CannotMove("This is the database that is in use already.")
    with alone(settings.instance), acting(command(click.get_current_context().command_path)):
        if settings.is_sqlite:
            make_private(settings.database_url)
        new = Database(settings)
        try:
            moved = move_all(old.database, new)
            watch(new, old.keys)
            with new.writing() as session:
                pending.note(session, action="moved", kind="move")
        finally:
            new.dispose()
    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    tables = {name: one.as_dict() for name, one in moved.tables.items()}
    text = f"Moved and compared {len(tables)} tables. Set WEGWEISER_DATABASE_URL={shown} and start Wegweiser."
    say(as_json, {"to": shown, "revision": moved.revision, "tables": tables}, text)
