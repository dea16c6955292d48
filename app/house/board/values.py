"""What stands on the board, as plain values; and what must not stand there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.errors import N_
from app.files.folding import fold

Hidden = Literal["archived", "gone", "ended"]

KINDS = ("offer", "request")
CATEGORIES = ("room", "help", "donation", "other")

EMAIL = re.compile(r"[\w.+-]+\s?(@|\(at\)|\[at\])\s?[\w-]+(\.[\w-]+)+", re.IGNORECASE)
# A day, a time or a sum of money looks like a telephone number once its signs are left out.
NO_NUMBER = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(\s?\d{2,4})?|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[:.]\d\d\b")
PHONE = re.compile(r"(?<![\w.,])(\+|00?[1-9]|\(0)[\d\s()/.-]{4,}\d")
FEWEST_DIGITS = 6
PERSON = re.compile(r"\b(Herrn?|Frau|Fr\.|Hr\.|Mr|Mrs|Ms)\.?\s+((Dr|Prof)\.\s*)*[A-ZÄÖÜ][\w-]+")
NO_EMAIL = N_("Please leave out e-mail addresses: the organisation's own one is shown beside the entry.")
NO_PHONE = N_("Please leave out telephone numbers: the organisation's own one is shown beside the entry.")
NO_PERSON = N_("Please leave out names of persons; name the department or the function instead.")


@dataclass(frozen=True)
class Content:
    """What an editor writes; field by field the table ``board_entry``."""

    kind: str
    category: str
    office_id: str
    title: str
    text: str
    until: date
    contact_note: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An entry as it is shown.

    ``gone`` means that its organisation does not exist any more: nobody is sent there. ``archived`` was taken down.
    """

    id: str
    content: Content
    gone: bool = False
    archived: bool = False
    version: int = 1

    @property
    def office(self) -> str:
        """The id of the organisation in the directory, which says how to reach it."""
        return self.content.office_id

    def hidden(self, today: date) -> Hidden | None:
        """Why it does not hang on the board; None if it does."""
        if self.archived:
            return "archived"
        if self.gone:
            return "gone"
        return "ended" if self.content.until < today else None


class Board:
    """All entries, those that end first at the top; what hangs there today is looked up by topic."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.all = tuple(sorted(entries, key=lambda one: (one.content.until, fold(one.content.title), one.id)))
        self._by_topic: dict[str, list[Entry]] = {}
        for entry in self.all:
            for topic in entry.content.topics:
                self._by_topic.setdefault(topic, []).append(entry)

    def current(self, today: date) -> tuple[Entry, ...]:
        """What hangs there today."""
        return tuple(_holding(self.all, today))

    def matching(self, topic: str, today: date) -> tuple[Entry, ...]:
        """What stands beside an answer about this subtopic: entries of the subtopic, then those of its whole topic."""
        found: dict[str, Entry] = {}
        for name in (topic, topic.partition("/")[0]):
            for entry in _holding(self._by_topic.get(name, ()), today):
                found.setdefault(entry.id, entry)
        return tuple(found.values())


def private(text: str) -> Iterator[str]:
    """Why this text may not stand on the board: it seems to tell how to reach a person, or a person's name.

    The sentences are English; the interface translates them.
    """
    if EMAIL.search(text):
        yield NO_EMAIL
    numbers = (match[0] for match in PHONE.finditer(NO_NUMBER.sub(" ", text)))
    if any(sum(map(str.isdigit, number)) >= FEWEST_DIGITS for number in numbers):
        yield NO_PHONE
    if PERSON.search(text):
        yield NO_PERSON


def _holding(entries: Iterable[Entry], today: date) -> Iterator[Entry]:
    return (entry for entry in entries if entry.hidden(today) is None)
