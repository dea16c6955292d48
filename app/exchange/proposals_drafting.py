"""Proposals -> contents of drafts: the fields of an office, a new office, a new rule."""

import re
import unicodedata
from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.directory.drafts import drafts
from app.directory.entries import Content
from app.directory.stored import stored_contents
from referrals.directory import form
from referrals.directory.fields import REQUIRED, Field
from referrals.interchange.models import Proposal
from referrals.interchange.xzufi.proposing import DECIDES

PRIORITY = 90
"""Of rules from elsewhere: behind all of ours with the same condition."""
RULE_PREFIX = "XZ-"
MOST_ID = 60


def with_facts(office: Content, facts: Mapping[str, Any], proposal: Proposal, today: date) -> Content:
    """The office with these facts, each with the file as its source and the file's date."""
    dated = dict.fromkeys(facts, day_of(proposal, today).isoformat())
    sources = {name: [_source(proposal)] for name in facts}
    return {**office, **facts, "as_of": office["as_of"] | dated, "sources": office["sources"] | sources}


def new_office(name_id: str, name: str, kind: str, proposal: Proposal, today: date) -> Content:
    """An office of which only the file knows: unverified."""
    blank = _blank(form.OFFICE) | {"id": name_id, "kind": kind, "status": "verify", "name_en": name}
    return with_facts(blank, proposal.content["facts"] | {"name_de": name}, proposal, today)


def new_rule(name: str, subtopic: str, office: str, proposal: Proposal) -> Content:
    """A rule as the file has it, behind all of ours with the same condition."""
    content = proposal.content
    topic, _, part = subtopic.partition("/")
    decides = content["role"] in DECIDES
    places = f"Nur Gemeinden {', '.join(content['part'])}" if content["part"] else ""
    return _blank(form.RULE) | {
        "rule_id": name,
        "topic": topic,
        "subtopic": part or None,
        "priority": PRIORITY,
        "condition": content["condition"],
        "responsible" if decides else "advice": [office],
        "reason_de": f"Laut Zuständigkeitsfinder: {content['service'] or proposal.value}",
        "legal_basis": content["legal_basis"],
        "valid_from": content["valid_from"],
        "valid_to": content["valid_to"],
        "confidence": "medium",
        "source": _source(proposal),
        "note": places[:2_000],
    }


def _source(proposal: Proposal) -> str:
    """As it stands in the directory: German, since it is data."""
    dated = f", Stand {proposal.written_on:%d.%m.%Y}" if proposal.written_on else ""
    return f"XZuFi {proposal.file}{dated}"


def deleted_note(proposal: Proposal) -> str:
    """Why an office is doubtful, as it stands in the directory."""
    return f"Beim Absender gelöscht ({_source(proposal)})"


def day_of(proposal: Proposal, today: date) -> date:
    """The day that the file tells of; a file from the future tells of today."""
    return min(proposal.written_on or today, today)


def _blank(fields: tuple[Field, ...]) -> Content:
    return {field.name: None if field.empty is REQUIRED else copy(field.empty) for field in fields}


def free_office_id(session: Session, name: str) -> str:
    """``auslaenderbehoerde_ordnungsamt``: an id that no office has."""
    plain = name.casefold()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, written)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")[: MOST_ID - 5] or "stelle"
    taken = _ids(session, "offices")
    return next(one for number in range(1, len(taken) + 2) if (one := _numbered(stem, number)) not in taken)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}_{number}"


def free_rule_id(session: Session) -> str:
    """``XZ-0007``: the number after the highest that a rule or draft has."""
    taken = _ids(session, "rules")
    numbers = [int(name[len(RULE_PREFIX) :]) for name in taken if re.fullmatch(rf"{RULE_PREFIX}[0-9]{{1,9}}", name)]
    return f"{RULE_PREFIX}{max(numbers, default=0) + 1:04}"


def _ids(session: Session, kind: str) -> set[str]:
    names = {entry.id for entry in stored_contents(session) if entry.kind == kind}
    return names | {draft.entry_id for draft in drafts(session) if draft.kind == kind}
