"""How the calendar says things, in the language of the interface."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.errors import N_, Text
from app.formatting import short_date, weekday
from app.house.presence.timetable import Kind, Off
from app.house.rhythm import FORTNIGHT, Rhythm, uneven
from app.interface import day, language, translate, weekday_name
from app.vocabulary.names import language_text
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office

KINDS: dict[Kind, str] = {
    "partner": N_("Partners in the house"),
    "interpreter": N_("Interpreting"),
    "desk": N_("Consultation desks"),
}
ONE_OF: dict[Kind, str] = {
    "partner": N_("Partner in the house"),
    "interpreter": N_("Interpreting"),
    "desk": N_("Consultation desk"),
}
OFF: dict[Off, str] = {
    "cancelled": N_("cancelled"),
    "closed": N_("closed"),
    "defunct": N_("office does not exist any more"),
}
WEEKS = {
    "": N_("every week"),
    "odd": N_("only in odd calendar weeks"),
    "even": N_("only in even calendar weeks"),
    "every2": N_("every second week (counted from a day)"),
}
STATES = {
    "running": N_("running"),
    "soon": N_("runs out soon"),
    "over": N_("has run out"),
    "archived": N_("archived"),
}
STATE_TONES = {"running": "ok", "soon": "warn", "over": "bad", "archived": ""}


def rhythm(when: Rhythm) -> str:
    """``every Wednesday``, ``every Thursday in odd calendar weeks, until 31.12.2026``."""
    if when.once_on is not None:
        return translate(Text("once, on {day}", day=day(when.once_on)))
    name = weekday(when.weekday or 1, language())
    said = {
        "": Text("every {weekday}", weekday=name),
        "odd": Text("{weekday}, in odd calendar weeks", weekday=name),
        "even": Text("{weekday}, in even calendar weeks", weekday=name),
        "every2": Text("{weekday}, every second week", weekday=name),
    }[when.weeks]
    parts = [translate(said)]
    if when.valid_from:
        parts.append(translate(Text("from {day}", day=short_date(when.valid_from))))
    if when.valid_to:
        parts.append(translate(Text("until {day}", day=short_date(when.valid_to))))
    return ", ".join(parts)


def warning(when: Rhythm, first: date, last: date) -> str:
    """Where odd or even weeks do not alternate between these days; "" if they do."""
    if when.weeks not in {"odd", "even"} or when.once_on is not None:
        return ""
    found = uneven(list(when.days(first, last)))
    if not found:
        return ""
    before, after = found[0]
    said = (
        Text(
            "Calendar weeks {one} and {other} are both odd: {before} and {after} are only one week apart. Choose "
            "“every second week” if it shall alternate strictly.",
            one=before.isocalendar().week,
            other=after.isocalendar().week,
            before=day(before),
            after=day(after),
        )
        if after - before < FORTNIGHT
        else Text(
            "Calendar weeks 53 and 1 are both odd: between {before} and {after} lie three weeks. Choose “every second "
            "week” if it shall alternate strictly.",
            before=day(before),
            after=day(after),
        )
    )
    return translate(said)


def languages(tags: Iterable[str], words: Vocabulary) -> str:
    """``Arabic, Persian``, in the order of the directory."""
    order = list(words.languages)
    known = sorted(tags, key=lambda tag: order.index(tag) if tag in words.languages else -1)
    return ", ".join(language_text(tag, words) for tag in known)


def topics(ids: Sequence[str], words: Vocabulary) -> str:
    """``Residence, Housing``."""
    labels = [
        words.topics[name].label if name in words.topics else words.subtopics[name].label
        for name in ids
        if name in words.topics or name in words.subtopics
    ]
    return ", ".join(label[language()] for label in labels)


def office_name(name: str | None, offices: Mapping[str, Office]) -> str:
    """The German name of an office, "" for none."""
    return offices[name].name_de if name and name in offices else ""


def weekdays() -> list[tuple[str, str]]:
    """The options of a weekday."""
    return [(str(number), weekday(number, language())) for number in range(1, 8)]


def short_weekday(number: int) -> str:
    """``Mo`` for 1."""
    return weekday_name(number)


def week_options() -> list[tuple[str, str]]:
    """The options of the weeks."""
    return [(value, translate(label)) for value, label in WEEKS.items()]
