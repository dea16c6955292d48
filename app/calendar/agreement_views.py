"""The endpoints of cooperation agreements: list with what runs out, form, putting away."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.calendar import words
from app.calendar.sheet import Sheet, number
from app.extensions import written
from app.house.agreements import service
from app.house.agreements.models import Agreement
from app.house.agreements.service import AgreementContent
from app.house.versions import ChangedMeanwhile, Unfit
from app.resend import Harmless, Key
from referrals.directory.service import offices

blueprint = Blueprint("agreements", __name__, url_prefix="/house/agreements")
TEXTS = ("office_id", "title", "signed_on", "ends_on", "remind_days", "note")
LONGEST_TITLE = 200
DONE = frozenset({"saved", "archived", "back", "changed meanwhile"})


@blueprint.get("")
@access(EDITORS)
def overview() -> str:
    """All agreements, the one that ends first at the top."""
    session, today = db.session(), clock.now().date()
    rows = [(row, service.state(row, today)) for row in service.agreements(session)]
    return render_template(
        "calendar/agreements.html",
        kept=[(row, state) for row, state in rows if state != "archived"],
        put_away=[(row, state) for row, state in rows if state == "archived"],
        due=sum(state in {"soon", "over"} for _, state in rows),
        today=today,
        offices=offices(session),
        words=words,
        done=_done(),
        changed=next((row for row, _ in rows if row.id == request.args.get("agreement")), None),
    )


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new agreement."""
    return _page(Sheet(dict.fromkeys(TEXTS, "") | {"remind_days": str(service.REMIND_DAYS)}), None)


@blueprint.post("/new")
@access(EDITORS, resend=Key("agreements.agreement", "agreement"))
def create() -> Response:
    """Enter a new agreement."""
    return _save(None)


@blueprint.get("/<agreement>")
@access(EDITORS)
def agreement(agreement: str) -> Response:
    """The form of an agreement."""
    row = service.agreement(db.session(), agreement)
    return _page(_sheet_of(row), row, _done())


@blueprint.post("/<agreement>")
@access(EDITORS, resend=Harmless.VERSION)
def change(agreement: str) -> Response:
    """Save it."""
    return _save(service.agreement(db.session(), agreement))


@blueprint.post("/<agreement>/archive")
@access(EDITORS, resend=Harmless.VERSION)
def archive(agreement: str) -> Response:
    """Put it away, or back."""
    sheet, archived = Sheet.posted(request.form, ()), request.form.get("archived") == "yes"
    said = "archived" if archived else "back"
    try:
        written(lambda writer: service.archive(writer, agreement, archived=archived, seen=sheet.seen))
    except ChangedMeanwhile:
        said = "changed meanwhile"
    return redirect(url_for("agreements.overview", done=said, agreement=agreement), 303)


def _save(row: Agreement | None) -> Response:
    sheet = Sheet.posted(request.form, TEXTS)
    content = AgreementContent(
        office_id=sheet.texts["office_id"],
        title=sheet.texts["title"][:LONGEST_TITLE],
        signed_on=sheet.day("signed_on"),
        ends_on=sheet.day("ends_on"),
        remind_days=number(sheet.texts["remind_days"]),
        note=sheet.texts["note"],
    )
    if not sheet.wrong:
        try:
            return _stored(row, content, sheet)
        except Unfit as error:
            sheet.note(error.problems)
    return _page(sheet, row, status=400)


def _stored(row: Agreement | None, content: AgreementContent, sheet: Sheet) -> Response:
    """Write it. Raises Unfit."""
    try:
        name = written(lambda writer: _write(writer, row, content, sheet.seen))
    except ChangedMeanwhile:
        assert row is not None
        session = db.session()
        session.expire_all()
        theirs = service.agreement(session, row.id)
        sheet.compare(_sheet_of(theirs))
        return _page(sheet, theirs, "conflict", 409)
    return redirect(url_for("agreements.agreement", agreement=name, done="saved"), 303)


def _write(writer: Session, row: Agreement | None, content: AgreementContent, seen: int) -> str:
    """Enter it, or change what is there; its id. Raises Unfit, ChangedMeanwhile."""
    if row is None:
        return service.add(writer, content).id
    service.change(writer, row.id, content, seen=seen)
    return row.id


def _page(sheet: Sheet, row: Agreement | None, done: str = "", status: int = 200) -> Response:
    html = render_template(
        "calendar/agreement.html", sheet=sheet, agreement=row, offices=offices(db.session()), words=words, done=done
    )
    return make_response(html, status)


def _sheet_of(row: Agreement) -> Sheet:
    texts = {name: "" if (value := getattr(row, name)) is None else str(value) for name in TEXTS}
    return Sheet(texts, {}, row.version)


def _done() -> str:
    said = request.args.get("done", "")
    return said if said in DONE else ""
