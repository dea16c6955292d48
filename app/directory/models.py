"""Tables of the directory's history, drafts and settings. They are about staff and offices, never about visitors."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base

NULLABLE_JSON = JSON(none_as_null=True)


class Change(Base):
    """A change of the directory: who, when (UTC), why. ``approved_by`` is the second person, "" if there was none."""

    __tablename__ = "change"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    made_by: Mapped[str]
    approved_by: Mapped[str] = mapped_column(default="")
    why: Mapped[str]
    versions: Mapped[list["EntryVersion"]] = relationship(order_by="EntryVersion.kind, EntryVersion.entry_id")


class EntryVersion(Base):
    """An entry as it was after a change; ``content`` is None if it was removed."""

    __tablename__ = "entry_version"
    __table_args__ = (Index("ix_entry_version_entry", "kind", "entry_id"),)

    change_number: Mapped[int] = mapped_column(ForeignKey("change.number"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(NULLABLE_JSON)


class Draft(Base):
    """An entry as somebody wants it; ``content`` is None if it is to be removed.

    ``base`` is the number of the change that the entry was last changed by when the draft was begun, 0 if it was new.
    ``submitted_by`` has asked a second person to publish it and is "" before.
    """

    __tablename__ = "draft"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(NULLABLE_JSON)
    base: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    why: Mapped[str] = mapped_column(default="")
    submitted_by: Mapped[str] = mapped_column(String(80), default="")


class Setting(Base):
    """A choice of the town, such as ``four_eyes``."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]
