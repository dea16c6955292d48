"""Events that have taken place, with how many came."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import time
from random import Random

from sqlalchemy.orm import Session

from app.demo import shape
from app.demo.visits import Hour
from app.house.events.models import Event
from app.house.events.service import Draft
from app.vocabulary.values import Vocabulary

ROOM = "Saal"


def hold(session: Session, random: Random, words: Vocabulary, hours: Sequence[Hour]) -> int:
    """Hold some talks on days of the month on which the centre is open; how many."""
    number = random.randint(*shape.EVENTS_A_MONTH)
    for title_de, title_en, topics, languages in random.sample(shape.EVENTS, number):
        draft = Draft(
            title_de=title_de,
            title_en=title_en,
            titles={},
            description="",
            topics=[topic for topic in topics if topic in words.subtopics or topic in words.topics],
            languages=[tag for tag in languages if tag in words.languages],
            office_id=None,
            room=ROOM,
            day=random.choice(hours).begins.date(),
            starts=time(17),
            ends=time(18, 30),
            seats=40,
            registration="none",
            contact="",
            link="",
            notes=[],
        )
        # Not by the editors' way: what is over no cached programme has, so that nothing has to be built anew for it.
        participants = random.randint(*shape.PARTICIPANTS)
        session.add(
            Event(id=secrets.token_hex(6), participants=participants, cancelled=False, version=1, **asdict(draft))
        )
    session.flush()
    return number
