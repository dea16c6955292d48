"""Referrals of a contact, and the codes on slips."""

from datetime import date

from sqlalchemy import delete

from app.db import session
from app.keys import Keys
from referrals.models import Referral, SlipCode

CODE_PURPOSE = "slip code"


def refer(*, contact_key: bytes, offices: list[str]) -> None:
    """Note to which offices the contact was referred; only offices that may be kept belong here."""
    session().add_all(Referral(contact_key=contact_key, office_id=office) for office in dict.fromkeys(offices))
    session().flush()


def code_digest(keys: Keys, code: str) -> bytes:
    """What is stored of a code."""
    return keys.digest(CODE_PURPOSE, code.encode())


def issue_code(*, digest: bytes, office: str, field_of_action: str, today: date) -> None:
    """Remember what the code stands for until the end of the third month.

    Of two contacts with the same code (50 bits, so hardly ever) the first one keeps it: see ``stands_for``.
    """
    if session().get(SlipCode, digest) is not None:
        return
    session().add(
        SlipCode(
            digest=digest,
            office_id=office,
            field_of_action_id=field_of_action,
            valid_until=end_of_third_month(today),
        )
    )
    session().flush()


def stands_for(digest: bytes, office: str) -> bool:
    """Whether the code is valid and stands for this office."""
    known = session().get(SlipCode, digest)
    return known is not None and known.office_id == office


def withdraw_code(digest: bytes) -> None:
    """Forget a code, because its contact was undone."""
    session().execute(delete(SlipCode).where(SlipCode.digest == digest))


def forget(*, today: date) -> None:
    """Delete codes whose validity has ended."""
    session().execute(delete(SlipCode).where(SlipCode.valid_until < today))


def end_of_third_month(today: date) -> date:
    """The last day of the third month, counting this one."""
    index = today.year * 12 + today.month - 1 + 3
    return date.fromordinal(date(index // 12, index % 12 + 1, 1).toordinal() - 1)
