"""What the counter works with: vocabulary, rules, offices, material and the house, of one state of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.house.aids.service import aids
from app.house.aids.values import Aids
from app.house.board.service import board
from app.house.board.values import Board
from app.house.events.service import events
from app.house.events.values import Programme
from app.house.interpreting.service import interpreters
from app.house.interpreting.values import Service
from app.house.presence.service import timetable
from app.house.presence.timetable import Timetable
from app.vocabulary.service import vocabulary
from app.vocabulary.translations import TownTexts, town_texts
from app.vocabulary.values import Vocabulary
from handouts.library import Library
from handouts.service import library
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.service import table
from referrals.routing.values import UNDOCUMENTED, Table

# The neutral slip is offered where a topic is protected, and only there; as a line on an ordinary slip it would tell.
NEUTRAL_SLIP = "h_neutral"


@dataclass(frozen=True)
class House:
    """What there is in the house around the desk."""

    timetable: Timetable
    services: tuple[Service, ...]
    programme: Programme
    aids: Aids
    board: Board


@dataclass(frozen=True)
class Workplace:
    """Everything a request at the counter reads."""

    vocabulary: Vocabulary
    table: Table
    offices: Mapping[str, Office]
    library: Library
    town_texts: TownTexts
    house: House

    @classmethod
    def open(cls, session: Session) -> "Workplace":
        """Cached by the revisions of directory and house, so this costs a few short queries."""
        house = House(timetable(session), interpreters(session), events(session), aids(session), board(session))
        return cls(vocabulary(session), table(session), offices(session), library(session), town_texts(session), house)

    def protected(self, subtopic: str) -> bool:
        """Whether nothing of this subtopic may be shown, printed or kept."""
        return self.vocabulary.subtopics[subtopic].protected

    def covered(self, handout: str) -> bool:
        """Whether the handout is about protected topics only: nothing of them is shown beside others or printed."""
        leaflet = self.library.leaflets.get(handout)
        about = leaflet.topics if leaflet else frozenset()
        words = self.vocabulary
        known = [words.subtopics.get(topic) or words.topics.get(topic) for topic in about]
        return {topic.handling for topic in known if topic} == {"protection"}

    def telling(self, handout: str) -> bool:
        """Whether it may not even be counted: it tells a protected topic, or that somebody is without papers."""
        leaflet = self.library.leaflets.get(handout)
        return self.covered(handout) or (leaflet is not None and UNDOCUMENTED in leaflet.traits)
