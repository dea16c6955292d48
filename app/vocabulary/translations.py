"""The checked translations of one language, text by text: the town's own, else those that come with the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary.catalogues import Domain, Translation, read
from app.vocabulary.models import TownTranslation
from app.vocabulary.service import TEXTS_REVISION, ByRevision

Place = tuple[str, str, str]
"""Domain, context and the German text that was translated."""


@dataclass(frozen=True, eq=False)
class TownTexts:
    """What the editors of a town have translated, for all languages, from present and former German texts."""

    by_catalogue: Mapping[str, Mapping[Place, Translation]]

    def of(self, catalogue: str) -> Mapping[Place, Translation]:
        """Those of one language."""
        return self.by_catalogue.get(catalogue, {})


BUNDLED_ONLY = TownTexts(MappingProxyType({}))


@dataclass(frozen=True)
class Translator:
    """Looks up German texts in ``catalogue`` (the name of a language's folder, or None where there is none).

    Every method gives None where a text is not translated, or was translated from another German text: the
    caller then prints German only.
    """

    catalogue: str | None
    town: TownTexts = BUNDLED_ONLY

    def phrase(self, key: str, german: str) -> Translation | None:
        """A phrase of the slip, with its placeholders."""
        return self._find("slip", key, german)

    def topic(self, topic_id: str, german: str) -> Translation | None:
        """The label of a topic or subtopic (``wohnen/mietproblem``)."""
        return self._find("vocabulary", f"topic {topic_id}", german)

    def document(self, document_id: str, german: str) -> Translation | None:
        """The label of a document to bring."""
        return self._find("vocabulary", f"document {document_id}", german)

    def office(self, office_id: str, german: str) -> Translation | None:
        """What the office is: a gloss to print under its German name."""
        return self._find("vocabulary", f"office {office_id}", german)

    def bring_note(self, german: str) -> Translation | None:
        """The remark after the list of documents to bring."""
        return self._find("vocabulary", "bring_note", german)

    def handout(self, handout_id: str, german: str) -> Translation | None:
        """The title of a handout."""
        return self._find("vocabulary", f"handout {handout_id}", german)

    def _find(self, domain: Domain, context: str, german: str) -> Translation | None:
        if self.catalogue is None:
            return None
        own = self.town.of(self.catalogue).get((domain, context, german))
        return own or read(self.catalogue, domain).get((context, german))


def _read(session: Session) -> TownTexts:
    row = TownTranslation
    columns = (row.catalogue, row.domain, row.context, row.source_german, row.text, row.reviewed)
    found: dict[str, dict[Place, Translation]] = {}
    # Columns, not objects: a session that lives on must not answer from what it has loaded before.
    for catalogue, domain, context, german, text, reviewed in session.execute(select(*columns)):
        found.setdefault(catalogue, {})[domain, context, german] = Translation(text, reviewed)
    return TownTexts(MappingProxyType(found))


town_texts = ByRevision(_read, of=(TEXTS_REVISION,))
"""town_texts(session) -> TownTexts"""


def translator(session: Session, catalogue: str | None) -> Translator:
    """The translator of a language with what this town has changed."""
    return Translator(catalogue, town_texts(session))
