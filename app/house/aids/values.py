"""Work aids as plain values, found by topic and group."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.files.folding import fold


@dataclass(frozen=True)
class Content:
    """What an editor writes; field by field the table ``work_aid``. Dates are days, ids are those of the directory."""

    kind: str
    title: str
    as_of: date
    topics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    body: str = ""
    link: str | None = None
    file_digest: str | None = None
    review_on: date | None = None
    archived: bool = False


@dataclass(frozen=True)
class Aid:
    """An aid as it is shown: ``html`` is the text of a page or list, "" for a link (``link``) or file (``digest``).

    ``text`` is what can be read in ``html``.
    """

    id: str
    kind: str
    title: str
    html: Markup
    link: str | None
    digest: str | None
    as_of: date
    review_on: date | None
    topics: tuple[str, ...]
    groups: frozenset[str]
    text: str

    def overdue(self, today: date) -> bool:
        """Whether somebody should have looked at it again."""
        return self.review_on is not None and self.review_on <= today

    def fits(self, groups: Collection[str]) -> bool:
        """Whether it is for everybody, for one of these groups, or nobody knows a group yet."""
        return not self.groups or not groups or not self.groups.isdisjoint(groups)


class Aids:
    """All aids that are not archived, by title; looked up by topic without going through all of them."""

    def __init__(self, aids: Iterable[Aid]) -> None:
        self.all = tuple(sorted(aids, key=lambda aid: (fold(aid.title), aid.id)))
        self._by_topic: dict[str, list[Aid]] = {}
        for aid in self.all:
            for topic in aid.topics:
                self._by_topic.setdefault(topic, []).append(aid)
        self._of_groups = tuple(aid for aid in self.all if aid.groups and not aid.topics)
        self._by_id: Mapping[str, Aid] = {aid.id: aid for aid in self.all}

    def get(self, name: str) -> Aid | None:
        """The aid with this id; None if there is none or it is archived."""
        return self._by_id.get(name)

    def matching(self, topic: str, groups: Collection[str]) -> tuple[Aid, ...]:
        """The aids beside an answer about this subtopic for a visitor of these groups, the most specific first.

        First those of the subtopic, then those of its topic, then those of a group alone; within each of them those for
        a group of the visitor, then those for everybody. An aid for other groups is left out once a group is known. One
        without topic and group is none for a certain answer: it stands in the list of all aids only.
        """
        parent = topic.partition("/")[0]
        of_groups = [aid for aid in self._of_groups if not aid.groups.isdisjoint(groups)]
        found: dict[str, Aid] = {}
        for layer in (self._by_topic.get(topic, []), self._by_topic.get(parent, []), of_groups):
            for aid in sorted(layer, key=lambda aid: (aid.groups.isdisjoint(groups), bool(aid.groups))):
                if aid.fits(groups):
                    found.setdefault(aid.id, aid)
        return tuple(found.values())
