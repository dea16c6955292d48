"""A made-up town for the auditor itself: contacts, and tables of them published by methods that are known to be bad."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tests.audit.knowledge import Directory
from tests.audit.published import ALL, Figure, Key, Published

TABLES: dict[str, Key] = {
    "channel": ("channel",),
    "language": ("language",),
    "language_talk": ("language", "talk"),
    "group": ("group",),
    "topic": ("topic", "subtopic"),
    "topic_group": ("topic", "subtopic", "group"),
    "topic_language": ("topic", "language"),
}
MULTI = frozenset({"topic", "subtopic"})
LANGUAGES = tuple(f"l{number}" for number in range(12))
TALKS = ("direct", "interpreter", "companion")
GROUPS = ("refugee", "student", "other", "unknown")
CHANNELS = ("in_person", "phone")
VALUES = {"language": LANGUAGES, "talk": TALKS, "group": GROUPS, "channel": CHANNELS}
TOPICS = {f"t{number}": tuple(f"t{number}/s{below}" for below in range(3)) for number in range(6)}
DIRECTORY = Directory(dict.fromkeys(TOPICS, "f"), frozenset())
Publish = Callable[[int], Figure]


@dataclass(frozen=True)
class Contact:
    """One contact, in ``month``."""

    month: str
    subtopics: frozenset[str]
    language: str
    talk: str
    group: str
    channel: str


def contacts(number: int, months: Sequence[str], seed: int) -> list[Contact]:
    """Skewed as real ones."""
    chance = random.Random(seed)
    subtopics = [subtopic for below in TOPICS.values() for subtopic in below]
    return [
        Contact(
            month=chance.choice(months),
            subtopics=frozenset(_skewed(chance, subtopics) for _ in range(chance.choice((1, 1, 2)))),
            language=_skewed(chance, LANGUAGES),
            talk=_skewed(chance, TALKS),
            group=_skewed(chance, GROUPS),
            channel=_skewed(chance, CHANNELS),
        )
        for _ in range(number)
    ]


def periods_of(months: Iterable[str]) -> dict[str, set[str]]:
    """These months, and the quarters and years that are whole."""
    found = {month: {month} for month in months}
    for quarter, year in product(range(4), {month[:4] for month in months}):
        inside = {f"{year}-{3 * quarter + more:02d}" for more in (1, 2, 3)}
        if inside <= found.keys():
            found[f"{year}-Q{quarter + 1}"] = inside
    for year in {month[:4] for month in months}:
        inside = {f"{year}-{number:02d}" for number in range(1, 13)}
        if inside <= found.keys():
            found[year] = inside
    return found


def published(
    town: Sequence[Contact], publish: Publish, *, months: Sequence[str], broken_down_from: int = 0
) -> tuple[Published, ...]:
    """Every table of every period. Nobody checks them."""
    return tuple(
        _table([one for one in town if one.month in inside], name, period, publish, broken_down_from)
        for period, inside in periods_of(months).items()
        for name in TABLES
    )


def count(town: Iterable[Contact], period: str, values: frozenset[tuple[str, str]]) -> int:
    """How many contacts of the period have these values; nobody has one that the town does not know."""
    months = {f"{period[:4]}-{number:02d}" for number in range(1, 13)}
    inside = next((found for name, found in periods_of(months).items() if name == period), set())
    return sum(one.month in inside and all(value in _values(one, of) for of, value in values) for one in town)


def _values(one: Contact, dimension: str) -> Iterable[str]:
    if dimension == "topic":
        return {subtopic.partition("/")[0] for subtopic in one.subtopics}
    return one.subtopics if dimension == "subtopic" else [getattr(one, dimension, "")]


def _table(town: Sequence[Contact], name: str, period: str, publish: Publish, broken_down_from: int) -> Published:
    dimensions = TABLES[name]
    counts = Counter(key for one in town for key in _keys(dimensions, one))
    listed = {
        key: publish(counts[key])
        for key in _keys(dimensions, None)
        if all((publish(counts[parent]).count or 0) >= broken_down_from for parent in _parents(key))
    }
    return Published(name, period, dimensions, listed, "contacts", MULTI & set(dimensions))


def _keys(dimensions: Key, one: Contact | None) -> Iterator[Key]:
    """The cells that a contact is in; without one, all there are."""
    subtopics = one.subtopics if one else {subtopic for below in TOPICS.values() for subtopic in below}
    topics = {subtopic.partition("/")[0] for subtopic in subtopics}
    axes: list[set[Key]] = []
    for dimension in dimensions:
        if dimension == "topic" and "subtopic" in dimensions:
            below = {(subtopic.partition("/")[0], subtopic) for subtopic in subtopics}
            axes.append({(ALL, ALL)} | {(topic, ALL) for topic in topics} | below)
        elif dimension == "topic":
            axes.append({(ALL,)} | {(topic,) for topic in topics})
        elif dimension != "subtopic":
            axes.append({(ALL,)} | {(value,) for value in ([getattr(one, dimension)] if one else VALUES[dimension])})
    for parts in product(*axes):
        yield tuple(value for part in parts for value in part)


def _parents(key: Key) -> Iterator[Key]:
    for place, value in enumerate(key):
        if value != ALL and not any(other.startswith(f"{value}/") for other in key):
            yield (*key[:place], ALL, *key[place + 1 :])


def _skewed(chance: random.Random, values: Sequence[str]) -> str:
    weights = [1 / (place + 1) ** 1.3 for place, _ in enumerate(values)]
    return chance.choices(values, weights)[0]
