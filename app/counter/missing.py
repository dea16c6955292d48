"""Material that is missing in the visitor's language, noted with one key: what can be said, and how to take it back.

The page says the same whether it was noted before or not: it must not tell whether somebody else came with it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.counter import tickets
from app.counter.consultation import Consultation
from app.counter.reporting import toast
from app.counter.workplace import Workplace
from app.errors import N_, WegweiserError
from app.interface import language, translate
from app.keys import Keys
from handouts import notes, wanted
from handouts.wanted import Wanted

MOST_LEAFLETS = 4
"""More lines would hide what the box is there for; the others are found on the page of missing material."""


class NothingMissing(WegweiserError):
    """What the note is about is not there any more, or nothing may be noted of it."""


def choices(place: Workplace, said: Consultation, now: datetime) -> list[dict[str, Any]]:
    """What the template ``counter/missing.html`` offers; the first has the key. Nothing with a protected topic.

    Not even if that is an earlier one of the conversation: the contact then keeps no subtopic, and a note for the same
    language would tell it.
    """
    return [{"value": _value(one), "label": _said(one, place)} for one in _possible(place, said, now)]


def note(
    session: Session, place: Workplace, said: Consultation, *, value: str, keys: Keys, now: datetime
) -> dict[str, Any]:
    """Note it and return the toast. Raises NothingMissing, tickets.TicketExpired."""
    found = next((one for one in _possible(place, said, now) if _value(one) == value), None)
    if found is None:
        raise NothingMissing(N_("The answer has changed meanwhile; nothing was noted."))
    today = now.date()
    digest = notes.digest(keys, tickets.open_form(keys, said.token, today).key, found)
    own = notes.note(session, found, sent=digest, today=today)
    ticket = tickets.MissingTicket(found, f"{today:%Y-%m}", digest, own)
    text = translate("Noted as missing: {what}").format(what=_said(found, place))
    return _toast(text, tickets.seal_missing(keys, ticket))


def undo(session: Session, sealed: str, keys: Keys, now: datetime) -> dict[str, Any]:
    """Take a note back and return the toast."""
    try:
        ticket = tickets.open_missing(keys, sealed)
    except tickets.TicketExpired:
        return _toast(translate("The five minutes are over; it stays noted."))
    notes.undo(session, ticket.wanted, ticket.month, sent=ticket.digest, own=ticket.own, today=now.date())
    return _toast(translate("Undone: nothing is noted."))


def _possible(place: Workplace, said: Consultation, now: datetime) -> list[Wanted]:
    topics = [said.subtopic, *(topic.subtopic for topic in said.earlier)]
    if not said.subtopic or not said.language or any(place.protected(topic) for topic in topics if topic):
        return []
    found = wanted.of_subtopic(said.subtopic, said.language, place.library, place.vocabulary, now.date())
    leaflets = [one for one in found if one.kind == "handout"]
    return [*leaflets[:MOST_LEAFLETS], *(one for one in found if one.kind == "topic")]


def _said(one: Wanted, place: Workplace) -> str:
    """``Faltblatt Arbeitsrechte``, or ``Material zu: Mietproblem``."""
    leaflet = place.library.leaflets.get(one.entry)
    label = leaflet.label if leaflet else wanted.label_of(one, {}, place.vocabulary)
    name = label[language()] if label else one.entry
    return name if one.kind == "handout" else translate("Material on: {topic}").format(topic=name)


def _value(one: Wanted) -> str:
    return f"{one.kind} {one.entry}"


def _toast(text: str, undo_ticket: str = "") -> dict[str, Any]:
    return toast(text, undo_ticket) | {"name": "undo_missing", "action": "counter.undo_missing"}
