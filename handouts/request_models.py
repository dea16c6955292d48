"""Tables of missing material: what the counter noted this month, and what offices are asked for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base

OPEN = text("closed_on IS NULL")


class MissingNote(Base):
    """Material that the counter missed in a language in the month ``2026-11``, until that month is over.

    ``kind`` is handout or topic, ``entry_id`` the handout's id, or that of a topic or subtopic.

    What always holds (DESIGN.md, 1): the row says that in this month somebody at a desk found nothing to give along in
    this language. No count, no day, no person, no answer, no link to a contact, and no serial id. It is made of a
    leaflet that is for everyone, or of the subtopic. Where the topic is handled as sensitive it is made of the topic
    only, never of a leaflet for certain groups (which would tell a trait), and of a conversation with a protected topic
    there is none.

    Nobody can look at it while its month lasts: whoever reloads a list would otherwise learn at what minute somebody
    with this language and topic stood at a desk. With the others of its month it then becomes a HandoutRequest (see
    handouts.notes), which tells no more of a visitor than a contact does that is coarsened to its month, and less:
    editors make the same rows by hand.
    """

    __tablename__ = "missing_note"
    __table_args__ = WITHOUT_ROWID

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)


class HandoutRequest(Base):
    """Material that is missing in a language, and what became of asking for it; see handouts.requests.STATES.

    Either of a handout or, where none is known, of a topic or subtopic. ``office_id`` is who should write it, ``noted``
    the month in which it was found missing, by the program, an editor or the counter: nothing says by whom, and never
    on which day. The days are those of letters and answers. ``note`` is the editors' own. ``edition_id`` is the edition
    that came of it. ``version`` rises with every change.
    """

    __tablename__ = "handout_request"
    __table_args__ = (
        CheckConstraint("(handout_id IS NULL) <> (topic_id IS NULL)", name="one_subject"),
        # Two desks, the night job and two editors may find the same gap at once.
        Index(
            "uq_handout_request_open_handout",
            "handout_id",
            "language",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "uq_handout_request_open_topic",
            "topic_id",
            "language",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    handout_id: Mapped[str | None] = mapped_column(ForeignKey("handout.id"))
    topic_id: Mapped[str | None] = mapped_column(ForeignKey("topic.id"))
    language: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    noted: Mapped[str] = mapped_column(String(7))
    asked_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    promised_for: Mapped[date | None]
    closed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    edition_id: Mapped[str | None] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
