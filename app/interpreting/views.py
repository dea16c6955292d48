"""The endpoints about interpreting: everyone at the counter reads, editors keep."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.extensions import written
from app.house.interpreting import service as services
from app.house.interpreting.service import interpreter as found
from app.house.versions import ChangedMeanwhile
from app.interpreting import pages
from app.interpreting.form import Sheet
from app.interpreting.pages import Notice
from app.resend import Harmless, Key
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("interpreting", __name__, url_prefix="/interpreters")
DONE = ("created", "saved", "ended", "put back")


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> str:
    """Who interprets which language, and what became of the last change."""
    session, done = db.session(), request.args.get("done", "")
    known = {one.id: one for one in services.interpreters(session)}
    changed = known.get(request.args.get("service", ""))
    return pages.list_page(session, Notice(done, changed) if changed and done in DONE else None)


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new service, taken over from an office of the directory if one is named."""
    session = db.session()
    source = offices(session).get(request.args.get("office", ""))
    sheet = Sheet.blank(source, clock.now().date())
    return pages.form_page(session, sheet, source=source)


@blueprint.post("/new")
@access(EDITORS, resend=Key("interpreting.edit", "interpreter"))
def create() -> AnyResponse:
    """Store a new service."""
    session, sheet = db.session(), Sheet.posted(request.form)
    facts = sheet.facts(languages=vocabulary(session).languages, offices=offices(session), today=clock.now().date())
    if facts is None:
        return pages.form_page(session, sheet, notice=Notice("wrong"), status=400)
    return _told("created", written(lambda writer: services.create(writer, facts)))


@blueprint.get("/<interpreter>")
@access(EDITORS)
def edit(interpreter: str) -> Response:
    """The form of a service."""
    session = db.session()
    service = found(session, interpreter)
    return pages.form_page(session, Sheet.of(service), service=service)


@blueprint.post("/<interpreter>")
@access(EDITORS, writes=True, resend=Harmless.VERSION)
def change(interpreter: str) -> AnyResponse:
    """Save, end, or put back."""
    session, sheet = db.session(), Sheet.posted(request.form)
    service, action = found(session, interpreter), request.form.get("action", "")
    try:
        if action in {"end", "put back"}:
            services.archive(session, interpreter, ended=action == "end", seen=sheet.seen)
            return _told("ended" if action == "end" else "put back", interpreter)
        facts = sheet.facts(languages=vocabulary(session).languages, offices=offices(session), today=clock.now().date())
        if facts is None:
            return pages.form_page(session, sheet, service=service, notice=Notice("wrong"), status=400)
        services.change(session, interpreter, facts, seen=sheet.seen)
    except ChangedMeanwhile:
        if action in {"end", "put back"}:
            sheet = Sheet.of(service)
        notice = pages.conflict(session, sheet, service)
        return pages.form_page(session, sheet, service=service, notice=notice, status=409)
    return _told("saved", interpreter)


def _told(what: str, interpreter: str) -> AnyResponse:
    """Back to the list, which says what was done."""
    return redirect(url_for("interpreting.overview", done=what, service=interpreter), 303)
