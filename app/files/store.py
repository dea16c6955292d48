"""The folder of files, each under the SHA-256 of its content: written whole or not at all, never changed."""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from app.errors import N_, Damaged, NotFound

NAME = re.compile(r"[0-9a-f]{64}")
HALF_WRITTEN = "new-"


class NoSuchFile(NotFound):
    """The folder has no file of that digest."""


class DamagedFile(Damaged):
    """The bytes on disk are not those that were put there."""


def files_of(instance: Path) -> "FileStore":
    """The files of the installation in this folder."""
    return FileStore(instance / "uploads")


class FileStore:
    """Files of one installation. ``folder`` is made with the first file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep it, on disk when this returns; its digest. What is there already, whole, is not written again."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._folder / digest
        if target.exists() and _digest(target) == digest:
            # Its age is that of its last upload: the sweep goes by it.
            os.utime(target)
            return digest
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=HALF_WRITTEN)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._sync()
        return digest

    def path(self, digest: str) -> Path:
        """Where its bytes are. Raises NoSuchFile, also for what is no digest at all."""
        target = self._folder / digest
        if not NAME.fullmatch(digest) or not target.is_file():
            raise NoSuchFile(N_("This file is not there any more."))
        return target

    def whole(self, digest: str) -> Path:
        """The same, for showing: a disk can lose what it once held. Raises NoSuchFile, DamagedFile."""
        target = self.path(digest)
        if _digest(target) != digest:
            raise DamagedFile(
                N_(
                    "This file is damaged on the server and therefore not shown. Upload it again, or ask the "
                    "administrator to take it from a backup."
                )
            )
        return target

    def sweep(self, keep: Collection[str], *, older_than_seconds: float) -> int:
        """Delete what is not in ``keep`` and was not put here lately; how many went."""
        if not self._folder.is_dir():
            return 0
        before = time.time() - older_than_seconds
        gone = 0
        for path in self._folder.iterdir():
            ours = NAME.fullmatch(path.name) or path.name.startswith(HALF_WRITTEN)
            if ours and path.name not in keep and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _sync(self) -> None:
        """A new name is on disk only when its folder is."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
