"""The table of cooperation agreements."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Agreement(Base):
    """An agreement with an office; ``ends_on`` None means without an end.

    ``remind_days`` is how many days before its end somebody should think of it.
    """

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("remind_days >= 0", name="remind_before"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    title: Mapped[str] = mapped_column(String(200))
    signed_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    remind_days: Mapped[int]
    note: Mapped[str] = mapped_column(String(1000))
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
