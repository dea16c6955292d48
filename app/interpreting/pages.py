"""The pages about interpreting: who interprets what, the form of a service, and languages that nobody could."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.house.interpreting import unmet
from app.house.interpreting.service import from_the_directory, interpreters
from app.house.interpreting.values import MODES, Service, Standing, soonest, standing
from app.house.presence.service import timetable
from app.house.presence.timetable import Sitting
from app.interface import day, language, weekday_name
from app.interpreting import words
from app.interpreting.form import LABELS, Sheet, differences
from app.locales import Language, babel_locale
from app.released.periods import period_text
from app.released.quarters import next_release
from app.vocabulary.names import language_text, languages_text
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.answer import speaks


@dataclass(frozen=True)
class Shown:
    """A service with where it stands now, in words."""

    service: Service
    languages: str
    modes: str
    standing: str
    now: bool
    doubtful: bool


@dataclass(frozen=True)
class Spoken:
    """A visitor's language and who interprets it."""

    language: Language
    name: str
    services: tuple[Shown, ...]
    sittings: tuple[Sitting, ...]


@dataclass
class Notice:
    """What became of the last step; ``theirs`` is what is stored now, by field, after somebody else was quicker."""

    what: str
    service: Service | None = None
    theirs: dict[str, str] = field(default_factory=dict)


def list_page(session: Session, notice: Notice | None = None) -> str:
    """All services, by language and one by one."""
    now, known = clock.now().replace(tzinfo=None), vocabulary(session)
    kept = interpreters(session)
    standings = sorted((standing(one, now) for one in kept if one.offered), key=soonest)
    shown = [_shown(one, known, now.date()) for one in standings]
    sittings = [one for one in timetable(session).day(now.date()) if one.kind != "partner" and one.ends > now]
    spoken = [_spoken(one, known, shown, sittings) for one in known.languages.values() if not one.is_german]
    return render_template(
        "interpreting/list.html",
        services=shown,
        spoken=[one for one in spoken if one.services or one.sittings],
        missing=[one.name for one in spoken if not one.services and not one.sittings],
        here=[(one, languages_text(one.languages, known)) for one in sittings if one.kind == "interpreter"],
        ended=[one for one in kept if not one.offered],
        directory=from_the_directory(session),
        offices=offices(session),
        unmet=_unmet(session, now.date()),
        notice=notice,
    )


def form_page(
    session: Session,
    sheet: Sheet,
    *,
    service: Service | None = None,
    source: Office | None = None,
    notice: Notice | None = None,
    status: int = 200,
) -> Response:
    """The form of a service, or of a new one that is taken over from the office ``source``."""
    known = vocabulary(session)
    page = render_template(
        "interpreting/form.html",
        sheet=sheet,
        service=service,
        source=source,
        notice=notice,
        words=known,
        offices=offices(session),
        labels=LABELS,
        modes=MODES,
        weekday=weekday_name,
        source_languages=languages_text(source.languages, known) if source else "",
        today=clock.now().date(),
    )
    return make_response(page, status)


def conflict(session: Session, mine: Sheet, stored: Service) -> Notice:
    """What somebody else has stored meanwhile; saving once more writes over it, knowingly."""
    known, names, theirs = vocabulary(session), offices(session), Sheet.of(stored)
    mine.seen = stored.version

    def say(sheet: Sheet, name: str) -> str:
        text = _in_words(sheet, name, known)
        return names[text].name_de if name == "office" and text in names else text

    return Notice("conflict", stored, differences(mine, theirs, say))


def _in_words(sheet: Sheet, name: str, known: Vocabulary) -> str:
    if name == "languages":
        return languages_text(sheet.languages, known)
    if name == "modes":
        return words.modes(sheet.modes)
    return sheet.hours.osm if name == "hours" else sheet.texts[name]


def _shown(one: Standing, known: Vocabulary, today: date) -> Shown:
    facts = one.service.facts
    return Shown(
        service=one.service,
        languages=languages_text(facts.languages, known),
        modes=words.modes(facts.modes),
        standing=words.standing(one),
        now=bool(one.now),
        doubtful=one.service.doubtful(today),
    )


def _spoken(one: Language, known: Vocabulary, shown: Sequence[Shown], sittings: Sequence[Sitting]) -> Spoken:
    return Spoken(
        one,
        language_text(one.tag, known),
        tuple(service for service in shown if speaks(service.service.facts.languages, one.tag)),
        tuple(sitting for sitting in sittings if speaks(sitting.languages, one.tag)),
    )


def _unmet(session: Session, today: date) -> dict[str, Any]:
    """The released table of the last quarter, the largest numbers first."""
    table = unmet.last_released(session)
    known = vocabulary(session)
    cells = sorted(table.cells if table else (), key=lambda cell: (-(cell.count or 0), cell.key))
    rows = [(language_text(cell.key[0], known), cell.count) for cell in cells]
    quarter = period_text(table.period, babel_locale(language())) if table else ""
    return {"rows": rows, "quarter": quarter, "next_day": day(next_release(session, today))}
