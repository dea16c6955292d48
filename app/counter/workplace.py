"""What the counter works with: vocabulary, rules, offices and handouts, of one state of the directory."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.vocabulary.service import vocabulary
from app.vocabulary.translations import TownTexts, town_texts
from app.vocabulary.values import Label, Vocabulary
from handouts.service import handouts
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.service import table
from referrals.routing.values import Table

# The neutral slip is offered where a topic is protected, and only there; as a line on an ordinary slip it would tell.
NEUTRAL_SLIP = "h_neutral"


@dataclass(frozen=True)
class Workplace:
    """Everything a request at the counter reads."""

    vocabulary: Vocabulary
    table: Table
    offices: Mapping[str, Office]
    handouts: Mapping[str, Label]
    town_texts: TownTexts

    @classmethod
    def open(cls, session: Session) -> "Workplace":
        """Cached by the directory's revision, so this costs a few short queries."""
        material = {id_: title for id_, title in handouts(session).items() if id_ != NEUTRAL_SLIP}
        return cls(vocabulary(session), table(session), offices(session), material, town_texts(session))

    def protected(self, subtopic: str) -> bool:
        """Whether nothing of this subtopic may be shown, printed or kept."""
        return self.vocabulary.subtopics[subtopic].protected
