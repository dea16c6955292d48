"""The calendar for other programs: an address that nobody can guess, which an editor can replace.

Whoever knows the address reads the feed without an account: it says who is in the house when, and nothing of visitors.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS, PUBLIC
from app.calendar import words
from app.calendar.feed import Item, WholeDay, ics
from app.directory.models import Setting
from app.directory.settings import public_address
from app.errors import N_
from app.extensions import written
from app.house.events.service import calendar_items
from app.house.presence.service import timetable
from app.house.presence.timetable import KINDS, Sitting, Timetable
from app.interface import language, translate
from app.keys import Keys
from app.resend import Key
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("feed", __name__)
SETTING = "calendar_feed"
"""How often the address was replaced."""
PARTS = (*KINDS, "event", "closed")
PAST, AHEAD = timedelta(weeks=4), timedelta(weeks=26)
SATURDAY = 6


@blueprint.get("/house/feed")
@access(AT_THE_COUNTER)
def addresses() -> str:
    """The addresses to subscribe to."""
    session = db.session()
    base = public_address(session) or request.host_url.rstrip("/")
    path = url_for("feed.feed", token=token(_keys(), generation(session)))
    return render_template(
        "calendar/feed.html",
        address=base + path,
        parts=[(name, f"{base}{path}?kind={name}") for name in PARTS],
        names=dict(words.KINDS) | {"event": N_("Events"), "closed": N_("Days on which the house is closed")},
        done=request.args.get("done") == "renewed",
    )


@blueprint.post("/house/feed/renew")
@access(EDITORS, resend=Key("feed.addresses"))
def renew() -> AnyResponse:
    """Replace the address; whoever has the old one gets nothing any more."""
    written(lambda writer: writer.merge(Setting(name=SETTING, value=str(generation(writer) + 1))).name)
    return redirect(url_for("feed.addresses", done="renewed"), 303)


@blueprint.get("/calendar/<token>.ics")
@access(PUBLIC)
def feed(token: str) -> Response:
    """The calendar, or with ``?kind=`` parts of it."""
    session = db.session()
    expected = _expected(session)
    if not hmac.compare_digest(token.encode(), expected.encode()):
        abort(404)
    wanted = [name for name in PARTS if name in request.args.getlist("kind")] or PARTS
    now = clock.now()
    first, last = now.date() - PAST, now.date() + AHEAD
    table = timetable(session)
    items = [*_sittings(session, table, first, last, wanted), *_events(session, first, wanted)]
    closed = _closed(table, first, last) if "closed" in wanted else []
    response = Response(ics(translate(N_("Welcome Centre Leipzig: in the house")), items, closed, now))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = "inline; filename=im-haus.ics"
    return response


def token(keys: Keys, number: int) -> str:
    """The 128 bits of the address that is the ``number``-th."""
    return urlsafe_b64encode(keys.digest("calendar feed", str(number).encode())[:16]).decode().rstrip("=")


def generation(session: Session) -> int:
    """How often the address was replaced."""
    setting = session.get(Setting, SETTING)
    return int(setting.value) if setting else 0


def _expected(session: Session) -> str:
    return token(_keys(), generation(session))


def _sittings(session: Session, table: Timetable, first: date, last: date, wanted: Sequence[str]) -> Iterator[Item]:
    directory, known = offices(session), vocabulary(session)
    for number in range((last - first).days + 1):
        for one in table.planned(first + timedelta(days=number)):
            if one.kind not in wanted or one.off in {"closed", "defunct"}:
                continue
            name = directory[one.office].name_de if one.office and one.office in directory else ""
            title = ": ".join(filter(None, (name, one.label))) or translate(words.ONE_OF[one.kind])
            about = filter(None, (words.languages(one.languages, known), words.topics(one.topics, known), one.note))
            yield Item(
                _uid(one),
                _title(title, cancelled=one.off == "cancelled"),
                one.starts,
                one.ends,
                one.room,
                "\n".join(about),
                one.off == "cancelled",
            )


def _events(session: Session, first: date, wanted: Sequence[str]) -> Iterator[Item]:
    for one in calendar_items(session, since=first) if "event" in wanted else ():
        title = one.title_en if language() == "en" and one.title_en else one.title_de
        yield Item(
            f"event-{one.id}",
            _title(title, cancelled=one.cancelled),
            datetime.combine(one.day, one.starts),
            datetime.combine(one.day, one.ends),
            one.room,
            one.description,
            one.cancelled,
        )


def _closed(table: Timetable, first: date, last: date) -> list[WholeDay]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        WholeDay(day, f"{translate(N_('closed'))}: {reason}")
        for day in days
        if day.isoweekday() < SATURDAY and (reason := table.closed(day))
    ]


def _uid(sitting: Sitting) -> str:
    return f"{sitting.slot}-{sitting.starts:%Y-%m-%d}"


def _title(text: str, *, cancelled: bool) -> str:
    return f"{translate(N_('cancelled'))}: {text}" if cancelled else text


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
