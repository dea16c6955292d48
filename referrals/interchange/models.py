"""Tables of what other systems propose. They are about offices, rules and staff, never about visitors."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Proposal(Base):
    """What a file of another system says and we do not, for an editor to judge.

    ``id`` is a hash of all that is proposed, so that the same is never asked twice. ``subject`` stands for the thing
    it is about: what a newer file says of it takes the place of an open proposal. ``kind`` is office_new,
    office_changed, office_deleted, rule_new, rule_changed or rule_deleted; ``state`` open, accepted, rejected or
    replaced. ``agency``, ``scheme`` and ``value`` name the office at its sender, or of a rule the service. ``entry_id``
    is our office or rule, as far as it is known.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_state", "state", "kind"), Index("ix_proposal_subject", "subject"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    file: Mapped[str] = mapped_column(String(200))
    written_on: Mapped[date | None]
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    agency: Mapped[str] = mapped_column(String(200))
    scheme: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(200))
    entry_id: Mapped[str | None] = mapped_column(String(130))
    name: Mapped[str]
    content: Mapped[dict[str, Any]]
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ExternalId(Base):
    """What another system's thing is here, as an editor said: ``kind`` is office, service (a subtopic) or competence
    (a rule). ``entry_id`` None: it is none of ours, and is not proposed again.
    """

    __tablename__ = "external_id"

    agency: Mapped[str] = mapped_column(String(200), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    entry_id: Mapped[str | None] = mapped_column(String(130))
