"""Tables of what has been released. Neither is about a single visitor."""

from datetime import date
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base


class Release(Base):
    """A released table of one period, written once and never changed.

    ``period`` is a month ``2026-11``, a quarter ``2026-Q4`` or a year ``2026``. ``content`` is as app.released.tables
    writes it; ``hash`` (SHA-256, hexadecimal) is of name, period, method and content.
    """

    __tablename__ = "release"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    content: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(40))
    made_on: Mapped[date]


class RoundingSecret(Base):
    """The one row (id 1) with the 32 random bytes that decide which way a number is rounded.

    Its own secret, not one derived from the installation's: that one may be replaced (a lost file, a setting), and the
    same counts would then be rounded anew, so that two editions of a table could be compared. Here it is in every
    backup together with the tables that it has made. Whoever can read it can read the raw counters beside it too.
    """

    __tablename__ = "rounding_secret"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))


class ReleasePlan(Base):
    """In which periods of a year a table is released, decided before the year begins and never changed.

    ``finest`` is the finest kind of period (month, quarter or year), None if the table is not released at all.
    ``shares`` are, by kind, the parts of contacts (0 to 1) that were expected to be in numeric cells; ``a_year`` the
    contacts a year that this was reckoned with and ``evidence`` the released periods it was taken from, both None
    where there were none yet.
    """

    __tablename__ = "release_plan"

    year: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    finest: Mapped[str | None] = mapped_column(String(7))
    shares: Mapped[dict[str, Any]]
    a_year: Mapped[int | None]
    evidence: Mapped[str | None] = mapped_column(String(20))


class RoundingFlip(Base):
    """A set of contacts whose number the release gate rounded the other way, by the keyed hash that decides it.

    Whatever table of a later period counts the same contacts must show the same number. Forgotten with the contacts.
    """

    __tablename__ = "rounding_flip"
    __table_args__ = WITHOUT_ROWID

    decision: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    year: Mapped[str] = mapped_column(String(4))


class WithheldTable(Base):
    """A table that did not pass the release gate for a period, and never will be released for it.

    ``part`` is "" for the whole table, else the value (or two, with a blank between) that is not broken down in it.
    """

    __tablename__ = "withheld_table"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    part: Mapped[str] = mapped_column(String(200), primary_key=True, default="")
    made_on: Mapped[date]
