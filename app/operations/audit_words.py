"""The log of staff actions in words: what kinds, fields and actions are called, and how a value reads."""

from datetime import datetime
from typing import Any

from app.audit.actors import COMMAND, NIGHT, NOBODY, STAFF, Actor
from app.audit.deeds import HIDDEN
from app.errors import N_
from app.interface import translate
from app.upkeep import words

KINDS = {
    "user": N_("Account"),
    "change": N_("Change of the directory"),
    "setting": N_("Setting"),
    "source": N_("Source"),
    "office": N_("Office"),
    "routing_rule": N_("Rule"),
    "proposal": N_("Proposal"),
    "external_id": N_("Id in another system"),
    "field_of_action": N_("Field of action"),
    "topic": N_("Topic"),
    "target_group": N_("Target group"),
    "question": N_("Question"),
    "flag": N_("Trait"),
    "document": N_("Document to bring"),
    "language": N_("Language"),
    "slip_phrase": N_("Phrase of the slip"),
    "translation": N_("Translation"),
    "handout": N_("Handout"),
    "handout_edition": N_("Edition of a handout"),
    "handout_request": N_("Request for material"),
    "stored_file": N_("Uploaded file"),
    "work_aid": N_("Work aid"),
    "board_entry": N_("Entry on the board"),
    "agreement": N_("Agreement"),
    "interpreter": N_("Interpreting offer"),
    "presence_slot": N_("Hours in the house"),
    "house_closure": N_("Closure of the house"),
    "event": N_("Event"),
    "release": N_("Publication"),
    "evaluation_report": N_("Evaluation report"),
    "evaluation_text": N_("Text of an evaluation report"),
    "backup_record": N_("Backup"),
    "restore": N_("Restored backup"),
    "move": N_("Move to another database"),
    "audit_log": N_("This log"),
    "recovery_codes": N_("Recovery codes"),
}
ACTIONS = {
    "created": N_("added"),
    "changed": N_("changed"),
    "removed": N_("removed"),
    "downloaded": N_("downloaded"),
    "made": N_("made"),
    "restored": N_("restored"),
    "accepted": N_("accepted as broken"),
    "moved": N_("moved"),
}
FIELDS = {
    # Parts of a whole that are tables of their own.
    "office_alias": N_("Other names"),
    "office_closure": N_("Closed on"),
    "office_asked": N_("Asked by e-mail"),
    "rule_office": N_("Offices"),
    "rule_document": N_("Documents to bring"),
    "question_option": N_("Answers"),
    "presence_exception": N_("Days that are different"),
    "second_factor": N_("Second factor"),
    "account_link": N_("One-time link"),
    # Of accounts and settings.
    "name": N_("Name"),
    "role": N_("Role"),
    "value": N_("Value"),
    "active": N_("Account is open"),
    "must_change_password": N_("Must change the password"),
    "password_hash": N_("Password"),
    "subject": N_("Town's login"),
    "ends_at": N_("Valid until"),
    "sealed": N_("Secret"),
    "digest": N_("Check sum (SHA-256)"),
    # Of many things.
    "number": N_("No."),
    "made_by": N_("Who"),
    "approved_by": N_("Approved by"),
    "why": N_("Why"),
    "rows": N_("Number"),
    "sha256": N_("Check sum (SHA-256)"),
    "hash": N_("Check sum (SHA-256)"),
    "archived": N_("Put away"),
    "title": N_("Title"),
    "text": N_("Text"),
    "body": N_("Text"),
    "description": N_("Description"),
    "language": N_("Language"),
    "locale": N_("Locale"),
    "tag": N_("Id"),
    "link": N_("Link"),
    "file": N_("File"),
    "file_digest": N_("File"),
    "office_id": N_("Office"),
    "document_id": N_("Document to bring"),
    "topic_id": N_("Topic"),
    "handout_id": N_("Handout"),
    "edition_id": N_("Edition of a handout"),
    "successor_id": N_("Successor"),
    "parent_id": N_("Topic"),
    "choice_id": N_("Question it belongs to"),
    "field_of_action_id": N_("Field of action"),
    "position": N_("Place in the list"),
    "several": N_("Several answers"),
    "max_chars": N_("At most"),
    "titles": N_("Titles in other languages"),
    "room": N_("Room"),
    "day": N_("Day"),
    "weekday": N_("Weekday"),
    "once_on": N_("On one day"),
    "starts": N_("From"),
    "ends": N_("Until"),
    "starts_on": N_("From"),
    "ends_on": N_("Until"),
    "until": N_("Until"),
    "first": N_("From"),
    "last": N_("Until"),
    "valid_until": N_("Valid until"),
    "issued_on": N_("Issued on"),
    "made_on": N_("Made on"),
    "stored_on": N_("Uploaded on"),
    "signed_on": N_("Signed on"),
    "asked_on": N_("Asked on"),
    "reminded_on": N_("Reminded on"),
    "promised_for": N_("Promised for"),
    "closed_on": N_("Settled on"),
    "noted": N_("Noticed in"),
    "remind_days": N_("Remind so many days before"),
    "weeks": N_("Weeks"),
    "anchor": N_("Counted from the week of"),
    "on_holidays": N_("Also on public holidays"),
    "label": N_("Name"),
    "seats": N_("Seats"),
    "registration": N_("Registration"),
    "contact": N_("Where to register"),
    "contact_note": N_("Contact"),
    "notes": N_("Notes"),
    "cancelled": N_("Cancelled"),
    "category": N_("Category"),
    "modes": N_("Ways"),
    "hours": N_("Hours"),
    "book_how": N_("How to book"),
    "book_phone": N_("Telephone"),
    "book_email": N_("E-mail"),
    "book_link": N_("Link"),
    "lead_days": N_("Days in advance"),
    "pages": N_("Pages"),
    "size": N_("Size in bytes"),
    "state": N_("State"),
    "reason": N_("Reason"),
    "reviewed": N_("Reviewed"),
    "source_german": N_("German"),
    "catalogue": N_("Catalogue"),
    "domain": N_("Area"),
    "context": N_("Context"),
    "period": N_("Period"),
    "method": N_("Method"),
    "failure": N_("Failure"),
    "decided_by": N_("Decided by"),
    "agency": N_("Sender"),
    "scheme": N_("Scheme"),
    "entry_id": N_("Our entry"),
    "report_id": N_("Evaluation report"),
    "chapter": N_("Chapter"),
    "kind": N_("Kind"),
    "user_id": N_("Account"),
    "entries": N_("Entries"),
    "days": N_("Days"),
    "findings": N_("What was wrong"),
    "by": N_("Who"),
}
ROLES = {
    "advisor": N_("Advisor"),
    "partner": N_("Advisor of a partner"),
    "editor": N_("Editor"),
    "analyst": N_("Analyst"),
    "admin": N_("Administrator"),
}
OTHERS = {
    COMMAND: N_("Command line of the server"),
    NIGHT: N_("Night job"),
    NOBODY: N_("Without a login"),
}
MOMENTS = frozenset({"ends_at"})
NOT_SHOWN = N_("(not recorded)")


def kind(code: str) -> str:
    """The name of a kind of thing."""
    return translate(KINDS.get(code, code))


def action(code: str) -> str:
    """What was done."""
    return translate(ACTIONS.get(code, code))


def field(name: str) -> str:
    """The name of a field."""
    known = FIELDS.get(name) or words.FIELDS.get(name)
    return translate(known) if known else name


def actor(one: Actor) -> str:
    """Who it was."""
    if one.kind == STAFF:
        return one.name
    return f"{translate(OTHERS[one.kind])}: {one.name}" if one.name else translate(OTHERS[one.kind])


def shown(name: str, value: Any) -> str:
    """A value as text."""
    if value == HIDDEN:
        return translate(NOT_SHOWN)
    if name == "role" and value in ROLES:
        return translate(ROLES[value])
    if name == "kind" and value in KINDS:
        return kind(value)
    if name in MOMENTS and value:
        return words.moment(datetime.fromisoformat(value))
    if isinstance(value, dict):
        return "; ".join(f"{field(part)}: {shown(part, one)}" for part, one in value.items())
    return "\n".join(shown(name, one) for one in value) if _are_parts(value) else words.shown(value)


def _are_parts(value: Any) -> bool:
    """Rows of a table of their own: each has a line."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
