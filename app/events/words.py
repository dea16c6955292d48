"""What the fields of an event and what stands in them are called on the screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.interface import day, language, translate
from app.vocabulary.names import language_text
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office


def labels() -> dict[str, str]:
    """What the fields of an event are called."""
    _ = translate
    return {
        "title_de": _("Title in German"),
        "title_en": _("Title in English"),
        "titles": _("Titles in further languages"),
        "description": _("What it is about"),
        "topics": _("Topics"),
        "languages": _("Languages that are spoken"),
        "office_id": _("Organised by"),
        "office": _("Organised by"),
        "room": _("Room"),
        "day": _("Day"),
        "starts": _("From"),
        "ends": _("To"),
        "until": _("Every week until"),
        "seats": _("Seats"),
        "registration": _("Registration"),
        "contact": _("Where to register"),
        "link": _("Public web page"),
        "notes": _("The poster also says"),
    }


def note_labels() -> dict[str, str]:
    """What the poster can say beside the facts."""
    _ = translate
    return {
        "free_of_charge": _("Free of charge"),
        "everyone_welcome": _("Everyone is welcome"),
        "limited_seats": _("Seats are limited"),
    }


def names(words: Vocabulary, tags: Sequence[str]) -> str:
    """Languages in the words of the interface."""
    return ", ".join(language_text(tag, words) for tag in tags)


def topic_name(words: Vocabulary, topic: str) -> str:
    """A topic or subtopic in the words of the interface; its id if it is not in the directory any more."""
    known = words.subtopics.get(topic) or words.topics.get(topic)
    return known.label[language()] if known else topic


def said(field: str, value: Any, words: Vocabulary, offices: Mapping[str, Office]) -> str:
    """A value of a field of the draft in words; "" for none."""
    ways: dict[str, Callable[[Any], str]] = {
        "topics": lambda topics: ", ".join(topic_name(words, topic) for topic in topics),
        "languages": lambda tags: names(words, tags),
        "titles": lambda titles: " · ".join(f"{names(words, [tag])}: {text}" for tag, text in titles.items()),
        "notes": lambda notes: ", ".join(note_labels()[note] for note in notes),
        "registration": lambda wanted: translate("needed") if wanted == "needed" else translate("not needed"),
        "office_id": lambda office: offices[office].name_de if office in offices else "",
        "day": day,
        "starts": lambda time: f"{time:%H:%M}",
        "ends": lambda time: f"{time:%H:%M}",
    }
    return "" if value is None else ways.get(field, str)(value)
