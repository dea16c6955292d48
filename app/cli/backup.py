"""``wegweiser backup``: everything into one file, encrypted, while the desks go on working."""

import sys
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext

import config
from app import clock
from app.audit.watching import watch
from app.cli.context import note, open_whole_instance, say
from app.cli.instance import Instance
from app.cli.keys_for_backups import PASSPHRASE, lock_for
from app.db import Database, translated_errors
from app.files.store import files_of
from app.keeping import records
from app.keeping.writing import Written, write_backup
from app.keys import load_keys
from app.migrations import head
from app.nightly import House, backup_due
from app.operations.words import FAILURES


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--daily", is_flag=True, help="That of this night into the folder of the settings, unless it is there.")
@click.option("--recipient", help="Encrypt for this public key of age (age1…).")
@PASSPHRASE
@click.option("--json", "as_json", is_flag=True)
def backup(file: Path | None, daily: bool, recipient: str | None, passphrase_stdin: bool, as_json: bool) -> None:
    """Write a backup into FILE, and check it by opening it again.

    One state of the database, the uploaded files and the secret, taken while everybody goes on working. Without an
    option it is encrypted as WEGWEISER_BACKUP_RECIPIENT or WEGWEISER_BACKUP_PASSPHRASE says.
    """
    if daily:
        if file or recipient or passphrase_stdin:
            raise click.UsageError("--daily goes by the settings alone.")
        _daily(as_json)
    elif file is None:
        raise click.UsageError("Name the FILE, or give --daily.")
    else:
        _by_hand(file.absolute(), recipient, passphrase_stdin, as_json)


def _by_hand(file: Path, recipient: str | None, passphrase_stdin: bool, as_json: bool) -> None:
    lock = lock_for(config.load(), recipient, passphrase_stdin)
    instance = as_it_is()
    made = write_backup(instance.database, instance.keys, files_of(instance.settings.instance), file, lock)
    _record(instance, made)
    if lock.is_none:
        note("This backup is not encrypted: whoever has the file can read everything, the secret included.")
    for digest in made.missing_files:
        note(f"An uploaded file is missing or damaged, the backup is without it: {digest}")
    say(as_json, made.as_dict() | {"encrypted": not lock.is_none}, f"{made.path}: {made.bytes} bytes, checked.")


def _record(instance: Instance, made: Written) -> None:
    """For the administrators' page; an older schema may have no place for it, and nothing is changed there."""
    if _revision(instance.database) == head():
        watch(instance.database, instance.keys)
        with instance.database.writing() as session:
            records.note(session, moment=made.moment, kind=records.COMMAND, file=made.path.name, written=made)


def _daily(as_json: bool) -> None:
    instance = open_whole_instance(example=False)
    if instance.settings.backup.folder is None:
        raise click.UsageError("--daily needs WEGWEISER_BACKUP_FOLDER.")
    row = backup_due(House(instance.settings, instance.keys, instance.database), clock.now())
    if row is None:
        say(as_json, {"file": None}, "There is a backup of this night, or somebody is at it.")
    elif row.failure is None:
        say(
            as_json,
            {"file": row.file, "bytes": row.size, "sha256": row.sha256},
            f"{row.file}: {row.size} bytes, checked.",
        )
    else:
        note(FAILURES[row.failure])
        sys.exit(1)


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
    return _revision(database) is not None


def _revision(database: Database) -> str | None:
    with translated_errors(), database.read_engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
