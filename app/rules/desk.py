"""What the decision tables are made of: rules as published and drafted, with everything that they name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from sqlalchemy.orm import Session

from app.accounts import service as accounts
from app.accounts.roles import EDITORS
from app.directory import drafts as store
from app.directory.drafts import Current
from app.directory.entries import Content, Entry
from app.directory.models import Draft
from app.directory.stored import stored_contents
from app.errors import N_, NotFound
from app.interface import language
from app.rules import words
from app.rules.names import Kind, Name, Names, names_of
from app.rules.rows import Row, is_due, validity
from app.vocabulary.service import ByRevision, vocabulary
from app.vocabulary.values import Subtopic, Topic, Vocabulary
from referrals.directory.facts import Office
from referrals.directory.freshness import doubtful
from referrals.directory.service import offices

Doubt = Literal["draft", "unknown", "defunct", "unverified", "stale"]

RULES = "rules"
OFFICES = "offices"
NO_TOPIC = N_("There is no topic of this name in the directory.")


def _contents(session: Session) -> Mapping[str, Content]:
    known = stored_contents(session)
    return MappingProxyType({entry.id: content for entry, content in known.items() if entry.kind == RULES})


published = ByRevision(_contents)
"""published(session) -> Mapping[str, Content]: all published rules by id."""


class Wording:
    """Names and cells of one state of the directory in one language; cells are worked out when they are first read."""

    def __init__(self, known: Vocabulary, found: Mapping[str, Office], language: str) -> None:
        self.names = names_of(known, found, language)
        self.residences = words.residence_labels()
        self._cells: dict[str, Mapping[str, str]] = {}

    def cells(self, rule: str, content: Content) -> Mapping[str, str]:
        """The texts of a published rule."""
        if rule not in self._cells:
            self._cells[rule] = words.cells(content, self.names, self.residences)
        return self._cells[rule]


def _no_wordings(_session: Session) -> dict[str, Wording]:
    return {}


_wordings = ByRevision(_no_wordings)
"""Wordings by language; filled when a language is first read."""


def _wording(session: Session) -> Wording:
    known = _wordings(session)
    if language() not in known:
        known[language()] = Wording(vocabulary(session), offices(session), language())
    return known[language()]


@dataclass(frozen=True)
class Desk:
    """All rules of one state of the directory, with the drafts, for one request."""

    vocabulary: Vocabulary
    offices: Mapping[str, Office]
    published: Mapping[str, Content]
    drafts: Mapping[str, Draft]
    drafted_offices: Mapping[str, Content]
    wording: Wording
    today: date

    @classmethod
    def open(cls, session: Session, today: date) -> "Desk":
        """Cached by the directory's revision, but for the drafts."""
        drafted = store.drafts(session)
        known = offices(session)
        return cls(
            vocabulary=vocabulary(session),
            offices=known,
            published=published(session),
            # A draft that removes what is gone already has nothing to show here.
            drafts={
                one.entry_id: one
                for one in drafted
                if one.kind == RULES and (one.content is not None or one.entry_id in published(session))
            },
            drafted_offices={
                one.entry_id: one.content
                for one in drafted
                if one.kind == OFFICES and one.content is not None and one.entry_id not in known
            },
            wording=_wording(session),
            today=today,
        )

    @cached_property
    def names(self) -> Mapping[Kind, Names]:
        """What is typed and read in place of ids, with offices that are drafts themselves."""
        if not self.drafted_offices:
            return self.wording.names
        drafted = [Name(one, f"{content['name_de']} ({one})") for one, content in self.drafted_offices.items()]
        return {**self.wording.names, "office": Names([*self.wording.names["office"].all, *drafted])}

    @property
    def residences(self) -> Mapping[str, str]:
        """The short labels of city and county."""
        return self.wording.residences

    @cached_property
    def rules(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of all rules, published or drafted, by topic."""
        found: dict[str, list[str]] = {}
        for id_ in dict.fromkeys([*self.published, *self.drafts]):
            found.setdefault(topic_of(self.known(id_)), []).append(id_)
        return {topic: tuple(ids) for topic, ids in found.items()}

    def rows_of(self, topic: str) -> tuple[Row, ...]:
        """The rows of one topic."""
        return tuple(self._row(id_) for id_ in self.rules.get(topic, ()))

    def drafts_of(self, topic: str) -> list[Row]:
        """The rows of a topic that are drafts."""
        return [self._row(id_) for id_ in self.rules.get(topic, ()) if id_ in self.drafts]

    def known(self, rule: str) -> Content:
        """A rule as it is drafted; as it is published where the draft removes it or where there is none."""
        draft = self.drafts.get(rule)
        content = (draft.content if draft else None) or self.published.get(rule)
        assert content is not None, "a draft of nothing is left out"
        return content

    def content(self, rule: str) -> Content | None:
        """A rule as it is drafted, else as it is published."""
        draft = self.drafts.get(rule)
        return draft.content if draft else self.published.get(rule)

    def current(self, rule: str) -> Current:
        """A rule as it is published and drafted, without asking the database."""
        return Current(entry_of(rule), self.published.get(rule), self.drafts.get(rule))

    def doubt(self, id_: str) -> Doubt | None:
        """What one should know of an office before naming it."""
        office = self.offices.get(id_)
        if office is None:
            return "draft" if id_ in self.drafted_offices else "unknown"
        if office.status == "defunct":
            return "defunct"
        if not office.verified:
            return "unverified"
        return "stale" if doubtful(office, self.today) else None

    def _row(self, id_: str) -> Row:
        draft, before, content = self.drafts.get(id_), self.published.get(id_), self.known(id_)
        return Row(
            id=id_,
            content=content,
            change="" if draft is None else "removed" if draft.content is None else "changed" if before else "new",
            cells=words.cells(content, self.names, self.residences) if draft else self.wording.cells(id_, content),
            validity=validity(content, self.today),
            due=is_due(content, self.today),
            author=draft.made_by if draft else "",
            submitted=bool(draft and draft.submitted_by),
        )


@dataclass(frozen=True)
class Count:
    """What there is in one subtopic."""

    subtopic: Subtopic
    rules: int
    drafts: int
    due: int
    findings: int


@dataclass(frozen=True)
class Overview:
    """A topic with its subtopics."""

    topic: Topic
    counts: tuple[Count, ...]


def overview(desk: Desk, findings: Mapping[str, int]) -> list[Overview]:
    """All topics in the order of the directory; ``findings`` are numbers by subtopic."""
    return [
        Overview(
            topic,
            tuple(
                Count(
                    subtopic,
                    rules=len(desk.rules.get(subtopic.id, ())),
                    drafts=sum(id_ in desk.drafts for id_ in desk.rules.get(subtopic.id, ())),
                    due=sum(is_due(desk.known(id_), desk.today) for id_ in desk.rules.get(subtopic.id, ())),
                    findings=findings.get(subtopic.id, 0),
                )
                for subtopic in _subtopics(desk, topic)
            ),
        )
        for topic in desk.vocabulary.topics.values()
    ]


def place(desk: Desk, topic: str) -> tuple[Topic, Subtopic]:
    """A topic that can have rules: a subtopic, or a topic without any. Raises NotFound."""
    found = desk.vocabulary.topics.get(topic.partition("/")[0])
    subtopic = next((one for one in _subtopics(desk, found) if one.id == topic), None) if found else None
    if found is None or subtopic is None:
        raise NotFound(NO_TOPIC)
    return found, subtopic


def topic_of(content: Content) -> str:
    """The id of the topic as in the vocabulary: ``wohnen/mietproblem``."""
    return "/".join(filter(None, (content["topic"], content["subtopic"])))


def entry_of(rule: str) -> Entry:
    """The entry of a rule."""
    return Entry(RULES, rule)


def caretakers(chosen: Iterable[str]) -> list[str]:
    """The names of those who may look after a rule, and of those who do."""
    editors = [user.name for user in accounts.users() if user.role in EDITORS]
    return list(dict.fromkeys([*editors, *filter(None, chosen)]))


def used_offices(rows: Iterable[Row]) -> list[str]:
    """The offices that these rules name, the most named first."""
    named = Counter(one for row in rows for one in (*row.content["responsible"], *row.content["advice"]))
    return [id_ for id_, _ in sorted(named.items(), key=lambda one: (-one[1], one[0]))]


def _subtopics(desk: Desk, topic: Topic) -> tuple[Subtopic, ...]:
    """With the topic itself where it has no subtopics, or has rules of its own beside them."""
    whole = Subtopic(topic.id, topic.id, topic.label, "", topic.handling)
    return topic.subtopics if topic.subtopics and topic.id not in desk.rules else (whole, *topic.subtopics)
