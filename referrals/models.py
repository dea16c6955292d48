"""Tables of referrals and slip codes."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary
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
