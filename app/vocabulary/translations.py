"""The checked translations of one language, text by text."""

from dataclasses import dataclass

from app.vocabulary.catalogues import Domain, Translation, read


@dataclass(frozen=True)
class Translator:
    """Looks up German texts in the catalogues of ``locale`` (a Babel identifier, or None where there is none).

    Every method gives None where a text is not translated, or was translated from another German text: the
    caller then prints German only.
    """

    locale: str | None

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
        return read(self.locale, domain).get((context, german)) if self.locale else None
