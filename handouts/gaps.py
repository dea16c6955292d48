"""Material that nobody asked for yet and that is missing all the same, found from released figures and editions. Pure.

Nothing here comes from the counter: neither its notes nor anything that is not released.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.locales import Language
from app.vocabulary.values import Vocabulary
from handouts.demand import Demand
from handouts.library import Leaflet, Library
from handouts.wanted import Wanted

Why = Literal["expired", "demand", "language"]


@dataclass(frozen=True)
class Gap:
    """``expired``: the last edition in the language ended on ``ended``. ``demand``: many contacts (``count``, of a
    released year), and no leaflet about the topic in the language. ``language``: a leaflet that exists in others is
    missing in one that has a key at the counter.
    """

    wanted: Wanted
    why: Why
    count: int | None = None
    ended: date | None = None


def gaps(
    library: Library, demand: Demand, words: Vocabulary, *, known: Collection[Wanted], today: date
) -> tuple[Gap, ...]:
    """The gaps, without those in ``known``: those asked for, and those declined not long ago."""
    expired = [gap for leaflet in library.leaflets.values() for gap in _expired(leaflet, library, today)]
    ended = {gap.wanted for gap in expired}
    found = [*expired, *_demanded(library, demand, words, today)]
    found += [gap for gap in _languages(library, words.languages, today) if gap.wanted not in ended]
    return tuple(gap for gap in found if gap.wanted not in known)


def _expired(leaflet: Leaflet, library: Library, today: date) -> Iterator[Gap]:
    """Languages whose editions are all over, the longest over first."""
    valid = library.languages(leaflet.id, today)
    ended: dict[str, date] = {}
    for edition in leaflet.editions:
        if edition.language not in valid and edition.valid_until:
            ended[edition.language] = max(edition.valid_until, ended.get(edition.language, date.min))
    for language, day in sorted(ended.items(), key=lambda item: (item[1], item[0])):
        yield Gap(Wanted("handout", leaflet.id, language), "expired", ended=day)


def _demanded(library: Library, demand: Demand, words: Vocabulary, today: date) -> Iterator[Gap]:
    about: dict[str, set[str]] = {}
    for leaflet in library.leaflets.values():
        for topic in {name.partition("/")[0] for name in leaflet.topics}:
            about.setdefault(topic, set()).update(library.languages(leaflet.id, today))
    for topic, language, count in demand.published():
        spoken = words.languages.get(language)
        if spoken is None or spoken.is_german or topic not in words.topics:
            continue
        if language not in about.get(topic, ()):
            yield Gap(Wanted("topic", topic, language), "demand", count=count)


def _languages(library: Library, languages: Mapping[str, Language], today: date) -> Iterator[Gap]:
    """Of a leaflet without a valid edition nobody knows in which languages it is missing."""
    keyed = [one.tag for one in languages.values() if one.key and not one.is_german]
    for leaflet in library.leaflets.values():
        there = library.languages(leaflet.id, today)
        for language in keyed:
            if there and language not in there:
                yield Gap(Wanted("handout", leaflet.id, language), "language")
