"""``wegweiser restore``: a backup back into an empty instance."""

from pathlib import Path

import click

import config
from app import night
from app.audit import pending
from app.audit.actors import acting, command
from app.audit.watching import watch
from app.cli.context import say
from app.cli.instance import alone, make_private
from app.cli.keys_for_backups import IDENTITY, PASSPHRASE, opener_for
from app.db import Database
from app.files.store import files_of
from app.keeping import restoring
from app.keeping.restoring import SecretPlace
from app.keys import load_keys


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@IDENTITY
@PASSPHRASE
@click.option("--json", "as_json", is_flag=True)
def restore(file: Path, identity: Path | None, passphrase_stdin: bool, as_json: bool) -> None:
    """Put the backup in FILE back into an empty instance, on either kind of database.

    All of it or nothing. What has become due to be forgotten since is forgotten before anybody can log in. Nobody is
    logged in afterwards; passwords and slips are as they were.
    """
    settings = config.load()
    opener = opener_for(settings, identity, passphrase_stdin)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(settings.instance), acting(command(click.get_current_context().command_path)):
        if settings.is_sqlite:
            make_private(settings.database_url)
        database = Database(settings)
        try:
            place = SecretPlace(settings.instance, settings.secret_key)
            manifest = restoring.restore(database, files_of(settings.instance), place, file, opener)
            watch(database, load_keys(settings.instance, settings.secret_key))
            restoring.finish(database, night.run)
            with database.writing() as session:
                pending.note(session, action="restored", kind="restore", title=manifest.moment)
        finally:
            database.dispose()
    result = {"file": str(file), "moment": manifest.moment, "program": manifest.program, "revision": manifest.revision}
    say(as_json, result, f"Restored the state of {manifest.moment} (Wegweiser {manifest.program}).")
