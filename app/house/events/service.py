"""Events: read for the counter, written by editors. What the counter shows raises the revision of the house."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import clock, db
from app.errors import N_, NotFound, WegweiserError
from app.house.events import models
from app.house.events.values import Event, Programme
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, ByRevision, raise_revision
from app.vocabulary.values import Label

MOST_IN_SERIES = 60
"""A weekly event for more than a year: whoever plans further has mistyped the year."""
PAST_SHOWN = timedelta(days=400)


class ChangedSince(WegweiserError):
    """Somebody else has changed the event meanwhile; nothing was saved."""


class NoLongerNew(WegweiserError):
    """An event that was changed or has taken place is cancelled, not removed."""


@dataclass(frozen=True)
class Draft:
    """What an editor says of an event, valid. Field by field the table ``event``."""

    title_de: str
    title_en: str
    titles: dict[str, str]
    description: str
    topics: list[str]
    languages: list[str]
    office_id: str | None
    room: str
    day: date
    starts: time
    ends: time
    seats: int | None
    registration: str
    contact: str
    link: str
    notes: list[str]


def _build(session: Session) -> Programme:
    # From today on, and the day before: a state that is built just before midnight.
    since = clock.now().date() - timedelta(days=1)
    found = session.scalars(
        select(models.Event)
        .where(models.Event.day >= since, models.Event.cancelled.is_(False))
        .order_by(models.Event.id)
    )
    return Programme(map(value_of, found))


events = ByRevision(_build, of=(HOUSE_REVISION,))
"""events(session) -> Programme: what takes place from today on."""


def value_of(row: models.Event) -> Event:
    """The plain value of a row."""
    return Event(
        id=row.id,
        title=Label(row.title_de, row.title_en),
        titles=MappingProxyType(dict(row.titles)),
        description=row.description,
        topics=tuple(row.topics),
        languages=tuple(row.languages),
        office=row.office_id,
        room=row.room,
        day=row.day,
        starts=row.starts,
        ends=row.ends,
        seats=row.seats,
        registration=row.registration,
        contact=row.contact,
        link=row.link,
        notes=tuple(row.notes),
    )


def draft_of(row: models.Event) -> Draft:
    """What is stored of an event, as an editor would say it."""
    return Draft(**{name: getattr(row, name) for name in Draft.__dataclass_fields__})


def get(session: Session, id_: str) -> models.Event:
    """The event. Raises NotFound."""
    found = session.get(models.Event, id_)
    if found is None:
        raise NotFound(N_("This event does not exist (any more)."))
    return found


def upcoming(session: Session, today: date) -> Sequence[models.Event]:
    """From today on, the next one first; cancelled ones too, because people ask for them."""
    row = models.Event
    return session.scalars(select(row).where(row.day >= today).order_by(row.day, row.starts, row.id)).all()


def past(session: Session, today: date) -> Sequence[models.Event]:
    """Those of the last year or so, the latest first."""
    row = models.Event
    span = (row.day < today, row.day >= today - PAST_SHOWN)
    return session.scalars(select(row).where(*span).order_by(row.day.desc(), row.starts.desc(), row.id)).all()


def create(session: Session, draft: Draft, *, until: date | None = None) -> list[models.Event]:
    """A new event, or with ``until`` one for every week to that day (at most MOST_IN_SERIES); each stands alone."""
    made = [
        models.Event(id=new_id(), participants=None, cancelled=False, version=1, **{**asdict(draft), "day": day})
        for day in weekly(draft.day, until)
    ]
    session.add_all(made)
    raise_revision(session, HOUSE_REVISION)
    return made


def weekly(first: date, until: date | None) -> list[date]:
    """The same weekday from ``first`` to ``until``, both included; ``first`` alone without it."""
    days = [first + timedelta(weeks=number) for number in range(MOST_IN_SERIES)]
    return [day for day in days if day == first or (until is not None and day <= until)]


def change(session: Session, id_: str, draft: Draft, *, version: int) -> models.Event:
    """Store what an editor says, who has seen ``version``. Raises NotFound, ChangedSince."""
    row = _seen(session, id_, version)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    raise_revision(session, HOUSE_REVISION)
    return row


def cancel(session: Session, id_: str, *, cancelled: bool, version: int) -> models.Event:
    """It does not take place, or it does after all. Raises NotFound, ChangedSince."""
    row = _seen(session, id_, version)
    row.cancelled = cancelled
    raise_revision(session, HOUSE_REVISION)
    return row


def remove(session: Session, ids: Collection[str]) -> int:
    """Undo making these events; how many there were. Raises NoLongerNew if one of them is more than that by now."""
    row = models.Event
    rows = session.scalars(select(row).where(row.id.in_(ids)).with_for_update()).all()
    if any(one.version > 1 or one.participants is not None for one in rows):
        raise NoLongerNew(
            N_("One of these events has been changed since. Please cancel the ones that do not take place one by one.")
        )
    if not rows:
        return 0
    session.execute(delete(row).where(row.id.in_([one.id for one in rows])))
    raise_revision(session, HOUSE_REVISION)
    return len(rows)


def count_participants(session: Session, id_: str, number: int | None, *, seen: int | None) -> models.Event:
    """How many came, entered by somebody who saw the number ``seen``. Raises NotFound, ChangedSince."""
    row = session.get(models.Event, id_, with_for_update=True)
    if row is None:
        raise NotFound(N_("This event does not exist (any more)."))
    if row.participants not in (seen, number):
        raise ChangedSince(N_("Somebody else has entered a number meanwhile. Please compare, then save again."))
    row.participants = number
    return row


def forget(*, oldest_month: str) -> None:
    """Forget the numbers of participants of months before ``oldest_month`` (``2024-11``); their releases remain."""
    row = models.Event
    before = date.fromisoformat(f"{oldest_month}-01")
    db.session().execute(update(row).where(row.day < before, row.participants.is_not(None)).values(participants=None))


def calendar_items(session: Session, *, since: date) -> Sequence[models.Event]:
    """What a calendar subscribes to: every event from ``since`` on; cancelled ones too, marked as such there."""
    return upcoming(session, since)


def over(row: models.Event, now: datetime) -> bool:
    """Whether it has ended; ``now`` is local."""
    return datetime.combine(row.day, row.ends) <= now.replace(tzinfo=None)


def _seen(session: Session, id_: str, version: int) -> models.Event:
    row = session.get(models.Event, id_, with_for_update=True)
    if row is None:
        raise NotFound(N_("This event does not exist (any more)."))
    if row.version != version:
        raise ChangedSince(N_("Somebody else has changed this event meanwhile. Nothing was saved."))
    row.version += 1
    return row
