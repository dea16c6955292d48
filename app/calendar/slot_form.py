"""The form of hours in the house: from what is stored to what is typed and back, and the days that it comes to."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from werkzeug.datastructures import MultiDict

from app.calendar.sheet import Sheet, number
from app.errors import N_
from app.house.presence import editing
from app.house.presence.editing import SlotContent
from app.house.presence.models import PresenceSlot
from app.house.presence.timetable import Sitting, Slot, Timetable, clashes
from app.house.rhythm import WEEKS
from app.vocabulary.values import Vocabulary

TEXTS = (
    "kind", "office_id", "label", "room", "repeats", "weekday", "once_on", "starts", "ends", "weeks", "anchor",
    "valid_from", "valid_to", "on_holidays", "note",
)  # fmt: skip
LISTS = ("languages", "topics")
LONGEST = {"label": 120, "room": 60, "note": 300}
NO_SINGLE_DAY = N_("Please give the day.")
MIDNIGHT = re.compile(r"24[:.]?(00)?( Uhr)?")
"""A day ends at 23:59 here: what is said of it must help more than that 24:00 is no time."""
SHOWN_DAYS = 10
AHEAD = timedelta(weeks=57)
"""More than a year, so that a year's end is always among the days that are looked at."""
CLASHES_AHEAD = timedelta(weeks=8)
NEW = "new"


def blank(kind: str) -> Sheet:
    """Nothing typed yet."""
    texts = dict.fromkeys(TEXTS, "") | {"kind": kind, "repeats": "weekly", "starts": "09:00", "ends": "12:00"}
    return Sheet(texts, {name: [] for name in LISTS})


def sheet_of(row: PresenceSlot) -> Sheet:
    """What is stored."""
    texts = {name: _text(getattr(row, name, "")) for name in TEXTS}
    texts |= {"repeats": "once" if row.once_on else "weekly", "on_holidays": "yes" if row.on_holidays else ""}
    return Sheet(texts, {"languages": list(row.languages), "topics": list(row.topics)}, row.version)


def posted(values: MultiDict[str, str]) -> Sheet:
    """What was sent."""
    sheet = Sheet.posted(values, TEXTS, LISTS)
    for name, longest in LONGEST.items():
        sheet.texts[name] = sheet.texts[name][:longest]
    return sheet


def content_of(sheet: Sheet, offices: Container[str], words: Vocabulary) -> SlotContent:
    """What was typed as content; the sheet notes what is wrong with it."""
    texts = sheet.texts
    once = texts["repeats"] == "once"
    content = SlotContent(
        kind=texts["kind"],
        office_id=texts["office_id"] or None,
        label=texts["label"],
        room=texts["room"],
        languages=tuple(tag for tag in sheet.lists["languages"] if tag == "de" or tag in words.languages),
        topics=tuple(name for name in sheet.lists["topics"] if name in words.topics or name in words.subtopics),
        weekday=None if once else number(texts["weekday"]),
        once_on=sheet.day("once_on") if once else None,
        starts=sheet.clock("starts"),
        ends=sheet.clock("ends"),
        weeks=next((weeks for weeks in WEEKS if weeks == texts["weeks"]), ""),
        anchor=sheet.day("anchor"),
        valid_from=sheet.day("valid_from"),
        valid_to=sheet.day("valid_to"),
        on_holidays=texts["on_holidays"] == "yes",
        note=texts["note"],
    )
    found = editing.problems(content, offices)
    if MIDNIGHT.fullmatch(texts["ends"]):
        sheet.wrong["ends"] = editing.OVER_MIDNIGHT
    if once and content.once_on is None:
        found["once_on"] = NO_SINGLE_DAY
        found.pop("weekday", None)
    sheet.note(found)
    return content


@dataclass(frozen=True)
class Outlook:
    """What hours come to: the next days, and what takes place in the same room at the same time."""

    sittings: tuple[Sitting, ...]
    clashes: tuple[tuple[Sitting, Sitting], ...]


def outlook(slot: Slot, table: Timetable, today: date) -> Outlook:
    """The next days of the slot as it is given here, whatever the timetable has of it."""
    others = (one for one in table.slots if one.id != slot.id)
    changed = Timetable((*others, slot), table.closures, table.gone)
    days = list(slot.rhythm.days(today, today + AHEAD))
    sittings = tuple(one for day in days[:SHOWN_DAYS] for one in changed.planned(day) if one.slot == slot.id)
    near = (day for day in days if day <= today + CLASHES_AHEAD)
    found = (pair for day in near for pair in clashes(changed.planned(day)))
    return Outlook(sittings, tuple(pair for pair in found if slot.id in {one.slot for one in pair}))


def slot_of(content: SlotContent, name: str, stored: Slot | None) -> Slot:
    """Valid content as a slot, with the single days of the stored one."""
    assert content.starts is not None
    assert content.ends is not None
    made = Slot(
        id=name,
        kind=content.kind,  # type: ignore[arg-type]
        office=content.office_id,
        label=content.label,
        room=content.room,
        languages=content.languages,
        topics=content.topics,
        starts=content.starts,
        ends=content.ends,
        rhythm=content.rhythm,
        on_holidays=content.on_holidays,
        note=content.note,
    )
    return replace(made, exceptions=stored.exceptions, exception_notes=stored.exception_notes) if stored else made


def _text(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
