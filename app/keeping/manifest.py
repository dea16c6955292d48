"""What a backup says of itself: at its beginning what is needed to read it, at its end what must have come of it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.keeping.errors import BadBackup
from app.keys import Keys

FORMAT = 1
FIRST, LAST = "manifest.json", "sums.json"
SECRET = "secret.key"  # noqa: S105 - the member's name, not the secret
UPLOADS = "uploads/"
NO_MANIFEST = "The backup's manifest is not one of Wegweiser."
UNREADABLE = "The backup is damaged: it cannot be read where it should say what it holds."


@dataclass(frozen=True)
class Manifest:
    """``moment`` is UTC in ISO form, ``tables`` names the columns of each in the order of its rows.

    ``secret`` is the fingerprint of the installation's secret; ``database`` is sqlite or postgresql; ``audit`` is
    the head of the log of staff actions as app.audit.chain writes it, so that its end cannot be cut off unnoticed.
    """

    program: str
    revision: str
    moment: str
    database: str
    secret: str
    audit: str
    tables: dict[str, list[str]]
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """For the archive."""
        return _json(asdict(self))


@dataclass
class Sum:
    """Rows of a table and the SHA-256 of its lines."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    def add(self, lines: Sequence[str]) -> bytes:
        """Count them; they come back as bytes, each with its end."""
        text = "".join(f"{line}\n" for line in lines).encode("utf-8")
        self.rows += len(lines)
        self._hash.update(text)
        return text

    def add_bytes(self, text: bytes) -> list[str]:
        """The same the other way round. Raises UnicodeDecodeError."""
        lines = text.decode("utf-8").split("\n")[:-1]
        self.rows += len(lines)
        self._hash.update(text)
        return lines

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"rows": self.rows, "sha256": self._hash.hexdigest()}


def sums_as_bytes(sums: dict[str, Sum], files: int, missing: Sequence[str]) -> bytes:
    """For the archive's end."""
    tables = {name: one.as_dict() for name, one in sums.items()}
    return _json({"tables": tables, "files": files, "missing_files": list(missing)})


def manifest_of(content: bytes) -> Manifest:
    """Read it. Raises BadBackup, also for one that a newer program has written."""
    value = parsed(content)
    if value.get("format") != FORMAT:
        raise BadBackup(
            f"This backup is of another form (written by Wegweiser {value.get('program', 'of unknown version')}); "
            "restore it with that version or a newer one."
        )
    try:
        made = Manifest(**value)
        datetime.fromisoformat(made.moment)
    except (TypeError, ValueError) as error:
        raise BadBackup(NO_MANIFEST) from error
    texts = (made.program, made.revision, made.database, made.secret, made.audit)
    if not all(isinstance(text, str) for text in texts) or not _are_tables(made.tables):
        raise BadBackup(NO_MANIFEST)
    return made


def _are_tables(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(columns, list) and all(isinstance(column, str) for column in columns) for columns in value.values()
    )


def fingerprint(secret: str) -> str:
    """Tells two secrets apart and says nothing about them."""
    return Keys(secret).derive("fingerprint of the secret").hex()[:32]


def parsed(content: bytes) -> dict[str, Any]:
    """A JSON object. Raises BadBackup."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadBackup(UNREADABLE) from error
    if not isinstance(value, dict):
        raise BadBackup(UNREADABLE)
    return value


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
