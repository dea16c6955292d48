"""The pages about missing material, from values to templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.interface import day, language, translate
from app.missing import letters, words
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Label, Vocabulary
from handouts import gaps, requests
from handouts.demand import Demand, demand
from handouts.library import Library
from handouts.reminders import age, in_order
from handouts.requests import Request
from handouts.service import handouts, library
from handouts.wanted import Wanted, label_of
from referrals.directory.facts import Office
from referrals.directory.service import offices

DECLINED_HOLDS = timedelta(days=365)
"""For so long nobody is bothered again with what was declined."""
MOST_DEMANDED = 20
MOST_LEAFLETS = 60
"""Rows of leaflets that lack languages; the library shows all languages at a glance."""
Show = Literal["active", "closed"]


@dataclass(frozen=True)
class Notice:
    """What became of the last step. ``undo`` is sealed, "" for no way back; ``theirs`` is what somebody else saved."""

    text: str
    good: bool = True
    undo: str = ""
    theirs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The fields of a request's form, as typed; ``problem`` is what is wrong with the day."""

    office: str = ""
    note: str = ""
    until: str = ""
    version: int = 0
    problem: str = ""

    @classmethod
    def of(cls, request: Request) -> "Sheet":
        """As it is stored."""
        now = request.now
        until = now.promised_for.isoformat() if now.promised_for else ""
        return cls(now.office or "", now.note, until, request.version)


@dataclass(frozen=True)
class _Known:
    """What the rows are made of, read once for all of them."""

    words: Vocabulary
    titles: Mapping[str, Label]
    offices: Mapping[str, Office]
    library: Library
    figures: Demand
    today: date

    @classmethod
    def of(cls, session: Session, today: date) -> "_Known":
        return cls(vocabulary(session), handouts(session), offices(session), library(session), demand(session), today)


def list_page(session: Session, *, show: Show, may_change: bool, notice: Notice | None) -> str:
    """What is asked for, what is to be done first on top, and what nobody asked for yet."""
    known, everything = _Known.of(session, clock.now().date()), requests.all_of(session)
    chosen = [one for one in everything if one.active == (show == "active")]
    found = _gaps(known, everything) if show == "active" else []
    return render_template(
        "missing/list.html",
        rows=[_row(known, one) for one in in_order(chosen, known.today)],
        active=sum(one.active for one in everything),
        closed=sum(not one.active for one in everything),
        urgent=sum(age(one, known.today).urgent for one in everything),
        gaps=found,
        most={"language": MOST_LEAFLETS},
        unrecorded=[leaflet for leaflet in known.library.leaflets.values() if not leaflet.known],
        whys=words.WHYS,
        year=known.figures.year,
        show=show,
        may_change=may_change,
        notice=notice,
        visible_from=words.first_of_next_month(known.today),
    )


def request_page(
    session: Session, request: Request, *, can_send: bool, notice: Notice | None = None, sheet: Sheet | None = None
) -> str:
    """A request with its letter."""
    now = clock.now()
    known = _Known.of(session, now.date())
    return render_template(
        "missing/request.html",
        request_=request,
        row=_row(known, request),
        letter=letters.written(session, request, now),
        figures=letters.figures(session, request),
        sheet=sheet or Sheet.of(request),
        offices=known.offices,
        handouts=[(leaflet.id, leaflet.label[language()]) for leaflet in known.library.leaflets.values()],
        can_send=can_send,
        notice=notice,
        longest_note=requests.LONGEST_NOTE,
    )


def new_page(session: Session, chosen: Mapping[str, str], problem: str = "", status: int = 200) -> Response:
    """The form of a new request."""
    known = vocabulary(session)
    page = render_template(
        "missing/new.html",
        chosen=chosen,
        problem=problem,
        words=known,
        offices=offices(session),
        handouts=[(id_, label[language()]) for id_, label in handouts(session).items()],
        topics=[topic for topic in known.topics.values() if topic.id not in _only_protected(known)],
    )
    return make_response(page, status)


def theirs(session: Session, mine: Sheet, stored: Request) -> tuple[tuple[str, str], ...]:
    """What somebody else has saved that differs from what was typed: (field, value in words)."""
    now, known = stored.now, offices(session)
    office = known[now.office].name_de if now.office else "–"
    until = now.promised_for.isoformat() if now.promised_for else ""
    fields = (
        (translate("Office"), mine.office != (now.office or ""), office),
        (translate("Promised until"), mine.until != until, day(now.promised_for) if now.promised_for else "–"),
        (translate("Note"), mine.note != now.note, now.note or "–"),
        (translate("State"), True, words.state(stored)),
    )
    return tuple((name, value) for name, differs, value in fields if differs)


def _row(known: _Known, request: Request) -> dict[str, Any]:
    found, office = age(request, known.today), request.now.office
    there = known.library.languages(request.wanted.entry, known.today)
    return {
        "request": request,
        **_label(known, request.wanted),
        "office": known.offices[office].name_de if office else "",
        "state": words.state(request),
        "tone": words.TONES[request.now.state],
        "since": words.since(request, found),
        "todo": words.todo(found) if request.active else "",
        "there": request.active and request.wanted.language in there,
    }


def _gaps(known: _Known, everything: Sequence[Request]) -> list[dict[str, Any]]:
    """The gaps by why; those of one leaflet or topic together, each language with its own button."""
    held = {one.wanted for one in everything if one.active}
    held |= {
        one.wanted
        for one in everything
        if one.now.state == "declined" and one.now.closed_on and known.today - one.now.closed_on < DECLINED_HOLDS
    }
    found = gaps.gaps(known.library, known.figures, known.words, known=held, today=known.today)
    demanded = [gap for gap in found if gap.why == "demand"][MOST_DEMANDED:]
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for gap in found:
        if gap in demanded:
            continue
        label = _label(known, gap.wanted)
        group = grouped.setdefault((gap.why, gap.wanted.entry), {"why": gap.why, **label, "languages": []})
        one = {"tag": gap.wanted.language, "name": label["language"], "count": gap.count, "ended": gap.ended}
        group["languages"].append(one)
    return list(grouped.values())


def _label(known: _Known, wanted: Wanted) -> dict[str, str]:
    ui = language()
    label = label_of(wanted, known.titles, known.words)
    spoken = known.words.languages.get(wanted.language)
    return {
        "kind": wanted.kind,
        "entry": wanted.entry,
        "title": label[ui] if label else wanted.entry,
        "language": (spoken.name_en if ui == "en" else spoken.name_de) if spoken else wanted.language,
    }


def _only_protected(known: Vocabulary) -> set[str]:
    return {topic.id for topic in known.topics.values() if all(one.protected for one in topic.subtopics)}
