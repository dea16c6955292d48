"""Wrong data that the counter reports: counted by entry and by what is wrong, until an editor has dealt with it.

Takes and gives ids only. What may be stored, and why it tells nothing of a visitor, stands at models.WrongData.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.db import Base
from app.errors import N_
from app.keys import Keys
from app.resend import ResendKey, claim
from referrals.models import OfficeAsked, WrongData

GAP = "gap"
"""Nobody is named who could help: about a subtopic. Everything else is about an office."""

WHAT = {
    "phone": N_("Telephone is wrong"),
    "hours": N_("Opening hours are wrong"),
    "address": N_("Address is wrong"),
    "gone": N_("No longer exists"),
    "not_responsible": N_("Not responsible, wrong rule"),
    GAP: N_("Gap: no office fits"),
    "other": N_("Something else is wrong"),
}
"""What can be reported, in the order of the counter's digits, in words."""


@dataclass(frozen=True)
class Wrong:
    """A report: an office's id, or with ``gap`` a subtopic's, and one of WHAT."""

    entry: str
    what: str


def digest(keys: Keys, form_key: bytes, wrong: Wrong) -> bytes:
    """What is stored for a day of a report's form (16 random bytes), so that a form sent twice counts once."""
    return keys.digest("wrong data", b"\0".join((form_key, wrong.entry.encode(), wrong.what.encode())))


def report(session: Session, wrong: Wrong, *, sent: bytes, today: date) -> bool:
    """Count the report unless the same form has said so; ``sent`` is its digest. After an undo it counts again."""
    if not turn(session, sent, today, undone=False):
        return False
    add(session, {wrong: 1})
    return True


def undo(session: Session, wrong: Wrong, *, sent: bytes, today: date) -> bool:
    """Take a report back; False if that was done before, or an editor has dealt with the entry since."""
    if not turn(session, sent, today, undone=True):
        return False
    lowered = update(WrongData).filter_by(entry_id=wrong.entry, what=wrong.what).values(n=WrongData.n - 1)
    found = _count(session.execute(lowered))
    session.execute(delete(WrongData).where(WrongData.n <= 0))
    return bool(found)


def reported(session: Session) -> dict[Wrong, int]:
    """All reports that are open, with how often each was made."""
    rows = session.scalars(select(WrongData).order_by(WrongData.entry_id, WrongData.what))
    return {Wrong(row.entry_id, row.what): row.n for row in rows}


def add(session: Session, wrong: Mapping[Wrong, int]) -> None:
    """Raise the numbers, of a report or of those that undo brings back."""
    for one, n in wrong.items():
        statement = _insert(session, WrongData).values(entry_id=one.entry, what=one.what, n=n)
        raised = {"n": WrongData.n + n}
        session.execute(statement.on_conflict_do_update(index_elements=["entry_id", "what"], set_=raised))


def settle(session: Session, entries: Collection[str]) -> dict[Wrong, int]:
    """Forget the reports of these offices and subtopics, which an editor has dealt with; returns them, for undo."""
    wanted = set(entries)
    gone = {one: n for one, n in reported(session).items() if one.entry in wanted}
    if gone:
        session.execute(delete(WrongData).where(WrongData.entry_id.in_({one.entry for one in gone})))
    return gone


def note_asked(session: Session, offices: Iterable[str], today: date) -> None:
    """Remember that these offices were asked today whether their entry still holds."""
    for office in offices:
        session.merge(OfficeAsked(office_id=office, asked_on=today))
    session.flush()


def asked_on(session: Session) -> dict[str, date]:
    """When each office was last asked."""
    return {row.office_id: row.asked_on for row in session.scalars(select(OfficeAsked))}


def turn(session: Session, sent: bytes, today: date, *, undone: bool) -> bool:
    """Note that the report of this form stands, or is undone; False if it was so before. Its row lives a day."""
    if not undone and claim(session, sent, today):
        return True
    turned = update(ResendKey).where(ResendKey.digest == sent, ResendKey.undone.is_(not undone)).values(undone=undone)
    return bool(_count(session.execute(turned)))


def _insert(session: Session, model: type[Base]) -> Any:
    return sqlite_insert(model) if session.get_bind().dialect.name == "sqlite" else postgresql_insert(model)


def _count(result: Any) -> int:
    return int(result.rowcount)
