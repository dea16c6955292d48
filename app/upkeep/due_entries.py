"""The stored offices and rules as far as keeping them right goes, built again only when the directory has changed."""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary.service import ByRevision, vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.form import DATE
from referrals.directory.freshness import EMERGENCY_NUMBERS, end_of
from referrals.directory.models import Office, Source
from referrals.directory.service import office_as_of
from referrals.routing.models import RoutingRule
from referrals.routing.service import table
from referrals.routing.values import Rule, Table
from referrals.upkeep import Kept, following

SOURCE_ID = re.compile(r"S[0-9]+")
REACHED_BY = ("street", "phone", "email", "website", "contact_form")
ASKED_FOR = ("phone", "opening_hours", "appointment_code")
"""What visitors ask of an office that they are sent to."""


def _build(session: Session) -> tuple[Kept, ...]:
    words, rules = vocabulary(session), table(session)
    named = _subtopics_by_office(rules)
    by_id = {rule.id: rule for own in rules.rules.values() for rule in own}
    dates = {row.id: row.content_date for row in session.scalars(select(Source))}
    offices = session.scalars(select(Office).where(Office.status != "defunct").order_by(Office.position, Office.id))
    rows = session.scalars(select(RoutingRule).order_by(RoutingRule.id))
    subtopics = [
        Kept("subtopics", one.id, one.label.de, topics=(one.parent,), table=one.id) for one in words.subtopics.values()
    ]
    return (
        *(_office(row, named.get(row.id, frozenset())) for row in offices),
        *(_rule(row, by_id[row.id], words, rules, dates) for row in rows),
        *subtopics,
    )


entries = ByRevision(_build)
"""entries(session) -> tuple[Kept, ...]: offices that exist, all rules, and subtopics (for gaps); in their order."""


def newest(dates: Iterable[str | None]) -> str | None:
    """The newest of dates such as ``2020``, ``2020-12``; None if there is none."""
    found = [match[0] for text in dates if text and (match := DATE.search(text))]
    return max(found, key=end_of, default=None)


def _office(row: Office, subtopics: frozenset[str]) -> Kept:
    generic = row.kind == "generic"
    return Kept(
        kind="offices",
        id=row.id,
        title=row.name_de,
        topics=tuple(sorted({subtopic.partition("/")[0] for subtopic in subtopics})),
        named=len(subtopics),
        caretaker=row.caretaker,
        as_of=office_as_of(row),
        ages=row.phone not in EMERGENCY_NUMBERS and any(getattr(row, name) for name in REACHED_BY),
        checked_on=row.checked_on,
        review_on=row.review_on,
        unsure=row.status == "verify",
        note=row.status_note or "",
        missing=() if generic else tuple(name for name in ASKED_FOR if not getattr(row, name)),
    )


def _rule(row: RoutingRule, rule: Rule, words: Vocabulary, rules: Table, dates: Mapping[str, str | None]) -> Kept:
    subtopic = words.subtopics.get(row.topic_id)
    known = newest(dates.get(source) for source in SOURCE_ID.findall(row.source))
    if row.checked_on and (known is None or end_of(known) < row.checked_on):
        known = row.checked_on.isoformat()
    return Kept(
        kind="rules",
        id=row.id,
        title=subtopic.label.de if subtopic else row.topic_id,
        subtitle=row.reason_de,
        table=row.topic_id,
        topics=(row.topic_id.partition("/")[0],),
        caretaker=row.caretaker,
        as_of=known,
        checked_on=row.checked_on,
        review_on=row.review_on,
        unsure=row.confidence == "low",
        note=row.note,
        valid_to=row.valid_to,
        follows=following(rules, rule),
    )


def _subtopics_by_office(rules: Table) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for subtopic, own in rules.rules.items():
        for rule in own:
            for office in (*rule.responsible, *rule.advises):
                found.setdefault(office, set()).add(subtopic)
    return {office: frozenset(subtopics) for office, subtopics in found.items()}
