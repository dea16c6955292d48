"""Files that commands write: whole or not at all, and a sentence where that cannot be done."""

import os
import tempfile
from pathlib import Path

from app.errors import WegweiserError


class CannotWrite(WegweiserError):
    """A file cannot be written; what was there is as it was."""


def write_whole(path: Path, content: bytes) -> None:
    """Beside its place first: whoever looks there sees the old file or the whole new one. Raises CannotWrite."""
    try:
        if path.exists() and not path.is_file():
            # A device or a pipe takes what it is given and must not be replaced.
            path.write_bytes(content)
            return
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(0o666 & ~_mask())
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error


def _mask() -> int:
    """What this user's new files do not allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
