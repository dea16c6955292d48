"""Tables about contacts. No serial ids, no timestamps, no day, desk or advisor; keys are random.

``WITHOUT ROWID`` keeps SQLite from numbering the rows in the order in which they were written.
"""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import WITHOUT_ROWID, Base


class Contact(Base):
    """One anonymous first consultation of a month (``2026-11``).

    A contact with a protection topic has neither concept group nor persons, outcome or duration. An office that may not
    be kept leaves no mark, which most often would say why ("without papers"): only a Referral is missing.
    """

    __tablename__ = "contact"
    __table_args__ = WITHOUT_ROWID

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    language: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    talk: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    concept_group: Mapped[str | None] = mapped_column(String(30))
    persons: Mapped[int | None]
    duration: Mapped[str | None] = mapped_column(String(20))


class ContactTopic(Base):
    """A topic of a contact: the subtopic, or only the topic where the subtopic is protected."""

    __tablename__ = "contact_topic"
    __table_args__ = WITHOUT_ROWID

    contact_key: Mapped[bytes] = mapped_column(ForeignKey("contact.key", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[str] = mapped_column(ForeignKey("topic.id"), primary_key=True)


class DeskLoad(Base):
    """How many contacts began in this hour of this weekday (1 = Monday) in the quarter; linked to nothing."""

    __tablename__ = "desk_load"
    __table_args__ = WITHOUT_ROWID

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class TopicLoad(Base):
    """How many contacts had a topic of this field of action on this weekday in the quarter."""

    __tablename__ = "topic_load"
    __table_args__ = WITHOUT_ROWID

    field_of_action_id: Mapped[str] = mapped_column(ForeignKey("field_of_action.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    n: Mapped[int]
