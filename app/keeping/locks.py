"""Encryption of backups with age, streaming: for a public key, with a passphrase, or none at all.

A file for a public key is an age file. With a passphrase it is the key of the second half, locked with the passphrase
(an armoured age file, text), and then the age file for that key: age reads a passphrase only with everything in
memory, and this way both halves still open with age's own tool (``docs/betrieb.md``). Plain ones are gzip files.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, BinaryIO
from unicodedata import normalize

import pyrage

from app.keeping.errors import BadBackup, BadPassphrase, CannotBackUp

AGE = b"age-encryption.org/v1\n"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
ARMOUR_ENDS = b"-----END AGE ENCRYPTED FILE-----\n"
GZIP = b"\x1f\x8b"
LONGEST_ARMOUR = 4096
PIECE = 64 * 1024
IDENTITY = "AGE-SECRET-KEY-1"


@dataclass(frozen=True)
class Lock:
    """Whom a backup is encrypted for: a public key of age (``age1…``), or a passphrase; with neither it is plain."""

    recipient: str | None = None
    passphrase: str | None = field(default=None, repr=False)

    @property
    def is_none(self) -> bool:
        """Whether everybody who has the file can read it."""
        return self.recipient is None and self.passphrase is None


@dataclass(frozen=True)
class Opener:
    """What opens a backup: private keys of age (``AGE-SECRET-KEY-1…``), or a passphrase."""

    identities: tuple[str, ...] = field(default=(), repr=False)
    passphrase: str | None = field(default=None, repr=False)


def identities_of(text: str) -> tuple[str, ...]:
    """The private keys in a file as age-keygen writes it: one a line, beside comments. Raises BadBackup."""
    found = tuple(line.strip() for line in text.splitlines() if line.strip().startswith(IDENTITY))
    if not found:
        raise BadBackup(f"There is no private key in this file; it has a line that begins with {IDENTITY}.")
    return found


def new_identity() -> tuple[str, str]:
    """A private key of age and its public key."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def write_locked(plain: Iterable[bytes], file: BinaryIO, lock: Lock) -> Opener:
    """Encrypt into ``file``, and return what opens it again, to check it at once. Raises CannotBackUp, OSError.

    With a public key that is a second key, which lives as long as this object: the owner's own is not here.
    """
    if lock.is_none:
        for piece in plain:
            file.write(piece)
        return Opener()
    identity, public = new_identity()
    recipients = [pyrage.x25519.Recipient.from_str(public)]
    if lock.passphrase is not None:
        file.write(pyrage.passphrase.encrypt(identity.encode(), _spelt(lock.passphrase), armored=True).rstrip() + b"\n")
    else:
        recipients.append(_recipient(lock.recipient or ""))
    _encrypt(plain, file, recipients)
    return Opener(passphrase=lock.passphrase) if lock.passphrase is not None else Opener(identities=(identity,))


def _spelt(passphrase: str) -> str:
    """The same whichever way an umlaut was typed. Raises BadPassphrase for what came in another encoding than UTF-8."""
    try:
        passphrase.encode()
    except UnicodeEncodeError as error:
        raise BadPassphrase("The passphrase is not in UTF-8; save or type it in that encoding.") from error
    return normalize("NFC", passphrase)


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise CannotBackUp(f"“{text}” is not a public key of age: check it for a sign too much or too few.") from error


def _encrypt(plain: Iterable[bytes], file: BinaryIO, recipients: list[Any]) -> None:
    source, target = _Pieces(iter(plain)), _Noting(file)
    try:
        pyrage.encrypt_io(BufferedReader(source, PIECE), target, recipients)
    except pyrage.EncryptError:
        # It has swallowed what came from our side.
        failed = source.failed or target.failed
        if failed:
            raise failed from None
        raise


class _Pieces(RawIOBase):
    """Bytes of an iterator as a file to read; remembers what went wrong in it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failed: BaseException | None = None

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as is there."""
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return 0
                self._rest = memoryview(piece)
        except BaseException as error:
            self.failed = error
            raise
        n = min(len(buffer), len(self._rest))
        buffer[:n] = self._rest[:n]
        self._rest = self._rest[n:]
        return n


class _Noting:
    """A file to write into that remembers what went wrong."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failed: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Into the file."""
        try:
            return self._file.write(data)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""


@contextmanager
def unlocked(path: Path, opener: Opener) -> Iterator[BinaryIO]:
    """The compressed archive of a backup, to be read once from its beginning to its end.

    Raises BadBackup, also while reading and at the end: only what was read whole is what was written.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadBackup(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        start = file.read(len(ARMOUR))
        file.seek(0)
        if start.startswith(GZIP):
            yield file
        elif start.startswith(AGE):
            with _decrypted(file, _identities(opener)) as plain:
                yield plain
        elif start == ARMOUR:
            with _decrypted(file, [_identity_behind(file, opener)]) as plain:
                yield plain
        else:
            raise BadBackup(f"{path} is not a backup of Wegweiser.")


def _identities(opener: Opener) -> list[Any]:
    if not opener.identities:
        raise BadBackup(
            "This backup is encrypted for a public key; name the file with the private key (--identity FILE)."
        )
    try:
        return [pyrage.x25519.Identity.from_str(one) for one in opener.identities]
    except pyrage.IdentityError as error:
        raise BadBackup("The private key is damaged: check it for a sign too much or too few.") from error


def _identity_behind(file: IO[bytes], opener: Opener) -> Any:
    """The key of the second half; the file then stands at its beginning."""
    if opener.passphrase is None:
        raise BadBackup("This backup is locked with a passphrase; give it (--passphrase-stdin).")
    armoured, line = b"", b""
    while line != ARMOUR_ENDS:
        line = file.readline(LONGEST_ARMOUR)
        armoured += line
        if not line or len(armoured) > LONGEST_ARMOUR:
            raise BadBackup("The backup is damaged: its beginning is not whole.")
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(armoured, _spelt(opener.passphrase)).decode())
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BadBackup("The passphrase does not open this backup.") from error


@contextmanager
def _decrypted(file: BinaryIO, identities: list[Any]) -> Iterator[BinaryIO]:
    """What age writes in a thread, as a file to read here."""
    reads, writes = os.pipe()
    failed: list[Exception] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writes, "wb") as pipe:
                pyrage.decrypt_io(file, pipe, identities)
        except (pyrage.DecryptError, OSError) as error:
            failed.append(error)

    thread = threading.Thread(target=decrypt, name="decrypting", daemon=True)
    thread.start()
    try:
        with os.fdopen(reads, "rb", buffering=0) as pipe, BufferedReader(_Whole(pipe, thread, failed), PIECE) as plain:
            yield plain
    finally:
        # Whoever stops early closes the pipe, and the thread ends too: before the file is closed under it.
        thread.join()


class _Whole(RawIOBase):
    """A pipe whose end counts only if whoever wrote into it came to the end, too. Raises BadBackup while reading."""

    def __init__(self, pipe: Any, thread: threading.Thread, failed: list[Exception]) -> None:
        self._pipe, self._thread, self._failed = pipe, thread, failed

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as is there."""
        n: int = self._pipe.readinto(buffer)
        if n == 0:
            self._thread.join()
            if self._failed:
                raise BadBackup(_why(self._failed[0])) from self._failed[0]
        return n


def _why(error: Exception) -> str:
    if "No matching keys" in str(error):
        return "This private key does not open the backup: it was encrypted for another one."
    return "The backup is damaged or cut off; take another one."
