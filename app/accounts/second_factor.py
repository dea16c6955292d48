"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The secret is stored encrypted and bound to its account; a code is accepted once, in its step of 30 seconds or the one
before or after. Recovery codes are stored as keyed hashes and go with their use. Functions use the current session.
"""

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import func, select

from app.accounts.models import RecoveryCode, SecondFactor, User
from app.audit.pending import note
from app.db import session
from app.errors import N_, WegweiserError
from app.keys import Keys

STEP_SECONDS = 30
DIGITS = 6
WINDOW = 2
"""Steps before and after this one; codes are accepted for one."""
NEVER = 0
ENROLMENT_SECONDS = 30 * 60
RECOVERY_CODES = 10
# Without those that look alike on paper: 78 bits.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
RECOVERY_SIGNS, RECOVERY_GROUP = 16, 4
ISSUER = "Wegweiser"


class WrongCode(WegweiserError):
    """The code does not belong to the secret, or not to this moment, or was used before."""


class EnrolmentTooOld(WegweiserError):
    """The page with the secret is too old, somebody else's, or made up."""


@dataclass(frozen=True)
class Enrolment:
    """A new secret before it is confirmed: sealed for the form, in groups for typing, and as a picture (data: PNG)."""

    sealed: str
    secret: str
    picture: str


def has(user_id: int) -> bool:
    """Whether the account has a second factor."""
    return session().get(SecondFactor, user_id) is not None


def offer(keys: Keys, *, user_id: int, name: str, sealed: str = "") -> Enrolment:
    """A new secret, or the one that a form carries already. Nothing is stored yet."""
    try:
        secret = _opened(keys, user_id, sealed)
    except EnrolmentTooOld:
        secret = pyotp.random_base32()
        sealed = keys.sealer("second factor enrolment").encrypt(f"{user_id}:{secret}".encode()).decode()
    return Enrolment(sealed, _grouped(secret), _picture(_totp(secret).provisioning_uri(name=name, issuer_name=ISSUER)))


def enrol(keys: Keys, *, user_id: int, sealed: str, code: str, now: datetime) -> list[str]:
    """Store the secret of the form, which ``code`` proves to be in the authenticator; the recovery codes.

    Raises WrongCode, EnrolmentTooOld.
    """
    secret = _opened(keys, user_id, sealed)
    step = _step_of(secret, _digits(code), now, after=-1)
    if step is None:
        raise WrongCode(N_("This code does not fit. Check the clock of the phone, and take the newest code."))
    # Locked, so that a form that is sent twice at the same moment is done twice, one after the other.
    session().get(User, user_id, with_for_update=True)
    factor = session().get(SecondFactor, user_id) or SecondFactor(user_id=user_id)
    factor.sealed = _sealer(keys).encrypt(f"{user_id}:{secret}".encode()).decode()
    factor.last_step = step
    session().add(factor)
    session().flush()
    return new_recovery_codes(keys, user_id)


def accept(keys: Keys, *, user_id: int, code: str, now: datetime) -> bool:
    """Whether this code opens the account just now; it is used up with that."""
    # Locked, so that of two who send the same code at the same moment one gets in.
    factor = session().get(SecondFactor, user_id, with_for_update=True)
    if factor is None:
        return False
    if len(_digits(code)) != DIGITS:
        return _use_recovery_code(keys, user_id, code)
    try:
        _, _, secret = _sealer(keys).decrypt(factor.sealed.encode()).decode().partition(f"{user_id}:")
    except InvalidToken:
        # The installation has a new secret: recovery codes are gone, too; an administrator has to remove the factor.
        return False
    step = _step_of(secret, _digits(code), now, after=factor.last_step) if secret else None
    if step is None:
        return False
    factor.last_step = step
    session().flush()
    return True


