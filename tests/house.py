"""A house around the desk for tests: on Monday, 23 November 2026, somebody is here, and there is something to give."""

from dataclasses import replace
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.house.aids import service as aids
from app.house.aids.values import Content as Aid
from app.house.board import service as board
from app.house.board.values import Content as Offer
from app.house.events import service as events
from app.house.events.service import Draft
from app.house.presence.models import PresenceSlot
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts.models import EditionStock, HandoutEdition

TODAY = date(2026, 11, 23)
ROMANIAN, ARABIC, GUIDE = "h_arbeitsrecht/rumaenisch", "h_arbeitsrecht/arabisch", "h_info_to_go/anleitung"
GUIDE_LINK = "https://info-to-go.binational-leipzig.de/en/guide"


def _talk() -> Draft:
    return Draft(
        title_de="Arbeiten in Leipzig",
        title_en="Working in Leipzig",
        titles={"ro": "Munca în Leipzig"},
        description="",
        topics=["arbeit"],
        languages=["de", "ro"],
        office_id="babs",
        room="Saal",
        day=date(2026, 12, 3),
        starts=time(17),
        ends=time(18, 30),
        seats=20,
        registration="needed",
        contact="0341 1234567",
        link="",
        notes=[],
    )


def furnish(session: Session) -> SimpleNamespace:
    """BABS sits here until 12, DRK in the afternoon about residence, IHK by its own topic; the ids of what was made."""
    slots: dict[str, dict[str, Any]] = {
        "babs": {"office_id": "babs", "starts": time(9), "ends": time(12), "room": "Raum 2", "languages": ["ro"]},
        "mbe": {"office_id": "drk_mbe", "starts": time(14), "ends": time(16), "topics": ["aufenthalt"]},
        "own": {"office_id": "verbraucherzentrale", "starts": time(10), "ends": time(11), "topics": ["arbeit"]},
        "gone": {"office_id": "caritas", "starts": time(8), "ends": time(9)},
        "busy": {"office_id": "mosaik_mbe", "weekday": 3, "starts": time(9), "ends": time(11)},
    }
    usual: dict[str, Any] = {"kind": "partner", "label": "", "room": "", "languages": [], "topics": [], "weekday": 1}
    usual |= {"weeks": "", "on_holidays": False, "note": "", "archived": False, "version": 1}
    session.add_all(PresenceSlot(id=name, **(usual | values)) for name, values in slots.items())
    now = datetime(2026, 11, 20, 9, 0, tzinfo=clock.ZONE)
    page = Aid("page", "Lohn nicht gezahlt", date(2026, 1, 5), ("arbeit/arbeitsrecht",), body="Frist: **drei Wochen**")
    secret = Aid("page", "Gewalt: so vorgehen", date(2026, 1, 5), ("schutz/haeusliche_gewalt",), body="Ruhig bleiben.")
    help_ = Offer(
        "offer",
        "help",
        "babs",
        "Begleitung zu Ämtern",
        "Dienstags nach Absprache.",
        date(2026, 12, 31),
        topics=("arbeit",),
    )
    gift = Offer(
        "offer", "donation", "wirtschaftsfoerderung", "Computer zu verschenken", "Zehn Stück.", date(2026, 12, 31)
    )
    board.create(session, replace(gift, topics=("engagement",)))
    made = SimpleNamespace(
        event=events.create(session, _talk())[0].id,
        aid=aids.create(session, page, by="verwaltung", now=now).id,
        secret=aids.create(session, secret, by="verwaltung", now=now).id,
        offer=board.create(session, help_).id,
    )
    for value, language, left in ((ROMANIAN, "ro", 3), (ARABIC, "ar", 0), (GUIDE, "en", None)):
        handout, _, edition = value.partition("/")
        kind, link = ("link", GUIDE_LINK) if left is None else ("paper", None)
        session.add(
            HandoutEdition(
                id=edition,
                handout_id=handout,
                language=language,
                kind=kind,
                link=link,
                checked_on=None if link else TODAY,
            )
        )
        session.flush()
        if left is not None:
            session.add(EditionStock(edition_id=edition, left=left, reorder_at=1))
    raise_revision(session, HOUSE_REVISION)
    return made
