"""Tables of interpreting services and of the languages that nobody could interpret."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base


class Interpreter(Base):
    """A service that interprets, an organisation: never a person. Field by field app.house.interpreting.values.Facts.

    ``version`` rises with every change, so that of two editors the later one is told.
    """

    __tablename__ = "interpreter"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str] = mapped_column(String(150))
    languages: Mapped[list[str]]
    modes: Mapped[list[str]]
    hours: Mapped[str | None] = mapped_column(String(2000))
    book_how: Mapped[str] = mapped_column(Text)
    book_phone: Mapped[str] = mapped_column(String(60))
    book_email: Mapped[str] = mapped_column(String(200))
    book_link: Mapped[str] = mapped_column(String(500))
    lead_days: Mapped[int | None]
    cost: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date | None]
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class LanguageUnmet(Base):
    """How many contacts of the quarter ``2026-Q4`` had a language that nobody was known to speak or interpret.

    A plain counter: nothing leads from it to a contact, a topic or an office, and topics that are protected do not
    count. It is never shown as it is, see app.house.interpreting.unmet.
    """

    __tablename__ = "language_unmet"
    __table_args__ = WITHOUT_ROWID

    language: Mapped[str] = mapped_column(ForeignKey("language.tag"), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    n: Mapped[int]
