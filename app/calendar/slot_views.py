"""The endpoints of hours in the house: list, form, single days, putting away.

Those that change something write in a short block of their own and show the page from what is committed then.
"""

from datetime import date

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app import db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.calendar import slot_form
from app.calendar.sheet import Sheet, read_day
from app.calendar.slot_pages import plan_page, slot_page
from app.db import Database
from app.extensions import written
from app.house.presence import editing, service
from app.house.presence.models import PresenceSlot
from app.house.presence.timetable import KINDS
from app.house.versions import ChangedMeanwhile, Unfit
from app.resend import Harmless, Key
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("hours", __name__, url_prefix="/house")
DAY_ACTIONS = {"cancel": "cancelled", "move": "moved", "usual": "usual"}
DONE = frozenset({"saved", "archived", "back", "changed meanwhile", *DAY_ACTIONS.values()})
LONGEST_NOTE = 300


@blueprint.get("/hours")
@access(AT_THE_COUNTER)
def overview() -> str:
    """All fixed hours, and the service days by language."""
    return plan_page(db.session(), done(), request.args.get("slot", ""))


@blueprint.get("/hours/new")
@access(EDITORS)
def new() -> Response:
    """The form of new hours."""
    kind = request.args.get("kind", "")
    return slot_page(db.session(), slot_form.blank(kind if kind in KINDS else KINDS[0]), None)


@blueprint.post("/hours/new")
@access(EDITORS, resend=Key("hours.hours", "slot"))
def create() -> Response:
    """Enter new hours, or work out which days they come to."""
    session, sheet = db.session(), slot_form.posted(request.form)
    content = slot_form.content_of(sheet, offices(session), vocabulary(session))
    if sheet.wrong:
        return slot_page(session, sheet, None, status=400)
    if request.form.get("action") == "check":
        return slot_page(session, sheet, None)
    name = written(lambda writer: editing.add_slot(writer, content).id)
    return redirect(url_for("hours.hours", slot=name, done="saved"), 303)


@blueprint.get("/hours/<slot>")
@access(EDITORS)
def hours(slot: str) -> Response:
    """The form of hours, with the next days."""
    row = _slot(slot)
    return slot_page(db.session(), slot_form.sheet_of(row), row, done())


@blueprint.post("/hours/<slot>")
@access(EDITORS, resend=Harmless.VERSION)
def change(slot: str) -> Response:
    """Save, or work out which days it would come to."""
    session, row, sheet = db.session(), _slot(slot), slot_form.posted(request.form)
    content = slot_form.content_of(sheet, offices(session), vocabulary(session))
    if sheet.wrong or request.form.get("action") == "check":
        return slot_page(session, sheet, row, status=400 if sheet.wrong else 200)
    try:
        with _database().writing() as writer:
            editing.change_slot(writer, slot, content, seen=sheet.seen)
    except ChangedMeanwhile:
        return _conflict(slot, sheet)
    return redirect(url_for("hours.hours", slot=slot, done="saved"), 303)


@blueprint.post("/hours/<slot>/archive")
@access(EDITORS, resend=Harmless.VERSION)
def archive(slot: str) -> Response:
    """Put hours away, or back."""
    _slot(slot)
    sheet, archived = Sheet.posted(request.form, ()), request.form.get("archived") == "yes"
    said = "archived" if archived else "back"
    try:
        with _database().writing() as writer:
            editing.archive_slot(writer, slot, archived=archived, seen=sheet.seen)
    except ChangedMeanwhile:
        said = "changed meanwhile"
    return redirect(url_for("hours.overview", done=said, slot=slot), 303)


@blueprint.post("/hours/<slot>/day")
@access(EDITORS, resend=Harmless.SAME)
def one_day(slot: str) -> Response:
    """On one day it is cancelled, at other times, or as usual again."""
    row, action = _slot(slot), request.form.get("action", "")
    try:
        day = _change_day(slot, action)
    except Unfit as error:
        sheet = slot_form.sheet_of(row)
        sheet.note({"day": next(iter(error.problems.values()))})
        return slot_page(db.session(), sheet, row, status=400)
    if request.form.get("back") == "calendar":
        return redirect(url_for("calendar.calendar", day=day, done=DAY_ACTIONS[action]), 303)
    return redirect(url_for("hours.hours", slot=slot, done=DAY_ACTIONS[action]), 303)


def _change_day(slot: str, action: str) -> date:
    """Do what was asked for; the day. Raises Unfit."""
    day, sheet = read_day(request.form.get("day", "")), Sheet.posted(request.form, ("from", "to", "note"))
    if day is None or action not in DAY_ACTIONS:
        raise Unfit({"day": editing.NOT_THAT_DAY})
    starts, ends = sheet.clock("from"), sheet.clock("to")
    if action == "move" and (found := editing.time_problems(starts, ends)):
        raise Unfit(found)
    times = (starts, ends) if action == "move" and starts and ends else None
    with _database().writing() as writer:
        if action == "usual":
            editing.as_usual(writer, slot, day)
        else:
            editing.except_day(writer, slot, day, times, sheet.texts["note"][:LONGEST_NOTE])
    return day


def done() -> str:
    """What became of the last step, if it is one that is known."""
    said = request.args.get("done", "")
    return said if said in DONE else ""


def _conflict(name: str, sheet: Sheet) -> Response:
    session = db.session()
    session.expire_all()
    row = _slot(name)
    sheet.compare(slot_form.sheet_of(row))
    return slot_page(session, sheet, row, "conflict", 409)


def _slot(name: str) -> PresenceSlot:
    """Raises NotFound."""
    return service.slot(db.session(), name)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
