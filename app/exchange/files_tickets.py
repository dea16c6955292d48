"""What travels through the page between looking at files and taking them over: sealed, and for one hour."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.fernet import InvalidToken

from app.directory.entries import Entry
from app.errors import N_, WegweiserError
from app.exchange.files_import import Edits, Plan
from app.keys import Keys

SECONDS = 3600
PURPOSE = "files import"
MOST_BYTES = 8_000_000


class TicketExpired(WegweiserError):
    """The ticket is older than an hour, or not one of ours."""


@dataclass(frozen=True)
class Ticket:
    """What files would change, from the state ``revision`` of the directory; counts by kind."""

    revision: int
    edits: Edits
    unchanged: Mapping[str, int]
    kept: Mapping[str, int]
    ignored: Mapping[str, list[str]]


def ticket_of(plan: Plan) -> Ticket:
    """The plan as it can travel."""
    compared = plan.comparison
    return Ticket(plan.revision, plan.edits, dict(compared.unchanged), dict(compared.kept), dict(plan.ignored))


def seal(keys: Keys, ticket: Ticket) -> str:
    """The ticket as text for a hidden field."""
    edits = [(entry.kind, entry.id, content) for entry, content in ticket.edits.items()]
    data = [ticket.revision, edits, ticket.unchanged, ticket.kept, ticket.ignored]
    packed = zlib.compress(json.dumps(data, ensure_ascii=False).encode())
    return keys.sealer(PURPOSE).encrypt(packed).decode()


def unseal(keys: Keys, sealed: str) -> Ticket:
    """Raises TicketExpired."""
    try:
        packed = keys.sealer(PURPOSE).decrypt(sealed.encode(), ttl=SECONDS)
    except InvalidToken as error:
        raise TicketExpired(N_("This page is too old for that; nothing was changed.")) from error
    revision, edits, unchanged, kept, ignored = json.loads(zlib.decompress(packed))
    return Ticket(revision, {Entry(kind, name): content for kind, name, content in edits}, unchanged, kept, ignored)
