"""Events: a list for everyone at the counter, changes for editors, the poster, and how many came.

What changes something writes in a short block of its own and shows the page from what is committed then.
"""

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.errors import N_, WegweiserError
from app.events import form, pages
from app.events.pages import Editing, event_page, form_page, list_page
from app.extensions import written
from app.house.events import service
from app.house.events.announcing import poster_for
from app.house.events.poster_print import render
from app.house.events.service import ChangedSince, NoLongerNew
from app.resend import Harmless, Key
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("events", __name__, url_prefix="/events")
NO_NUMBER = N_("Please give the number of people in digits, from 0 to 9999, or leave the field empty.")
NOT_YET = N_("How many came is entered when the event has begun.")
CANCELLED = N_("This event does not take place; there is no poster of it.")


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> Response:
    """What is to come; ``?past=1`` what has been. ``?made=`` are events that were just made and can be undone."""
    session = db.session()
    made = [
        row for row in service.upcoming(session, clock.now().date()) if row.id in _ids(request.args.get("made", ""))
    ]
    return list_page(session, past="past" in request.args, made=made, done=request.args.get("done", ""))


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """An empty form; ``?copy=`` one like an event that is there, on another day."""
    copied = request.args.get("copy", "")
    start = form.shown(service.draft_of(service.get(db.session(), copied))).on("") if copied else form.blank()
    return form_page(db.session(), Editing(start))


@blueprint.post("/new")
@access(EDITORS, resend=Key("events.show", "event"))
def create() -> AnyResponse:
    """Make the event, or one for every week of a series."""
    typed = form.posted(request.form)
    try:
        draft, until = form.checked(typed, _known(db.session()), today=clock.now().date())
    except form.Faulty as error:
        return form_page(db.session(), Editing(typed, faults=error.faults), status=400)
    ids = written(lambda session: [row.id for row in service.create(session, draft, until=until)])
    return redirect(url_for("events.overview", made=",".join(ids)), 303)


@blueprint.post("/undo")
@access(EDITORS, resend=Harmless.SAME)
def undo() -> AnyResponse:
    """Events that were just made are taken away again."""
    ids = _ids(request.form.get("made", ""))
    try:
        gone = written(lambda session: service.remove(session, ids))
    except NoLongerNew as error:
        return list_page(db.session(), past=False, error=str(error))
    return redirect(url_for("events.overview", done="removed" if gone else None), 303)


@blueprint.get("/<event>")
@access(AT_THE_COUNTER)
def show(event: str) -> Response:
    """An event with its poster."""
    return event_page(db.session(), service.get(db.session(), event), done=request.args.get("done", ""))


@blueprint.get("/<event>/edit")
@access(EDITORS)
def edit(event: str) -> Response:
    """The form of an event."""
    row = service.get(db.session(), event)
    return form_page(db.session(), Editing(form.shown(service.draft_of(row)), row.id, row.version))


@blueprint.post("/<event>/edit")
@access(EDITORS, resend=Harmless.VERSION)
def change(event: str) -> AnyResponse:
    """Save the form; if somebody was quicker, both versions stand side by side."""
    session = db.session()
    version = form.number(request.form.get("version", "")) or 0
    typed = form.posted(request.form).on(request.form.get("day", ""))
    service.get(session, event)
    try:
        draft, _ = form.checked(typed, _known(session), today=clock.now().date())
    except form.Faulty as error:
        return form_page(session, Editing(typed, event, version, error.faults), status=400)
    try:
        written(lambda writer: service.change(writer, event, draft, version=version).id)
    except ChangedSince:
        session.expire_all()
        row = service.get(session, event)
        clash = pages.clashes(session, service.draft_of(row), draft)
        return form_page(session, Editing(typed, event, row.version, clash=clash), status=409)
    return redirect(url_for("events.show", event=event, done="saved"), 303)


@blueprint.post("/<event>/cancelled")
@access(EDITORS, resend=Harmless.VERSION)
def cancel(event: str) -> AnyResponse:
    """It does not take place, or after all it does."""
    cancelled = request.form.get("cancelled") == "yes"
    version = form.number(request.form.get("version", "")) or 0
    try:
        written(lambda session: service.cancel(session, event, cancelled=cancelled, version=version).id)
    except ChangedSince as error:
        return _again(event, str(error), 409)
    return redirect(url_for("events.show", event=event, done="cancelled" if cancelled else "put back"), 303)


@blueprint.post("/<event>/participants")
@access(AT_THE_COUNTER, resend=Harmless.VERSION)
def participants(event: str) -> AnyResponse:
    """How many came."""
    row = service.get(db.session(), event)
    typed, seen = (request.form.get(name, "").strip() for name in ("participants", "seen"))
    number = form.number(typed)
    if row.day > clock.now().date():
        return _again(event, NOT_YET, 400)
    if typed and number is None:
        return _again(event, NO_NUMBER, 400)
    try:
        written(lambda session: service.count_participants(session, event, number, seen=form.number(seen)).id)
    except ChangedSince as error:
        return _again(event, str(error), 409)
    return redirect(url_for("events.show", event=event, done="counted"), 303)


@blueprint.get("/<event>/poster.pdf")
@access(AT_THE_COUNTER)
def poster(event: str) -> Response:
    """The poster in German and the languages of ``?languages=``, on A4 or with ``?paper=A3`` on A3."""
    session = db.session()
    row = service.get(session, event)
    if row.cancelled:
        return _again(event, CANCELLED, 409)
    try:
        said = poster_for(
            session,
            service.value_of(row),
            languages=request.args.getlist("languages"),
            paper="A3" if request.args.get("paper") == "A3" else "A4",
            today=clock.now().date(),
        )
        content = render(said)
    except WegweiserError as error:
        return _again(event, error.args[0], 400)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename=veranstaltung-{row.day}.pdf"
    return response


def _again(event: str, error: str, status: int) -> Response:
    db.session().expire_all()
    return event_page(db.session(), service.get(db.session(), event), error=error, status=status)


def _known(session: Session) -> form.Known:
    words = vocabulary(session)
    return form.Known(
        topics={*words.topics, *words.subtopics},
        offices=frozenset(offices(session)),
        languages=frozenset(words.languages),
    )


def _ids(text: str) -> list[str]:
    return [one for one in text.split(",")[: service.MOST_IN_SERIES] if one]
