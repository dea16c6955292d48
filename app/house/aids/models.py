"""Tables of work aids and their versions. They are about the work, never about visitors."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class WorkAid(Base):
    """An internal aid as it is now.

    ``kind`` is page (``body`` is Markdown), list (``body`` is rows of cells, the first one names the columns), link or
    file. ``topics`` are topics and subtopics, ``groups`` target groups. ``as_of`` is the day its content is of,
    ``review_on`` when somebody has to look at it again. An aid that was put away is ``archived``; ``version`` is the
    number of its newest WorkAidVersion. ``file_digest`` is no foreign key: versions name files, too, and what they name
    is kept (see service.file_digests).
    """

    __tablename__ = "work_aid"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    topics: Mapped[list[str]]
    groups: Mapped[list[str]]
    body: Mapped[str] = mapped_column(default="")
    link: Mapped[str | None]
    file_digest: Mapped[str | None] = mapped_column(String(64))
    as_of: Mapped[date]
    review_on: Mapped[date | None]
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]


class WorkAidVersion(Base):
    """What an aid was after a change of it, by whom and when (UTC); ``content`` has the fields of WorkAid."""

    __tablename__ = "work_aid_version"

    aid_id: Mapped[str] = mapped_column(ForeignKey("work_aid.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
