"""The endpoints of work aids: everybody at the counter reads them, editors write them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, Response, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.aids import form, pages
from app.aids.form import Sheet
from app.aids.listing import Filter
from app.errors import N_
from app.extensions import written
from app.files.cleaning import Refused
from app.forms import number
from app.house.aids import service
from app.house.aids.models import WorkAid
from app.house.versions import ChangedMeanwhile
from app.resend import Harmless, Key
from app.uploads import taking
from app.vocabulary.service import vocabulary

blueprint = Blueprint("aids", __name__, url_prefix="/aids")
NO_FILE = N_("Please choose a PDF file.")
DONE = frozenset({"created", "saved", "same", "put_away", "put_back", "confirmed", "restored"})
NEXT_REVIEW = timedelta(days=365)


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> str:
    """All aids, to search and filter."""
    return pages.list_page(db.session(), Filter.of(request.args, vocabulary(db.session())))


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new aid of the kind that the address names."""
    sheet = form.blank(request.args.get("kind", ""), _today())
    return pages.form_page(db.session(), sheet, row=None)


@blueprint.post("/new")
@access(EDITORS, resend=Key("aids.show", "aid"))
@taking.takes_files
def create() -> AnyResponse:
    """Keep a new aid."""
    kind = request.form.get("kind", "")
    sheet = _posted(db.session(), kind if kind in form.KINDS else "page")
    if sheet.problems or request.form.get("action") != "save":
        return _again(sheet, None)
    name = written(lambda session: service.create(session, sheet.wish, by=_me(), now=clock.now()).id)
    return redirect(url_for("aids.show", aid=name, done="created"), 303)


@blueprint.get("/<aid>")
@access(AT_THE_COUNTER)
def show(aid: str) -> Response:
    """An aid to read."""
    done = request.args.get("done", "")
    return pages.aid_page(db.session(), service.find(db.session(), aid), done=done if done in DONE else "")


@blueprint.post("/<aid>")
@access(EDITORS, resend=Harmless.VERSION)
def act(aid: str) -> AnyResponse:
    """Put it away or back, say that it is still correct, or restore a version."""
    acts: dict[str, tuple[str, Callable[[Session], WorkAid]]] = {
        "put_away": ("put_away", lambda session: _put_away(session, aid, archived=True)),
        "put_back": ("put_back", lambda session: _put_away(session, aid, archived=False)),
        "confirm": ("confirmed", lambda session: _confirm(session, aid)),
        "restore": ("restored", lambda session: _restore(session, aid)),
    }
    done, write = acts.get(request.form.get("action", ""), ("", None))
    row = service.find(db.session(), aid)
    if write is None:
        return pages.aid_page(db.session(), row)
    try:
        written(write)
    except ChangedMeanwhile:
        return pages.aid_page(db.read_anew(), row, done="overtaken", status=409)
    return redirect(url_for("aids.show", aid=aid, done=done), 303)


@blueprint.get("/<aid>/edit")
@access(EDITORS)
def edit(aid: str) -> Response:
    """The form of an aid."""
    row = service.find(db.session(), aid)
    return pages.form_page(db.session(), Sheet(service.content_of(row), row.version), row=row)


@blueprint.post("/<aid>/edit")
@access(EDITORS, resend=Harmless.VERSION)
@taking.takes_files
def save(aid: str) -> AnyResponse:
    """Keep what was typed as a new version; what another editor has written meanwhile is shown beside it."""
    row = service.find(db.session(), aid)
    sheet = _posted(db.session(), row.kind)
    sheet.wish = replace(sheet.wish, archived=row.archived)
    if sheet.problems or request.form.get("action") != "save":
        return _again(sheet, row)
    try:
        version = written(lambda session: _change(session, aid, sheet))
    except ChangedMeanwhile:
        return _conflict(aid, sheet)
    return redirect(url_for("aids.show", aid=aid, done="same" if version == sheet.seen else "saved"), 303)


@blueprint.get("/<aid>/versions")
@access(EDITORS)
def versions(aid: str) -> Response:
    """What an aid has been, and what each change was."""
    return pages.versions_page(db.session(), service.find(db.session(), aid))


def _posted(session: Session, kind: str) -> Sheet:
    sheet = form.posted(request.form, kind, vocabulary(session), _today())
    if kind == "file":
        try:
            file = taking.chosen(session)
        except Refused as error:
            sheet.problems["file_digest"] = error.reason
        else:
            if file is None:
                sheet.problems["file_digest"] = NO_FILE
            else:
                sheet.wish = replace(sheet.wish, file_digest=file.digest)
    return sheet


def _again(sheet: Sheet, row: WorkAid | None) -> Response:
    """The form once more: with what is wrong, or with a preview."""
    if request.form.get("action") == "preview":
        sheet.problems = {}
        return pages.form_page(db.session(), sheet, row=row, preview=True)
    return pages.form_page(db.session(), sheet, row=row, status=400 if sheet.problems else 200)


def _conflict(aid: str, sheet: Sheet) -> Response:
    session = db.read_anew()
    row = service.find(session, aid)
    # A version that never was: there is nothing that both have begun with.
    base = service.content_at(session, aid, sheet.seen) if 0 < sheet.seen < row.version else service.content_of(row)
    sheet.meet(base, service.content_of(row), row.version)
    return pages.form_page(session, sheet, row=row, status=409)


def _change(session: Session, aid: str, sheet: Sheet) -> int:
    return service.change(session, aid, sheet.wish, seen=sheet.seen, by=_me(), now=clock.now()).version


def _put_away(session: Session, aid: str, *, archived: bool) -> WorkAid:
    return service.put_away(session, aid, archived=archived, seen=_seen(), by=_me(), now=clock.now())


def _confirm(session: Session, aid: str) -> WorkAid:
    """As of today; to be looked at again after as long a time as until now."""
    now = service.content_of(service.find(session, aid))
    pause = now.review_on - now.as_of if now.review_on else NEXT_REVIEW
    content = replace(now, as_of=_today(), review_on=_today() + max(pause, timedelta(days=1)))
    return service.change(session, aid, content, seen=_seen(), by=_me(), now=clock.now())


def _restore(session: Session, aid: str) -> WorkAid:
    wanted = number(request.form.get("number", ""))
    return service.restore(session, aid, wanted, seen=_seen(), by=_me(), now=clock.now())


def _seen() -> int:
    return number(request.form.get("seen", ""))


def _today() -> date:
    return clock.now().date()


def _me() -> str:
    return str(g.staff.name)
