"""What can be missing: a leaflet, or anything about a topic, in a language. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.vocabulary.values import Label, Vocabulary
from handouts.library import Library

Kind = Literal["handout", "topic"]


@dataclass(frozen=True, order=True)
class Wanted:
    """``entry`` is a handout's id or, where no leaflet is known, that of a topic or subtopic; ``language`` a tag."""

    kind: Kind
    entry: str
    language: str

    @property
    def handout(self) -> str | None:
        """The handout's id."""
        return self.entry if self.kind == "handout" else None

    @property
    def topic(self) -> str | None:
        """The topic's or subtopic's id."""
        return self.entry if self.kind == "topic" else None


def of_subtopic(subtopic: str, language: str, library: Library, words: Vocabulary, today: date) -> tuple[Wanted, ...]:
    """What the counter may say is missing for a subtopic in the visitor's language, the likeliest first.

    The leaflets about it that are not there in this language, then anything about the topic. Of a protected subtopic
    nothing; of a sensitive one, and of leaflets for certain groups, only the topic (see request_models.MissingNote).
    """
    known = words.subtopics[subtopic]
    if known.protected:
        return ()
    if known.handling != "normal":
        return (Wanted("topic", known.parent, language),)
    leaflets = [
        Wanted("handout", leaflet, language)
        for leaflet in library.about(subtopic)
        if language not in library.languages(leaflet, today) and not library.leaflets[leaflet].traits
    ]
    return (*leaflets, Wanted("topic", subtopic, language))


def label_of(wanted: Wanted, titles: Mapping[str, Label], words: Vocabulary) -> Label | None:
    """The title of the handout (``titles`` by id) or the name of the topic; None if the directory has it no more."""
    if wanted.kind == "handout":
        return titles.get(wanted.entry)
    topic = words.subtopics.get(wanted.entry) or words.topics.get(wanted.entry)
    return topic.label if topic else None
