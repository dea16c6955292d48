"""Made-up visits: who comes when, speaking what, with which topics. Pure: the same for the same seed and directory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.demo import shape
from app.demo.choosing import Choice
from app.demo.shape import Weights
from app.vocabulary.values import Topic, Vocabulary

MOST_TOPICS = len(shape.MANY_TOPICS)


@dataclass(frozen=True)
class Visit:
    """What is said at the desk. ``moment`` is local; ``answers`` are as in the form of the counter, by question.

    ``chances`` (0 to 1) decide what cannot be said before the offices are known: whether a slip is printed, what is
    given along, whether, how and when the slip comes back.
    """

    moment: datetime
    language: str
    subtopics: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    talk: str
    channel: str
    persons: str
    outcome: str
    duration: str
    form_key: bytes
    chances: tuple[float, ...]


@dataclass(frozen=True)
class Hour:
    """An hour in which the centre is open, when it begins (local), and how busy it is."""

    begins: datetime
    weight: float


class Crowd:
    """Everybody who may come, as far as this directory knows their languages, topics and traits."""

    def __init__(self, words: Vocabulary, options: Mapping[str, Collection[str]]) -> None:
        """``options`` are the answers that the routing table knows, by question."""
        self._options = options
        self._languages = Choice({tag: shape.LANGUAGES.get(tag, shape.RARE) for tag in words.languages})
        self._visitors = {tag: Choice(shape.VISITORS.get(tag, shape.OTHER_VISITORS)) for tag in self._languages.values}
        topics = [topic for topic in words.topics.values() if topic.subtopics]
        self._topics = {kind: Choice(_topic_weights(topics, kind)) for kind in shape.ANSWERS}
        self._subtopics = {topic.id: Choice(_subtopic_weights(topic)) for topic in topics}

    def month(self, random: Random, hours: Sequence[Hour], contacts: int) -> list[Visit]:
        """The visits of a month, in the order in which they come."""
        places = random.choices(hours, weights=[hour.weight for hour in hours], k=contacts)
        moments = sorted(place.begins + timedelta(seconds=random.randrange(3600)) for place in places)
        return [self._visit(random, moment) for moment in moments]

    def _visit(self, random: Random, moment: datetime) -> Visit:
        language = self._languages.one(random)
        kind = self._visitors[language].one(random)
        many = random.choices(range(1, MOST_TOPICS + 1), weights=shape.MANY_TOPICS)[0]
        return Visit(
            moment=moment,
            language=language,
            subtopics=tuple(self._subtopics[topic].one(random) for topic in self._topics[kind].several(random, many)),
            answers=dict(self._answers(random, kind, language)),
            talk=_talk(language).one(random),
            channel=_CHANNEL.one(random),
            persons=_PERSONS.one(random),
            outcome=_OUTCOME.one(random),
            duration=_DURATION.one(random),
            form_key=random.randbytes(16),
            chances=tuple(random.random() for _ in range(5)),
        )

    def _answers(self, random: Random, kind: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        given = _ANSWERS[kind]
        if kind == "refugee" and random.random() < shape.UKRAINIAN.get(language, 0):
            given = _UKRAINIAN
        wanted = {question: choice.one(random) for question, choice in given.items()}
        wanted["residence"] = "county" if random.random() < shape.FROM_THE_COUNTY else "city"
        for question, value in wanted.items():
            if value in self._options.get(question, ()):
                yield question, (value,)


def _topic_weights(topics: Sequence[Topic], kind: str) -> Weights:
    more = shape.MORE_OF.get(kind, {})
    return {topic.id: shape.TOPICS.get(topic.id, shape.RARE) * more.get(topic.id, 1) for topic in topics}


def _subtopic_weights(topic: Topic) -> Weights:
    """The first of the directory the most often; how often a protected one comes does not hang on its place."""
    open_ones = [one.id for one in topic.subtopics if not one.protected]
    weights = {name: shape.LEADING_SUBTOPIC**place for place, name in enumerate(open_ones)}
    protected = {one.id: shape.PROTECTED.get(one.id, shape.RARE) for one in topic.subtopics if one.protected}
    return weights | protected


def _choices(answers: Mapping[str, Weights]) -> dict[str, Choice]:
    return {question: Choice(weights) for question, weights in answers.items()}


def _talk(language: str) -> Choice:
    if language in shape.WELL_KNOWN:
        return _TALK_WELL_KNOWN
    return _TALK_STAFF if language in shape.STAFF_LANGUAGES else _TALK_RARE


_TALK_WELL_KNOWN, _TALK_STAFF, _TALK_RARE = map(Choice, (shape.TALK_WELL_KNOWN, shape.TALK_STAFF, shape.TALK_RARE))
_CHANNEL, _PERSONS, _OUTCOME, _DURATION = map(Choice, (shape.CHANNELS, shape.PERSONS, shape.OUTCOMES, shape.DURATIONS))
_ANSWERS = {kind: _choices(answers) for kind, answers in shape.ANSWERS.items()}
_UKRAINIAN = _choices(shape.UKRAINIAN_STATUS)
