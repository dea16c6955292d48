"""Referrals of a contact, and the codes on slips."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, delete, select

from app.db import ask, insert_rows, session
from app.keys import Keys
from referrals.models import Referral, SlipCode

CODE_PURPOSE = "slip code"
_KNOWN_CODES = select(SlipCode.digest).where(SlipCode.digest.in_(bindparam("digests", expanding=True)))
_OFFICE_OF_CODE = select(SlipCode.office_id).where(SlipCode.digest == bindparam("digest"))


def refer(*, contact_key: bytes, offices: list[str]) -> None:
    """Note to which offices the contact was referred; only offices that may be kept belong here."""
    refer_all({contact_key: offices})


def refer_all(offices: Mapping[bytes, Sequence[str]]) -> None:
    """The same for several contacts, by their keys."""
    rows = [{"contact_key": key, "office_id": office} for key, own in offices.items() for office in dict.fromkeys(own)]
    insert_rows(Referral, rows)


def code_digest(keys: Keys, code: str) -> bytes:
    """What is stored of a code."""
    return keys.digest(CODE_PURPOSE, code.encode())


def issue_code(*, digest: bytes, office: str, field_of_action: str, today: date) -> None:
    """Remember what the code stands for until the end of the third month.

    Of two contacts with the same code (50 bits, so hardly ever) the first one keeps it: see ``stands_for``.
    """
    issue_codes({digest: (office, field_of_action)}, today=today)


def issue_codes(meanings: Mapping[bytes, tuple[str, str]], *, today: date) -> None:
    """The same for several codes of one day: office and field of action by digest."""
    known = set(ask(session(), _KNOWN_CODES, digests=list(meanings)).scalars())
    valid_until = end_of_third_month(today)
    rows = [
        {"digest": digest, "office_id": office, "field_of_action_id": field, "valid_until": valid_until}
        for digest, (office, field) in meanings.items()
        if digest not in known
    ]
    insert_rows(SlipCode, rows)


def stands_for(digest: bytes, office: str) -> bool:
    """Whether the code is valid and stands for this office."""
    return ask(session(), _OFFICE_OF_CODE, digest=digest).scalar() == office


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
