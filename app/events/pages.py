"""The pages of events, as Flask responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.events.doubts import doubts
from app.events.form import EventForm
from app.events.words import labels, names, note_labels, said, topic_name
from app.house.events import service
from app.house.events.announcing import poster_languages
from app.house.events.models import Event
from app.house.events.poster import MOST_LANGUAGES
from app.house.events.release import NAME
from app.house.events.service import Draft
from app.house.presence.service import timetable
from app.interface import language
from app.locales import babel_locale
from app.released.periods import first_day_of_release, period_text, quarter_of
from app.released.service import periods, released
from app.released.tables import ALL
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.service import offices

QUARTERS_SHOWN = 4


@dataclass(frozen=True)
class Row:
    """An event in the list. ``missing``: its number of participants is still wanted; ``doubts``: hints for editors."""

    event: Event
    title: str
    title_lang: str
    organiser: str
    languages: str
    topics: str
    missing: bool
    doubts: list[str]


@dataclass(frozen=True)
class Clash:
    """A field that somebody else has changed: what is stored now, what stands in the form."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Editing:
    """The open form. ``id`` is "" for a new event; ``clash`` has the differences if somebody was quicker."""

    form: EventForm
    id: str = ""
    version: int = 0
    faults: Mapping[str, str] | None = None
    clash: Sequence[Clash] | None = None


def list_page(session: Session, *, past: bool, made: Sequence[Event] = (), done: str = "", error: str = "") -> Response:
    """What is to come, or what has been with the numbers that are missing and those that are released."""
    now = clock.now()
    found = service.past(session, now.date()) if past else service.upcoming(session, now.date())
    body = render_template(
        "events/list.html",
        rows=_rows(session, found),
        past=past,
        missing=len(missing(session)),
        made=made,
        done=done,
        error=error,
        quarters=_quarters(session) if past else [],
    )
    return make_response(body, 409 if error else 200)


def event_page(session: Session, event: Event, *, done: str = "", error: str = "", status: int = 200) -> Response:
    """An event: its facts, its poster, and how many came."""
    now = clock.now()
    words = vocabulary(session)
    quarter = quarter_of(event.day)
    (row,) = _rows(session, [event])
    body = render_template(
        "events/event.html",
        row=row,
        event=event,
        titles=[(names(words, [tag]), tag, text) for tag, text in event.titles.items()],
        over=service.over(event, now),
        begun=event.day <= now.date(),
        quarter=_quarter_text(quarter),
        counted=quarter in periods(session, NAME),
        counted_on=first_day_of_release(quarter),
        poster_languages=poster_languages(words),
        wanted=_wanted(words, event),
        most_languages=MOST_LANGUAGES,
        notes=note_labels(),
        done=done,
        error=error,
    )
    return make_response(body, status)


def form_page(session: Session, editing: Editing, *, status: int = 200) -> Response:
    """The form of an event."""
    body = render_template(
        "events/form.html",
        editing=editing,
        form=editing.form,
        faults=editing.faults or {},
        words=vocabulary(session),
        offices=offices(session),
        labels=labels(),
        notes=note_labels(),
    )
    return make_response(body, status)


def missing(session: Session) -> list[Event]:
    """Past events whose number of participants would still come into the statistics."""
    now = clock.now()
    made = set(periods(session, NAME))
    found = [*service.past(session, now.date()), *service.upcoming(session, now.date())]
    return [event for event in found if _is_missing(event, made, over=service.over(event, now))]


def clashes(session: Session, theirs: Draft, mine: Draft) -> list[Clash]:
    """The fields in which two drafts differ."""
    words, known, named = vocabulary(session), offices(session), labels()
    return [
        Clash(named[one.name], *(said(one.name, getattr(draft, one.name), words, known) for draft in (theirs, mine)))
        for one in fields(Draft)
        if getattr(theirs, one.name) != getattr(mine, one.name)
    ]


def _rows(session: Session, events: Sequence[Event]) -> list[Row]:
    words, known, now = vocabulary(session), offices(session), clock.now()
    plan, others = timetable(session), service.upcoming(session, now.date())
    made = set(periods(session, NAME))
    found = []
    for event in events:
        english = language() == "en" and event.title_en
        office = known.get(event.office_id or "")
        found.append(
            Row(
                event=event,
                title=event.title_en if english else event.title_de,
                title_lang="en" if english else "de",
                organiser=office.name_de if office else "",
                languages=names(words, event.languages),
                topics=", ".join(topic_name(words, topic) for topic in event.topics),
                missing=_is_missing(event, made, over=service.over(event, now)),
                doubts=[] if service.over(event, now) else doubts(event, office, plan, others),
            )
        )
    return found


def _is_missing(event: Event, made: set[str], *, over: bool) -> bool:
    return over and not event.cancelled and event.participants is None and quarter_of(event.day) not in made


def _quarters(session: Session) -> list[tuple[str, int | None]]:
    """The latest released quarters, with the participants of all events; None where they are withheld."""
    found = periods(session, NAME)[-QUARTERS_SHOWN:]
    return [
        (_quarter_text(quarter), table.count(ALL))
        for quarter in reversed(found)
        if (table := released(session, NAME, quarter))
    ]


def _quarter_text(quarter: str) -> str:
    return period_text(quarter, babel_locale(language()))


def _wanted(words: Vocabulary, event: Event) -> list[str]:
    """The languages that are ticked for the poster: those that are spoken, or have a title of their own."""
    known = [one.tag for one in poster_languages(words)]
    own = {*event.languages, *event.titles, *(["en"] if event.title_en else [])}
    return [tag for tag in known if tag in own][:MOST_LANGUAGES]
