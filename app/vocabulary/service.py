"""The vocabulary from the database, built again only when its revision has changed."""

import threading
from collections.abc import Callable, Mapping
from string import ascii_uppercase
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from app.db import READS_ONLY, ask
from app.errors import N_, WegweiserError
from app.locales import Language
from app.vocabulary import models
from app.vocabulary.values import Document, Group, Label, QuestionText, Subtopic, Topic, Vocabulary

T = TypeVar("T")
REVISION = 1
"""The id of the row that counts the states of the directory."""
TEXTS_REVISION = 2
"""The id of the row that counts the states of the town's translations: a saved one must not build the rules anew."""
HOUSE_REVISION = 3
"""The id of the row that counts the states of the house around the desk: handouts' editions, partners, events, aids."""
HAS_CHANGED = "directory has changed"
MOST_KEPT = 2
"""States: a transaction that began before a change must not have everything built again for each of its calls."""
_REVISIONS = "revisions"
_ALL_REVISIONS = select(models.Revision.id, models.Revision.number)


class UnknownLanguage(WegweiserError):
    """A key was to be given to a language that is not there."""


class KeyGivenTwice(WegweiserError):
    """Two keys were to stand for the same language."""


class ByRevision(Generic[T]):
    """Something built from the database, kept until that changes; safe between threads.

    ``of`` are the ids of the revisions that it depends on. A session that has changed the directory itself gets a value
    of its own, which is not kept: it may yet roll back.
    """

    def __init__(self, build: Callable[[Session], T], of: tuple[int, ...] = (REVISION,)) -> None:
        self._build = build
        self._of = of
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Engine, dict[tuple[int, ...], T]] = WeakKeyDictionary()

    def __call__(self, session: Session) -> T:
        """The value for the database of this session."""
        if session.info.get(HAS_CHANGED):
            return self._build(session)
        engine = session.get_bind().engine
        known = _revisions(session)
        numbers = tuple(known.get(which, 0) for which in self._of)
        with self._lock:
            kept = self._kept.setdefault(engine, {})
            if numbers not in kept:
                kept[numbers] = self._build(session)
            if len(kept) > MOST_KEPT:
                del kept[next(iter(kept))]
            return kept[numbers]


def _revisions(session: Session) -> Mapping[int, int]:
    """All revisions by id, read once in a transaction where nobody else can write: a request asks for a dozen values.

    Whoever writes on PostgreSQL may have waited for a lock meanwhile, and must see what the others have done.
    """
    kept: tuple[object, Mapping[int, int]] | None = session.info.get(_REVISIONS)
    if kept is not None and kept[0] is session.get_transaction():
        return kept[1]
    found = {row.id: row.number for row in ask(session, _ALL_REVISIONS)}
    if session.info.get(READS_ONLY) or session.get_bind().dialect.name == "sqlite":
        session.info[_REVISIONS] = (session.get_transaction(), found)
    return found


def raise_revision(session: Session, which: int = REVISION) -> None:
    """Let caches notice that the directory (or what ``which`` stands for) has changed; the caller commits."""
    session.get_one(models.Revision, which, with_for_update=True).number += 1
    session.info[HAS_CHANGED] = True
    session.flush()


def revision(session: Session) -> int:
    """The number of the directory's state; 0 before anything was loaded."""
    return session.scalar(select(models.Revision.number).where(models.Revision.id == REVISION)) or 0


def set_language_keys(session: Session, keys: Mapping[str, str]) -> None:
    """Give the digits of the counter to languages, ``{"1": "uk"}``; a digit that is missing stands for none.

    Raises UnknownLanguage, KeyGivenTwice.
    """
    rows = {row.tag: row for row in session.scalars(select(models.Language))}
    if not set(keys.values()) <= rows.keys():
        raise UnknownLanguage(N_("One of the languages is not in the directory any more. Please choose again."))
    if len(set(keys.values())) != len(keys):
        raise KeyGivenTwice(N_("Each language can have only one key."))
    for row in rows.values():
        row.key = None
    session.flush()
    for key, tag in keys.items():
        rows[tag].key = key
    session.flush()
    raise_revision(session)


