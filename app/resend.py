"""A form that is sent twice is done once: every endpoint that is posted to declares why (see app.accounts.access).

A ``Key`` is a random hidden field. It is claimed in the transaction that does what the form asks for, so that of two
that come at the same moment one does it; the other is led to where the first one was led. Stored are its hash and the
day, until the next day (as for a contact): a form of a former day is shown again instead of being done.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db import WITHOUT_ROWID, Base, insert_or

FIELD = "form_key"
KEY_BYTES = 16
ID_BYTES = 6


class Harmless(Enum):
    """Why an endpoint needs no key of this kind."""

    READS = "it writes nothing"
    SAME = "it sets what is set by then, or names what is gone by then"
    VERSION = "the form names what it was made from, and by then that is something else"
    OWN = "the form carries a key of its own that is used up: a sealed one of the counter, a slip code, a ticket"


@dataclass(frozen=True)
class Key:
    """The form carries a key. ``to`` is the endpoint to which the first sending leads, by GET.

    It gets those arguments of the path that it takes and, by the name ``made``, the id of what was made (``new_id``).
    """

    to: str
    made: str = ""


Resend = Harmless | Key


class SentBefore(Exception):
    """The form was done before, and nothing was done now. ``made`` is the id of what was made then, if anything was."""

    def __init__(self, made: str) -> None:
        super().__init__("sent before")
        self.made = made


class OldForm(Exception):
    """The form carries no key of today: whether it was done before cannot be known."""


class ResendKey(Base):
    """The hash of a form's key, so that the same form counts once; forgotten after 24 hours."""

    __tablename__ = "resend_key"
    __table_args__ = WITHOUT_ROWID

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    day: Mapped[date]
    undone: Mapped[bool] = mapped_column(default=False)


@dataclass
class _Sent:
    """A form with a key, while it is dealt with."""

    digest: bytes
    made: str
    day: date
    claimed: bool = False
    made_is_used: bool = False


_sent: ContextVar[_Sent | None] = ContextVar("sent_form", default=None)


def new_key(today: date) -> str:
    """The value of a form's hidden field."""
    return f"{today.isoformat()}.{secrets.token_urlsafe(KEY_BYTES)}"


@contextmanager
def sent_with(key: str, today: date) -> Iterator[None]:
    """Deal with a form that carries this key. Raises OldForm."""
    day, _, random = key.partition(".")
    if day != today.isoformat() or not random:
        raise OldForm
    made = hashlib.sha256(b"made " + key.encode()).hexdigest()[: 2 * ID_BYTES]
    token = _sent.set(_Sent(hashlib.sha256(b"form " + key.encode()).digest(), made, today))
    try:
        yield
    finally:
        _sent.reset(token)


@contextmanager
def once(session: Session) -> Iterator[None]:
    """Around what the form asks for, within the block that writes it; nothing for a form without a key.

    Raises SentBefore.
    """
    sent = _sent.get()
    if sent is None or sent.claimed:
        yield
        return
    if not claim(session, sent.digest, sent.day):
        raise SentBefore(sent.made)
    yield
    sent.claimed = True


def new_id() -> str:
    """A new random id (12 hex digits); the first one of a form with a key follows from that key."""
    sent = _sent.get()
    if sent is None or sent.made_is_used:
        return secrets.token_hex(ID_BYTES)
    sent.made_is_used = True
    return sent.made


def claim(session: Session, digest: bytes, day: date) -> bool:
    """Store a form's key (its hash); False if it is stored already, perhaps by another request just now."""
    row = {"digest": digest, "day": day, "undone": False}
    return insert_or(session, ResendKey, row, _or_nothing).first() is not None


def _or_nothing(new: Any, table: Any) -> Any:
    return new.on_conflict_do_nothing().returning(table.c.digest)
