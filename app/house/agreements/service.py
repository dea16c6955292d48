"""Agreements: what runs out when, and what an editor changes."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.agreements.models import Agreement
from app.house.versions import Unfit, check_seen, keep
from app.resend import new_id
from referrals.directory.models import Office

REMIND_DAYS = 90
LONGEST_REMINDER = 3650
NO_AGREEMENT = N_("This agreement is not there any more.")
NO_PARTNER = N_("Please choose the partner.")
NO_TITLE = N_("Please give a title.")
ENDS_BEFORE = N_("The agreement ends before it was signed.")
NO_REMINDER = N_("Please give the number of days, 0 to 3650.")


@dataclass(frozen=True)
class AgreementContent:
    """What an editor says of an agreement: the columns of ``agreement``; ``remind_days`` None if it was no number."""

    office_id: str
    title: str
    signed_on: date | None
    ends_on: date | None
    remind_days: int | None = REMIND_DAYS
    note: str = ""


def agreements(session: Session) -> list[Agreement]:
    """All of them, archived ones too: the one that ends first comes first, those without an end last."""
    order = (Agreement.ends_on.is_(None), Agreement.ends_on, Agreement.title, Agreement.id)
    return list(session.scalars(select(Agreement).order_by(*order)))


def agreement(session: Session, name: str, *, to_change: bool = False) -> Agreement:
    """The one with this id; ``to_change`` lets nobody else change it meanwhile. Raises NotFound."""
    found = session.get(Agreement, name, with_for_update=to_change or None)
    if found is None:
        raise NotFound(NO_AGREEMENT)
    return found


def state(row: Agreement, today: date) -> str:
    """``archived``, ``over``, ``soon`` (its reminder is due) or ``running``. The last day still counts."""
    if row.archived:
        return "archived"
    if row.ends_on is None or today < row.ends_on - timedelta(days=row.remind_days):
        return "running"
    return "over" if row.ends_on < today else "soon"


def due(session: Session, today: date) -> list[Agreement]:
    """Those of which somebody should think now: they run out soon, or have run out and nobody has archived them."""
    return [row for row in agreements(session) if state(row, today) in {"over", "soon"}]


def content_of(row: Agreement) -> AgreementContent:
    """What an editor would have said to get this row."""
    return AgreementContent(**{name: getattr(row, name) for name in AgreementContent.__dataclass_fields__})


def add(session: Session, content: AgreementContent) -> Agreement:
    """Enter a new one. Raises Unfit."""
    row = Agreement(id=new_id(), **_values(session, content))
    session.add(row)
    keep(session, row)
    return row


def change(session: Session, name: str, content: AgreementContent, *, seen: int) -> Agreement:
    """Make it what ``content`` says. Raises NotFound, ChangedMeanwhile, Unfit."""
    row = agreement(session, name, to_change=True)
    check_seen(row, seen)
    for column, value in _values(session, content).items():
        setattr(row, column, value)
    keep(session, row)
    return row


def archive(session: Session, name: str, *, archived: bool, seen: int) -> Agreement:
    """Put it away, or back. Raises NotFound, ChangedMeanwhile."""
    row = agreement(session, name, to_change=True)
    check_seen(row, seen)
    row.archived = archived
    keep(session, row)
    return row


def _values(session: Session, content: AgreementContent) -> dict[str, object]:
    """The columns. Raises Unfit."""
    found: dict[str, str] = {}
    if not content.office_id or session.get(Office, content.office_id) is None:
        found["office_id"] = NO_PARTNER
    if not content.title:
        found["title"] = NO_TITLE
    if content.signed_on and content.ends_on and content.ends_on < content.signed_on:
        found["ends_on"] = ENDS_BEFORE
    if content.remind_days is None or not 0 <= content.remind_days <= LONGEST_REMINDER:
        found["remind_days"] = NO_REMINDER
    if found:
        raise Unfit(found)
    return asdict(content)