def _build(session: Session) -> Vocabulary:
    topics = _topics(session)
    groups = {
        row.id: Group(row.id, row.axis, Label(row.label_de, row.label_en), row.concept_group)
        for row in _ordered(session, models.TargetGroup)
    }
    flags = _ordered(session, models.Flag)
    return Vocabulary(
        topics=topics,
        subtopics={subtopic.id: subtopic for topic in topics.values() for subtopic in topic.subtopics},
        groups=groups,
        questions=_questions(session, groups, flags),
        flags={flag.id: Label(flag.question_de, flag.question_en) for flag in flags},
        sensitive=frozenset(flag.id for flag in flags if flag.sensitive),
        languages={row.tag: _language(row) for row in _ordered(session, models.Language)},
        documents={
            row.id: Document(row.id, Label(row.label_de, row.label_en), row.keep_german)
            for row in _ordered(session, models.DocumentToBring)
        },
        phrases={row.key: Label(row.label_de, row.label_en) for row in _ordered(session, models.SlipPhrase)},
        field_of_action={
            row.id: row.field_of_action_id
            for row in _ordered(session, models.Topic)
            if row.parent_id is None and row.field_of_action_id
        },
    )


vocabulary = ByRevision(_build)
"""vocabulary(session) -> Vocabulary"""


def _ordered(session: Session, model: type[T]) -> list[T]:
    # The place in the file first; rows that are in the file no more may share it.
    order = (model.position, *inspect(model).primary_key)  # type: ignore[attr-defined]
    return list(session.scalars(select(model).order_by(*order)))


def _language(row: models.Language) -> Language:
    return Language(row.tag, row.locale, row.name_de, row.name_en, row.autonym, row.script, row.direction, row.key)


def _topics(session: Session) -> dict[str, Topic]:
    rows = _ordered(session, models.Topic)
    parents = [row for row in rows if row.parent_id is None]
    keys = topic_keys([(row.id, row.key, row.label_de) for row in parents])
    return {
        parent.id: Topic(
            id=parent.id,
            label=Label(parent.label_de, parent.label_en),
            key=keys[parent.id],
            handling=parent.handling,
            subtopics=tuple(
                Subtopic(row.id, parent.id, Label(row.label_de, row.label_en), row.keywords, row.handling)
                for row in rows
                if row.parent_id == parent.id
            ),
        )
        for parent in parents
    }


def topic_keys(topics: list[tuple[str, str | None, str]]) -> dict[str, str]:
    """A letter for each (id, wished key, label): the wish, else the first free letter of the label, else any."""
    keys = {topic: key.upper() for topic, key, _ in topics if key}
    for topic, _, label in topics:
        if topic not in keys:
            letters = [sign for sign in label.upper() if sign.isascii() and sign.isalpha()]
            free = [sign for sign in [*letters, *ascii_uppercase] if sign not in keys.values()]
            keys[topic] = free[0] if free else ""
    return keys


def _questions(session: Session, groups: dict[str, Group], flags: list[models.Flag]) -> dict[str, QuestionText]:
    found = {}
    for row in _ordered(session, models.Question):
        options = {option.value: Label(option.label_de, option.label_en) for option in row.options}
        options |= {group.id: group.label for group in groups.values() if group.axis == row.id}
        options |= {flag.id: Label(flag.question_de, flag.question_en) for flag in flags if flag.choice_id == row.id}
        none = Label(row.none_de, row.none_en)
        found[row.id] = QuestionText(row.id, Label(row.question_de, row.question_en), options, none)
    for flag in flags:
        if flag.choice_id is None:
            text = Label(flag.question_de, flag.question_en)
            found[flag.id] = QuestionText(flag.id, text, {}, Label("", ""), flag.note)
    return found
