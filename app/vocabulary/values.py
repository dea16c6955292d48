"""The controlled vocabulary as plain values, read once and shared between threads."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.locales import Language


@dataclass(frozen=True)
class Label:
    """A text in German and English."""

    de: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The text in the interface language ``de`` or ``en``."""
        return self.en if language == "en" and self.en else self.de


@dataclass(frozen=True)
class Subtopic:
    """A subtopic; ``handling`` is normal, sensitive or protection."""

    id: str
    parent: str
    label: Label
    keywords: str
    handling: str

    @property
    def protected(self) -> bool:
        """Whether nothing may be shown, printed or kept that tells it."""
        return self.handling == "protection"


@dataclass(frozen=True)
class Topic:
    """A topic with its subtopics in order; ``key`` is its letter at the counter."""

    id: str
    label: Label
    key: str
    handling: str
    subtopics: tuple[Subtopic, ...]


@dataclass(frozen=True)
class Group:
    """A target group; ``concept_group`` is what a contact may keep of it, if anything."""

    id: str
    axis: str
    label: Label
    concept_group: str | None


@dataclass(frozen=True)
class QuestionText:
    """How a question is put: ``options`` are the labels by value, ``none`` the answer "not asked" or "none".

    Yes/no flags and age have no options, and some questions no words of their own for "none": empty labels. ``note``
    (English) helps the advisor to ask.
    """

    id: str
    text: Label
    options: Mapping[str, Label]
    none: Label
    note: str = ""


@dataclass(frozen=True)
class Document:
    """A document to bring; with ``keep_german`` the German term is printed beside the translation."""

    id: str
    label: Label
    keep_german: bool


@dataclass(frozen=True)
class Vocabulary:
    """Everything the counter and the slip name; mappings are in the order of the directory.

    ``questions`` has the texts of all traits: status, purpose, life, other, residence, age, the choices and the
    yes/no flags. ``sensitive`` are the flags that may not even be counted. ``phrases`` is German by key.
    ``field_of_action`` is by topic (parent).
    """

    topics: Mapping[str, Topic]
    subtopics: Mapping[str, Subtopic]
    groups: Mapping[str, Group]
    questions: Mapping[str, QuestionText]
    flags: Mapping[str, Label]
    sensitive: frozenset[str]
    languages: Mapping[str, Language]
    documents: Mapping[str, Document]
    phrases: Mapping[str, Label]
    field_of_action: Mapping[str, str]

    def language(self, tag: str) -> Language | None:
        """The language of this tag; of several, as the directory writes Romani (``rmn / rmy``), the first."""
        return self.languages.get(tag.partition("/")[0].strip())
