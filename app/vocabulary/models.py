"""Tables of the controlled vocabulary. Ids are those of the directory files (``wohnen/mietproblem``)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Revision(Base):
    """Three rows, whose numbers rise so that caches notice: with every change of vocabulary, offices or rules (1),
    of the town's translations (2), and of the house around the desk (3: handouts, partners, events, aids).
    """

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class FieldOfAction(Base):
    """One of the eight fields of action of the city's integration concept."""

    __tablename__ = "field_of_action"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_de: Mapped[str]
    label_en: Mapped[str]
    source: Mapped[str]
    position: Mapped[int]


class Topic(Base):
    """A topic or subtopic; ``handling`` is the effective one: normal, sensitive or protection."""

    __tablename__ = "topic"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("topic.id"))
    field_of_action_id: Mapped[str | None] = mapped_column(ForeignKey("field_of_action.id"))
    label_de: Mapped[str]
    label_en: Mapped[str]
    keywords: Mapped[str] = mapped_column(default="")
    handling: Mapped[str] = mapped_column(String(20), default="normal")
    origin: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None] = mapped_column(String(1))
    position: Mapped[int]


class TargetGroup(Base):
    """A group a visitor can belong to; ``axis`` is status, purpose, life or other."""

    __tablename__ = "target_group"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    axis: Mapped[str] = mapped_column(String(20))
    label_de: Mapped[str]
    label_en: Mapped[str]
    concept_group: Mapped[str | None] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Question(Base):
    """A question about the visitor: ``kind`` is group, residence, age or choice; flags ask for themselves."""

    __tablename__ = "question"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    question_de: Mapped[str]
    question_en: Mapped[str]
    none_de: Mapped[str] = mapped_column(default="")
    none_en: Mapped[str] = mapped_column(default="")
    several: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    options: Mapped[list["QuestionOption"]] = relationship(
        order_by="QuestionOption.position", cascade="all, delete-orphan", lazy="selectin"
    )


class QuestionOption(Base):
    """A value of the residence question, with its label."""

    __tablename__ = "question_option"

    question_id: Mapped[str] = mapped_column(ForeignKey("question.id"), primary_key=True)
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_de: Mapped[str]
    label_en: Mapped[str]
    position: Mapped[int]


class Flag(Base):
    """A fact a rule can ask about: a yes/no question, or an option of the choice ``choice_id``."""

    __tablename__ = "flag"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    choice_id: Mapped[str | None] = mapped_column(ForeignKey("question.id"))
    question_de: Mapped[str]
    question_en: Mapped[str]
    sensitive: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Language(Base):
    """A visitor's language; ``locale`` is its Babel identifier or None, ``key`` its fixed digit at the counter."""

    __tablename__ = "language"

    tag: Mapped[str] = mapped_column(String(20), primary_key=True)
    locale: Mapped[str | None] = mapped_column(String(20))
    name_de: Mapped[str]
    name_en: Mapped[str]
    autonym: Mapped[str]
    script: Mapped[str] = mapped_column(String(4))
    direction: Mapped[str] = mapped_column(String(3))
    key: Mapped[str | None] = mapped_column(String(1))
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class DocumentToBring(Base):
    """A document that an office asks for; with ``keep_german`` the German term is printed beside the translation."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_de: Mapped[str]
    label_en: Mapped[str]
    keep_german: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class SlipPhrase(Base):
    """A fixed phrase of the slip; ``placeholders`` are the names in braces, in order."""

    __tablename__ = "slip_phrase"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    label_de: Mapped[str]
    label_en: Mapped[str]
    placeholders: Mapped[list[str]]
    max_chars: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class TownTranslation(Base):
    """A translation by this town's editors; it lies over the one that comes with the program.

    ``catalogue``, ``domain`` and ``context`` are those of the PO files. It is for the German text ``source_german``
    only, and ``source_hash`` (SHA-256, hexadecimal) stands for that text in the key: when the German changes this row
    stays as what was said before.
    """

    __tablename__ = "translation"

    catalogue: Mapped[str] = mapped_column(String(20), primary_key=True)
    domain: Mapped[str] = mapped_column(String(20), primary_key=True)
    context: Mapped[str] = mapped_column(String(140), primary_key=True)
    source_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    source_german: Mapped[str]
    text: Mapped[str]
    reviewed: Mapped[bool]
