"""What opens and closes backups, from options, standard input and settings; and ``wegweiser backup-key``."""

import os
import sys
from pathlib import Path

import click

from app.cli.context import say
from app.cli.writing import CannotWrite
from app.keeping.errors import BadBackup, CannotBackUp
from app.keeping.locks import Lock, Opener, identities_of, new_identity
from config import MINIMUM_PASSPHRASE_LENGTH, BackupSettings, Settings

PASSPHRASE = click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input.")
IDENTITY = click.option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File with the private key (age) that opens the backup.",
)


def lock_for(settings: Settings, recipient: str | None, passphrase_stdin: bool) -> Lock:
    """As the options say, else as the settings. Raises CannotBackUp for a weak one, and for none in production."""
    if recipient and passphrase_stdin:
        raise click.UsageError("Give --recipient or --passphrase-stdin, not both.")
    if passphrase_stdin:
        passphrase = _passphrase()
        if len(passphrase) < MINIMUM_PASSPHRASE_LENGTH:
            raise CannotBackUp(f"The passphrase must have at least {MINIMUM_PASSPHRASE_LENGTH} characters.")
        return Lock(passphrase=passphrase)
    lock = Lock(recipient=recipient) if recipient else lock_of(settings.backup)
    if lock.is_none and settings.production:
        raise CannotBackUp(
            "A backup holds the whole database and the secret, so it must be encrypted: give --recipient or "
            "--passphrase-stdin, or set WEGWEISER_BACKUP_RECIPIENT or WEGWEISER_BACKUP_PASSPHRASE."
        )
    return lock


def lock_of(settings: BackupSettings) -> Lock:
    """As the environment has it."""
    return Lock(settings.recipient, settings.passphrase)


def opener_for(settings: Settings, identity: Path | None, passphrase_stdin: bool) -> Opener:
    """As the options say; the passphrase of the settings, if there is one. Raises BadBackup."""
    passphrase = _passphrase() if passphrase_stdin else settings.backup.passphrase
    if identity is None:
        return Opener(passphrase=passphrase)
    try:
        return Opener(identities_of(identity.read_text(encoding="utf-8", errors="replace")), passphrase)
    except OSError as error:
        raise BadBackup(f"{identity} cannot be read: {error.strerror}.") from error


def _passphrase() -> str:
    return sys.stdin.readline().rstrip("\r\n")


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True)
def backup_key(file: Path, as_json: bool) -> None:
    """Make a pair of keys for backups: the private key into FILE, the public key on the screen.

    Set WEGWEISER_BACKUP_RECIPIENT to the public key. Keep FILE away from this computer, in two places: who has it can
    read every backup, and without it nobody can.
    """
    private, public = new_identity()
    try:
        # Never over an old key: what it has locked would stay so.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(f"# public key: {public}\n{private}\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise CannotWrite(f"{file} cannot be written: {error.strerror}.") from error
    say(as_json, {"file": str(file), "recipient": public}, public)
