"""Feedback without identity: a slip's code is redeemed once, and a counter is raised that nothing leads back from."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.contacts.service import lower_counter, raise_counter
from app.db import session
from app.keys import Keys
from app.released.periods import quarter_of
from app.resend import claim
from referrals.models import Feedback, SlipCode
from referrals.service import code_digest

OUTCOMES = ("reached", "wrong_office", "turned_away", "not_gone")
"""What became of a slip, in the order of the digits that choose it."""
UNDO = timedelta(minutes=5)


@dataclass(frozen=True)
class Redeemed:
    """What taking back needs; ``receipt`` (16 random bytes) is used once."""

    receipt: bytes
    digest: bytes
    office: str
    field_of_action: str
    valid_until: date
    quarter: str
    outcome: str

    @property
    def cell(self) -> dict[str, str]:
        """The counter that was raised."""
        return {
            "office_id": self.office,
            "field_of_action_id": self.field_of_action,
            "quarter": self.quarter,
            "outcome": self.outcome,
        }


def redeem(keys: Keys, code: str, outcome: str, *, now: datetime) -> Redeemed | None:
    """Count the outcome (one of OUTCOMES) and forget the code (in its normal form). Needs a session that writes.

    None for a code that was never issued, was redeemed or has ended: all three take the same way, one statement that
    finds nothing, so that not even the time it takes tells them apart. Of two at the same moment one finds the code.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is not an outcome")
    digest = code_digest(keys, code)
    found = session().execute(
        delete(SlipCode)
        .where(SlipCode.digest == digest, SlipCode.valid_until >= now.date())
        .returning(SlipCode.office_id, SlipCode.field_of_action_id, SlipCode.valid_until)
    )
    row = found.first()
    if row is None:
        return None
    office, field, valid_until = row
    redeemed = Redeemed(secrets.token_bytes(16), digest, office, field, valid_until, quarter_of(now.date()), outcome)
    raise_counter(Feedback, redeemed.cell)
    return redeemed


def take_back(redeemed: Redeemed, *, now: datetime) -> bool:
    """As if the code had not been redeemed: it can be again. False if that was done before.

    The receipt is remembered like the key of a form: the code may have been redeemed anew since, and a receipt that is
    sent twice would then lower what somebody else has reported.
    """
    used = hashlib.sha256(b"feedback taken back" + redeemed.receipt).digest()
    # With the day on which the receipt ends: it must not be forgotten at midnight while it still holds.
    if not claim(session(), used, (now + UNDO).date()):
        return False
    lower_counter(Feedback, redeemed.cell)
    insert = sqlite_insert if session().get_bind().dialect.name == "sqlite" else postgresql_insert
    session().execute(
        insert(SlipCode)
        .values(
            digest=redeemed.digest,
            office_id=redeemed.office,
            field_of_action_id=redeemed.field_of_action,
            valid_until=redeemed.valid_until,
        )
        .on_conflict_do_nothing()
    )
    return True


def forget(*, oldest_month: str) -> None:
    """Delete the counters of quarters that ended before ``oldest_month`` (``2024-11``); their releases remain."""
    oldest = quarter_of(date.fromisoformat(f"{oldest_month}-01"))
    session().execute(delete(Feedback).where(Feedback.quarter < oldest))
