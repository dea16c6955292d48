"""The poster of a stored event: fetches words, translations and the house, and builds it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.errors import N_, NotFound, Text, WegweiserError
from app.house.events.poster import MOST_LANGUAGES, House, Paper, Poster, PosterRequest, Reader, build
from app.house.events.values import Event
from app.locales import Language
from app.vocabulary.catalogues import has_catalogue
from app.vocabulary.service import vocabulary
from app.vocabulary.translations import translator
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.slip.service import CENTRE, bundled_phrases
from referrals.slip.values import Term

HOUSE = "Willkommenszentrum"
"""What the house calls itself where the directory does not name it."""


class TooManyLanguages(WegweiserError):
    """More languages were chosen than can be read on one sheet."""


def poster_languages(words: Vocabulary) -> list[Language]:
    """The languages beside German that a poster can be printed in."""
    return [
        one for one in words.languages.values() if one.tag != "de" and one.catalogue and has_catalogue(one.catalogue)
    ]


def poster_for(session: Session, event: Event, *, languages: Sequence[str], paper: Paper, today: date) -> Poster:
    """The poster in German and these languages, in the order of the directory.

    Raises NotFound for a language that posters do not have, TooManyLanguages.
    """
    words, known = vocabulary(session), offices(session)
    readers = [one for one in poster_languages(words) if one.tag in languages]
    if unknown := set(languages) - {one.tag for one in readers} - {"de"}:
        raise NotFound(Text(N_("There are no posters in the language “{language}”."), language=min(unknown)))
    if len(readers) > MOST_LANGUAGES:
        raise TooManyLanguages(
            Text(N_("Choose at most {n} languages beside German: more cannot be read on one sheet."), n=MOST_LANGUAGES)
        )
    partner = known.get(event.office or "")
    request = PosterRequest(
        event=event,
        house=_house(words, known.get(CENTRE)),
        organiser=partner.name_de if partner else "",
        topics=tuple(_topics(words, event)),
        phrases=bundled_phrases() | {key: label.de for key, label in words.phrases.items()},
        readers=tuple(Reader(one, translator(session, one.catalogue)) for one in readers),
        today=today,
        paper=paper,
    )
    return build(request)


def _topics(words: Vocabulary, event: Event) -> list[Term]:
    found = [(topic, words.subtopics.get(topic) or words.topics.get(topic)) for topic in event.topics]
    return [Term(id_, topic.label.de) for id_, topic in found if topic]


def _house(words: Vocabulary, centre: Office | None) -> House:
    if centre is None:
        return House(HOUSE, (), ())
    town = " ".join(filter(None, (centre.postcode, centre.city)))
    stop = f"{words.phrases['stop'].de}: {centre.tram_stop}" if centre.tram_stop and "stop" in words.phrases else ""
    bare = (centre.website or "").removeprefix("https://").removeprefix("http://").rstrip("/")
    return House(
        name=centre.name_de,
        address=tuple(filter(None, (centre.street, town))),
        contact=tuple(filter(None, (stop, centre.phone, centre.email, bare))),
    )
