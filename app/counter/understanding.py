"""How the visitor will be understood, as the advisor sees it; and whether the language is one that nobody speaks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.counter.consultation import Consultation
from app.counter.tickets import SlipPage
from app.counter.workplace import Workplace
from app.house.interpreting.understanding import Understood, next_in_house, understood
from app.house.interpreting.values import Standing
from app.house.presence.timetable import Sitting
from app.interface import day, room, translate
from app.interpreting.words import standing as words_of
from app.locales import Language
from app.vocabulary.names import language_text, languages_text
from referrals.directory.facts import Office
from referrals.routing.answer import Answer
from referrals.routing.service import kept_offices

MOST_WAYS = 3


@dataclass(frozen=True)
class Way:
    """Somebody to ask: in the house (``here``), or to book. ``now`` means at this moment; ``how`` is how to book."""

    title: str
    remark: str
    now: bool
    here: bool
    how: tuple[str, ...] = ()
    doubtful: bool = False


def box(found: Answer, place: Workplace, visitor: Language, now: datetime) -> dict[str, Any]:
    """What the template ``counter/understanding.html`` shows, for the first office of the answer."""
    first = next(iter((*found.responsible, *found.advises)), None)
    if first is None or found.language_route is None:
        return {"lines": [], "ways": [], "more": 0, "others": ""}
    known = _understood(first.office, visitor.tag, place, now)
    in_house = [_sitting(one, place, now) for one in known.in_house or _coming(known, visitor.tag, place, now)]
    services = [_service(one, now) for one in known.bookable[: max(1, MOST_WAYS - len(in_house))]]
    return {
        "lines": _lines(known, first.office, language_text(visitor.tag, place.vocabulary)),
        "ways": in_house + services,
        "more": len(known.bookable) - len(services),
        "others": languages_text(first.office.languages, place.vocabulary),
    }


def unmet(place: Workplace, said: Consultation, pages: tuple[SlipPage, ...], now: datetime) -> bool:
    """Whether at the first office of one of the topics nobody is known who speaks or interprets the language.

    Topics that are protected do not count: nothing of them does. Nor does an office that may not be kept: of a language
    that is rare the count would tell that somebody was sent there.
    """
    if said.language is None or any(place.protected(page.topic) for page in pages):
        return False
    first = [
        place.offices[page.offices[0][0]]
        for page in pages
        if page.offices and page.offices[0][0] in kept_offices(place.table, page.topic, place.vocabulary.sensitive)
    ]
    return any(_understood(office, said.language, place, now).unmet for office in first)


def _understood(office: Office, tag: str, place: Workplace, now: datetime) -> Understood:
    at = now.replace(tzinfo=None)
    sittings = place.house.timetable.day(at.date())
    return understood(office, tag, sittings=sittings, services=place.house.services, at=at)


def _coming(known: Understood, tag: str, place: Workplace, now: datetime) -> list[Sitting]:
    """Whom to come back for if nobody is here today."""
    if known.kind in {"spoken", "interpreter_there"}:
        return []
    coming = next_in_house(place.house.timetable, tag, now.replace(tzinfo=None))
    return [coming] if coming else []


def _lines(known: Understood, office: Office, name: str) -> list[str]:
    """What holds at the office, and the last resort if there is nobody else."""
    _ = translate
    there = {
        "spoken": _("{language} is spoken there.").format(language=name),
        "interpreter_there": _("There are interpreters."),
        "ask_interpreter": _("Interpreting on request: ask beforehand."),
        "bring_interpreter": _("Whoever comes may bring an interpreter."),
        "german_only": _("The office works in German."),
        "unknown": _("{language} is not listed there.").format(language=name)
        if office.languages
        else _("Not known which languages are spoken there."),
    }
    # Children should never have to interpret: not what is difficult, and not for their parents.
    return [there[known.there], *([_("Bring an adult who interprets.")] if known.unmet else [])]


def _sitting(sitting: Sitting, place: Workplace, now: datetime) -> Way:
    _ = translate
    start, end = f"{sitting.starts:%H:%M}", f"{sitting.ends:%H:%M}"
    titles = {
        "interpreter": (_("Interpreter in the house until {end}"), _("Interpreter in the house {start}–{end}")),
        "desk": (_("At a desk here until {end}"), _("At a desk here {start}–{end}")),
        "partner": (_("In the house until {end}"), _("In the house {start}–{end}")),
    }
    title = titles[sitting.kind][0 if sitting.is_on(now) else 1]
    if sitting.starts.date() != now.date():
        title = _("Interpreter in the house on {day}, {start}–{end}")
    title = title.format(day=day(sitting.starts), start=start, end=end)
    office = place.offices.get(sitting.office or "")
    parts = (room(sitting.room), sitting.label, office.name_de if office else "", sitting.note)
    return Way(title, " · ".join(dict.fromkeys(filter(None, parts))), now=sitting.is_on(now), here=True)


def _service(one: Standing, now: datetime) -> Way:
    service = one.service
    site = service.link.removeprefix("https://").removeprefix("http://")
    how = (service.facts.book_how, service.phone, service.email, site, service.facts.cost, service.facts.note)
    return Way(
        title=service.facts.name,
        remark=words_of(one),
        now=bool(one.now),
        here=False,
        how=tuple(filter(None, how)),
        doubtful=service.doubtful(now.date()),
    )
