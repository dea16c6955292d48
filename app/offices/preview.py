"""What visitors would see of an office as it is drafted or just typed: its hours in words, and a slip."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.offices.succession import Use, uses
from app.vocabulary.service import vocabulary
from referrals.directory import facts
from referrals.directory.facts import Hours
from referrals.directory.hours import hours, validate
from referrals.directory.models import Office, OfficeAlias, OfficeClosure
from referrals.directory.service import facts_of, offices
from referrals.directory.tables import OFFICE_FIELDS
from referrals.routing.values import Rule
from referrals.slip.service import slip_for
from referrals.slip.values import Slip

CODES = ("appointment_code", "cost_code", "note_codes")


def facts_in(content: Mapping[str, Any]) -> facts.Office:
    """The plain values of a content; what cannot be read of it counts as unknown."""
    closures = [(_day(closure["from"]), _day(closure["to"])) for closure in content["closures"]]
    text = content["opening_hours"]
    values = {name: content[name] for name in (*OFFICE_FIELDS, *CODES)}
    values |= {
        "name_de": content["name_de"] or content["id"],
        "name_en": content["name_en"] or "",
        "opening_hours": None if text and validate(text) else text,
        "successor_id": content["successor"],
        "checked_on": _day(content["checked_on"]),
        "aliases": [OfficeAlias(name=name) for name in content["former_names"]],
        "closures": [OfficeClosure(starts=first, ends=last) for first, last in closures if first and last],
    }
    return facts_of(Office(**values))


def meaning(content: Mapping[str, Any], now: datetime) -> Hours | None:
    """The hours as the slip prints them; None if nothing is known or the text cannot be read."""
    office = facts_in(content)
    return hours(office, now) if office.opening_hours else None


def slip(session: Session, content: Mapping[str, Any], language: str, now: datetime) -> Slip:
    """The slip of the first rule of today that names the office, or of the office alone. Raises WegweiserError."""
    office = facts_in(content)
    known = {**offices(session), office.id: office}
    rule = _rule(session, uses(session).get(office.id, Use()), now.date())
    advises = rule is not None and office.id not in rule.responsible
    return slip_for(
        session,
        language=language,
        now=now,
        topic=rule.topic if rule else None,
        offices=[(office.id, "advises" if advises else "responsible")],
        documents=rule.bring if rule else (),
        bring_note=rule.bring_note if rule else "",
        directory=known,
    )


def _rule(session: Session, use: Use, today: date) -> Rule | None:
    """The first rule that may be printed with its topic, better one for which the office is responsible."""
    subtopics = vocabulary(session).subtopics
    for rule in sorted(use.rules, key=lambda rule: bool(rule.advises)):
        valid = (rule.valid_from or today) <= today <= (rule.valid_to or today)
        if valid and rule.topic in subtopics and not subtopics[rule.topic].protected:
            return rule
    return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
