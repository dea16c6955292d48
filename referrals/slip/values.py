"""What the slip is made of: the request that is put in, and the statements that come out. Plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from app.locales import Language
from app.vocabulary.catalogues import Translation
from referrals.directory.facts import Hours, Office

LINE = 40
"""Characters of a line in one of the two columns, roughly; a shorter statement takes that room too."""
ROOM_OF_CODE = 4 * LINE
"""Characters in whose place a QR code with its words stands."""

Role = Literal["responsible", "advises"]
Paper = Literal["A4", "A5"]
Symbol = Literal["go", "call", "write", "look", "wait", "ask"]


class Translator(Protocol):
    """The checked vocabulary of one language; None where there is no translation."""

    def phrase(self, key: str, german: str) -> Translation | None:
        """A phrase of the slip, with its placeholders."""

    def topic(self, topic_id: str, german: str) -> Translation | None:
        """The label of a topic."""

    def document(self, document_id: str, german: str) -> Translation | None:
        """The label of a document to bring."""

    def office(self, office_id: str, german: str) -> Translation | None:
        """What the office is."""

    def bring_note(self, german: str) -> Translation | None:
        """A remark on what to bring."""

    def handout(self, handout_id: str, german: str) -> Translation | None:
        """The title of a handout."""


@dataclass(frozen=True)
class Term:
    """An entry of the vocabulary; ``keep_german`` prints the German word beside its translation."""

    id: str
    german: str
    keep_german: bool = False


@dataclass(frozen=True)
class Here:
    """When an office sits in this building, local times; ``room`` may be empty."""

    starts: datetime
    ends: datetime
    room: str = ""


@dataclass(frozen=True)
class Destination:
    """An office to go to, in its role, with its hours as of the moment of printing; ``here`` is its next sitting in
    this building, if it is near.
    """

    office: Office
    role: Role
    hours: Hours
    here: Here | None = None


@dataclass(frozen=True)
class Given:
    """A handout that goes along. ``language`` is the tag of its edition where that is not the visitor's, else "";
    ``link`` is where a phone finds it, or "".
    """

    title: Term
    language: str = ""
    link: str = ""


@dataclass(frozen=True)
class Occasion:
    """An event that the visitor may come to. ``other`` is its title in the language of the second column, or "" where
    nobody has written one; ``contact`` says where to register and is "" if nobody has to.
    """

    german: str
    other: str
    sitting: Here
    languages: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True)
class SlipRequest:
    """Everything a slip depends on.

    ``destinations``: the office to go to first, then up to three others; none means that no rule matches, and the
    slip names the ``centre`` (the office that prints it, if the directory has it). ``language`` is the visitor's;
    ``text_language`` that of the second column: the same, or English where there is no catalogue, or None for a slip
    in German only. ``visit`` is "" or "wait". ``report_at`` is the web address at which an office reports the code, or
    "". ``state`` is the number of the change that made the offices what they
    are, so that editors can trace the slip; it says no more than the offices' data do. ``large`` is large print. With
    ``neutral`` the slip is a card of phone numbers that says nothing of the topic.
    """

    language: Language
    text_language: Language | None
    translator: Translator | None
    phrases: Mapping[str, str]
    today: date
    centre: Destination | None
    destinations: tuple[Destination, ...] = ()
    topic: Term | None = None
    documents: tuple[Term, ...] = ()
    bring_note: str = ""
    visit: str = ""
    handouts: tuple[Given, ...] = ()
    events: tuple[Occasion, ...] = ()
    code: str | None = None
    report_at: str = ""
    state: int | None = None
    neutral: bool = False
    paper: Paper = "A4"
    large: bool = False


@dataclass(frozen=True)
class Run:
    """A stretch of text in one direction. ``lang`` is set where it is not the paragraph's language; ``isolated`` runs
    are read from left to right whatever surrounds them (German words, phone numbers, times).
    """

    text: str
    lang: str = ""
    isolated: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Pair:
    """The same statement in German and in the visitor's language; ``other`` is empty on a slip in German only."""

    german: str
    other: Text = ()

    @property
    def same(self) -> bool:
        """Whether both languages say it in the same word."""
        return "".join(run.text for run in self.other) == self.german

    @property
    def length(self) -> int:
        """Characters in the longer of the two languages."""
        return max(len(self.german), sum(len(run.text) for run in self.other))


