"""What travels through the page: what an import would do, and what undo takes back. Sealed, so that it comes back as
it was, and for one hour.
"""

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import InvalidToken

from app.errors import N_, WegweiserError
from app.keys import Keys
from app.translation.changes import Change
from app.translation.exchange import Plan
from app.vocabulary.catalogues import Translation

SECONDS = 3600
TOO_OLD = N_("This page is too old for that; nothing was changed.")


class TicketExpired(WegweiserError):
    """The ticket is older than an hour, or not one of ours."""


@dataclass(frozen=True)
class Row:
    """A text of an import: ``seen`` is the fingerprint of what it was compared with."""

    key: str
    seen: str
    translation: Translation


def seal_import(keys: Keys, catalogue: str, plan: Plan) -> str:
    """What the import would change in this language."""
    rows = [(s.item.key, s.item.seen, s.translation.text, s.translation.reviewed) for s in plan.steps]
    return _seal(keys, "import", {"catalogue": catalogue, "rows": rows})


def open_import(keys: Keys, sealed: str, catalogue: str) -> tuple[Row, ...]:
    """Raises TicketExpired, also for another language."""
    data = _open(keys, "import", sealed)
    if data["catalogue"] != catalogue:
        raise TicketExpired(TOO_OLD)
    return tuple(Row(key, seen, Translation(text, reviewed)) for key, seen, text, reviewed in data["rows"])


def seal_undo(keys: Keys, changes: Iterable[Change]) -> str:
    """What undo takes back; nothing for no changes."""
    rows = [asdict(change) for change in changes]
    return _seal(keys, "undo", rows) if rows else ""


def open_undo(keys: Keys, sealed: str) -> tuple[Change, ...]:
    """Raises TicketExpired."""
    return tuple(
        Change(**{**row, "before": _translation(row["before"]), "after": _translation(row["after"])})
        for row in _open(keys, "undo", sealed)
    )


def _translation(data: dict[str, Any] | None) -> Translation | None:
    return Translation(**data) if data else None


def _seal(keys: Keys, purpose: str, data: Any) -> str:
    packed = zlib.compress(json.dumps(data, ensure_ascii=False).encode())
    return keys.sealer(f"translation {purpose}").encrypt(packed).decode()


def _open(keys: Keys, purpose: str, sealed: str) -> Any:
    try:
        packed = keys.sealer(f"translation {purpose}").decrypt(sealed.encode(), ttl=SECONDS)
    except InvalidToken as error:
        raise TicketExpired(TOO_OLD) from error
    return json.loads(zlib.decompress(packed))
