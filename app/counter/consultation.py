"""What the form of the counter says: parsed once, at the door, into plain values.

All of it lives in the form: the server remembers nothing between two requests.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from app.contacts import values
from app.errors import N_, WegweiserError
from app.vocabulary.values import Vocabulary
from referrals.slip.values import Paper

T = TypeVar("T", bound=str)

ANSWER_PREFIX = "a-"
PAPERS: tuple[Paper, ...] = ("A4", "A5")
NEUTRAL_PAPERS = ("slip", "card", "none")


UNKNOWN = {
    "language": N_("This language is not in the directory any more. Please choose again."),
    "topic": N_("This topic is not in the directory any more. Please choose again."),
    "answer": N_("This question or answer is not in the directory any more. Please choose again."),
}


class UnknownValue(WegweiserError):
    """The form names a topic, language or answer that does not exist (any more)."""


@dataclass(frozen=True)
class Details:
    """How the conversation went; every value has a default that fits most contacts."""

    talk: str = "direct"
    channel: str = "in_person"
    persons: str = "1"
    outcome: str = "referred"
    duration: str = "to15"


DETAIL_CHOICES: dict[str, tuple[str, ...]] = {
    "talk": values.TALKS,
    "channel": values.CHANNELS,
    "persons": values.PERSONS,
    "outcome": values.OUTCOMES,
    "duration": values.DURATIONS,
}


@dataclass(frozen=True)
class EarlierTopic:
    """A topic of the same conversation that is already answered, and the offices chosen for it."""

    subtopic: str
    offices: tuple[str, ...]


@dataclass(frozen=True)
class OfficeChoice:
    """Which of the offices that were ``shown`` the advisor ``ticked`` for the slip; void once others are shown."""

    shown: frozenset[str]
    ticked: tuple[str, ...]


@dataclass(frozen=True)
class Consultation:
    """A conversation as far as it has come.

    ``answers`` maps a trait to its values (``none``: not asked, or none of these).
    """

    token: str = ""
    language: str | None = None
    topic: str | None = None
    subtopic: str | None = None
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    earlier: tuple[EarlierTopic, ...] = ()
    choice: OfficeChoice | None = None
    handouts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    details: Details = Details()
    paper: Paper = "A4"
    large: bool = False
    neutral_paper: str = "slip"
    query: str = ""
    language_query: str = ""

    def without_last_step(self) -> "Consultation":
        """One step back: the last answer, else the subtopic, the topic, the language.

        Before a subtopic is chosen the answers are those of an earlier topic, and stay.
        """
        if self.subtopic and self.answers:
            return replace(self, answers=dict(list(self.answers.items())[:-1]))
        if self.subtopic:
            return replace(self, subtopic=None)
        if self.topic:
            return replace(self, topic=None)
        return replace(self, language=None)

    def without_language(self) -> "Consultation":
        """Ask for the language again."""
        return replace(self, language=None)

    def without_topic(self) -> "Consultation":
        """Ask for the topic again."""
        return replace(self, topic=None, subtopic=None)

    def without_answer(self, trait: str) -> "Consultation":
        """Take an answer back."""
        answers = {known: values for known, values in self.answers.items() if known != trait}
        return replace(self, answers=answers)

    def without_earlier(self, subtopic: str) -> "Consultation":
        """Remove a topic that was put aside."""
        return replace(self, earlier=tuple(topic for topic in self.earlier if topic.subtopic != subtopic))

    def with_next_topic(self, offices: tuple[str, ...]) -> "Consultation":
        """Put the answered topic aside and ask for another one; what is known of the person stays."""
        if self.subtopic is None:
            return self
        done = tuple(topic for topic in self.earlier if topic.subtopic != self.subtopic)
        return replace(self, earlier=(*done, EarlierTopic(self.subtopic, offices)), topic=None, subtopic=None)


def parse(form: MultiDict[str, str], vocabulary: Vocabulary) -> Consultation:
    """Read the form. Raises UnknownValue for ids that the vocabulary does not have."""
    subtopic = _known(_last(form, "subtopic"), vocabulary.subtopics, "topic")
    topic = (
        vocabulary.subtopics[subtopic].parent if subtopic else _known(_last(form, "topic"), vocabulary.topics, "topic")
    )
    return Consultation(
        token=form.get("token", ""),
        language=_known(_last(form, "language"), vocabulary.languages, "language"),
        topic=topic,
        subtopic=subtopic,
        answers=_answers(form),
        earlier=_earlier(form.getlist("earlier"), vocabulary),
        choice=_office_choice(form),
        handouts=tuple(dict.fromkeys(form.getlist("handout"))),
        events=tuple(dict.fromkeys(form.getlist("event"))),
        details=_details(form),
        paper=_choice(form.get("paper"), PAPERS),
        large=form.get("large") == "1",
        neutral_paper=_choice(form.get("neutral_paper"), NEUTRAL_PAPERS),
        query=form.get("q", "").strip()[:80],
        language_query=form.get("language_query", "").strip()[:40],
    )


def known_part(form: MultiDict[str, str], vocabulary: Vocabulary) -> Consultation:
    """What is left of a form that cannot be used as it is: without answers, and without ids that are gone."""
    known: dict[str, Container[str]] = {
        "language": vocabulary.languages,
        "topic": vocabulary.topics,
        "subtopic": vocabulary.subtopics,
    }
    fields = [
        (name, value)
        for name, value in form.items(multi=True)
        if value in known.get(name, {value})
        and not name.startswith(ANSWER_PREFIX)
        and (name != "earlier" or value.partition("|")[0] in vocabulary.subtopics)
    ]
    return parse(MultiDict(fields), vocabulary)


def _details(form: MultiDict[str, str]) -> Details:
    given = {name: form.get(name, "") for name in DETAIL_CHOICES}
    return Details(**{name: value for name, value in given.items() if value in DETAIL_CHOICES[name]})


def _office_choice(form: MultiDict[str, str]) -> OfficeChoice | None:
    shown = frozenset(form.get("offices_shown", "").split(",")) - {""}
    return OfficeChoice(shown, tuple(form.getlist("office"))) if shown else None


def _answers(form: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    answers = {}
    for name in form:
        if name.startswith(ANSWER_PREFIX):
            given = tuple(dict.fromkeys(value for value in form.getlist(name) if value))
            if given:
                answers[name.removeprefix(ANSWER_PREFIX)] = given
    return answers


def _earlier(texts: Iterable[str], vocabulary: Vocabulary) -> tuple[EarlierTopic, ...]:
    """Each topic once, however often it was sent."""
    offices_of = {subtopic: offices for subtopic, _, offices in (text.partition("|") for text in texts) if subtopic}
    for subtopic in offices_of:
        _known(subtopic, vocabulary.subtopics, "topic")
    return tuple(
        EarlierTopic(subtopic, tuple(office for office in offices.split(",") if office))
        for subtopic, offices in offices_of.items()
    )


def _last(form: MultiDict[str, str], name: str) -> str | None:
    """The button that was pressed comes after the hidden field that says what was known."""
    return next(reversed(form.getlist(name)), None)


def _known(value: str | None, known: Container[str], kind: str) -> str | None:
    if not value:
        return None
    if value not in known:
        raise UnknownValue(UNKNOWN[kind])
    return value


def _choice(value: str | None, choices: tuple[T, ...]) -> T:
    return next((choice for choice in choices if choice == value), choices[0])