@dataclass(frozen=True)
class Line:
    """A fact of the door that needs no translation, with its label in both languages."""

    label: Pair
    value: str
    web: bool = False


@dataclass(frozen=True)
class Place:
    """Where to go, or whom to call: printed once, and big. ``link`` is what the visitor's QR code holds."""

    symbol: Symbol
    instruction: Pair
    name: str
    gloss: Text = ()
    address: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    banner: Pair | None = None
    link: str | None = None
    link_caption: Pair | None = None


@dataclass(frozen=True)
class Coded:
    """A statement with a QR code beside it that holds ``link``, and what the code is for."""

    title: Pair
    caption: Pair
    link: str


@dataclass(frozen=True)
class Row:
    """Statements that stand side by side: an optional heading, sentences, things to tick off and a note on them, things
    with a QR code.

    ``symbol`` is a picture beside the heading: bring, speak or none.
    """

    symbol: Literal["bring", "speak", ""] = ""
    heading: Pair | None = None
    sentences: tuple[Pair, ...] = ()
    items: tuple[Pair, ...] = ()
    note: Pair | None = None
    coded: tuple[Coded, ...] = ()


@dataclass(frozen=True)
class TimeRow:
    """A line of the hours table; ``times`` like ``08:00 – 12:00``. ``upcoming`` marks the next opening."""

    label: Pair
    times: tuple[str, ...] = ()
    upcoming: bool = False


@dataclass(frozen=True)
class Also:
    """A further office, in short."""

    heading: Pair
    name: str
    gloss: Text
    facts: tuple[str, ...]
    remarks: Pair


@dataclass(frozen=True)
class Staff:
    """The box for the office that receives the visitor, in German."""

    show_this: Pair | None
    title: str
    lines: tuple[str, ...]
    code_label: str = ""
    code: str | None = None


@dataclass(frozen=True)
class Number:
    """A phone number of the neutral card, with a remark (day and night) or none."""

    number: str
    remark: Pair | None = None


@dataclass(frozen=True)
class Slip:
    """A slip as plain values, ready for the template. ``date`` is that in ``issued``; the neutral card has none."""

    language: Language | None
    paper: Paper
    large: bool
    title: Pair
    date: str = ""
    issued: tuple[Pair, ...] = ()
    place: Place | None = None
    warnings: tuple[Pair, ...] = ()
    rows: tuple[Row, ...] = ()
    hours_title: Pair | None = None
    hours: tuple[TimeRow, ...] = ()
    colon: str = ": "
    also_title: Pair | None = None
    also: tuple[Also, ...] = ()
    staff: Staff | None = None
    foot: tuple[Pair, ...] = ()
    numbers: tuple[Number, ...] = field(default=())

    @property
    def characters(self) -> int:
        """How much text the page has to hold, a statement counting as long as its longer language."""
        pairs = [
            *self.warnings,
            *(row.heading for row in self.rows if row.heading),
            *(pair for row in self.rows for pair in (*row.sentences, *row.items, *([row.note] if row.note else []))),
            *(row.label for row in self.hours),
            *(pair for also in self.also for pair in (also.heading, also.remarks)),
        ]
        lines = self.place.lines if self.place else ()
        name = 2 * len(self.place.name) if self.place else 0
        codes = ROOM_OF_CODE * sum(len(row.coded) for row in self.rows)
        facts = [*(line.value for line in lines), *(fact for also in self.also for fact in (also.name, *also.facts))]
        return name + codes + sum(max(LINE, length) for length in (*(pair.length for pair in pairs), *map(len, facts)))
