"""Tables of the log of staff actions. Nothing in them is about a contact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

NULLABLE_JSON = JSON(none_as_null=True)


class AuditEntry(Base):
    """One action on one thing, see app.audit.chain for ``previous`` and ``hash``.

    ``number`` rises by one without a gap. ``at`` is UTC, in whole minutes: the number tells the order, and nobody needs
    to know more of a colleague's day. ``actor_kind`` is one of app.audit.actors.KINDS, ``actor`` the account's name or
    that of the command. ``kind`` is the table or one of app.audit.declared.DEEDS, ``subject`` the row's key, ``title``
    what people called it then. ``before`` and ``after`` have the fields that differ.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_at", "at"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(NULLABLE_JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(NULLABLE_JSON)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditChain(Base):
    """The one row (id 1) with both ends of the chain.

    ``anchor`` is the entry before the first one that is checked: the last one that was forgotten or, up to
    ``accepted_number``, that an administrator has accepted as broken. ``head`` is the newest entry. ``seal`` is a keyed
    hash of the other columns: whoever can write to the database but does not have the secret can neither cut off an end
    nor make it look forgotten. Once it is wrong it stays wrong, until somebody accepts that.
    """

    __tablename__ = "audit_chain"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    anchor_number: Mapped[int]
    anchor_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    accepted_number: Mapped[int]
    head_number: Mapped[int]
    head_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


class FailedLogins(Base):
    """How many passwords and codes were wrong on a day, at all accounts together: never whose."""

    __tablename__ = "failed_logins"

    day: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]
