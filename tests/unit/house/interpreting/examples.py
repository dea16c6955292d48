"""Services, offices and sittings to put together."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.house.interpreting.values import Facts, Service
from app.house.presence.timetable import Sitting
from referrals.directory.facts import Office
from tests.unit.routing.test_answer import PLAIN

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001  local and naive, as the engine takes it
FACTS = Facts(
    name="Telefondolmetschen",
    office=None,
    languages=("uk", "ar"),
    modes=("phone", "on_site"),
    hours="Mo-Fr 08:00-16:00; PH off",
    book_how="Anrufen und die Sprache nennen.",
    book_phone="0341 1234",
    book_email="",
    book_link="",
    lead_days=0,
    cost="",
    note="",
    as_of=date(2026, 10, 1),
)


def service(*, office: Office | None = None, archived: bool = False, **facts: Any) -> Service:
    """A service like FACTS but for these."""
    named = facts.get("name", FACTS.name)
    known = replace(FACTS, office=office.id if office else None, **facts)
    return Service(id=f"id of {named}", facts=known, office=office, archived=archived, version=1)


def office(**facts: Any) -> Office:
    """An office of which nothing is known but its name and number."""
    return replace(PLAIN, **facts)


def sitting(starts: str, ends: str, **facts: Any) -> Sitting:
    """An interpreter for Ukrainian in the house on Monday; times as ``09:00``."""
    values: dict[str, Any] = {
        "slot": f"{starts} {ends}",
        "kind": "interpreter",
        "office": None,
        "label": "",
        "room": "Raum 2",
        "languages": ("uk",),
        "topics": (),
        "starts": datetime.fromisoformat(f"2026-11-23 {starts}"),
        "ends": datetime.fromisoformat(f"2026-11-23 {ends}"),
    }
    return Sitting(**(values | facts))
