"""What the library offers for a topic in a language: plain values, no database."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.vocabulary.values import Label

Fit = Literal["same", "next", "other", "unknown"]
Kind = Literal["file", "link", "paper", ""]

# Who reads the one mostly reads the other. Deliberately not here: what somebody may have learnt at school (Russian for
# Ukrainian, Arabic for Kurdish, Turkish for Kurmanji). That is a guess about the person, and some take it amiss; the
# advisor sees all languages of a handout and can ask.
CLOSE: Mapping[str, tuple[str, ...]] = {
    "fa-AF": ("fa",),
    "fa": ("fa-AF",),
    "cs": ("sk",),
    "sk": ("cs",),
    "hr": ("sr-Latn",),
    "sr-Latn": ("hr",),
    "de": ("de-x-leicht",),
}
# What many can read a little of, or have somebody read to them.
COMMON = ("en", "de", "de-x-leicht")
FOR_EVERYBODY = 2
_FITS: tuple[Fit, ...] = ("same", "next", "other", "unknown")
_KINDS: tuple[Kind, ...] = ("paper", "file", "link", "")


@dataclass(frozen=True)
class Edition:
    """An edition that is not archived. Field by field handouts.models.HandoutEdition."""

    id: str
    language: str
    kind: Kind
    link: str | None = None
    digest: str | None = None
    pages: int | None = None
    valid_until: date | None = None
    checked_on: date | None = None

    def valid(self, today: date) -> bool:
        """Whether it may still be given."""
        return self.valid_until is None or self.valid_until >= today


@dataclass(frozen=True)
class Leaflet:
    """A handout that is not withdrawn; ``known`` is False if no edition of it was ever recorded."""

    id: str
    label: Label
    topics: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    editions: tuple[Edition, ...] = ()
    known: bool = False


@dataclass(frozen=True)
class Offer:
    """What can be given along.

    ``value`` is what forms send: ``h_x/EDITION``, or ``h_x`` where no edition is recorded; then ``edition`` is None and
    ``kind`` and ``language`` are "". ``fit`` compares with the visitor's language: the same, one that is read as well
    (next), another one, or unknown. ``link`` is an address of the web, ``digest`` the file's. ``checked_on`` is when
    somebody last saw that it is right, None if nobody has.
    """

    value: str
    handout: str
    edition: str | None
    label: Label
    language: str
    fit: Fit
    kind: Kind
    link: str | None = None
    digest: str | None = None
    pages: int | None = None
    valid_until: date | None = None
    checked_on: date | None = None


class Library:
    """All handouts with their editions, by topic; shared between threads."""

    def __init__(self, leaflets: Iterable[Leaflet]) -> None:
        self.leaflets: Mapping[str, Leaflet] = {leaflet.id: leaflet for leaflet in leaflets}
        self._by_topic: dict[str, list[Leaflet]] = {}
        for leaflet in self.leaflets.values():
            for topic in leaflet.topics or {""}:
                self._by_topic.setdefault(topic, []).append(leaflet)

    def offers(self, topic: str, language: str | None, today: date, groups: Collection[str] = ()) -> tuple[Offer, ...]:
        """What there is for a subtopic: its own, then that of its topic, then what is for everybody.

        Of each handout the editions in the best language that it has: the visitor's, one that is read as well, then
        English, German, any other. Within a level comes first what is meant for one of ``groups`` (ids of target
        groups), then what is for all groups, and what fits the language before what does not. Expired editions are
        left out, and so are handouts of which no other edition is recorded.
        """
        wanted = _wanted(language)
        found: list[tuple[tuple[int, int, int], tuple[Offer, ...]]] = []
        for level, leaflet in self._matching(topic):
            if offers := _best(leaflet, language, wanted, today):
                order = (level, _group_rank(leaflet.traits, groups), _FITS.index(offers[0].fit))
                found.append((order, offers))
        return tuple(offer for _, offers in sorted(found, key=lambda one: one[0]) for offer in offers)

    def editions(self, handout: str, language: str | None, today: date) -> tuple[Offer, ...]:
        """All valid editions of a handout in every language, the best for the visitor first."""
        leaflet = self.leaflets.get(handout)
        if leaflet is None:
            return ()
        valid = [edition for edition in leaflet.editions if edition.valid(today)]
        return _sorted(leaflet, valid, language, _wanted(language))

    def offer(self, value: str, today: date, language: str | None = None) -> Offer | None:
        """The offer that a form's value stands for, None if it may not or can no longer be given."""
        handout, _, edition = value.partition("/")
        if not edition:
            leaflet = self.leaflets.get(handout)
            return _unrecorded(leaflet) if leaflet else None
        return next((one for one in self.editions(handout, language, today) if one.edition == edition), None)

    def languages(self, handout: str, today: date) -> frozenset[str]:
        """The languages of which there is a valid edition."""
        leaflet = self.leaflets.get(handout)
        return frozenset(one.language for one in leaflet.editions if one.valid(today)) if leaflet else frozenset()

    def about(self, topic: str) -> tuple[str, ...]:
        """The ids of the handouts of a subtopic and its topic, without those for everybody."""
        return tuple(leaflet.id for level, leaflet in self._matching(topic) if level < FOR_EVERYBODY)

    def _matching(self, topic: str) -> Iterator[tuple[int, Leaflet]]:
        seen: set[str] = set()
        for level, name in enumerate((topic, topic.partition("/")[0], "")):
            for leaflet in self._by_topic.get(name, ()):
                if leaflet.id not in seen:
                    seen.add(leaflet.id)
                    yield level, leaflet


