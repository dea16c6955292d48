"""The form of an event: what is typed, what is wrong with it, and the draft that it makes. No database, no request."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from app.errors import N_, Text
from app.house.events.service import MOST_IN_SERIES, Draft
from app.house.events.values import NOTES, REGISTRATIONS
from app.pdf.repertoire import lacking

TEXTS = ("title_de", "title_en", "description", "office", "room", "day", "starts", "ends", "seats", "registration",
         "contact", "link", "until")  # fmt: skip
LISTS = ("topics", "languages", "notes")
LONGEST = {"title_de": 200, "title_en": 200, "description": 600, "room": 80, "contact": 200, "link": 300}
LONGEST_TITLE = 200
PRINTED = ("title_de", "title_en", "description", "room", "contact")
MOST_TITLES = 12
EMPTY_TITLES = 3
"""Rows for further titles beyond those that are filled in."""
MOST = 9999
"""Seats or participants."""
FURTHEST = timedelta(days=3 * 366)

NO_TITLE = N_("Please give the event a German title.")
NO_DAY = N_("Please choose the day.")
FAR_DAY = N_("This day is more than three years off. Please check the year.")
NO_TIME = N_("Please give the time as hours and minutes, for instance 17:00.")
ENDS_BEFORE = N_("It must end after it begins, on the same day. What goes on after midnight is an event of its own.")
NO_LANGUAGE = N_("Please tick at least one language that is spoken.")
NO_CONTACT = N_("Please say where people can register.")
NO_SEATS = N_("Please give the number of seats in digits, or leave the field empty.")
NO_LINK = N_("Please give a web address that begins with https:// or http://.")
TOO_LONG = N_("This is too long: {n} characters, at most {most} have room.")
UNPRINTABLE = N_("These signs cannot be printed: {signs}. Please take them out.")
UNKNOWN = N_("This choice is not in the directory any more. Please choose again.")
UNTIL_BEFORE = N_("The last day of the series must be after the first.")
UNTIL_FAR = N_("A series has at most {n} events. Please choose an earlier last day.")
TWO_TITLES = N_("There are two titles in the same language. Please keep one.")


class Posted(Protocol):
    """What was posted: one value, or all values of a name."""

    def get(self, name: str, default: str, /) -> str: ...  # noqa: D102
    def getlist(self, name: str, /) -> list[str]: ...  # noqa: D102


class Faulty(Exception):
    """The form cannot be saved; ``faults`` are sentences by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True)
class EventForm:
    """The fields as they are typed and shown. ``titles`` are (language, text) in the order of the form."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The titles, and some empty rows for more."""
        return self.titles + (("", ""),) * min(EMPTY_TITLES, MOST_TITLES - len(self.titles))

    def on(self, day: str, until: str = "") -> "EventForm":
        """The same on another day."""
        return replace(self, texts={**self.texts, "day": day, "until": until})


@dataclass(frozen=True)
class Known:
    """What can be chosen: ids of topics, offices that one can choose, and tags of languages."""

    topics: Collection[str]
    offices: Collection[str]
    languages: Collection[str]


def blank() -> EventForm:
    """The form of a new event."""
    return EventForm(
        {**dict.fromkeys(TEXTS, ""), "registration": "none"}, {"topics": (), "languages": ("de",), "notes": NOTES[:2]}
    )


def shown(draft: Draft) -> EventForm:
    """The form of a stored event."""
    texts = {
        "title_de": draft.title_de,
        "title_en": draft.title_en,
        "description": draft.description,
        "office": draft.office_id or "",
        "room": draft.room,
        "day": draft.day.isoformat(),
        "starts": f"{draft.starts:%H:%M}",
        "ends": f"{draft.ends:%H:%M}",
        "seats": "" if draft.seats is None else str(draft.seats),
        "registration": draft.registration,
        "contact": draft.contact,
        "link": draft.link,
        "until": "",
    }
    lists = {"topics": tuple(draft.topics), "languages": tuple(draft.languages), "notes": tuple(draft.notes)}
    return EventForm(texts, lists, tuple(draft.titles.items()))


