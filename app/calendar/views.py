"""The endpoints of the calendar: a week, a day, and the days on which the house is closed."""

from datetime import date

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.calendar import plan, words
from app.calendar.sheet import Sheet, read_day
from app.calendar.slot_views import DAY_ACTIONS
from app.extensions import written
from app.house.agreements import service as agreements
from app.house.events.service import calendar_items
from app.house.presence import editing
from app.house.presence.service import closures, timetable
from app.house.presence.timetable import KINDS
from app.house.rhythm import DAY, WEEK, monday_of
from app.house.versions import Unfit
from app.resend import Key
from app.vocabulary.service import vocabulary
from referrals.directory.hours import holiday_names
from referrals.directory.service import offices

blueprint = Blueprint("calendar", __name__, url_prefix="/house")
CLOSURE_FIELDS = ("starts_on", "ends_on", "reason")
LONGEST_REASON = 120
CLOSURES_DONE = frozenset({"closed", "opened"})
# Far enough for every plan, and a date could not hold the week after its last one.
FIRST, LAST = date(2000, 1, 3), date(2199, 12, 31)


@blueprint.get("")
@access(AT_THE_COUNTER)
def calendar() -> str:
    """A week, or with ``?day=`` a day."""
    session, today = db.session(), clock.now().date()
    kinds = tuple(kind for kind in KINDS if kind in request.args.getlist("kind")) or KINDS
    table, directory = timetable(session), offices(session)
    day = _within(read_day(request.args.get("day", "")))
    monday = _within(plan.week_of(request.args.get("week", ""))) or monday_of(day or today)
    done = request.args.get("done", "")
    shown = {
        "today": today,
        "monday": monday,
        "kinds": kinds,
        "chosen": kinds if kinds != KINDS else (),
        "offices": directory,
        "vocabulary": vocabulary(session),
        "words": words,
        "due": agreements.due(session, today) if g.staff.role in EDITORS else [],
        "done": done if done in DAY_ACTIONS.values() else "",
    }
    first = day or monday
    events = [one for one in calendar_items(session, since=first) if one.day < first + (DAY if day else WEEK)]
    shown["events"] = events if kinds == KINDS else []
    if day is not None:
        return render_template("calendar/day.html", grid=plan.day(table, day, kinds), step=DAY, **shown)
    week = plan.week(table, monday, kinds, lambda name: directory[name].name_de if name in directory else name)
    return render_template("calendar/week.html", week=week, step=WEEK, **shown)


@blueprint.get("/closures")
@access(AT_THE_COUNTER)
def closed_days() -> Response:
    """When the house is closed: public holidays and closures of its own."""
    said = request.args.get("done", "")
    return _closures_page(Sheet(dict.fromkeys(CLOSURE_FIELDS, "")), said if said in CLOSURES_DONE else "")


@blueprint.post("/closures")
@access(EDITORS, resend=Key("calendar.closed_days"))
def close() -> Response:
    """Close the house on some days."""
    sheet = Sheet.posted(request.form, CLOSURE_FIELDS)
    first, last, reason = sheet.day("starts_on"), sheet.day("ends_on"), sheet.texts["reason"][:LONGEST_REASON]
    if not sheet.wrong:
        try:
            written(lambda writer: editing.close_house(writer, first, last, reason))
        except Unfit as error:
            sheet.note(error.problems)
    if sheet.wrong:
        return _closures_page(sheet, status=400)
    return redirect(url_for("calendar.closed_days", done="closed"), 303)


@blueprint.post("/closures/<closure>/open")
@access(EDITORS, resend=Key("calendar.closed_days"))
def reopen(closure: str) -> Response:
    """Take a closure back; the page offers to enter it again."""
    return _closures_page(Sheet(written(lambda writer: _opened(writer, closure))), "opened")


def _opened(writer: Session, closure: str) -> dict[str, str]:
    """Take it back; what stood in its form. Raises NotFound."""
    taken = editing.open_house(writer, closure)
    return {name: str(getattr(taken, name)) for name in CLOSURE_FIELDS}


def _closures_page(sheet: Sheet, done: str = "", status: int = 200) -> Response:
    session, today = db.session(), clock.now().date()
    session.expire_all()
    holidays = {day: name for year in (today.year, today.year + 1) for day, name in holiday_names(year).items()}
    html = render_template(
        "calendar/closures.html",
        sheet=sheet,
        closures=[row for row in closures(session) if row.ends_on >= today],
        holidays=[(day, name) for day, name in holidays.items() if day >= today],
        done=done,
    )
    return make_response(html, status)


def _within(day: date | None) -> date | None:
    return day if day is not None and FIRST <= day <= LAST else None
