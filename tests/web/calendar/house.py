"""What the tests of the calendar's pages put into the house."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from app import clock
from app.db import Database
from app.house.presence import editing
from app.house.presence.editing import SlotContent

WEDNESDAY = date(2026, 11, 25)
BUSSTAG = date(2026, 11, 18)
NOW = datetime(2026, 11, 25, 10, 20, tzinfo=clock.ZONE)
DRK = SlotContent(
    kind="partner",
    office_id="drk_mbe",
    label="",
    room="1.04",
    languages=("ar", "fa"),
    topics=("aufenthalt",),
    weekday=3,
    once_on=None,
    starts=time(9),
    ends=time(12),
)
AT_THE_DESK: dict[str, Any] = {"kind": "desk", "office_id": None, "label": "Beratungsplatz 2", "room": "Foyer"}
DESK = replace(DRK, **AT_THE_DESK, languages=("de", "en"), topics=())
FORM = {
    "kind": "partner",
    "office_id": "drk_mbe",
    "label": "",
    "room": "1.04",
    "repeats": "weekly",
    "weekday": "3",
    "weeks": "",
    "starts": "09:00",
    "ends": "12:00",
    "languages": ["ar", "fa"],
    "topics": ["aufenthalt"],
    "action": "save",
    "seen": "0",
}


def add(database: Database, content: SlotContent = DRK, **changed: Any) -> str:
    """Enter hours; their id."""
    with database.writing() as session:
        return editing.add_slot(session, replace(content, **changed)).id
