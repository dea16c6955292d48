"""The undo ticket: what taking back needs, sealed, in the page for five minutes and nowhere else."""

import json
from base64 import b64decode, b64encode
from datetime import date

from cryptography.fernet import InvalidToken

from app.errors import N_, WegweiserError
from app.keys import Keys
from referrals.feedback import UNDO, Redeemed

PURPOSE = "ticket feedback undo"


class TooLate(WegweiserError):
    """The five minutes are over, or the ticket is not one of ours."""


def seal(keys: Keys, redeemed: Redeemed) -> str:
    """The ticket for a hidden field."""
    data = {
        "receipt": b64encode(redeemed.receipt).decode(),
        "digest": b64encode(redeemed.digest).decode(),
        "office": redeemed.office,
        "field": redeemed.field_of_action,
        "until": redeemed.valid_until.isoformat(),
        "quarter": redeemed.quarter,
        "outcome": redeemed.outcome,
    }
    return keys.sealer(PURPOSE).encrypt(json.dumps(data).encode()).decode()


def unseal(keys: Keys, sealed: str) -> Redeemed:
    """Raises TooLate."""
    try:
        data = json.loads(keys.sealer(PURPOSE).decrypt(sealed.encode(), ttl=int(UNDO.total_seconds())))
    except InvalidToken as error:
        raise TooLate(N_("The five minutes are over; it stays counted.")) from error
    return Redeemed(
        receipt=b64decode(data["receipt"]),
        digest=b64decode(data["digest"]),
        office=data["office"],
        field_of_action=data["field"],
        valid_until=date.fromisoformat(data["until"]),
        quarter=data["quarter"],
        outcome=data["outcome"],
    )
