"""Log a contact once, and undo it. Nothing here knows who, when in the day, or why."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app import clock
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.contacts.values import LoadCell, NewContact
from app.db import Base, ask, insert_or, insert_rows, session
from app.errors import WegweiserError
from app.resend import ResendKey, claim

_UNDONE = select(ResendKey.undone).where(ResendKey.digest == bindparam("digest"))
_KNOWN_CONTACT = select(Contact.key).where(Contact.key == bindparam("key"))


class AlreadyUndone(WegweiserError):
    """This form was logged and undone; it is never logged again."""


@dataclass(frozen=True)
class Receipt:
    """What undo needs: the contact's key, the cells that were raised, the form's key."""

    contact_key: bytes
    cell: LoadCell
    fields_of_action: tuple[str, ...]
    resend_digest: bytes


@dataclass(frozen=True)
class Logged:
    """``first`` is False when the same form had been logged before.

    The receipt is the same either way; None if what was logged then counted elsewhere, so that this cannot undo it.
    """

    receipt: Receipt | None
    first: bool


def resend_digest(form_key: bytes) -> bytes:
    """What is stored of a form's key (16 random bytes, so a plain hash does not give it away)."""
    return hashlib.sha256(b"resend" + form_key).digest()


def log_contact(*, contact: NewContact, contact_key: bytes, form_key: bytes, cell: LoadCell, now: datetime) -> Logged:
    """Log the contact unless the same form has been logged; if it counts, ``count_load`` follows. Raises AlreadyUndone.

    ``contact_key`` (16 bytes) must be random to anyone without the form, and the same only for the same form and
    fields of action; ``cell`` is when the conversation began.
    """
    digest = resend_digest(form_key)
    receipt = Receipt(contact_key, cell, contact.fields_of_action, digest)
    undone = ask(session(), _UNDONE, digest=digest).scalar()
    if undone:
        raise AlreadyUndone
    # A clock that was a day ahead makes the night job forget the keys of today: the contact itself tells then.
    if undone is not None or not claim(session(), digest, now.date()) or _is_logged(contact_key):
        return Logged(receipt if _is_logged(contact_key) else None, first=False)
    store({contact_key: contact}, f"{now:%Y-%m}")
    return Logged(receipt, first=True)


def _is_logged(contact_key: bytes) -> bool:
    return ask(session(), _KNOWN_CONTACT, key=contact_key).first() is not None


def count_load(receipt: Receipt) -> None:
    """Raise the load counters of a contact that was logged just now.

    After all that hangs on the contact: undo comes to it in the same order, and to counters all desks do. Who held one
    and waited for another table would keep everybody waiting while the night job is in the queue for that table.
    """
    for model, cells in load_cells(receipt.cell, receipt.fields_of_action):
        raise_counter(model, cells)


def undo(receipt: Receipt) -> bool:
    """Take the contact back as if it had not been; False if that was done before or the contact is gone."""
    known = session().get(ResendKey, receipt.resend_digest)
    if not _count(session().execute(delete(Contact).where(Contact.key == receipt.contact_key))):
        return False
    # Midnight may have passed since, and the night job have forgotten the form: it must not count again all the same.
    if known is None and not claim(session(), receipt.resend_digest, clock.now().date()):
        return False
    session().execute(update(ResendKey).where(ResendKey.digest == receipt.resend_digest).values(undone=True))
    for model, cells in load_cells(receipt.cell, receipt.fields_of_action):
        lower_counter(model, cells)
    return True


def forget(*, today: date, oldest_month: str) -> None:
    """Delete resend keys of former days, contacts of months before ``oldest_month`` (``2024-11``), load before it.

    Of the load whole quarters go, those that ended before that month; their releases remain.
    """
    session().execute(delete(ResendKey).where(ResendKey.day < today))
    session().execute(delete(Contact).where(Contact.month < oldest_month))
    oldest_quarter = LoadCell.at(datetime.fromisoformat(f"{oldest_month}-01")).quarter
    session().execute(delete(DeskLoad).where(DeskLoad.quarter < oldest_quarter))
    session().execute(delete(TopicLoad).where(TopicLoad.quarter < oldest_quarter))


def store(contacts: Mapping[bytes, NewContact], month: str) -> None:
    """Write what may be kept of contacts (by their keys) into their month."""
    # By their keys: the order in which they came must not become the order in the database.
    found = sorted(contacts.items())
    topics = [{"contact_key": key, "topic_id": topic} for key, contact in found for topic in _kept_topics(contact)]
    insert_rows(Contact, [_row(contact, key, month) for key, contact in found])
    insert_rows(ContactTopic, topics)


def _row(contact: NewContact, key: bytes, month: str) -> dict[str, Any]:
    row = {"key": key, "month": month, "language": contact.language, "talk": contact.talk, "channel": contact.channel}
    details = ("outcome", "concept_group", "persons", "duration")
    return row | {name: None if contact.protected else getattr(contact, name) for name in details}


def _kept_topics(contact: NewContact) -> list[str]:
    """Subtopics; with a protected one among them only the topics, which tell less."""
    if contact.protected:
        return sorted({topic.topic for topic in contact.topics})
    return sorted({topic.subtopic for topic in contact.topics})


def load_cells(cell: LoadCell, fields_of_action: Sequence[str]) -> list[tuple[type[Base], dict[str, Any]]]:
    """The load counters (model, cell) in which a contact counts that began then and has topics of these fields."""
    desk = (DeskLoad, {"quarter": cell.quarter, "weekday": cell.weekday, "hour": cell.hour})
    topics = [
        (TopicLoad, {"field_of_action_id": field, "weekday": cell.weekday, "quarter": cell.quarter})
        for field in fields_of_action
    ]
    return [desk, *topics]


def raise_counter(model: type[Base], cells: dict[str, Any], by: int = 1) -> None:
    """Count so many more in this cell of a table of plain counters ``n``."""
    insert_or(session(), model, {**cells, "n": by}, _count_more)


def lower_counter(model: type[Base], cells: dict[str, Any]) -> None:
    """Count one less; a cell with nothing left is deleted."""
    table: Any = model
    session().execute(update(model).filter_by(**cells).values(n=table.n - 1))
    session().execute(delete(model).filter_by(**cells).where(table.n <= 0))


def _count_more(new: Any, table: Any) -> Any:
    key = [column.name for column in table.primary_key]
    return new.on_conflict_do_update(index_elements=key, set_={"n": table.c.n + new.excluded.n})


def _count(result: Any) -> int:
    return int(result.rowcount)


def months_kept(today: date, months: int = 24) -> str:
    """The oldest month whose contacts are still kept, as ``YYYY-MM``."""
    index = today.year * 12 + today.month - 1 - months
    return f"{index // 12}-{index % 12 + 1:02d}"
