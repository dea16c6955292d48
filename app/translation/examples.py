"""Which slip shows a text: a sensible example for the preview beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.locales import Language
from app.translation.desk import Item
from app.vocabulary.catalogues import Translation
from app.vocabulary.service import ByRevision, vocabulary
from app.vocabulary.translations import TownTexts, Translator, town_texts
from handouts.service import handouts
from referrals.directory.service import offices
from referrals.routing.service import table
from referrals.routing.values import Rule
from referrals.slip.service import slip_for
from referrals.slip.values import Given, Role, Slip, Term

MOST_OFFICES = 3


@dataclass(frozen=True)
class Example:
    """A slip to show, by ids."""

    topic: str | None = None
    offices: tuple[tuple[str, Role], ...] = ()
    documents: tuple[str, ...] = ()
    bring_note: str = ""
    visit: str = ""
    handout: str = ""
    neutral: bool = False


def preview(session: Session, language: Language, item: Item, now: datetime, text: str | None = None) -> Slip | None:
    """A slip in this language that shows the text, with ``text`` in its place if it is given; None if none shows it.

    ``now`` is local. Raises WegweiserError.
    """
    texts = _texts(session, language, item, text)
    found = _example(session, language, item, now)
    return _slip(session, language, found, now, texts) if found else None


def _texts(session: Session, language: Language, item: Item, text: str | None) -> Translator:
    town, catalogue = town_texts(session), language.catalogue or ""
    if text is not None:
        place = (item.domain, item.entry.context, item.entry.german)
        town = TownTexts({catalogue: {**town.of(catalogue), place: Translation(text, reviewed=False)}})
    return Translator(catalogue, town)


def _slip(session: Session, language: Language, example: Example, now: datetime, texts: Translator) -> Slip:
    titles = handouts(session)
    return slip_for(
        session,
        language=language.tag,
        now=now,
        topic=example.topic,
        offices=example.offices,
        documents=example.documents,
        bring_note=example.bring_note,
        visit=example.visit,
        handouts=[Given(Term(example.handout, titles[example.handout].de))] if example.handout else (),
        neutral=example.neutral,
        texts=texts,
    )


def _example(session: Session, language: Language, item: Item, now: datetime) -> Example | None:
    name = item.entry.context.partition(" ")[2]
    rules = list(_rules(session, now))
    match item.kind:
        case "phrase":
            return _showing(session, language, item.entry.context, now)
        case "topic":
            return next(
                (_of(rule, name) for rule in rules if rule.topic == name or rule.topic.startswith(f"{name}/")), None
            )
        case "document":
            return next((_of(rule) for rule in rules if name in rule.bring), None)
        case "bring_note":
            return next((_of(rule) for rule in rules if rule.bring_note == item.entry.german), None)
        case "office":
            return Example(offices=((name, "responsible"),))
        case "handout":
            named = next((rule for rule in rules if rule.responsible), None)
            return Example(offices=_of(named).offices[:1], handout=name) if named else None


def _rules(session: Session, now: datetime) -> Iterator[Rule]:
    """Those of today that may be printed with their topic and send somebody somewhere."""
    words, known, today = vocabulary(session), offices(session), now.date()
    for topic, rules in table(session).rules.items():
        if topic in words.subtopics and words.subtopics[topic].protected:
            continue
        for rule in rules:
            named = (*rule.responsible, *rule.advises)[:MOST_OFFICES]
            valid = (rule.valid_from or today) <= today <= (rule.valid_to or today)
            if valid and named and all(known[office].status != "defunct" for office in named):
                yield rule


def _of(rule: Rule, topic: str = "") -> Example:
    named: list[tuple[str, Role]] = [(office, "responsible") for office in rule.responsible]
    named += [(office, "advises") for office in rule.advises]
    return Example(topic or rule.topic, tuple(named[:MOST_OFFICES]), rule.bring, rule.bring_note, rule.visit)


@dataclass(frozen=True)
class _Listening(Translator):
    """Notes which phrases a slip asks for."""

    heard: set[str] = field(default_factory=set)

    def phrase(self, key: str, german: str) -> Translation | None:
        self.heard.add(key)
        return super().phrase(key, german)


class _Known:
    """Examples of phrases that were found in one state of the directory, by language and phrase."""

    def __init__(self) -> None:
        self.examples: dict[tuple[str, str], Example | None] = {}


_known = ByRevision(lambda _session: _Known())


def _showing(session: Session, language: Language, phrase: str, now: datetime) -> Example | None:
    """The first example that says the phrase; looked for once in each state of the directory."""
    known = _known(session).examples
    if (language.tag, phrase) not in known:
        known[language.tag, phrase] = next(
            (example for example in _all(session, now) if _says(session, language, example, now, phrase)), None
        )
    return known[language.tag, phrase]


def _says(session: Session, language: Language, example: Example, now: datetime, phrase: str) -> bool:
    texts = _Listening(language.catalogue, town_texts(session))
    _slip(session, language, example, now, texts)
    return phrase in texts.heard


def _all(session: Session, now: datetime) -> Iterator[Example]:
    """One example of everything that makes a slip say something: sorts of rules, every office, sorts of slip."""
    sorts: dict[object, Rule] = {}
    first: dict[str, Rule] = {}
    for rule in _rules(session, now):
        sorts.setdefault((rule.visit, bool(rule.bring), bool(rule.advises)), rule)
        first.setdefault(_of(rule).offices[0][0], rule)
    yield from map(_of, sorts.values())
    for name, office in offices(session).items():
        if office.status != "defunct":
            yield _of(first[name]) if name in first else Example(offices=((name, "responsible"),))
    yield Example(neutral=True)
    yield Example(topic=next(iter(vocabulary(session).subtopics), None))
    yield from (Example(handout=name) for name in list(handouts(session))[:1])
