"""Tables of the hours in the house, their exceptions, and the days on which the house is closed."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class PresenceSlot(Base):
    """Hours of a partner, an interpreter or a desk: see app.house.presence.timetable.Slot.

    Either ``weekday`` (1 = Monday) or ``once_on``. ``weeks`` is "", odd, even or every2 (then ``anchor`` is a day of a
    week in which it takes place). ``version`` counts the changes, so that nobody writes over what he has not seen.
    """

    __tablename__ = "presence_slot"
    __table_args__ = (
        CheckConstraint("starts < ends", name="within_a_day"),
        CheckConstraint("(weekday IS NULL) <> (once_on IS NULL)", name="weekday_or_day"),
    )

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    label: Mapped[str] = mapped_column(String(120))
    room: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]]
    topics: Mapped[list[str]]
    weekday: Mapped[int | None]
    once_on: Mapped[date | None]
    starts: Mapped[time]
    ends: Mapped[time]
    weeks: Mapped[str] = mapped_column(String(6))
    anchor: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    on_holidays: Mapped[bool]
    note: Mapped[str] = mapped_column(String(300))
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    exceptions: Mapped[list["PresenceException"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PresenceException.day"
    )


class PresenceException(Base):
    """One day of a slot that is different: other times, or (both None) cancelled."""

    __tablename__ = "presence_exception"
    __table_args__ = (CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both_times_or_none"),)

    slot_id: Mapped[str] = mapped_column(ForeignKey("presence_slot.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    note: Mapped[str] = mapped_column(String(300))


class HouseClosure(Base):
    """Days on which the house is closed, both included; public holidays are known without."""

    __tablename__ = "house_closure"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))
