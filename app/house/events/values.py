"""Events as plain values, and which of them fit a visitor's topic and language. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType

from app.vocabulary.values import Label

AHEAD = timedelta(weeks=8)
"""What is further off nobody plans for at the counter."""
NOTES = ("free_of_charge", "everyone_welcome", "limited_seats")
"""What the poster can say of an event beside its facts: keys of slip phrases."""
REGISTRATIONS = ("none", "needed")
_LINGUA_FRANCA = ("de", "en")


@dataclass(frozen=True)
class Title:
    """A title and the tag of the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Event:
    """An event. Field by field the table ``event``; see app.house.events.models."""

    id: str
    title: Label
    titles: Mapping[str, str]
    description: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    office: str | None
    room: str
    day: date
    starts: time
    ends: time
    seats: int | None
    registration: str
    contact: str
    link: str
    notes: tuple[str, ...]

    @property
    def begins(self) -> datetime:
        """Local, naive."""
        return datetime.combine(self.day, self.starts)

    @property
    def finishes(self) -> datetime:
        """Local, naive."""
        return datetime.combine(self.day, self.ends)

    def title_in(self, tag: str) -> Title | None:
        """The title as somebody wrote it in this language; None if nobody did."""
        if tag == "de":
            return Title(self.title.de, "de")
        text = self.titles.get(tag) or (self.title.en if tag == "en" else "")
        return Title(text, tag) if text else None

    def speaks(self, tag: str | None) -> bool:
        """Whether it is held in this language, or in another kind of the same (``fa`` and ``fa-AF``)."""
        return tag is not None and _primary(tag) in {_primary(one) for one in self.languages}


class Programme:
    """The events that take place, indexed by topic; shared between threads."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = tuple(sorted(events, key=lambda event: (event.begins, event.id)))
        by_topic: dict[str, list[Event]] = {}
        for event in self.events:
            for topic in event.topics or ("",):
                by_topic.setdefault(topic, []).append(event)
        self._by_topic = {topic: tuple(found) for topic, found in by_topic.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Every event by its id."""
        return MappingProxyType({event.id: event for event in self.events})

    def event(self, id_: str) -> Event | None:
        """The event of this id, if it takes place."""
        return self.by_id.get(id_)

    def matching(self, topic: str | None, language: str | None, now: datetime) -> tuple[Event, ...]:
        """What a visitor with this subtopic (or topic) and language could go to within the next eight weeks.

        Events of the subtopic first, then of its topic, then those for everyone; of each the ones in the visitor's
        language first, then in German or English, then the others; the next one first. Without a topic all of them.
        ``now`` is local; an event that has begun counts until it ends.
        """
        moment = now.replace(tzinfo=None)
        places = [self.events] if topic is None else [self._by_topic.get(one, ()) for one in _places(topic)]
        found: dict[str, Event] = {}
        for place in places:
            open_ = [event for event in place if event.finishes > moment and event.begins < moment + AHEAD]
            for event in sorted(open_, key=lambda event: _distance(event, language)):
                found.setdefault(event.id, event)
        return tuple(found.values())


def _places(topic: str) -> list[str]:
    parent = topic.partition("/")[0]
    return [topic, *([parent] if parent != topic else []), ""]


def _distance(event: Event, language: str | None) -> int:
    """How far its languages are from the visitor's; events come by their day, and sorting keeps that order."""
    if language is None or event.speaks(language):
        return 0
    return 1 if any(event.speaks(one) for one in _LINGUA_FRANCA) else 2


def _primary(tag: str) -> str:
    return tag.partition("-")[0].strip()
