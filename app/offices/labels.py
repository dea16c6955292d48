"""Texts that stand for ids in the form: languages, topics, target groups, offices. What is typed finds its id again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.errors import N_
from app.formatting import clean
from app.interface import language, translate
from app.locales import babel_locale
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office

EVERYTHING = "*"
ALL = N_("all")


class Labels:
    """The texts of one kind of ids, each different from the others."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        known = list(pairs)
        times = Counter(text.casefold() for _, text in known)
        self.texts = {name: f"{text} ({name})" if times[text.casefold()] > 1 else text for name, text in known}
        self._ids = {text.casefold(): name for name, text in self.texts.items()}

    def text(self, name: str) -> str:
        """What stands for the id; an unknown one stands for itself."""
        return self.texts.get(name, name)

    def id(self, typed: str) -> str:
        """The id that was meant, by its text or itself; what nobody knows stays as it is."""
        typed = " ".join(typed.split())
        return typed if typed in self.texts else self._ids.get(typed.casefold(), typed)

    def __contains__(self, name: object) -> bool:
        return name in self.texts


@dataclass(frozen=True)
class AllLabels:
    """The labels that the form offers, in the language of the interface."""

    languages: Labels
    topics: Labels
    groups: Labels
    successor: Labels

    def of(self, field: str) -> Labels | None:
        """The labels of a field; None for one of free text."""
        found: Labels | None = getattr(self, field, None)
        return found


def all_labels(words: Vocabulary, offices: Mapping[str, Office]) -> AllLabels:
    """The labels of everything that a field of an office may name."""
    code = language()
    everything = [(EVERYTHING, translate(ALL))]
    languages = {tag: one.name_en if code == "en" else one.name_de for tag, one in words.languages.items()}
    for tag in sorted({tag for office in offices.values() for tag in office.languages} - languages.keys()):
        # Spoken somewhere, although no slip is in this language.
        languages[tag] = clean(babel_locale(code).languages.get(tag.replace("-", "_"), tag))
    topics = []
    for topic in words.topics.values():
        topics.append((topic.id, topic.label[code]))
        topics += [(one.id, f"{topic.label[code]}: {one.label[code]}") for one in topic.subtopics]
    return AllLabels(
        Labels(languages.items()),
        Labels(everything + topics),
        Labels(everything + [(group.id, group.label[code]) for group in words.groups.values()]),
        Labels((office.id, office.name_de) for office in offices.values()),
    )
