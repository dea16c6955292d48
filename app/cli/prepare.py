"""``wegweiser prepare``: all that a start does before it serves. For installation and upgrade."""

import click

from app.cli.context import open_whole_instance, say
from app.cli.instance import first_administrator
from app.version import VERSION


@click.command()
@click.option("--json", "as_json", is_flag=True)
def prepare(as_json: bool) -> None:
    """Create or migrate the database, load the directory into an empty one, create the first administrator."""
    instance = open_whole_instance()
    if instance.settings.local_accounts:
        first_administrator(instance)
    say(as_json, {"version": VERSION}, f"Wegweiser {VERSION} is ready to serve.")
