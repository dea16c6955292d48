"""Events to test with."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.house.events.service import Draft
from app.house.events.values import Event
from app.vocabulary.values import Label

TALK = Event(
    id="talk",
    title=Label("Miete und Nebenkosten", "Rent and service charges"),
    titles={"uk": "Оренда та комунальні платежі"},
    description="Was in der Abrechnung stehen muss.",
    topics=("wohnen",),
    languages=("de", "uk"),
    office="mieterverein",
    room="Raum 2",
    day=date(2026, 12, 1),
    starts=time(17, 0),
    ends=time(18, 30),
    seats=20,
    registration="needed",
    contact="0341 2131277",
    link="https://example.org/miete",
    notes=("free_of_charge",),
)


def event(id_: str, **changes: Any) -> Event:
    """An event like TALK."""
    return replace(TALK, id=id_, **changes)


DRAFT = Draft(
    title_de="Miete und Nebenkosten",
    title_en="Rent and service charges",
    titles={"uk": "Оренда та комунальні платежі"},
    description="Was in der Abrechnung stehen muss.",
    topics=["wohnen"],
    languages=["de", "uk"],
    office_id="mieterverein",
    room="Raum 2",
    day=date(2026, 12, 1),
    starts=time(17, 0),
    ends=time(18, 30),
    seats=20,
    registration="needed",
    contact="0341 2131277",
    link="https://example.org/miete",
    notes=["free_of_charge"],
)


def draft(**changes: Any) -> Draft:
    """What an editor says of an event like TALK."""
    return replace(DRAFT, **changes)
