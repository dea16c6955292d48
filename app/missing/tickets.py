"""How a step of a request is taken back: what it stood at before, sealed in the page."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cryptography.fernet import InvalidToken

from app.errors import N_, WegweiserError
from app.keys import Keys
from handouts.requests import Standing

UNDO_SECONDS = 3600
PURPOSE = "request undo"
DAYS = ("asked_on", "reminded_on", "promised_for", "closed_on")


class TicketExpired(WegweiserError):
    """The undo ticket is older than an hour, or not one of ours."""


@dataclass(frozen=True)
class Back:
    """The request, its version after the step, and how it stood before."""

    request: str
    version: int
    before: Standing


def seal(keys: Keys, back: Back) -> str:
    """The ticket for the undo button."""
    data = {"request": back.request, "version": back.version, "before": asdict(back.before)}
    return keys.sealer(PURPOSE).encrypt(json.dumps(data, default=date.isoformat).encode()).decode()


def unseal(keys: Keys, sealed: str) -> Back:
    """Raises TicketExpired after an hour."""
    try:
        data = json.loads(keys.sealer(PURPOSE).decrypt(sealed.encode(), ttl=UNDO_SECONDS))
    except InvalidToken as error:
        raise TicketExpired(N_("This page is too old for that; nothing was changed.")) from error
    return Back(data["request"], data["version"], _standing(data["before"]))


def _standing(data: dict[str, Any]) -> Standing:
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in DAYS}
    return Standing(**{**data, **days})
