"""Finding a topic by label, keyword or office, and a language by what somebody begins to type."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.counter.workplace import NEUTRAL_SLIP, Workplace
from app.locales import Language
from handouts.library import Leaflet

MOST_RESULTS = 12
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """A subtopic, and the keyword or office by which it was found; ``office`` is an id or None."""

    subtopic: str
    keyword: str = ""
    office: str | None = None


def languages_like(typed: str, languages: Iterable[Language]) -> list[Language]:
    """Languages whose German, English or own name, or tag, begins with what was typed, in their order.

    A name that is exactly this stands alone, so that "Persisch" needs no second choice.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    known = list(languages)
    exact = [one for one in known if wanted in _names(one)]
    return exact or [one for one in known if any(name.startswith(wanted) for name in _names(one))]


def topics_like(query: str, place: Workplace, language: str) -> list[Found]:
    """Subtopics for a query: by label first, then by keyword, then by an office that decides there."""
    wanted = plain(query)
    if len(wanted) < SHORTEST:
        return []
    found: dict[str, Found] = {}
    for hit in (*_by_label(wanted, place), *_by_keyword(wanted, place), *_by_office(wanted, place, language)):
        found.setdefault(hit.subtopic, hit)
    return list(found.values())[:MOST_RESULTS]


def leaflets_like(query: str, place: Workplace) -> list[Leaflet]:
    """Handouts in whose German or English title every word of the query stands; none of a protected topic."""
    words = plain(query).split()
    if not words or len(words[0]) < SHORTEST:
        return []
    return [
        leaflet
        for leaflet in place.library.leaflets.values()
        if leaflet.id != NEUTRAL_SLIP
        and not place.covered(leaflet.id)
        and any(all(word in plain(title) for word in words) for title in (leaflet.label.de, leaflet.label.en))
    ]


def plain(text: str) -> str:
    """Lower case without accents, so that "Dolmetscher" and "Türkce" are found as they are typed."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).strip()


def _names(language: Language) -> set[str]:
    own = [plain(part) for part in (language.name_de, language.name_en, language.autonym, language.tag)]
    return {name for name in own if name}


def _by_label(wanted: str, place: Workplace) -> list[Found]:
    hits = [
        (not plain(label).startswith(wanted), position, Found(subtopic.id))
        for position, subtopic in enumerate(place.vocabulary.subtopics.values())
        for label in (subtopic.label.de, subtopic.label.en)
        if wanted in plain(label)
    ]
    return [hit for _, _, hit in sorted(hits, key=lambda hit: hit[:2])]


def _by_keyword(wanted: str, place: Workplace) -> list[Found]:
    return [
        Found(subtopic.id, keyword=keyword.strip())
        for subtopic in place.vocabulary.subtopics.values()
        for keyword in subtopic.keywords.split(",")
        if wanted in plain(keyword)
    ]


def _by_office(wanted: str, place: Workplace, language: str) -> list[Found]:
    """By names, former names and, in the English interface, English names; first where the office decides."""
    offices = {
        office.id
        for office in place.offices.values()
        if any(
            wanted in plain(name)
            for name in (office.name_de, *office.aliases, *([office.name_en] if language == "en" else []))
        )
    }
    successors = {place.offices[office].successor or office for office in offices}
    hits = [
        (role, subtopic, office)
        for subtopic in place.vocabulary.subtopics
        for rule in place.table.rules.get(subtopic, ())
        for role, named in enumerate((rule.responsible, rule.advises))
        for office in named
        if office in successors | offices
    ]
    return [Found(subtopic, office=office) for _, subtopic, office in sorted(hits, key=lambda hit: hit[0])]
