"""Folders of the command line: files are written whole or not at all, and nobody else's file is replaced."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.errors import WegweiserError
from referrals.directory.reading import MAXIMUM_BYTES


class NotWritten(WegweiserError):
    """The files were not written, and what was there is as it was."""


def read(folder: Path) -> dict[str, bytes]:
    """The CSV files of a folder by name. Of one that is too large just enough is read to say so."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.casefold() == ".csv" and path.is_file())
        files = {}
        for path in paths:
            with path.open("rb") as file:
                files[path.name] = file.read(MAXIMUM_BYTES + 1)
        return files
    except OSError as error:
        raise WegweiserError(f"{error.filename or folder} cannot be read: {error.strerror}.") from error


def write(folder: Path, files: Mapping[str, bytes], *, own: Callable[[str, bytes], bool]) -> None:
    """Write the files into the folder, which is made if need be.

    ``own`` tells whether a present file of this name and content is one of ours, that may be replaced. Raises
    NotWritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            path = folder / name
            if path.exists() and not (path.is_file() and own(name, path.read_bytes()[: MAXIMUM_BYTES + 1])):
                raise NotWritten(f"{path} is there already and was not written by an export; nothing was written.")
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as beside:
            for name, content in files.items():
                _write_whole(Path(beside) / name, content)
            for name in files:
                os.replace(Path(beside) / name, folder / name)
    except OSError as error:
        raise NotWritten(f"{error.filename or folder} cannot be written: {error.strerror}.") from error


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
