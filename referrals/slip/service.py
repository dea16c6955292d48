"""The slip of offices, topic and language named by their ids: fetches the facts and builds it."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import NotFound, WegweiserError
from app.locales import ENGLISH, Language
from app.vocabulary.catalogues import has_catalogue
from app.vocabulary.service import vocabulary
from app.vocabulary.translations import Translator, translator
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office
from referrals.directory.hours import hours
from referrals.directory.service import offices as all_offices
from referrals.slip.statements import build
from referrals.slip.values import Destination, Given, Here, Occasion, Paper, Role, Slip, SlipRequest, Term

PHRASES = Path(__file__).parents[1] / "leipzig" / "slip_phrases.csv"
CENTRE = "wzl"
"""The office that prints the slips; a directory without it can have slips too."""


class OfficeGone(WegweiserError):
    """Nobody is sent to an office that is no more."""


def slip_for(
    session: Session,
    *,
    language: str,
    now: datetime,
    topic: str | None = None,
    offices: Sequence[tuple[str, Role]] = (),
    documents: Sequence[str] = (),
    bring_note: str = "",
    visit: str = "",
    handouts: Sequence[Given] = (),
    events: Sequence[Occasion] = (),
    here: Mapping[str, Here] | None = None,
    code: str | None = None,
    report_at: str = "",
    state: int | None = None,
    neutral: bool = False,
    paper: Paper = "A4",
    large: bool = False,
    texts: Translator | None = None,
    directory: Mapping[str, Office] | None = None,
) -> Slip:
    """The slip; ``offices`` are (id, role), where to go first. A protected topic makes it neutral by itself.

    ``now`` is local. ``here`` says of offices by id when they sit in this building. ``report_at`` is where an office
    reports the code. ``state`` is the number of the change that made the offices what they are. ``texts`` are those of
    the visitor's language instead of the stored ones (the translation desk's preview), ``directory`` offices as
    somebody drafts them. Raises NotFound for an unknown id, OfficeGone for a defunct office.
    """
    words = vocabulary(session)
    known = all_offices(session) if directory is None else directory
    visitor = _visitor(words, language)
    at = now.replace(tzinfo=None)

    def destination(office: Office, role: Role) -> Destination:
        return Destination(office, role, hours(office, at), (here or {}).get(office.id))

    text_language = language_of_text(visitor)
    request = SlipRequest(
        language=visitor,
        text_language=text_language,
        translator=(texts or translator(session, text_language.catalogue)) if text_language else None,
        phrases=bundled_phrases() | {key: label.de for key, label in words.phrases.items()},
        today=now.date(),
        centre=destination(known[CENTRE], "advises") if CENTRE in known else None,
        destinations=tuple(destination(_office(known.get(name), name), role) for name, role in offices),
        topic=_topic(words, topic) if topic else None,
        documents=tuple(_document(words, name) for name in documents),
        bring_note=bring_note,
        visit=visit,
        handouts=tuple(handouts),
        events=tuple(events),
        code=code,
        report_at=report_at,
        state=state,
        neutral=neutral or _protected(words, topic),
        paper=paper,
        large=large,
    )
    return build(request)


@cache
def bundled_phrases() -> dict[str, str]:
    """The German phrases that come with the program: a town's own directory may be older than it."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["de"] for row in csv.DictReader(file)}


def language_of_text(visitor: Language) -> Language | None:
    """The language of the second column: the visitor's, English where there is no catalogue, None for German."""
    if visitor.catalogue and has_catalogue(visitor.catalogue):
        return visitor
    return None if visitor.is_german else ENGLISH


def _visitor(words: Vocabulary, language: str) -> Language:
    visitor = words.language(language)
    if visitor is None:
        raise NotFound(f"There is no language “{language}”; expected one of {', '.join(words.languages)}.")
    return visitor


def _office(office: Office | None, name: str) -> Office:
    if office is None:
        raise NotFound(f"There is no office “{name}” in the directory.")
    if office.status == "defunct":
        successor = f"; its successor is “{office.successor}”" if office.successor else ""
        raise OfficeGone(f"{office.name_de} does not exist any more{successor}.")
    return office


def _topic(words: Vocabulary, topic: str) -> Term:
    found = words.subtopics.get(topic) or words.topics.get(topic)
    if found is None:
        raise NotFound(f"There is no topic “{topic}”; expected one such as {next(iter(words.subtopics), 'a/b')}.")
    return Term(topic, found.label.de)


def _protected(words: Vocabulary, topic: str | None) -> bool:
    found = words.subtopics.get(topic or "") or words.topics.get(topic or "")
    return found is not None and found.handling == "protection"


def _document(words: Vocabulary, name: str) -> Term:
    found = words.documents.get(name)
    if found is None:
        raise NotFound(f"There is no document “{name}” in the vocabulary.")
    return Term(found.id, found.label.de, found.keep_german)
