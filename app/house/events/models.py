"""The table of events. Nothing in it is about a visitor: how many came is one number for the whole room."""

from datetime import date, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Event(Base):
    """A talk or course on one day, local time.

    ``titles`` are further titles by language tag, written by people. ``topics`` are ids of topics or subtopics (none:
    for everyone), ``languages`` the tags of what is spoken. ``office_id`` is the partner, None for the house itself.
    ``registration`` is none or needed, and ``contact`` where to register. ``notes`` are the keys of slip phrases that
    the poster says beside (app.house.events.values.NOTES). ``seats`` and ``participants`` are None if not known;
    the latter is entered afterwards and released in sums only (app.house.events.release). ``version`` rises with every
    change, so that two editors notice each other.
    """

    __tablename__ = "event"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    title_de: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    titles: Mapped[dict[str, str]]
    description: Mapped[str]
    topics: Mapped[list[str]]
    languages: Mapped[list[str]]
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    room: Mapped[str] = mapped_column(String(80))
    day: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time]
    ends: Mapped[time]
    seats: Mapped[int | None]
    registration: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(300))
    notes: Mapped[list[str]]
    participants: Mapped[int | None]
    cancelled: Mapped[bool]
    version: Mapped[int]
