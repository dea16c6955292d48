"""What a poster says: an event in German and in up to five further languages, from checked vocabulary only.

Titles are printed as somebody wrote them in that language; where nobody did, the block says what the event is about in
the translated words of the topics. Nothing here is translated by the program. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.formatting import short_date, weekday_date
from app.house.events.values import Event
from app.locales import Language
from referrals.slip.values import Pair, Run, Term, Text, Translator
from referrals.slip.wording import Wording, same

MOST_LANGUAGES = 5
"""Beside German: more cannot be read from two metres away."""
Paper = Literal["A4", "A3"]
ROOM = "Raum "


@dataclass(frozen=True)
class House:
    """Where it takes place and whom to ask: street and town, then how to come and to call."""

    name: str
    address: tuple[str, ...]
    contact: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """A language of the poster, with its translations."""

    language: Language
    translator: Translator


@dataclass(frozen=True)
class PosterRequest:
    """Everything a poster depends on. ``phrases`` is German by key; ``topics`` the event's, with German labels."""

    event: Event
    house: House
    organiser: str
    topics: tuple[Term, ...]
    phrases: Mapping[str, str]
    readers: tuple[Reader, ...]
    today: date
    paper: Paper = "A4"


@dataclass(frozen=True)
class Fact:
    """A labelled line, or a sentence without a label."""

    label: Text
    text: Text


@dataclass(frozen=True)
class Block:
    """The event in one language. ``written`` is False where the title is what the event is about, not its name."""

    language: Language
    kind: Text
    title: Text
    written: bool
    facts: tuple[Fact, ...]
    sentences: tuple[Text, ...]
    remark: Text = ()


@dataclass(frozen=True)
class Poster:
    """A poster as plain values: German big, the other languages as blocks below.

    ``languages`` are what they are called and their names; ``link`` is what the QR code holds, or "".
    """

    paper: Paper
    kind: str
    title: str
    description: str
    day: str
    times: str
    room: str
    languages: tuple[str, str]
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]
    house: House
    link: str
    as_of: str


def build(request: PosterRequest) -> Poster:
    """The poster. Raises KeyError for a phrase that the directory lacks."""
    event = request.event
    german = Wording(request.phrases, None, None)
    return Poster(
        paper=request.paper,
        kind=german.phrase("event").german,
        title=event.title.de,
        description=event.description,
        day=weekday_date(event.day, "de"),
        times=f"{_times(event)} Uhr",
        room=event.room,
        languages=(german.phrase("event_languages").german, _languages(german, event).german),
        sentences=tuple(pair.german for pair in _sentences(german, request)),
        blocks=tuple(_block(request, reader) for reader in request.readers[:MOST_LANGUAGES]),
        house=request.house,
        link=event.link,
        as_of=german.phrase("info_as_of", date=same(short_date(request.today))).german,
    )


def _block(request: PosterRequest, reader: Reader) -> Block:
    event, language = request.event, reader.language
    words = Wording(request.phrases, reader.translator, language)
    kind = words.phrase("event").other
    title = event.title_in(language.tag)
    known = [topic for topic in request.topics if reader.translator.topic(topic.id, topic.german)]
    day = words.text("", weekday_date(event.day, words.locale)).other
    when = (*day, Run("\u00a0· "), Run(_times(event), isolated=True))
    rows = [Fact(_label(words, "when"), when)]
    if event.room:
        rows.append(Fact(_label(words, "where"), words.phrase("room", room=same(_room(event))).other))
    if spoken := _languages(words, event).other:
        rows.append(Fact(words.phrase("event_languages").other, spoken))
    sentences = tuple(pair.other for pair in _sentences(words, request))
    return Block(
        language=language,
        kind=kind,
        # German stands above: a topic without a translation is left out.
        title=words.text("", title.text).other if title else _about(words, known),
        written=title is not None,
        facts=tuple(rows),
        sentences=sentences,
        remark=words.phrase("unreviewed").other if words.unreviewed else (),
    )


def _label(words: Wording, key: str) -> Text:
    """A word before what it names; easy German asks instead ("Wann ist das?")."""
    label = words.phrase(key).other
    asks = label[-1].text.endswith("?")
    return label if asks else (*label, Run(words.punctuation.colon.rstrip(" ")))


def _about(words: Wording, topics: Sequence[Term]) -> Text:
    """The topics in the block's language, one after the other."""
    return Wording.joined(" · ", *map(words.topic, topics)).other


def _languages(words: Wording, event: Event) -> Pair:
    names = words.languages(event.languages)
    return words.text(names.german, names.other)


def _sentences(words: Wording, request: PosterRequest) -> list[Pair]:
    event = request.event
    found = []
    if event.registration == "needed":
        found.append(words.phrase("register_first", contact=same(event.contact)))
    else:
        found.append(words.phrase("no_registration"))
    found += [words.phrase(note) for note in event.notes]
    if request.organiser:
        found.append(words.phrase("organised_by", name=same(request.organiser)))
    return found


def _times(event: Event) -> str:
    return f"{event.starts:%H:%M}–{event.ends:%H:%M}"


def _room(event: Event) -> str:
    """The phrase says "room" already."""
    return event.room.removeprefix(ROOM)