def forget(now: datetime) -> None:
    """Of codes that cannot be sent again, nothing stays: the step tells when somebody logged in, also in backups.

    Nor of those to come: after a clock that was far ahead no code would be good until then. At night.
    """
    step = int(now.timestamp()) // STEP_SECONDS
    can_be_sent_again = SecondFactor.last_step.between(step - WINDOW, step + WINDOW)
    over = select(SecondFactor).where(SecondFactor.last_step != NEVER, ~can_be_sent_again)
    # Locked, so that a code that is used just now stays used.
    for factor in session().scalars(over.with_for_update()):
        factor.last_step = NEVER


def new_recovery_codes(keys: Keys, user_id: int) -> list[str]:
    """Ten new codes in place of those before. They are shown once."""
    for row in session().scalars(select(RecoveryCode).where(RecoveryCode.user_id == user_id)):
        session().delete(row)
    session().flush()
    codes = ["".join(secrets.choice(SIGNS) for _ in range(RECOVERY_SIGNS)) for _ in range(RECOVERY_CODES)]
    session().add_all(RecoveryCode(digest=_digest(keys, user_id, code), user_id=user_id) for code in codes)
    session().flush()
    name = session().get_one(User, user_id).name
    note(session(), action="made", kind="recovery_codes", subject=str(user_id), title=name)
    return [_grouped(code, "-") for code in codes]


def recovery_codes_left(user_id: int) -> int:
    """How many have not been used."""
    found = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session().scalar(found) or 0


def remove(user_id: int) -> None:
    """The account has no second factor any more."""
    factor = session().get(SecondFactor, user_id)
    if factor is None:
        return
    for row in session().scalars(select(RecoveryCode).where(RecoveryCode.user_id == user_id)):
        session().delete(row)
    session().flush()
    session().delete(factor)
    session().flush()


def enrolled() -> set[int]:
    """The accounts that have one."""
    return set(session().scalars(select(SecondFactor.user_id)))


def _use_recovery_code(keys: Keys, user_id: int, code: str) -> bool:
    row = session().get(RecoveryCode, _digest(keys, user_id, _plain(code)), with_for_update=True)
    if row is None or row.user_id != user_id:
        return False
    session().delete(row)
    session().flush()
    return True


def _step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The step that the code belongs to, if it is a later one than ``after``; takes the same time whichever it is."""
    current = int(now.timestamp()) // STEP_SECONDS
    totp = _totp(secret)
    fitting = [
        step
        for step in (current - 1, current, current + 1)
        if secrets.compare_digest(totp.at(step * STEP_SECONDS), code) and step > after
    ]
    return fitting[-1] if fitting else None


def _opened(keys: Keys, user_id: int, sealed: str) -> str:
    """The secret of an enrolment. Raises EnrolmentTooOld."""
    try:
        text = keys.sealer("second factor enrolment").decrypt(sealed.encode(), ttl=ENROLMENT_SECONDS).decode()
    except InvalidToken:
        text = ""
    owner, _, secret = text.partition(":")
    if owner != str(user_id):
        raise EnrolmentTooOld(N_("This page is too old; set up the new code that is shown now."))
    return secret


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)


def _picture(address: str) -> str:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=5, border=4)
    return "data:image/png;base64," + b64encode(out.getvalue()).decode()


def _sealer(keys: Keys) -> Fernet:
    return keys.sealer("second factor")


def _digest(keys: Keys, user_id: int, code: str) -> bytes:
    return keys.digest("recovery code", f"{user_id}:{code}".encode())


def _plain(code: str) -> str:
    return "".join(sign for sign in code.casefold() if sign in SIGNS)


def _digits(code: str) -> str:
    """Authenticators show ``123 456``."""
    return "".join(code.split()) if code.replace(" ", "").isascii() and code.replace(" ", "").isdigit() else ""


def _grouped(text: str, between: str = " ") -> str:
    return between.join(text[at : at + RECOVERY_GROUP] for at in range(0, len(text), RECOVERY_GROUP))
