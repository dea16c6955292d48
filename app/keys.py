"""Keys derived from the installation's one secret, each for one purpose."""

import hashlib
import hmac
import os
import secrets
import tempfile
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import WegweiserError

SECRET_FILE = "secret.key"  # noqa: S105 - the file's name, not the secret
SHORTEST_SECRET = 32


class BrokenSecret(WegweiserError):
    """The file of the secret is empty, or open to others."""


@dataclass(frozen=True)
class Keys:
    """Derives keys; the secret itself is never used directly and never shown."""

    secret: str = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """32 bytes that only this secret and purpose give."""
        return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(self.secret.encode())

    def digest(self, purpose: str, value: bytes) -> bytes:
        """A keyed hash (32 bytes) that cannot be computed without the secret."""
        return hmac.new(self.derive(purpose), value, hashlib.sha256).digest()

    def sealer(self, purpose: str) -> Fernet:
        """Encrypts and authenticates small texts that travel through the page."""
        return Fernet(urlsafe_b64encode(self.derive(purpose)))


def load_keys(instance: Path, configured: str | None) -> Keys:
    """The keys of this installation; without a configured secret one is made once in the instance folder.

    Raises BrokenSecret.
    """
    if configured:
        return Keys(configured)
    path = instance / SECRET_FILE
    if not path.exists():
        _create(path)
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) < SHORTEST_SECRET:
        raise BrokenSecret(
            f"{path} holds no secret; put the file back from a backup, or delete it and a new one is made."
        )
    if path.stat().st_mode & 0o077:
        raise BrokenSecret(f"Others can read {path}; allow it to its owner only (chmod 600).")
    return Keys(secret)


def _create(path: Path) -> None:
    """All at once: neither another start at the same moment nor a full disk may leave a file without a secret."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=SECRET_FILE)
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()
