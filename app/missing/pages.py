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
from app.vocabulary.values import Vocabulary
from handouts import gaps, requests
from handouts.demand import Demand, demand
from handouts.gaps import Gap
from handouts.reminders import age, in_order
from handouts.requests import Request
from handouts.service import handouts, library
from handouts.wanted import Wanted, label_of
from referrals.directory.service import offices

DECLINED_HOLDS = timedelta(days=365)
"""For so long nobody is bothered again with what was declined."""
MOST_DEMANDED = 20
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


def list_page(session: Session, *, show: Show, may_change: bool, notice: Notice | None) -> str:
    """What is asked for, what is to be done first on top, and what nobody asked for yet."""
    today, known = clock.now().date(), requests.all_of(session)
    chosen = [one for one in known if one.active == (show == "active")]
    figures = demand(session)
    return render_template(
        "missing/list.html",
        rows=[_row(session, one, today, figures) for one in in_order(chosen, today)],
        active=sum(one.active for one in known),
        closed=sum(not one.active for one in known),
        urgent=sum(age(one, today).urgent for one in known),
        gaps=_gaps(session, known, figures, today) if show == "active" else [],
        unrecorded=[leaflet for leaflet in library(session).leaflets.values() if not leaflet.known],
        whys=words.WHYS,
        year=figures.year,
        show=show,
        may_change=may_change,
        notice=notice,
        visible_from=words.first_of_next_month(today),
    )


def request_page(
    session: Session, request: Request, *, can_send: bool, notice: Notice | None = None, sheet: Sheet | None = None
) -> str:
    """A request with its letter."""
    now = clock.now()
    return render_template(
        "missing/request.html",
        request_=request,
        row=_row(session, request, now.date(), demand(session)),
        letter=letters.written(session, request, now),
        figures=letters.figures(session, request),
        sheet=sheet or Sheet.of(request),
        offices=offices(session),
        handouts=[(leaflet.id, leaflet.label[language()]) for leaflet in library(session).leaflets.values()],
        can_send=can_send,
        notice=notice,
        longest_note=requests.LONGEST_NOTE,
        today=now.date(),
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


def _row(session: Session, request: Request, today: date, figures: Demand) -> dict[str, Any]:
    found, known = age(request, today), offices(session)
    label = _label(session, request.wanted)
    there = request.active and request.wanted.language in library(session).languages(request.wanted.entry, today)
    return {
        "request": request,
        **label,
        "office": known[request.now.office].name_de if request.now.office else "",
        "office_id": request.now.office or "",
        "state": words.state(request),
        "tone": words.TONES[request.now.state],
        "since": words.since(request, found),
        "todo": words.todo(found) if request.active else "",
        "urgent": found.urgent,
        "there": there,
        "count": figures.of(request.wanted.entry, request.wanted.language) if request.wanted.topic else None,
    }


def _gaps(session: Session, known: Sequence[Request], figures: Demand, today: date) -> list[dict[str, Any]]:
    """The gaps by why; those of one leaflet or topic together, each language with its own button."""
    held = {one.wanted for one in known if one.active}
    held |= {
        one.wanted
        for one in known
        if one.now.state == "declined" and one.now.closed_on and today - one.now.closed_on < DECLINED_HOLDS
    }
    found = gaps.gaps(library(session), figures, vocabulary(session), known=held, today=today)
    demanded = [gap for gap in found if gap.why == "demand"][:MOST_DEMANDED]
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for gap in found:
        if gap.why == "demand" and gap not in demanded:
            continue
        group = grouped.setdefault(
            (gap.why, gap.wanted.entry), {"why": gap.why, **_label(session, gap.wanted), "languages": []}
        )
        group["languages"].append(_language(session, gap))
    return list(grouped.values())


def _language(session: Session, gap: Gap) -> dict[str, Any]:
    label = _label(session, gap.wanted)
    return {"tag": gap.wanted.language, "name": label["language"], "count": gap.count, "ended": gap.ended}


def _label(session: Session, wanted: Wanted) -> dict[str, str]:
    known, ui = vocabulary(session), language()
    label = label_of(wanted, handouts(session), known)
    spoken = known.languages.get(wanted.language)
    return {
        "kind": wanted.kind,
        "entry": wanted.entry,
        "title": label[ui] if label else wanted.entry,
        "language": (spoken.name_en if ui == "en" else spoken.name_de) if spoken else wanted.language,
    }


def _only_protected(known: Vocabulary) -> set[str]:
    return {topic.id for topic in known.topics.values() if all(one.protected for one in topic.subtopics)}
