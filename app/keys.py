"""Keys derived from the installation's one secret, each for one purpose."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_FILE = "secret.key"  # noqa: S105 - the file's name, not the secret


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
    """The keys of this installation; without a configured secret one is made once in the instance folder."""
    if configured:
        return Keys(configured)
    path = instance / SECRET_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return Keys(path.read_text(encoding="ascii").strip())
