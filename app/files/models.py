"""Table of the files that editors have uploaded. The bytes are in the folder of app.files.store."""

from datetime import date

from sqlalchemy import JSON, Float, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class StoredFile(Base):
    """A cleaned PDF, known by the SHA-256 of its content: the same file twice is one.

    ``width`` and ``height`` of the first page are in points; ``notes`` are codes of what was removed (see
    app.files.notes); ``text`` is the PDF's own text to quote from, ``folded`` the same for searching (see
    app.files.folding); ``thumbnail`` is the digest of a PNG. ``stored_on`` is the last day on which it was uploaded.
    """

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    pages: Mapped[int]
    width: Mapped[float] = mapped_column(Float)
    height: Mapped[float] = mapped_column(Float)
    text: Mapped[str]
    folded: Mapped[str]
    notes: Mapped[list[str]] = mapped_column(JSON)
    thumbnail: Mapped[str] = mapped_column(String(64))
    stored_on: Mapped[date]
