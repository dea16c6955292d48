"""``wegweiser verify``: whether the installation, or a backup, is whole."""

import sys
from pathlib import Path

import click

import config
from app.cli.backup import as_it_is
from app.cli.context import say
from app.cli.keys_for_backups import IDENTITY, PASSPHRASE, opener_for
from app.files.store import files_of
from app.keeping.checking import check
from app.keeping.errors import BadBackup
from app.keeping.verifying import findings


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@IDENTITY
@PASSPHRASE
@click.option("--json", "as_json", is_flag=True)
def verify(file: Path | None, identity: Path | None, passphrase_stdin: bool, as_json: bool) -> None:
    """Look through the whole installation, or through the backup in FILE; nothing is changed.

    Exit code 1 if there are findings. Desks can go on working meanwhile.
    """
    if file is None:
        instance = as_it_is()
        found = findings(instance.database, instance.keys, files_of(instance.settings.instance))
    else:
        found = _of_backup(file, identity, passphrase_stdin)
    say(as_json, {"ok": not found, "findings": found}, "\n".join(found) or "Everything is whole.")
    if found:
        sys.exit(1)


def _of_backup(file: Path, identity: Path | None, passphrase_stdin: bool) -> list[str]:
    try:
        check(file, opener_for(config.load(), identity, passphrase_stdin))
    except BadBackup as error:
        return [str(error)]
    return []
