"""The list of handouts: what a filter takes, in the order in which it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.library.shelf import Title
from app.library.words import SHOWN
from handouts.search import Findable, Quote, search
from referrals.directory.facts import Office

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" means all. ``show`` is one of app.library.words.SHOWN.

    ``all`` is whether a long list is shown to its end.
    """

    q: str = ""
    topic: str = ""
    language: str = ""
    show: str = ""
    all: bool = False

    @classmethod
    def of(cls, values: MultiDict[str, str]) -> "Filter":
        """The filter of an address."""
        show = values.get("show", "")
        return cls(
            q=values.get("q", "").strip()[:LONGEST_QUERY],
            topic=values.get("topic", ""),
            language=values.get("language", ""),
            show=show if show in SHOWN else "",
            all=values.get("all") == "yes",
        )

    def query(self) -> dict[str, str]:
        """What stands in the address of the same selection, shown to its end."""
        chosen = {"q": self.q, "topic": self.topic, "language": self.language, "show": self.show, "all": "yes"}
        return {name: value for name, value in chosen.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.q or self.topic or self.language or self.show)

    def takes(self, title: Title) -> bool:
        """Whether the handout is shown, whatever is searched for. Withdrawn ones are by their own choice only."""
        if title.row.withdrawn != (self.show == "withdrawn"):
            return False
        about = title.row.topics
        if self.topic and not any(topic == self.topic or topic.startswith(f"{self.topic}/") for topic in about):
            return False
        if self.language and self.language not in {copy.row.language for copy in title.current}:
            return False
        return {
            "low": bool(title.low),
            "expiring": bool(title.expiring),
            "unchecked": bool(title.unchecked),
            "bare": not title.current,
        }.get(self.show, True)


@dataclass(frozen=True)
class Row:
    """A handout of the list, and where one of its files says what was searched for."""

    title: Title
    quote: Quote | None = None


def chosen(session: Session, shelf: Iterable[Title], offices: Mapping[str, Office], wanted: Filter) -> Sequence[Row]:
    """The handouts that the filter takes: in their order, or those first whose name has all words of the search."""
    taken = {title.row.id: title for title in shelf if wanted.takes(title)}
    if not wanted.q:
        return [Row(title) for title in taken.values()]
    hits = search(session, [_findable(title, offices) for title in taken.values()], wanted.q)
    return [Row(taken[name], hits.quotes.get(name)) for name in hits.ids]


def _findable(title: Title, offices: Mapping[str, Office]) -> Findable:
    """Files that are no longer given are not looked into: who finds one would hand it out."""
    row = title.row
    publisher = offices.get(row.publisher or "")
    names = (row.title_de, row.title_en, row.id, *([publisher.name_de, publisher.name_en] if publisher else []))
    return Findable(row.id, names, tuple(copy.row.file_digest for copy in title.current if copy.row.file_digest))