def posted(form: Posted) -> EventForm:
    """What somebody typed."""
    texts = {name: " ".join(form.get(name, "").split()) for name in TEXTS}
    lines = form.get("description", "").replace("\r\n", "\n").split("\n")
    texts["description"] = "\n".join(" ".join(line.split()) for line in lines).strip()
    lists = {name: tuple(dict.fromkeys(form.getlist(name))) for name in LISTS}
    titles = zip(form.getlist("title_language"), form.getlist("title_text"), strict=False)
    filled = [(tag, " ".join(text.split())) for tag, text in titles if text.strip()]
    return EventForm(texts, lists, tuple(filled[:MOST_TITLES]))


def checked(form: EventForm, known: Known, *, today: date) -> tuple[Draft, date | None]:
    """What the form says, and the last day of a weekly series or None. Raises Faulty."""
    texts, faults = form.texts, dict(_long_or_unprintable(form))
    day, starts, ends = _day(texts["day"]), _time(texts["starts"]), _time(texts["ends"])
    seats = number(texts["seats"])
    until = _day(texts["until"])
    rules = (
        ("title_de", NO_TITLE, not texts["title_de"]),
        ("day", NO_DAY, day is None),
        ("day", FAR_DAY, day is not None and abs(day - today) > FURTHEST),
        ("starts", NO_TIME, starts is None),
        ("ends", NO_TIME, ends is None),
        ("ends", ENDS_BEFORE, starts is not None and ends is not None and ends <= starts),
        ("languages", NO_LANGUAGE, not form.lists["languages"]),
        ("languages", UNKNOWN, not set(form.lists["languages"]) <= {*known.languages, "de"}),
        ("topics", UNKNOWN, not set(form.lists["topics"]) <= set(known.topics)),
        ("notes", UNKNOWN, not set(form.lists["notes"]) <= set(NOTES)),
        ("office", UNKNOWN, bool(texts["office"]) and texts["office"] not in known.offices),
        ("registration", UNKNOWN, texts["registration"] not in REGISTRATIONS),
        ("contact", NO_CONTACT, texts["registration"] == "needed" and not texts["contact"]),
        ("seats", NO_SEATS, bool(texts["seats"]) and seats is None),
        ("link", NO_LINK, bool(texts["link"]) and not _is_web(texts["link"])),
        ("titles", UNKNOWN, not {tag for tag, _ in form.titles} <= {*known.languages}),
        ("titles", TWO_TITLES, len({tag for tag, _ in form.titles}) < len(form.titles)),
        ("until", NO_DAY, bool(texts["until"]) and until is None),
        ("until", UNTIL_BEFORE, day is not None and until is not None and until <= day),
        ("until", Text(UNTIL_FAR, n=MOST_IN_SERIES), _is_far(day, until)),
    )
    for field, sentence, wrong in rules:
        if wrong:
            faults.setdefault(field, sentence)
    if faults or day is None or starts is None or ends is None:
        raise Faulty(faults)
    return _draft(form, day, starts, ends, seats), until


def _draft(form: EventForm, day: date, starts: time, ends: time, seats: int | None) -> Draft:
    texts = form.texts
    return Draft(
        title_de=texts["title_de"],
        title_en=texts["title_en"],
        titles=dict(form.titles),
        description=texts["description"],
        topics=list(form.lists["topics"]),
        languages=list(form.lists["languages"]),
        office_id=texts["office"] or None,
        room=texts["room"],
        day=day,
        starts=starts,
        ends=ends,
        seats=seats,
        registration=texts["registration"],
        contact=texts["contact"],
        link=texts["link"],
        notes=[note for note in NOTES if note in form.lists["notes"]],
    )


def _long_or_unprintable(form: EventForm) -> list[tuple[str, str]]:
    texts = [(name, form.texts[name], most) for name, most in LONGEST.items()]
    texts += [("titles", text, LONGEST_TITLE) for _, text in form.titles]
    found: list[tuple[str, str]] = [
        (name, Text(TOO_LONG, n=len(text), most=most)) for name, text, most in texts if len(text) > most
    ]
    found += [
        (name, Text(UNPRINTABLE, signs=" ".join(signs)))
        for name, text, _ in texts
        if (name in PRINTED or name == "titles") and (signs := lacking(text))
    ]
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError:
        return None


def number(text: str) -> int | None:
    """Seats or participants from 0 to MOST; None for anything else."""
    short = text.isascii() and text.isdigit() and len(text) <= len(str(MOST))
    return int(text) if short else None


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(text) & set(' "<>\\^`{|}')


def _is_far(day: date | None, until: date | None) -> bool:
    return day is not None and until is not None and until > day + timedelta(weeks=MOST_IN_SERIES - 1)
