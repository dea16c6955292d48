"""Table of routing rules and the question of who they name."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class RoutingRule(Base):
    """Topic and traits (and validity) -> responsible and advising offices, with the reason.

    ``condition`` is the text of routing.csv (``g:student res=county``); ``visit`` is "" or "wait" (do not go there
    yet); ``valid_from`` and ``valid_to`` are both included. ``checked_on`` is when somebody last confirmed the rule,
    ``review_on`` when that is due again, ``caretaker`` the account name of who does it.
    """

    __tablename__ = "routing_rule"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    topic_id: Mapped[str] = mapped_column(ForeignKey("topic.id"), index=True)
    priority: Mapped[int]
    condition: Mapped[str]
    reason_de: Mapped[str]
    legal_basis: Mapped[str]
    bring_note: Mapped[str]
    visit: Mapped[str] = mapped_column(String(10), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    confidence: Mapped[str] = mapped_column(String(10))
    source: Mapped[str]
    note: Mapped[str]
    checked_on: Mapped[date | None]
    review_on: Mapped[date | None]
    caretaker: Mapped[str] = mapped_column(String(80), default="")
    offices: Mapped[list["RuleOffice"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="RuleOffice.position"
    )
    documents: Mapped[list["RuleDocument"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="RuleDocument.position"
    )


class RuleOffice(Base):
    """An office that a rule names; ``role`` is responsible (decides) or advises (helps)."""

    __tablename__ = "rule_office"

    rule_id: Mapped[str] = mapped_column(ForeignKey("routing_rule.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True, index=True)
    position: Mapped[int]


class RuleDocument(Base):
    """A document that a rule says to bring."""

    __tablename__ = "rule_document"

    rule_id: Mapped[str] = mapped_column(ForeignKey("routing_rule.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    position: Mapped[int]
