"""Static files of the pages: which version of each is there. What builds those of other projects is in ``build``."""

from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
VENDOR = STATIC / "vendor"


@cache
def version(name: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a file under ``app/static``.

    Read once per process. Raises OSError if there is no such file.
    """
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]
