"""The editors' endpoints for offices: list, form, drafts, publishing, preview.

Those that change something write in a short block of their own and show the page from what is committed then.
"""

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.db import Database
from app.directory import drafts, history, publishing
from app.directory.entries import Entry
from app.errors import N_, WegweiserError
from app.extensions import written
from app.interface import translate
from app.offices import checking, pages, preview
from app.offices.form import Sheet, blank, date_facts, merge, without_row
from app.offices.listing import Filter
from app.offices.pages import Notice
from app.resend import Harmless, Key
from referrals.directory.service import offices
from referrals.slip.render import render

blueprint = Blueprint("offices", __name__, url_prefix="/offices")
LONGEST_REASON = 500
UNDONE = N_("Taken back: %(why)s")


@blueprint.get("")
@access(EDITORS)
def overview() -> str:
    """All offices, to search and filter."""
    return pages.list_page(db.session(), Filter.of(request.args))


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new office."""
    return pages.new_page(db.session())


@blueprint.post("/new")
@access(EDITORS, resend=Key("offices.overview"))
def create() -> AnyResponse:
    """Draft a new office, or show the form with another row."""
    session = db.session()
    taken = {*offices(session), *(draft.entry_id for draft in drafts.drafts(session) if draft.kind == "offices")}
    typed = request.form.get("id", "").strip()
    name = typed or checking.proposed_id(request.form.get("name_de", ""), taken)
    sheet = _posted(session, Entry("offices", name), blank(name))
    if request.form.get("action") != "save":
        sheet.wish["id"] = typed
        return pages.new_page(session, sheet)
    sheet.note(*checking.check_id(name, taken))
    if not sheet.remarks:
        checking.check(sheet, Entry("offices", name), offices(session), pages.labels_of(session))
    if sheet.remarks:
        sheet.wish["id"] = typed
        return pages.new_page(session, sheet, 400)
    date_facts(sheet, None, clock.now().date())
    entry = Entry("offices", name)
    if not written(lambda writer: _draft(writer, entry, sheet)):
        sheet.note(*checking.check_id(name, {name}))
        return pages.new_page(db.session(), sheet, 409)
    return redirect(url_for("offices.office", office=name, done="created"), 303)


def _draft(writer: Session, entry: Entry, sheet: Sheet) -> bool:
    """Draft it, unless somebody was quicker with the same id: nothing is written over."""
    seen = drafts.current(writer, entry)
    if seen.shown is not None:
        return False
    drafts.save(writer, entry, sheet.wish, seen=seen.seen, by=g.staff.name, now=clock.now())
    return True


@blueprint.get("/<office>")
@access(EDITORS)
def office(office: str) -> Response:
    """The form of an office."""
    notice = Notice("created") if request.args.get("done") == "created" else None
    return pages.office_page(db.session(), Entry("offices", office), notice=notice)


@blueprint.post("/<office>")
@access(EDITORS, resend=Harmless.VERSION)
def change(office: str) -> AnyResponse:
    """Save as a draft, publish, hand on, discard, take back, or show the form with another row."""
    session, entry = db.session(), Entry("offices", office)
    found = pages.known(session, entry)
    assert found.shown is not None
    action = request.form.get("action", "")
    if action == "discard":
        return _discard(entry)
    if action == "undo":
        return _undo(entry)
    sheet = _posted(session, entry, found.shown)
    if action in {"save", "publish", "submit"}:
        return _save(session, entry, sheet, action)
    return pages.office_page(session, entry, sheet)


@blueprint.route("/preview.pdf", methods=["GET", "POST"])
@access(EDITORS, resend=Harmless.READS)
def slip() -> AnyResponse:
    """A slip that names the office: as it is drafted, or with what was just typed."""
    name = request.values.get("office", "")
    if not name:
        return redirect(url_for("offices.overview"))
    session, entry = db.session(), Entry("offices", name)
    content = pages.known(session, entry).shown
    assert content is not None
    if request.method == "POST":
        content = checking.storable(entry, _posted(session, entry, content).wish, content)
    try:
        wanted = preview.slip(session, content, request.values.get("language", "de"), clock.now())
    except WegweiserError as error:
        return pages.no_preview_page(str(error))
    response = Response(render(wanted), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=wegweiser.pdf"
    return response


def _posted(session: Session, entry: Entry, shown: dict[str, object]) -> Sheet:
    """The form that was sent, with a row more or less if that was asked for."""
    values = without_row(request.form, request.form.get("remove", ""))
    sheet = Sheet.posted(values, shown | {"id": entry.id}, pages.labels_of(session))
    sheet.add_row(request.form.get("add", ""))
    return sheet


def _save(session: Session, entry: Entry, sheet: Sheet, action: str) -> AnyResponse:
    """Keep what was typed as a draft; if that is done and asked for, publish it or hand it on."""
    checking.check(sheet, entry, offices(session), pages.labels_of(session))
    if sheet.remarks:
        return pages.office_page(session, entry, sheet, Notice("wrong"), 400)
    dated = date_facts(sheet, drafts.current(session, entry).published, clock.now().date())
    try:
        with _database().writing() as writer:
            draft = drafts.save(writer, entry, sheet.wish, seen=sheet.seen, by=g.staff.name, now=clock.now()).draft
            drafted, reason = draft is not None, draft.why if draft else ""
    except drafts.Conflict:
        return _conflict(entry, sheet)
    except publishing.Unfit as error:
        sheet.note(*(checking.remark_of(problem) for _, problem in error.problems))
        return _page(entry, Notice("wrong"), 400, sheet)
    if action == "save" or not drafted:
        return _page(entry, Notice("saved" if drafted else "unchanged", dated=dated))
    why = request.form.get("why", "").strip()[:LONGEST_REASON]
    if not why and not reason:
        return _page(entry, Notice("no reason", dated=dated), 400)
    return _submit(entry, why) if action == "submit" else _publish(entry, why)


def _conflict(entry: Entry, sheet: Sheet) -> AnyResponse:
    """Somebody else was quicker: what only they changed is taken over, what both changed is shown twice."""
    session = db.read_anew()
    theirs = pages.known(session, entry)
    assert theirs.shown is not None
    taken, clashing = merge(sheet, theirs.shown, theirs.seen)
    return pages.office_page(session, entry, sheet, Notice("conflict", taken=taken, clashing=clashing), 409)


def _page(entry: Entry, notice: Notice, status: int = 200, sheet: Sheet | None = None) -> AnyResponse:
    """The form after something was written."""
    return pages.office_page(db.read_anew(), entry, sheet, notice, status)


def _publish(entry: Entry, why: str) -> AnyResponse:
    try:
        with _database().writing() as writer:
            made = drafts.publish_drafts(writer, [entry], by=g.staff.name, why=why, now=clock.now())
            number = made.number if made else 0
            created = number > 0 and len(history.versions(writer, entry)) == 1
    except drafts.FourEyes:
        return _page(entry, Notice("four eyes"), 403)
    except drafts.Conflict as error:
        with _database().writing() as writer:
            drafts.rebase(writer, entry)
        notice = Notice("overtaken", clashing=error.fields)
        return _page(entry, notice, 409)
    except publishing.Unfit as error:
        notice = Notice("unfit", problems=checking.of_publishing(entry, error.problems))
        return _page(entry, notice, 400)
    return _page(entry, Notice("published", undo=0 if created else number))


def _submit(entry: Entry, why: str) -> AnyResponse:
    with _database().writing() as writer:
        drafts.submit(writer, [entry], by=g.staff.name, why=why)
    return _page(entry, Notice("submitted"))


def _discard(entry: Entry) -> AnyResponse:
    with _database().writing() as writer:
        history.lock(writer)
        found = drafts.current(writer, entry)
        same = found.seen == request.form.get("seen", "")
        if same:
            drafts.discard(writer, [entry])
    if not same:
        return _page(entry, Notice("not discarded"), 409)
    if found.published is None:
        return redirect(url_for("offices.overview"), 303)
    return _page(entry, Notice("discarded"))


def _undo(entry: Entry) -> AnyResponse:
    """Make the office what it was before the change, unless somebody has changed it since."""
    text = request.form.get("undo", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    try:
        with _database().writing() as writer:
            history.lock(writer)
            latest = number > 1 and history.latest_number(writer, entry) == number
            if latest:
                why = translate(UNDONE) % {"why": history.change(writer, number).why or "–"}
                publishing.restore(writer, number - 1, by=g.staff.name, why=why, now=clock.now(), entries=[entry])
    except publishing.Unfit as error:
        notice = Notice("unfit", problems=checking.of_publishing(entry, error.problems))
        return _page(entry, notice, 400)
    notice = Notice("undone" if latest else "not undone")
    return _page(entry, notice, 200 if latest else 409)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
