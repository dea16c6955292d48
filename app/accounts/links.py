"""One-time links by which somebody chooses a password: for a new account, or when the old one is forgotten.

An administrator makes the link and passes it on. It holds 256 random bits, of which only the hash is stored; it is
good for a day and for one password. Until then the old password and the logins stay. Functions use the current session.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.accounts import service
from app.accounts.models import AccountLink, User, aware
from app.accounts.passwords import PasswordHash
from app.db import session
from app.errors import N_, WegweiserError

VALID = timedelta(hours=24)
TOKEN_BYTES = 32


class NoPasswordHere(WegweiserError):
    """The account logs in through the town's login."""


class LinkGone(WegweiserError):
    """The link was used, withdrawn, replaced, has ended or never was one; nobody is told which."""


def make(user_id: int, now: datetime) -> str:
    """The token of a new link, in place of one before. Raises NotFound, NoPasswordHere."""
    user = service.user_by_id(user_id)
    # Locked, so that of two links that are made at the same moment the later one is good.
    session().refresh(user, with_for_update=True)
    if user.subject is not None:
        raise NoPasswordHere(N_("This account uses the town's login and has no password here."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = session().get(AccountLink, user_id) or AccountLink(user_id=user_id)
    link.digest = _digest(token)
    link.ends_at = now.astimezone(UTC) + VALID
    session().add(link)
    session().flush()
    return token


def find(token: str, now: datetime) -> User:
    """The account that the link is for. Raises LinkGone."""
    return _account_of(session().scalar(select(AccountLink).where(AccountLink.digest == _digest(token))), now)


def use(token: str, password_hash: PasswordHash, now: datetime) -> User:
    """Set the password, use up the link and end all logins of the account. Raises LinkGone."""
    # Locked, so that of two who use it at the same moment one succeeds.
    wanted = select(AccountLink).where(AccountLink.digest == _digest(token)).with_for_update()
    user = _account_of(session().scalar(wanted), now)
    withdraw(user.id)
    return service.change_password(user_id=user.id, password_hash=password_hash)


def withdraw(user_id: int) -> None:
    """The account's link opens nothing any more."""
    link = session().get(AccountLink, user_id)
    if link is not None:
        session().delete(link)
        session().flush()


def pending(now: datetime) -> dict[int, datetime]:
    """Accounts with a link that has neither been used nor ended, and when it ends (UTC)."""
    links = session().scalars(select(AccountLink).order_by(AccountLink.user_id))
    return {link.user_id: aware(link.ends_at) for link in links if aware(link.ends_at) > now}


def _account_of(link: AccountLink | None, now: datetime) -> User:
    user = session().get(User, link.user_id) if link is not None and aware(link.ends_at) > now else None
    if user is None or not user.active or user.subject is not None:
        raise LinkGone(N_("This link is not valid any more. Ask an administrator for a new one."))
    return user


def _digest(token: str) -> bytes:
    """256 random bits, so that the plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()
