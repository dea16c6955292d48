"""From checked lines to contacts of a month: what is kept of each is what the counter would keep."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from cryptography.fernet import InvalidToken
from sqlalchemy.orm import Session

from app.contacts import past
from app.contacts.values import NewContact, TopicOfContact
from app.errors import N_, WegweiserError
from app.keys import Keys
from app.paper.lines import MOST_LINES, Line, Tally
from app.paper.months import refusal
from app.released.service import hold_back_releases
from app.vocabulary.values import Vocabulary
from referrals import service as referrals
from referrals.routing.service import kept_together
from referrals.routing.values import Table

KEY_BYTES = 16
FORM_SECONDS = 24 * 3600
UNDO_SECONDS = 5 * 60


class FormTooOld(WegweiserError):
    """The form is of a former day (resend keys are forgotten then), or none of ours."""


class MonthClosed(WegweiserError):
    """Nothing can be entered into the month; the only argument says why."""


@dataclass(frozen=True)
class Form:
    """An empty form for a sheet: its random key and the only day on which it counts."""

    key: bytes
    day: date

    @classmethod
    def new(cls, today: date) -> "Form":
        """Another one."""
        return cls(secrets.token_bytes(KEY_BYTES), today)

    def contact_keys(self, keys: Keys) -> list[bytes]:
        """The key of each contact that the form can have, random to anyone without the form."""
        return [keys.digest(f"contact on paper {place}", self.key)[:KEY_BYTES] for place in range(MOST_LINES)]


def seal(keys: Keys, form: Form) -> str:
    """For a hidden field: of the form itself, and of the button that takes its contacts back."""
    return keys.sealer("paper").encrypt(form.key + form.day.isoformat().encode()).decode()


def unseal(keys: Keys, sealed: str, seconds: int) -> Form:
    """Raises FormTooOld."""
    try:
        opened = keys.sealer("paper").decrypt(sealed.encode(), ttl=seconds)
    except InvalidToken as error:
        raise FormTooOld(N_("This page is too old for that. Please start again.")) from error
    return Form(opened[:KEY_BYTES], date.fromisoformat(opened[KEY_BYTES:].decode()))


def seen(month: str, lines: Sequence[Line]) -> str:
    """What was shown to whoever enters it: other lines or another month give another one."""
    return sha256("\n".join([month, *(line.text.strip() for line in lines)]).encode()).hexdigest()


def new_contact(tally: Tally, vocabulary: Vocabulary, table: Table) -> NewContact:
    """What may be logged of a line."""
    topics = tuple(_topic(subtopic, vocabulary) for subtopic in tally.topics)
    protected = any(topic.protected for topic in topics)
    return NewContact(
        topics=topics,
        language=tally.language,
        concept_group=tally.value("group"),
        talk=tally.value("talk"),
        channel=tally.value("channel"),
        persons=int(tally.value("persons")),
        outcome=tally.value("outcome"),
        duration=tally.value("duration"),
        kept_offices=() if protected else _kept(tally, vocabulary, table),
    )


def enter(session: Session, contacts: Sequence[NewContact], *, form: Form, month: str, keys: Keys, today: date) -> bool:
    """Log the contacts of a sheet; False if this form was entered before.

    Raises MonthClosed, FormTooOld, AlreadyUndone.
    """
    if form.day != today:
        raise FormTooOld(N_("This page is from a former day. Please check and enter the lines once more."))
    _check_open(session, month, today)
    by_key = dict(zip(form.contact_keys(keys), contacts, strict=False))
    first = past.log_past(contacts=by_key, month=month, form_key=form.key, today=today)
    if first:
        for key, contact in by_key.items():
            referrals.refer(contact_key=key, offices=list(contact.kept_offices))
    return first


def undo(session: Session, form: Form, *, keys: Keys, today: date) -> bool:
    """Take the contacts of a form back; False if nothing of them is left. Raises MonthClosed."""
    contact_keys = form.contact_keys(keys)
    if month := past.month_of(contact_keys=contact_keys, form_key=form.key):
        _check_open(session, month, today)
    return past.undo_past(contact_keys=contact_keys, form_key=form.key, today=today)


def _check_open(session: Session, month: str, today: date) -> None:
    """Raises MonthClosed. If it does not, the month stays open until the transaction ends."""
    hold_back_releases(session)
    refused = refusal(session, month, today)
    if refused is not None:
        raise MonthClosed(refused)


def _kept(tally: Tally, vocabulary: Vocabulary, table: Table) -> tuple[str, ...]:
    kept = [
        office
        for subtopic in tally.topics
        for office in kept_together(table, subtopic, vocabulary.sensitive, tally.offices)
    ]
    return tuple(dict.fromkeys(kept))


def _topic(subtopic: str, vocabulary: Vocabulary) -> TopicOfContact:
    known = vocabulary.subtopics[subtopic]
    return TopicOfContact(subtopic, known.parent, known.protected, vocabulary.field_of_action.get(known.parent))
