"""A full house to measure with: handouts, work aids, partners, interpreters, events, offers. Seeded."""

import secrets
from collections.abc import Mapping
from datetime import date, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app import clock
from app.house.aids import service as aids
from app.house.aids.values import Content as Aid
from app.house.board import service as board
from app.house.board.values import CATEGORIES, KINDS
from app.house.board.values import Content as Offer
from app.house.events import service as events
from app.house.events.service import Draft
from app.house.interpreting import service as interpreting
from app.house.interpreting.values import Facts
from app.house.presence.models import PresenceSlot
from app.house.presence.timetable import KINDS as KINDS_OF_SLOTS
from app.vocabulary.service import HOUSE_REVISION, REVISION, raise_revision, vocabulary
from handouts.models import EditionStock, Handout, HandoutEdition
from referrals.directory.service import offices

SIZE: Mapping[str, int] = {
    "handouts": 500,
    "aids": 100,
    "slots": 50,
    "events": 40,
    "offers": 30,
    "interpreters": 20,
}
EDITIONS = 4
PARAGRAPH = "Bitte zuerst fragen, ob ein Bescheid da ist. **Frist beachten.** "


def fill(session: Session, *, seed: int = 1) -> dict[str, int]:
    """Put as much into the house as SIZE says, and return that; the caller commits."""
    random, today = Random(seed), clock.now().date()  # noqa: S311 - not for secrets
    topics = list(vocabulary(session).subtopics)
    tags = list(vocabulary(session).languages)
    living = [office.id for office in offices(session).values() if office.status != "defunct"]
    _handouts(session, random, topics, tags)
    _slots(session, random, living, tags)
    _events(session, random, topics, tags, today)
    for number in range(SIZE["aids"]):
        page = Aid("page", f"Arbeitshilfe {number}", today, (random.choice(topics),), body=PARAGRAPH * 40)
        aids.create(session, page, by="bench", now=clock.now())
    for number in range(SIZE["offers"]):
        kind, category = random.choice(KINDS), random.choice(CATEGORIES)
        until, about = today + timedelta(days=30), (random.choice(topics),)
        title = f"Angebot {number}"
        board.create(session, Offer(kind, category, random.choice(living), title, PARAGRAPH, until=until, topics=about))
    for number in range(SIZE["interpreters"]):
        spoken = tuple(random.sample(tags, 5))
        interpreting.create(
            session,
            Facts(f"Dienst {number}", None, spoken, ("phone",), "Mo-Fr 08:00-16:00", "", "", "", "", 0, "", "", today),
        )
    raise_revision(session, HOUSE_REVISION)
    raise_revision(session, REVISION)
    return dict(SIZE)


def _handouts(session: Session, random: Random, topics: list[str], tags: list[str]) -> None:
    for number in range(SIZE["handouts"]):
        name, title = f"h_bench_{number}", f"Faltblatt {number}"
        about = [random.choice(topics)]
        session.add(Handout(id=name, title_de=title, title_en=title, topics=about, publisher=None, position=number))
        session.flush()
        editions = [secrets.token_hex(6) for _ in range(EDITIONS)]
        session.add_all(
            HandoutEdition(id=edition, handout_id=name, language=tag, kind="paper")
            for edition, tag in zip(editions, random.sample(tags, EDITIONS), strict=True)
        )
        session.flush()
        session.add_all(
            EditionStock(edition_id=edition, left=random.randrange(50), reorder_at=5) for edition in editions
        )


def _slots(session: Session, random: Random, living: list[str], tags: list[str]) -> None:
    for number in range(SIZE["slots"]):
        start = random.randrange(8, 18)
        session.add(
            PresenceSlot(
                id=secrets.token_hex(6),
                kind=random.choice(KINDS_OF_SLOTS),
                office_id=random.choice(living),
                label="",
                room=f"Raum {number % 7}",
                languages=random.sample(tags, 3),
                topics=[],
                weekday=random.randrange(1, 6),
                starts=time(start),
                ends=time(start + 2),
                weeks="",
                on_holidays=False,
                note="",
                archived=False,
                version=1,
            )
        )


def _events(session: Session, random: Random, topics: list[str], tags: list[str], today: date) -> None:
    for number in range(SIZE["events"]):
        draft = Draft(
            title_de=f"Vortrag {number}",
            title_en="",
            titles={},
            description="",
            topics=[random.choice(topics)],
            languages=random.sample(tags, 2),
            office_id=None,
            room="Saal",
            day=today + timedelta(days=random.randrange(50)),
            starts=time(17),
            ends=time(19),
            seats=None,
            registration="none",
            contact="",
            link="",
            notes=[],
        )
        events.create(session, draft)
