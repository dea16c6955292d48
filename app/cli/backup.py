"""``wegweiser backup``: everything into one file, encrypted, while the desks go on working."""

from pathlib import Path

import click
from sqlalchemy import inspect

import config
from app.cli.context import note, open_whole_instance, say
from app.cli.instance import Instance
from app.cli.keys_for_backups import PASSPHRASE, lock_for
from app.db import Database, translated_errors
from app.files.store import files_of
from app.keeping.writing import write_backup
from app.keys import load_keys


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--recipient", help="Encrypt for this public key of age (age1…).")
@PASSPHRASE
@click.option("--json", "as_json", is_flag=True)
def backup(file: Path, recipient: str | None, passphrase_stdin: bool, as_json: bool) -> None:
    """Write a backup into FILE, and check it by opening it again.

    One state of the database, the uploaded files and the secret, taken while everybody goes on working. Without an
    option it is encrypted as WEGWEISER_BACKUP_RECIPIENT or WEGWEISER_BACKUP_PASSPHRASE says.
    """
    lock = lock_for(config.load(), recipient, passphrase_stdin)
    instance = as_it_is()
    made = write_backup(instance.database, instance.keys, files_of(instance.settings.instance), file.absolute(), lock)
    if lock.is_none:
        note("This backup is not encrypted: whoever has the file can read everything, the secret included.")
    for digest in made.missing_files:
        note(f"An uploaded file is missing or damaged, the backup is without it: {digest}")
    say(as_json, made.as_dict() | {"encrypted": not lock.is_none}, f"{made.path}: {made.bytes} bytes, checked.")


def as_it_is() -> Instance:
    """The installation at whatever revision its schema is: before an upgrade, too. A new one is made ready first."""
    settings = config.load()
    database = Database(settings)
    click.get_current_context().find_root().call_on_close(database.dispose)
    if not _exists(database):
        return open_whole_instance()
    return Instance(settings, load_keys(settings.instance, settings.secret_key), database)


def _exists(database: Database) -> bool:
    if database.is_sqlite:
        # Asking would make an empty file.
        path = database.write_engine.url.database
        if not path or not Path(path).is_file():
            return False
    with translated_errors(), database.read_engine.connect() as connection:
        return inspect(connection).has_table("alembic_version")
