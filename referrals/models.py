"""Tables of referrals and slip codes, of wrong data that the counter reported, and of offices that were asked."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base


class Referral(Base):
    """A contact was referred to an office. Never which rule said so."""

    __tablename__ = "referral"
    __table_args__ = WITHOUT_ROWID

    contact_key: Mapped[bytes] = mapped_column(ForeignKey("contact.key", ondelete="CASCADE"), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)


class SlipCode(Base):
    """What a slip's code stands for until it is redeemed or its third month ends; the code itself is not kept."""

    __tablename__ = "slip_code"
    __table_args__ = WITHOUT_ROWID

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    field_of_action_id: Mapped[str] = mapped_column(ForeignKey("field_of_action.id"))
    valid_until: Mapped[date]


class Feedback(Base):
    """How many slips of an office and a field of action were reported in the quarter ``2026-Q4`` with this outcome.

    ``outcome`` is one of referrals.feedback.OUTCOMES. A plain counter: nothing leads from it to a code or a contact,
    and the quarter is that of the report. It is never shown as it is, see referrals.feedback_release.
    """

    __tablename__ = "feedback"
    __table_args__ = WITHOUT_ROWID

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    field_of_action_id: Mapped[str] = mapped_column(ForeignKey("field_of_action.id"), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]


class WrongData(Base):
    """How often the counter said that something of an entry is wrong, since an editor last dealt with it.

    ``what`` is one of referrals.reports.WHAT; ``entry_id`` is an office, or for a gap ("no office fits") a subtopic.

    What always holds (DESIGN.md, 1): the row says that an office's number or hours are wrong, nothing about whoever
    stood at the counter. No time, no person, no rule, no answer, no language; no link to a contact, and no serial id,
    so that rows cannot be matched with contacts by order. An office is looked at for many reasons, so its name tells no
    trait, even where only a sensitive rule leads to it. A gap keeps the subtopic and nothing of what was answered; of
    a protected topic there is no gap, only its offices. The number is one of reports, not of visitors, and is
    forgotten as soon as an editor confirms, changes or ticks off the entry.
    """

    __tablename__ = "wrong_data"
    __table_args__ = WITHOUT_ROWID

    entry_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]


class OfficeAsked(Base):
    """The day on which an office was last asked by e-mail whether its entry still holds."""

    __tablename__ = "office_asked"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    asked_on: Mapped[date]
