"""Reports of wrong data end where somebody has dealt with what they are about."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.directory.entries import Content, Entry
from app.directory.history import content_at
from app.directory.models import Change
from referrals import reports
from referrals.directory.form import UPKEEP

# Who looks after an entry says nothing about whether it is right.
IRRELEVANT = frozenset({"caretaker", "review_on"})
CONFIRMATION = frozenset({field.name for field in UPKEEP} | {"confidence"})


def settle_reports(session: Session, change: Change) -> None:
    """Forget the reports of offices that were changed or confirmed, and the gaps of subtopics whose rules changed."""
    if reports.reported(session):
        reports.settle(session, set(_dealt_with(session, change)))


def _dealt_with(session: Session, change: Change) -> Iterator[str]:
    for version in change.versions:
        before = content_at(session, Entry(version.kind, version.entry_id), change.number - 1)
        differing = _differing(before or {}, version.content or {})
        if version.kind == "offices" and differing - IRRELEVANT:
            yield version.entry_id
        if version.kind == "rules" and differing - CONFIRMATION:
            rule = version.content or before or {}
            yield "/".join(part for part in (rule.get("topic"), rule.get("subtopic")) if part)


def _differing(before: Content, after: Content) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
