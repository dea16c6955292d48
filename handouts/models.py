"""Tables of the library: handouts, their editions by language, what is left of them at the desk, what was given."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base


class Handout(Base):
    """A leaflet, card or link that can be given along; ``evidence`` says how far it is known to exist.

    An entry of the directory. ``topics`` are ids of topics or subtopics, none means that it is for everybody;
    ``traits`` are ids of target groups that it is meant for, ``publisher`` is the office that writes it. One that is
    ``withdrawn`` is offered no more.
    """

    __tablename__ = "handout"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    title_de: Mapped[str]
    title_en: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    topics: Mapped[list[str]] = mapped_column(default=list)
    traits: Mapped[list[str]] = mapped_column(default=list)
    publisher: Mapped[str | None] = mapped_column(String(60))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class HandoutEdition(Base):
    """A handout in one language: a ``file``, a ``link``, or ``paper`` of which nothing digital is known.

    ``checked_on`` is when somebody last saw that it is still right, None if nobody has yet. ``version`` rises with
    every change: an editor must not write over what he has not seen.
    """

    __tablename__ = "handout_edition"
    __table_args__ = (Index("ix_handout_edition_handout", "handout_id", "language"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    handout_id: Mapped[str] = mapped_column(ForeignKey("handout.id"))
    language: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    kind: Mapped[str] = mapped_column(String(10))
    file_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    link: Mapped[str | None]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    pages: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[date | None]
    archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class EditionStock(Base):
    """How many copies are left at the desk (None: not counted), and from how few on more should be ordered."""

    __tablename__ = "edition_stock"
    __table_args__ = WITHOUT_ROWID

    edition_id: Mapped[str] = mapped_column(ForeignKey("handout_edition.id"), primary_key=True)
    left: Mapped[int | None]
    reorder_at: Mapped[int | None]


class HandoutGiven(Base):
    """How often a handout was given in the quarter, by the language of the edition ("" if none is recorded).

    A plain counter, linked to nothing; its raw numbers are never shown.
    """

    __tablename__ = "handout_given"
    __table_args__ = WITHOUT_ROWID

    handout_id: Mapped[str] = mapped_column(ForeignKey("handout.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    n: Mapped[int]
