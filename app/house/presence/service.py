"""The timetable from the database, and the rows behind it."""

from datetime import date, time
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.presence.models import HouseClosure, PresenceSlot
from app.house.presence.timetable import Closure, Kind, Slot, Timetable
from app.house.rhythm import Rhythm, Weeks
from app.vocabulary.service import HOUSE_REVISION, REVISION, ByRevision
from referrals.directory.models import Office

NO_SLOT = N_("These hours are not there any more.")


def _build(session: Session) -> Timetable:
    rows = session.scalars(select(PresenceSlot).where(~PresenceSlot.archived).order_by(PresenceSlot.id))
    gone = session.scalars(select(Office.id).where(Office.status == "defunct"))
    days = [Closure(row.starts_on, row.ends_on, row.reason) for row in closures(session)]
    return Timetable([slot_of(row) for row in rows], days, frozenset(gone))


timetable = ByRevision(_build, of=(REVISION, HOUSE_REVISION))
"""timetable(session) -> Timetable, without archived slots; shared between threads."""


def slot_of(row: PresenceSlot) -> Slot:
    """The plain values of a row."""
    times: dict[date, tuple[time, time] | None] = {
        one.day: (one.starts, one.ends) if one.starts is not None and one.ends is not None else None
        for one in row.exceptions
    }
    # The table holds nothing but what app.house.presence.editing lets in.
    kind: Kind = row.kind  # type: ignore[assignment]
    return Slot(
        id=row.id,
        kind=kind,
        office=row.office_id,
        label=row.label,
        room=row.room,
        languages=tuple(row.languages),
        topics=tuple(row.topics),
        starts=row.starts,
        ends=row.ends,
        rhythm=rhythm_of(row),
        on_holidays=row.on_holidays,
        note=row.note,
        exceptions=MappingProxyType(times),
        exception_notes=MappingProxyType({one.day: one.note for one in row.exceptions if one.note}),
    )


def rhythm_of(row: PresenceSlot) -> Rhythm:
    """On which days it is."""
    weeks: Weeks = row.weeks  # type: ignore[assignment]
    return Rhythm(row.weekday, row.once_on, weeks, row.anchor, row.valid_from, row.valid_to)


def slots(session: Session) -> list[PresenceSlot]:
    """All rows, archived ones too, single openings after what repeats."""
    order = (
        PresenceSlot.weekday.is_(None),
        PresenceSlot.weekday,
        PresenceSlot.once_on,
        PresenceSlot.starts,
        PresenceSlot.id,
    )
    return list(session.scalars(select(PresenceSlot).order_by(*order)))


def slot(session: Session, name: str, *, to_change: bool = False) -> PresenceSlot:
    """The row with this id; ``to_change`` lets nobody else change it meanwhile. Raises NotFound."""
    found = session.get(PresenceSlot, name, with_for_update=to_change or None)
    if found is None:
        raise NotFound(NO_SLOT)
    return found


def closures(session: Session) -> list[HouseClosure]:
    """The house's own closures, the earliest first."""
    return list(session.scalars(select(HouseClosure).order_by(HouseClosure.starts_on, HouseClosure.id)))
