"""The endpoints of the board: everybody at the counter reads it, editors write it."""

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.board import form, pages
from app.board.form import Sheet
from app.board.pages import Filter
from app.extensions import written
from app.forms import number
from app.house.board import service
from app.house.versions import ChangedMeanwhile
from app.resend import Harmless, Key
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("board", __name__, url_prefix="/board")
DONE = frozenset({"created", "saved", "same", "put_away", "put_back"})
ACTS = {"put_away": True, "put_back": False}


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> Response:
    """What hangs on the board, to search and filter."""
    done, name = request.args.get("done", ""), request.args.get("entry", "")
    return pages.list_page(db.session(), _filter(), done=done if done in DONE else "", name=name)


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new entry of the kind that the address names."""
    sheet = form.blank(request.args.get("kind", ""), clock.now().date())
    return pages.form_page(db.session(), sheet, row=None)


@blueprint.post("/new")
@access(EDITORS, resend=Key("board.overview", "entry"))
def create() -> AnyResponse:
    """Hang a new entry on the board."""
    sheet = _posted(db.session())
    if sheet.problems:
        return pages.form_page(db.session(), sheet, row=None, status=400)
    name = written(lambda session: service.create(session, sheet.wish).id)
    return _to(name, "created")


@blueprint.post("/<entry>")
@access(EDITORS, resend=Harmless.VERSION)
def act(entry: str) -> AnyResponse:
    """Take an entry down, or put it back."""
    row, action = service.find(db.session(), entry), request.form.get("action", "")
    if action not in ACTS:
        return pages.list_page(db.session(), _filter())
    seen = number(request.form.get("seen", ""))
    try:
        written(lambda session: service.put_away(session, row.id, archived=ACTS[action], seen=seen))
    except ChangedMeanwhile:
        return pages.list_page(db.read_anew(), _filter(), done="overtaken", name=entry, status=409)
    return _to(entry, action)


@blueprint.get("/<entry>/edit")
@access(EDITORS)
def edit(entry: str) -> Response:
    """The form of an entry."""
    row = service.find(db.session(), entry)
    return pages.form_page(db.session(), Sheet(service.content_of(row), row.version), row=row)


@blueprint.post("/<entry>/edit")
@access(EDITORS, resend=Harmless.VERSION)
def save(entry: str) -> AnyResponse:
    """Keep what was typed; what another editor has written meanwhile is shown beside it."""
    row, sheet = service.find(db.session(), entry), _posted(db.session())
    if sheet.problems:
        return pages.form_page(db.session(), sheet, row=row, status=400)
    try:
        version = written(lambda session: service.change(session, entry, sheet.wish, seen=sheet.seen).version)
    except ChangedMeanwhile:
        session = db.read_anew()
        row = service.find(session, entry)
        sheet.meet(service.content_of(row), row.version)
        return pages.form_page(session, sheet, row=row, status=409)
    return _to(entry, "same" if version == sheet.seen else "saved")


def _to(entry: str, done: str) -> AnyResponse:
    return redirect(url_for("board.overview", done=done, entry=entry, _anchor="done"), 303)


def _filter() -> Filter:
    return Filter.of(request.args, vocabulary(db.session()))


def _posted(session: Session) -> Sheet:
    return form.posted(request.form, vocabulary(session), offices(session), clock.now().date())
