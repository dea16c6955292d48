"""Entries in the editors' words: what their fields are called, and how a value reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.directory.entries import Content, Entry
from app.errors import N_, Text
from app.formatting import short_date
from app.interface import language as interface_language
from app.interface import translate
from app.vocabulary.service import vocabulary
from referrals.directory.reading import Problem
from referrals.directory.service import offices

KINDS = {
    "offices": N_("Office"),
    "rules": N_("Rule"),
    "topics": N_("Topic"),
    "subtopics": N_("Subtopic"),
    "fields of action": N_("Field of action"),
    "target groups": N_("Target group"),
    "traits": N_("Question"),
    "options": N_("Answer"),
    "choices": N_("Question"),
    "flags": N_("Trait"),
    "documents": N_("Document to bring"),
    "languages": N_("Language"),
    "phrases": N_("Phrase of the slip"),
    "sources": N_("Source"),
    "handouts": N_("Handout"),
}
FIELDS = {
    "name_de": N_("Name"),
    "name_en": N_("Name in English"),
    "kind": N_("Kind of office"),
    "status": N_("State of the entry"),
    "status_note": N_("Remark on the state"),
    "successor": N_("Successor"),
    "former_names": N_("Other names"),
    "street": N_("Street"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "tram_stop": N_("Stop"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "website": N_("Website"),
    "contact_form": N_("Contact form"),
    "opening_hours": N_("Opening hours"),
    "closures": N_("Closed on"),
    "appointment": N_("Appointment, in words"),
    "appointment_code": N_("Appointment"),
    "cost": N_("Cost, in words"),
    "cost_code": N_("Cost"),
    "note_codes": N_("Notes on the slip"),
    "languages": N_("Languages"),
    "language_note": N_("Remark on languages"),
    "topics": N_("Topics"),
    "groups": N_("Groups"),
    "limits": N_("For whom"),
    "bring": N_("To bring"),
    "as_of": N_("As of"),
    "sources": N_("Sources"),
    "review": N_("Review of the example data"),
    "checked_on": N_("Checked on"),
    "review_on": N_("Due on"),
    "caretaker": N_("Person responsible"),
    "contact_name": N_("Contact person"),
    "contact_email": N_("E-mail of the contact person"),
    "topic": N_("Topic"),
    "subtopic": N_("Subtopic"),
    "priority": N_("Priority"),
    "condition": N_("If"),
    "responsible": N_("Responsible"),
    "advice": N_("Advises"),
    "reason_de": N_("Reason"),
    "legal_basis": N_("Legal basis"),
    "bring_note": N_("Remark on what to bring"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "confidence": N_("How sure"),
    "source": N_("Source"),
    "note": N_("Note"),
    "visit": N_("Visit"),
    "label_de": N_("German"),
    "label_en": N_("English"),
}
NOTHING = "–"


@dataclass(frozen=True)
class FieldChange:
    """A field that differs; texts as they are shown, NOTHING for an empty one."""

    name: str
    before: str
    after: str


def kind_name(kind: str) -> str:
    """The name of a kind of entry, in the interface's language."""
    return translate(KINDS.get(kind, kind))


def field_name(name: str) -> str:
    """The name of a field, in the interface's language; its own where nobody but the files know it."""
    return translate(FIELDS[name]) if name in FIELDS else name


def title(entry: Entry, content: Content | None) -> str:
    """What people call the entry."""
    known = content or {}
    name = next((known[field] for field in ("name_de", "label_de", "title_de", "german", "de") if known.get(field)), "")
    if entry.kind == "rules":
        name = known.get("reason_de", "")
    return str(name) or entry.id


class Reader:
    """Reads contents out in words: the ids of offices, documents, topics and groups as what they are called."""

    def __init__(self, session: Session) -> None:
        words, language = vocabulary(session), interface_language()
        named_offices = {office.id: office.name_de for office in offices(session).values()}
        documents = {document.id: document.label[language] for document in words.documents.values()}
        topics = {topic.id: topic.label[language] for topic in words.topics.values()}
        topics |= {topic.id: topic.label[language] for topic in words.subtopics.values()}
        groups = {group.id: group.label[language] for group in words.groups.values()}
        self._named: dict[str, Mapping[str, str]] = {
            **dict.fromkeys(("responsible", "advice", "successor"), named_offices),
            "bring": documents,
            "topics": topics,
            "groups": groups,
        }

    def differences(self, before: Content | None, after: Content | None) -> list[FieldChange]:
        """The fields that differ; all that are filled if one of the two is missing."""
        old, new = before or {}, after or {}
        found = [
            FieldChange(field_name(name), self._shown(name, old.get(name)), self._shown(name, new.get(name)))
            for name in dict.fromkeys([*old, *new])
        ]
        return [one for one in found if one.before != one.after]

    def filled(self, content: Content) -> list[tuple[str, str]]:
        """The fields that say something, in their order: (name, value)."""
        read = [(field_name(name), self._shown(name, value)) for name, value in content.items()]
        return [(name, text) for name, text in read if text != NOTHING]

    def _shown(self, field: str, value: Any) -> str:
        known = self._named.get(field, {})
        if isinstance(value, list):
            return shown([known.get(one, one) if isinstance(one, str) else one for one in value])
        return shown(known.get(value, value) if isinstance(value, str) else value)


def shown(value: Any) -> str:
    """A value as text: days in the interface's language, lists with semicolons."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return translate(N_("yes")) if value else translate(N_("no"))
    if isinstance(value, dict) and value.keys() == {"from", "to"}:
        return f"{shown(value['from'])} – {shown(value['to'])}"
    if isinstance(value, dict):
        return _joined(f"{field_name(name)}: {shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        return _joined(shown(one) for one in value)
    return _day(value) if isinstance(value, str) else str(value)


def moment(at: datetime) -> str:
    """Day and time of a change, as on the clock in the room; SQLite gives UTC back without saying so."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(clock.ZONE)
    return f"{short_date(local.date())}, {local:%H:%M}"


def said(problem: Problem, entry: Entry | None = None) -> str:
    """A problem in the interface's language; of an entry, or of a file with its line."""
    place = [f"{kind_name(entry.kind)} {entry.id}" if entry else problem.file]
    if problem.line:
        place.append(translate(Text("line {n}", n=problem.line)))
    if problem.field:
        place.append(field_name(problem.field))
    return f"{', '.join(place)}: {translate(problem.expected)}"


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _day(text: str) -> str:
    """A text, or the day it is."""
    if len(text) == len("2026-11-22") and text[4] == text[7] == "-":
        try:
            return short_date(date.fromisoformat(text))
        except ValueError:
            pass
    return text
