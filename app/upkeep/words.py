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
from app.offices import fields as office_fields
from app.offices.labels import all_labels
from app.rules.names import names_of
from app.rules.words import condition_text, residence_labels
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
MANY = {
    "offices": N_("Offices"),
    "rules": N_("Rules"),
    "topics": N_("Topics"),
    "subtopics": N_("Subtopics"),
    "fields of action": N_("Fields of action"),
    "target groups": N_("Target groups"),
    "traits": N_("Questions"),
    "options": N_("Answers"),
    "choices": N_("Questions"),
    "flags": N_("Traits"),
    "documents": N_("Documents to bring"),
    "languages": N_("Languages"),
    "phrases": N_("Phrases of the slip"),
    "sources": N_("Sources"),
    "handouts": N_("Handouts"),
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
    "id": N_("Id"),
    "rule_id": N_("Id"),
    "value": N_("Id"),
    "bcp47": N_("Id"),
    "key": N_("Key"),
    "question_de": N_("Question"),
    "question_en": N_("Question in English"),
    "none_de": N_("If nothing of it holds"),
    "none_en": N_("If nothing of it holds, in English"),
    "title_de": N_("Title"),
    "title_en": N_("Title in English"),
    "de": N_("German"),
    "en": N_("English"),
    "german": N_("Name"),
    "english": N_("Name in English"),
    "autonym": N_("Name in the language itself"),
    "script": N_("Script"),
    "direction": N_("Direction of writing"),
    "babel_locale": N_("Locale"),
    "keywords": N_("Words for the search"),
    "handling": N_("Handling"),
    "origin": N_("Origin"),
    "subtopics": N_("Subtopics"),
    "options": N_("Answers"),
    "flags": N_("Traits"),
    "groups_of_axis": N_("Kind of target group"),
    "axis": N_("Kind of target group"),
    "at_most": N_("At most"),
    "concept_group": N_("Group of the concept"),
    "type": N_("Kind"),
    "choice": N_("Question it belongs to"),
    "sensitive": N_("Sensitive"),
    "keep_german": N_("Keep the German word"),
    "placeholders": N_("Placeholders"),
    "max_chars_de": N_("Most characters"),
    "evidence": N_("Evidence"),
    "traits": N_("Target groups"),
    "publisher": N_("Publisher"),
    "withdrawn": N_("Withdrawn"),
    "url": N_("Web address"),
    "content_date": N_("As of"),
    "supports": N_("What it supports"),
}
VALUES: Mapping[str, Mapping[str, str]] = {
    "status": office_fields.STATUSES,
    "kind": office_fields.KINDS,
    "appointment_code": office_fields.APPOINTMENTS,
    "cost_code": office_fields.COSTS,
    "note_codes": office_fields.NOTES,
    "confidence": {"high": N_("certain"), "medium": N_("likely"), "low": N_("uncertain")},
    "visit": {"wait": N_("Do not go there yet")},
}
"""Codes in the words of the forms, by field."""
TITLES = ("name_de", "label_de", "title_de", "question_de", "german", "de")
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


def kind_names(kind: str) -> str:
    """The name of many entries of a kind."""
    return translate(MANY.get(kind, kind))


def field_name(name: str) -> str:
    """The name of a field, in the interface's language; its own where nobody but the files know it."""
    return translate(FIELDS[name]) if name in FIELDS else name


def title(entry: Entry, content: Content | None) -> str:
    """What people call the entry."""
    known = content or {}
    name = next((known[field] for field in TITLES if known.get(field)), "")
    if entry.kind == "rules":
        name = known.get("reason_de", "")
    return str(name) or entry.id


def heading(entry: Entry, content: Content | None) -> str:
    """Kind and name of the entry; rules go by their ids, what has no name does, too."""
    name = title(entry, content)
    if entry.kind == "rules" and name != entry.id:
        name = f"{entry.id}: {name}"
    return f"{kind_name(entry.kind)} {name}"


class Reader:
    """Reads contents out in words: ids as what they are called, codes and conditions as the forms say them."""

    def __init__(self, session: Session) -> None:
        words, language = vocabulary(session), interface_language()
        found = offices(session)
        named_offices = {office.id: office.name_de for office in found.values()}
        documents = {document.id: document.label[language] for document in words.documents.values()}
        topics = {topic.id: topic.label[language] for topic in words.topics.values()}
        self._subtopics = {topic.id: topic.label[language] for topic in words.subtopics.values()}
        labels = all_labels(words, found)
        self._names = names_of(words, found, language)
        self._named: dict[str, Mapping[str, str]] = {
            **{name: {code: translate(text) for code, text in codes.items()} for name, codes in VALUES.items()},
            **dict.fromkeys(("responsible", "advice", "successor", "publisher"), named_offices),
            "bring": documents,
            "topic": topics,
            "topics": topics | self._subtopics,
            **dict.fromkeys(("groups", "traits"), labels.groups.texts),
            "languages": labels.languages.texts,
        }

    def differences(self, before: Content | None, after: Content | None) -> list[FieldChange]:
        """The fields that differ (of dates and sources, those parts); without one of the two, all that are filled."""
        found = []
        for name in dict.fromkeys([*(before or {}), *(after or {})]):
            old, new = (before or {}).get(name), (after or {}).get(name)
            if isinstance(old, dict) and isinstance(new, dict):
                same = {key for key in old if key in new and old[key] == new[key]}
                old, new = ({key: one[key] for key in one if key not in same} for one in (old, new))
            texts = self._shown(name, old, before), self._shown(name, new, after)
            found.append(FieldChange(field_name(name), *texts))
        return [one for one in found if one.before != one.after]

    def filled(self, content: Content) -> list[tuple[str, str]]:
        """The fields that say something, in their order: (name, value)."""
        read = [(field_name(name), self._shown(name, value, content)) for name, value in content.items()]
        return [(name, text) for name, text in read if text != NOTHING]

    def _shown(self, field: str, value: Any, content: Content | None) -> str:
        if field == "condition" and value:
            return condition_text(value, self._names, residence_labels())
        if field == "subtopic" and value and content:
            return self._subtopics.get(f"{content['topic']}/{value}", str(value))
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