def _best(leaflet: Leaflet, visitor: str | None, wanted: Mapping[str, int], today: date) -> tuple[Offer, ...]:
    """The valid editions in the best language that there is; of a handout without any edition its title."""
    if not leaflet.known:
        return (_unrecorded(leaflet),)
    valid = [edition for edition in leaflet.editions if edition.valid(today)]
    if not valid:
        return ()
    best = min(valid, key=lambda edition: wanted.get(edition.language, len(wanted))).language
    return _sorted(leaflet, [edition for edition in valid if edition.language == best], visitor, wanted)


def _sorted(
    leaflet: Leaflet, editions: list[Edition], visitor: str | None, wanted: Mapping[str, int]
) -> tuple[Offer, ...]:
    def order(edition: Edition) -> tuple[int, int]:
        return wanted.get(edition.language, len(wanted)), _KINDS.index(edition.kind)

    return tuple(_offer(leaflet, edition, visitor) for edition in sorted(editions, key=order))


def _readable(language: str) -> tuple[str, ...]:
    """The language, those that are close to it, and its tag's shorter forms (zh for zh-Hans)."""
    parts = language.split("-")
    shorter = ["-".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
    return (language, *CLOSE.get(language, ()), *shorter)


def _wanted(language: str | None) -> Mapping[str, int]:
    """Languages by rank, 0 for the best; whoever has named none yet is shown the German ones."""
    tags = (*_readable(language), *COMMON) if language else ("de", *COMMON)
    return {tag: rank for rank, tag in enumerate(dict.fromkeys(tags))}


def _group_rank(traits: frozenset[str], groups: Collection[str]) -> int:
    """0: meant for this visitor, 1: for all or nobody has said who he is, 2: meant for others."""
    if not traits or not groups:
        return 1
    return 0 if traits.intersection(groups) else 2


def _fit(language: str, visitor: str | None) -> Fit:
    if language == visitor:
        return "same"
    return "next" if visitor and language in _readable(visitor) else "other"


def _offer(leaflet: Leaflet, edition: Edition, visitor: str | None) -> Offer:
    return Offer(
        value=f"{leaflet.id}/{edition.id}",
        handout=leaflet.id,
        edition=edition.id,
        label=leaflet.label,
        language=edition.language,
        fit=_fit(edition.language, visitor),
        kind=edition.kind,
        link=edition.link,
        digest=edition.digest,
        pages=edition.pages,
        valid_until=edition.valid_until,
        checked_on=edition.checked_on,
    )


def _unrecorded(leaflet: Leaflet) -> Offer:
    return Offer(leaflet.id, leaflet.id, None, leaflet.label, "", "unknown", "")
