"""The paper fallback's endpoints: the sheet to print, and quick entry: check, enter, undo.

Nothing is entered that was not shown before as it was understood.
"""

from dataclasses import dataclass, field

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER
from app.contacts.service import AlreadyUndone
from app.interface import translate
from app.keys import Keys
from app.paper import entry, sheet
from app.paper.entry import Form, FormTooOld, MonthClosed
from app.paper.lines import MOST_LINES
from app.paper.months import refusal
from app.paper.pages import Typed, checked, legend_of, month_label, page, problems_of
from app.resend import Harmless

blueprint = Blueprint("paper", __name__, url_prefix="/paper")
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Message:
    """What became of the last step; ``kind`` is good, warn or bad. ``undo`` is the sealed form to take back."""

    kind: str
    text: str
    problems: list[tuple[int, str]] = field(default_factory=list)
    undo: str = ""


@blueprint.get("")
@access(AT_THE_COUNTER)
def start() -> Response:
    """The way to the sheet, and an empty form."""
    return _page(_blank())


@blueprint.get("/sheet.pdf")
@access(AT_THE_COUNTER)
def print_sheet() -> Response:
    """The blank tally sheet with its legend."""
    response = Response(sheet.render(legend_of(db.session()), clock.now().date()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=strichliste.pdf"
    return response


@blueprint.get("/check")
@blueprint.get("/undo")
@access(AT_THE_COUNTER)
def after() -> AnyResponse:
    """The address of a step stays in the browser: whoever changes the language there is led back to the form."""
    return redirect(url_for("paper.start"))


@blueprint.post("/check")
@access(AT_THE_COUNTER, resend=Harmless.READS)
def check() -> Response:
    """What is understood of the lines; for a script only that part of the page."""
    typed = _typed()
    if "HX-Request" in request.headers:
        return make_response(render_template("paper/checked.html", **checked(legend_of(db.session()), typed)))
    return _page(typed, _trouble(typed), sealed=request.form.get("form", ""))


@blueprint.post("")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def enter() -> Response:
    """Log what was checked, all of it or nothing."""
    typed, sealed = _typed(), request.form.get("form", "")
    message = _trouble(typed) or _unseen(typed)
    if message:
        return _page(typed, message, sealed=sealed)
    legend, now = legend_of(db.session()), clock.now()
    contacts = [entry.new_contact(line.tally, legend.vocabulary, legend.table) for line in typed.lines if line.tally]
    try:
        form = entry.unseal(_keys(), sealed, entry.FORM_SECONDS)
        first = entry.enter(db.session(), contacts, form=form, month=typed.month, keys=_keys(), today=now.date())
    except FormTooOld as error:
        return _page(typed, Message("bad", translate(str(error))))
    except MonthClosed as error:
        return _page(typed, Message("bad", translate(error.args[0])), sealed=sealed)
    except AlreadyUndone:
        return _page(_blank(), Message("bad", translate("This sheet was taken back; it was not entered again.")))
    said = translate("Entered for {month}. Please destroy the sheet now.") if first else translate("Entered before.")
    text = said.format(month=month_label(typed.month))
    return _page(Typed(typed.month, ""), Message("good", text, undo=entry.seal(_keys(), form)))


@blueprint.post("/undo")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def undo() -> Response:
    """Take the last sheet back."""
    try:
        form = entry.unseal(_keys(), request.form.get("undo", ""), entry.UNDO_SECONDS)
    except FormTooOld:
        return _page(_blank(), Message("bad", translate("The five minutes are over; the sheet stays entered.")))
    try:
        done = entry.undo(db.session(), form, keys=_keys(), today=clock.now().date())
    except MonthClosed as error:
        return _page(_blank(), Message("bad", translate(error.args[0])))
    if not done:
        return _page(_blank(), Message("warn", translate("This sheet was taken back before.")))
    return _page(_blank(), Message("good", translate("Undone: nothing of this sheet counts.")))


def _typed() -> Typed:
    at = request.form.get("at", "0")
    return Typed.of(
        legend_of(db.session()),
        month=request.form.get("month", ""),
        text=request.form.get("lines", "")[:LONGEST_TEXT],
        at=int(at) if at.isdecimal() and len(at) < 5 else 0,
    )


def _trouble(typed: Typed) -> Message | None:
    """Why nothing of it can be entered."""
    if not typed.lines:
        return Message("bad", translate("There is nothing to enter yet."))
    if typed.too_many:
        return Message("bad", translate("At most {n} lines at once, please.").format(n=MOST_LINES))
    if typed.wrong:
        return Message("bad", translate("Nothing was entered. Please correct:"), problems_of(typed.wrong))
    refused = refusal(db.session(), typed.month, clock.now().date())
    return Message("bad", translate(refused)) if refused else None


def _unseen(typed: Typed) -> Message | None:
    if request.form.get("checked") == typed.seen:
        return None
    return Message("warn", translate("Please look at what was understood, then enter it."))


def _blank() -> Typed:
    return Typed(f"{clock.now():%Y-%m}", "")


def _page(typed: Typed, message: Message | None = None, *, sealed: str = "") -> Response:
    """The whole page; without a form that counts today, with a new one."""
    session, today = db.session(), clock.now().date()
    try:
        fresh = bool(sealed) and entry.unseal(_keys(), sealed, entry.FORM_SECONDS).day == today
    except FormTooOld:
        fresh = False
    values = page(
        session,
        legend_of(session),
        typed,
        sealed=sealed if fresh else entry.seal(_keys(), Form.new(today)),
        today=today,
    )
    status = 400 if message and message.kind == "bad" else 200
    return make_response(render_template("paper/page.html", message=message, **values), status)


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
