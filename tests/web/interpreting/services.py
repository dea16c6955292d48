"""Services and hours in the house, stored for the tests, and the form as a browser would send it."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.db import Database
from app.house.interpreting.models import LanguageUnmet
from app.house.interpreting.service import create
from app.house.interpreting.values import Facts
from app.house.presence.models import PresenceSlot
from app.vocabulary.service import HOUSE_REVISION, raise_revision

PHONE = Facts(
    name="Sprachtelefon",
    office=None,
    languages=("uk", "ti", "so"),
    modes=("phone",),
    hours="Mo-Fr 08:00-16:00; PH off",
    book_how="Anrufen und die Sprache nennen.",
    book_phone="0341 1234-5",
    book_email="",
    book_link="https://sprachtelefon.example/buchen",
    lead_days=0,
    cost="Zahlt die Stadt.",
    note="",
    as_of=date(2026, 10, 1),
)
FORM = {
    "name": "Sprachtelefon",
    "languages": ["ti", "so"],
    "modes": ["phone"],
    "lead_days": "0",
    "book_how": "Anrufen und die Sprache nennen.",
    "book_phone": "0341 1234-5",
    "as_of": "2026-10-01",
    "seen": "0",
    "grid": "yes",
    "hours_was": "",
    "from-1": "8",
    "to-1": "16",
    "action": "save",
}


def stored(database: Database, **facts: Any) -> str:
    """A service like PHONE but for these facts; its id."""
    with database.writing() as session:
        return create(session, replace(PHONE, **facts))


def sits(database: Database, starts: str, ends: str, *, kind: str = "interpreter", **facts: Any) -> None:
    """Somebody for Tigrinya and Ukrainian sits in the house on Mondays."""
    usual: dict[str, Any] = {"label": "", "room": "Raum 2", "languages": ["ti", "uk"], "topics": []}
    times = {"weekday": 1, "starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
    kept: dict[str, Any] = {"id": f"{kind} {starts}"[-12:], "kind": kind, "weeks": "", "note": ""}
    kept |= {"on_holidays": False, "archived": False, "version": 1}
    with database.writing() as session:
        session.add(PresenceSlot(**(usual | times | kept | facts)))
        raise_revision(session, HOUSE_REVISION)


def unmet(database: Database) -> dict[tuple[str, str], int]:
    """The counters by language and quarter."""
    with database.reading() as session:
        return {(row.language, row.quarter): row.n for row in session.query(LanguageUnmet)}
