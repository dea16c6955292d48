"""Everything that is to be translated, from the database: what an editor adds to the directory appears here at once."""

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary.catalogues import DOMAINS, Domain, Entry
from app.vocabulary.models import DocumentToBring, SlipPhrase, Topic
from app.vocabulary.service import ByRevision
from handouts.service import handouts
from referrals.directory.service import offices
from referrals.routing.models import RoutingRule

Kind = Literal["phrase", "topic", "document", "bring_note", "office", "handout"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEEP_GERMAN = "the German term is printed beside the translation, so do not repeat it"
BRING_NOTE = "bring_note"
"""The context that all remarks on what to bring share: they have no name of their own, only their text."""


def kind_of(domain: Domain, entry: Entry) -> Kind:
    """What sort of text it is."""
    if domain == "slip":
        return "phrase"
    sort = entry.context.partition(" ")[0]
    return next(kind for kind in KINDS if kind == sort)


def source_hash(german: str) -> str:
    """What stands for a German text: SHA-256, hexadecimal. A translation is up to date if it was made from this."""
    return hashlib.sha256(german.encode()).hexdigest()


def key_of(domain: Domain, entry: Entry) -> str:
    """A short name of the entry for addresses and ids: 16 hexadecimal digits, the same when its German changes."""
    own = entry.german if entry.context == BRING_NOTE else ""
    return hashlib.sha256("\0".join((domain, entry.context, own)).encode()).hexdigest()[:16]


def _build(session: Session) -> Mapping[Domain, tuple[Entry, ...]]:
    found: dict[Domain, tuple[Entry, ...]] = {"slip": tuple(_slip(session)), "vocabulary": tuple(_vocabulary(session))}
    assert tuple(found) == DOMAINS
    return MappingProxyType(found)


entries = ByRevision(_build)
"""entries(session) -> Mapping[Domain, tuple[Entry, ...]]: in the order of the directory."""


def _slip(session: Session) -> Iterator[Entry]:
    for phrase in session.scalars(select(SlipPhrase).order_by(SlipPhrase.position, SlipPhrase.key)):
        yield Entry(phrase.key, phrase.label_de, phrase.label_en, phrase.note, phrase.max_chars)


def _vocabulary(session: Session) -> Iterator[Entry]:
    yield from _topics(session)
    for document in session.scalars(select(DocumentToBring).order_by(DocumentToBring.position, DocumentToBring.id)):
        remark = "; ".join(filter(None, (document.note, KEEP_GERMAN if document.keep_german else "")))
        yield Entry(f"document {document.id}", document.label_de, document.label_en, remark)
    yield from _bring_notes(session)
    remark = "says what the office is, printed under its German name; keep proper names and abbreviations"
    for office in offices(session).values():
        if office.status != "defunct":
            yield Entry(f"office {office.id}", office.name_de, office.name_en, remark)
    for name, title in handouts(session).items():
        yield Entry(f"handout {name}", title.de, title.en)


def _topics(session: Session) -> Iterator[Entry]:
    """Every topic, and after it its subtopics."""
    rows = session.scalars(select(Topic).order_by(Topic.position, Topic.id)).all()
    for topic in rows:
        if topic.parent_id is None:
            for row in (topic, *(row for row in rows if row.parent_id == topic.id)):
                yield Entry(f"topic {row.id}", row.label_de, row.label_en)


def _bring_notes(session: Session) -> Iterator[Entry]:
    """Each text once, where its first rule stands: by topic, then by the order in which rules are tried."""
    notes = session.scalars(
        select(RoutingRule.bring_note)
        .join(Topic, RoutingRule.topic_id == Topic.id)
        .where(RoutingRule.bring_note != "")
        .order_by(Topic.position, RoutingRule.priority, RoutingRule.id)
    )
    for german in dict.fromkeys(notes):
        yield Entry(BRING_NOTE, german, note="remark after the list of documents to bring")
