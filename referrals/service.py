"""Referrals of a contact, and the codes on slips."""

import hashlib
from datetime import date

from sqlalchemy import delete

from app.db import session
from app.keys import Keys
from referrals.models import Referral, SlipCode

ALPHABET = "23456789ABCDEFGHJKLMNPQRTUVWXYZS"
"""32 signs without 0/O and 1/I, which are mistaken for each other when read aloud or off paper."""
CODE_SIGNS = 10
CODE_PURPOSE = "slip code"


def refer(*, contact_key: bytes, offices: list[str]) -> None:
    """Note to which offices the contact was referred; only offices that may be kept belong here."""
    session().add_all(Referral(contact_key=contact_key, office_id=office) for office in dict.fromkeys(offices))
    session().flush()


def new_code(seed: bytes) -> str:
    """A speakable code of 50 bits and a check sign, ``K7QM-4XDR-2WT``; random if ``seed`` is (16 bytes)."""
    number = int.from_bytes(hashlib.sha256(b"slip code" + seed).digest()[:8], "big") >> 14
    signs = [(number >> shift) & 31 for shift in range((CODE_SIGNS - 1) * 5, -1, -5)]
    text = "".join(ALPHABET[sign] for sign in [*signs, _check_sign(signs)])
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def normalise_code(text: str) -> str | None:
    """The code as printed, from what somebody typed; None if a sign is wrong, missing or exchanged."""
    signs = [ALPHABET.find(sign) for sign in text.upper() if sign.isalnum()]
    if len(signs) != CODE_SIGNS + 1 or -1 in signs or _check_sign(signs[:-1]) != signs[-1]:
        return None
    plain = "".join(ALPHABET[sign] for sign in signs)
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


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


def _check_sign(signs: list[int]) -> int:
    """The sum of sign times alpha to the place, in the field of 32 elements: finds every single wrong sign and
    every exchange of two signs.
    """
    check, weight = 0, 1
    for sign in signs:
        weight = _times(weight, 2)
        check ^= _times(sign, weight)
    return check


def _times(a: int, b: int) -> int:
    """Multiplication in GF(32) modulo the primitive polynomial x^5 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return product
