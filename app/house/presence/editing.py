"""Changing who sits in the house when: hours, single days of them, closures."""

from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.presence.models import HouseClosure, PresenceException, PresenceSlot
from app.house.presence.service import rhythm_of, slot
from app.house.presence.timetable import KINDS
from app.house.rhythm import WEEKS, Rhythm, Weeks
from app.house.versions import Unfit, check_seen, keep
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from referrals.directory.models import Office

OVER_MIDNIGHT = N_(
    "The end must lie after the beginning, on the same day. Hours over midnight are entered as two: "
    "one until 23:59, one from 00:00 of the following day."
)
NO_TIME = N_("Please give the time as 09:00.")
NO_OFFICE = N_("Please choose who is in the house.")
NO_LABEL = N_("Please name the desk, such as “Desk 2”.")
NO_DAY = N_("Please choose a weekday, or one single day.")
NO_ANCHOR = N_("Please give a day on which it takes place: every second week is counted from there.")
NOT_IN_ORDER = N_("The last day lies before the first one.")
NEVER = N_("Between these two days there is no such day.")
NOT_THAT_DAY = N_("These hours do not fall on that day.")
NO_REASON = N_("Please say why the house is closed.")
NO_CLOSURE = N_("This closure is not there any more.")


@dataclass(frozen=True)
class SlotContent:
    """What an editor says of hours: the columns of ``presence_slot``. Times may be missing only until they are checked.

    ``weekday`` means nothing beside ``once_on``, nor does ``anchor`` without ``weeks`` = every2: both are dropped.
    """

    kind: str
    office_id: str | None
    label: str
    room: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    weekday: int | None
    once_on: date | None
    starts: time | None
    ends: time | None
    weeks: Weeks = ""
    anchor: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    on_holidays: bool = False
    note: str = ""

    @property
    def rhythm(self) -> Rhythm:
        """On which days it is."""
        weekday = self.weekday if self.once_on is None else None
        return Rhythm(weekday, self.once_on, self.weeks, self.anchor, self.valid_from, self.valid_to)


def content_of(row: PresenceSlot) -> SlotContent:
    """What an editor would have said to get this row."""
    values = {name: getattr(row, name) for name in SlotContent.__dataclass_fields__}
    return SlotContent(**values | {"languages": tuple(row.languages), "topics": tuple(row.topics)})


def problems(content: SlotContent, offices: Container[str]) -> dict[str, str]:
    """What is wrong, by field; ``offices`` are those that can sit here."""
    found = time_problems(content.starts, content.ends)
    nobody = content.kind != "desk" and content.office_id is None
    unknown = content.office_id is not None and content.office_id not in offices
    if content.kind not in KINDS or nobody or unknown:
        found["office_id"] = NO_OFFICE
    if content.kind == "desk" and not content.label:
        found["label"] = NO_LABEL
    if content.once_on is not None:
        return found
    if content.weekday not in range(1, 8) or content.weeks not in WEEKS:
        found["weekday"] = NO_DAY
    if content.weeks == "every2" and content.anchor is None:
        found["anchor"] = NO_ANCHOR
    if content.valid_from and content.valid_to and "weekday" not in found and "anchor" not in found:
        if content.valid_to < content.valid_from:
            found["valid_to"] = NOT_IN_ORDER
        elif not any(content.rhythm.days(content.valid_from, content.valid_to)):
            found["valid_to"] = NEVER
    return found


def time_problems(starts: time | None, ends: time | None) -> dict[str, str]:
    """What is wrong with a beginning and an end on one day."""
    found = {name: NO_TIME for name, value in (("starts", starts), ("ends", ends)) if value is None}
    if starts is not None and ends is not None and ends <= starts:
        found["ends"] = OVER_MIDNIGHT
    return found


def add_slot(session: Session, content: SlotContent) -> PresenceSlot:
    """Enter new hours. Raises Unfit."""
    row = PresenceSlot(id=new_id(), **_values(session, content))
    session.add(row)
    keep(session, row)
    return row


def change_slot(session: Session, name: str, content: SlotContent, *, seen: int) -> PresenceSlot:
    """Make hours what ``content`` says. Raises NotFound, ChangedMeanwhile, Unfit."""
    row = slot(session, name, to_change=True)
    check_seen(row, seen)
    for column, value in _values(session, content).items():
        setattr(row, column, value)
    keep(session, row)
    return row


def archive_slot(session: Session, name: str, *, archived: bool, seen: int) -> PresenceSlot:
    """Take hours out of the timetable, or put them back. Raises NotFound, ChangedMeanwhile."""
    row = slot(session, name, to_change=True)
    check_seen(row, seen)
    row.archived = archived
    keep(session, row)
    return row


def except_day(session: Session, name: str, day: date, times: tuple[time, time] | None, note: str = "") -> None:
    """On this day the times are others, or (None) it is cancelled. Raises NotFound, Unfit."""
    row = slot(session, name)
    found = time_problems(*times) if times else {}
    if not rhythm_of(row).falls_on(day):
        found["day"] = NOT_THAT_DAY
    if found:
        raise Unfit(found)
    starts, ends = times or (None, None)
    session.merge(PresenceException(slot_id=name, day=day, starts=starts, ends=ends, note=note))
    raise_revision(session, HOUSE_REVISION)


def as_usual(session: Session, name: str, day: date) -> None:
    """Forget what was different on this day."""
    found = session.get(PresenceException, (name, day))
    if found is not None:
        session.delete(found)
        raise_revision(session, HOUSE_REVISION)


def close_house(session: Session, first: date | None, last: date | None, reason: str) -> HouseClosure:
    """Close the house on these days, both included; one day if there is no last one. Raises Unfit."""
    found = {} if reason else {"reason": NO_REASON}
    if first is None:
        raise Unfit(found | {"starts_on": N_("Please give the first day.")})
    if last is not None and last < first:
        found["ends_on"] = NOT_IN_ORDER
    if found:
        raise Unfit(found)
    row = HouseClosure(id=new_id(), starts_on=first, ends_on=last or first, reason=reason)
    session.add(row)
    raise_revision(session, HOUSE_REVISION)
    return row


def open_house(session: Session, name: str) -> HouseClosure:
    """Take a closure back; what is returned could be entered again. Raises NotFound."""
    row = session.get(HouseClosure, name)
    if row is None:
        raise NotFound(NO_CLOSURE)
    session.delete(row)
    raise_revision(session, HOUSE_REVISION)
    return row


def _values(session: Session, content: SlotContent) -> dict[str, object]:
    """The columns. Raises Unfit."""
    found = problems(content, set(session.scalars(select(Office.id))))
    if found:
        raise Unfit(found)
    values = asdict(content) | {"languages": list(content.languages), "topics": list(content.topics)}
    if content.once_on is not None:
        values |= {"weekday": None, "weeks": "", "valid_from": None, "valid_to": None}
    if values["weeks"] != "every2":
        values["anchor"] = None
    return values
