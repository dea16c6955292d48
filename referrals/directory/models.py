"""Tables of offices, with the source and date of every fact."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Source(Base):
    """An entry of the index of sources; ``content_date`` is an ISO date or its beginning (2017-11)."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    url: Mapped[str]
    content_date: Mapped[str | None] = mapped_column(String(30))
    supports: Mapped[str]


class Office(Base):
    """An authority, partner or service that one can be sent to.

    ``status`` is active, verify or defunct. ``opening_hours`` is an OSM opening_hours string or None (unknown).
    ``appointment_code``, ``cost_code`` and ``note_codes`` are what the slip prints; the English texts they were
    read from are for the advisor's screen. ``as_of`` and ``sources`` give date and source ids by field.

    ``checked_on`` is when somebody last confirmed the whole entry, ``review_on`` when that is due again, ``caretaker``
    the account name of who does it. ``contact_name`` and ``contact_email`` are whom to ask at the office: for editors
    only, never printed or published.
    """

    __tablename__ = "office"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name_de: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(10))
    status_note: Mapped[str | None]
    successor_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    street: Mapped[str | None]
    postcode: Mapped[str | None] = mapped_column(String(10))
    city: Mapped[str | None]
    tram_stop: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    contact_form: Mapped[str | None]
    opening_hours: Mapped[str | None]
    appointment: Mapped[str | None]
    appointment_code: Mapped[str | None] = mapped_column(String(20))
    cost: Mapped[str | None]
    cost_code: Mapped[str | None] = mapped_column(String(20))
    note_codes: Mapped[list[str]]
    languages: Mapped[list[str]]
    language_note: Mapped[str | None]
    topics: Mapped[list[str]]
    groups: Mapped[list[str]]
    limits: Mapped[str | None]
    bring: Mapped[list[str]]
    as_of: Mapped[dict[str, str]]
    sources: Mapped[dict[str, list[str]]]
    review: Mapped[dict[str, Any]]
    checked_on: Mapped[date | None]
    review_on: Mapped[date | None]
    caretaker: Mapped[str] = mapped_column(String(80), default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_email: Mapped[str | None]
    position: Mapped[int]
    aliases: Mapped[list["OfficeAlias"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    closures: Mapped[list["OfficeClosure"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="OfficeClosure.starts"
    )


class OfficeAlias(Base):
    """A former or other name under which people look for the office."""

    __tablename__ = "office_alias"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)


class OfficeClosure(Base):
    """Days on which the office is closed, both included."""

    __tablename__ = "office_closure"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    starts: Mapped[date] = mapped_column(primary_key=True)
    ends: Mapped[date]
