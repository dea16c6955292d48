"""Table of the board. What stands on it is from organisations of the directory, never from a person."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class BoardEntry(Base):
    """What an organisation offers or asks for.

    ``kind`` is offer or request, ``category`` room, help, donation or other. How to reach the organisation is said by
    its entry in the directory; ``contact_note`` names a function there ("Empfang"), never a person. ``until`` is the
    last day on which the entry is shown. ``version`` rises with every change.
    """

    __tablename__ = "board_entry"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(10))
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str]
    contact_note: Mapped[str] = mapped_column(String(120), default="")
    topics: Mapped[list[str]]
    until: Mapped[date]
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]
