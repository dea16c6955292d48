"""The signs that are written on the tally sheet: of languages, topics and offices, from the directory. Pure.

Languages and topics as on the keys of the counter, so that nobody learns them twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise

from app.vocabulary.values import Topic, Vocabulary
from referrals.directory.facts import Office
from referrals.routing.service import kept_offices
from referrals.routing.values import Table

SHORTEST_NUMBER = 3
_LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Legend:
    """What can be written. ``languages`` are tags by sign and by digit, ``topics`` subtopics by sign (``w2``),
    ``covered`` protected subtopics by their topic's letter and a dash (``r-``): more is not kept of it anyway.
    """

    vocabulary: Vocabulary
    offices: Mapping[str, Office]
    table: Table
    languages: Mapping[str, str]
    topics: Mapping[str, str]
    covered: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary, offices: Mapping[str, Office], table: Table) -> "Legend":
        """That of a directory."""
        signs = {sign: tag for tag, sign in language_signs(vocabulary).items()}
        digits = {one.key: one.tag for one in vocabulary.languages.values() if one.key}
        topics = {sign: subtopic for subtopic, sign in topic_signs(vocabulary).items()}
        return cls(vocabulary, offices, table, signs | digits, topics, _covered(vocabulary))

    def keepable(self) -> list[Office]:
        """The offices that may be kept with some contact; others have no place on a sheet that lies about."""
        open_ones = (subtopic.id for subtopic in self.vocabulary.subtopics.values() if not subtopic.protected)
        kept = {office for topic in open_ones for office in kept_offices(self.table, topic, self.vocabulary.sensitive)}
        return [office for office in self.offices.values() if office.id in kept and office.status != "defunct"]

    def numbered(self, typed: str) -> list[Office]:
        """The offices whose digits begin with what was typed."""
        return [office for office in self.offices.values() if long_number(office.id).startswith(typed)]


def language_signs(vocabulary: Vocabulary) -> dict[str, str]:
    """The short sign of each language by tag: the first part of the tag (``zh``), the whole one where that is taken."""
    signs: dict[str, str] = {}
    for tag in vocabulary.languages:
        short = tag.partition("-")[0].lower()
        signs[tag] = tag.lower() if short in signs.values() else short
    return signs


def topic_sign(topic: Topic) -> str:
    """The topic's letter at the counter; its id where there are more topics than letters."""
    return topic.key.lower() or topic.id


def covered_sign(topic: Topic) -> str:
    """What stands on paper for a topic of which the subtopic is not to be named."""
    return f"{topic_sign(topic)}-"


def topic_signs(vocabulary: Vocabulary) -> dict[str, str]:
    """The sign of each subtopic by id: the topic's letter and the number of its key at the counter (``w2``)."""
    return {
        subtopic.id: f"{topic_sign(topic)}{0 if number == 10 else number}"
        for topic in vocabulary.topics.values()
        for number, subtopic in enumerate(topic.subtopics, start=1)
    }


def _covered(vocabulary: Vocabulary) -> dict[str, str]:
    protected = [subtopic for subtopic in vocabulary.subtopics.values() if subtopic.protected]
    # The first one of a topic: none of them is kept.
    return {covered_sign(vocabulary.topics[subtopic.parent]): subtopic.id for subtopic in reversed(protected)}


@cache
def long_number(office: str) -> str:
    """The digits of an office, made of its id: a sheet of last month can never mean another office."""
    # From 2 on: no office may be mistaken for the police (110) or an ambulance (112).
    unit = 10 ** (_LONGEST_NUMBER - 1)
    return str(2 * unit + int.from_bytes(sha256(office.encode()).digest()[:8]) % (8 * unit))


def office_numbers(offices: Iterable[str]) -> dict[str, str]:
    """The number of each office by id: its first three digits, more where another one begins alike."""
    ordered = sorted(offices, key=long_number)
    needed = dict.fromkeys(ordered, SHORTEST_NUMBER)
    for one, other in pairwise(ordered):
        pairs = zip(long_number(one), long_number(other), strict=True)
        alike = next((n for n, (digit, beside) in enumerate(pairs) if digit != beside), _LONGEST_NUMBER)
        needed |= {office: max(needed[office], alike + 1) for office in (one, other)}
    return {office: long_number(office)[:length] for office, length in needed.items()}
