"""Missing material: everyone at the counter reads the list, editors ask for it and note what became of it.

What changes something writes in a short block of its own; the page is made from what is committed then.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db, mail
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.db import Database
from app.errors import N_
from app.extensions import written
from app.interface import translate
from app.keys import Keys
from app.missing import letters, pages, tickets, words
from app.missing.pages import Notice, Sheet
from app.resend import Harmless, Key
from app.vocabulary.service import vocabulary
from handouts import letters as paper
from handouts import requests
from handouts.requests import AskedBefore, Changed, Request, Standing
from handouts.service import library
from handouts.wanted import Wanted
from referrals.directory.service import offices

blueprint = Blueprint("missing", __name__, url_prefix="/requests")
Step = Callable[[Standing], Standing]


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> str:
    """What is missing, asked for or not."""
    done = request.args.get("done", "")
    notice = Notice(translate(words.DONE[done])) if done == "withdrawn" else None
    show: pages.Show = "closed" if request.args.get("show") == "closed" else "active"
    return pages.list_page(db.session(), show=show, may_change=g.staff.role in EDITORS, notice=notice)


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new request."""
    return pages.new_page(db.session(), request.args)


@blueprint.post("/new")
@access(EDITORS, writes=True, resend=Harmless.SAME)
def create() -> AnyResponse:
    """Store a new request: from the form, or of a gap that the program found."""
    session, form = db.session(), request.form
    wanted = _wanted(session)
    if wanted is None:
        problem = translate("Please choose a handout or a topic, and a language.")
        return pages.new_page(session, form, problem, 400)
    office = form["office"] if form.get("office") in offices(session) else None
    try:
        made = requests.add(session, wanted, noted=f"{clock.now():%Y-%m}", office=office)
    except AskedBefore as error:
        return redirect(url_for("missing.show", handout_request=error.id, done="asked before"), 303)
    return redirect(url_for("missing.show", handout_request=made.id, done="created"), 303)


@blueprint.get("/<handout_request>")
@access(EDITORS)
def show(handout_request: str) -> str:
    """A request."""
    done = request.args.get("done", "")
    # Not looked up inside the call: the key would be taken for a text to translate.
    made = words.DONE["created"]
    notice = Notice(translate(made)) if done == "created" else None
    if done == "asked before":
        notice = Notice(translate("There is a request for this already: this one."), good=False)
    return _page(handout_request, notice)


@blueprint.post("/<handout_request>/save")
@access(EDITORS, resend=Harmless.VERSION)
def save(handout_request: str) -> str | tuple[str, int]:
    """Office, promised day and note as typed, and the step that the button says."""
    sheet, today = _sheet(), clock.now().date()
    steps: dict[str, Step] = {
        "saved": lambda now: now,
        "asked": lambda now: requests.asked(now, today),
        "reminded": lambda now: requests.asked(now, today),
        "promised": lambda now: requests.promised(now, today),
        "delivered": lambda now: requests.delivered(now, None, today),
        "declined": lambda now: requests.declined(now, today),
        "reopened": requests.reopened,
    }
    what = request.form.get("step", "")
    try:
        until = date.fromisoformat(sheet.until) if sheet.until else None
    except ValueError:
        sheet = replace(sheet, problem=translate("Please enter a day, such as 2027-01-31."))
        return _page(handout_request, Notice(translate("Nothing was saved."), good=False), sheet), 400
    office = sheet.office if sheet.office in offices(db.session()) else None
    what = what if what in steps else "saved"

    def stepped(now: Standing) -> Standing:
        return steps[what](replace(now, office=office, note=sheet.note, promised_for=until))

    return _change(handout_request, what, stepped, sheet=sheet, version=sheet.version)


@blueprint.post("/<handout_request>/undo")
@access(EDITORS, resend=Harmless.VERSION)
def undo(handout_request: str) -> str | tuple[str, int]:
    """Take the last step back."""
    try:
        back = tickets.unseal(_keys(), request.form.get("undo", ""))
    except tickets.TicketExpired as error:
        return _page(handout_request, Notice(translate(str(error)), good=False))
    return _change(back.request, "undone", lambda _now: back.before, version=back.version)


@blueprint.post("/<handout_request>/withdraw")
@access(EDITORS, resend=Key("missing.overview"))
def withdraw(handout_request: str) -> AnyResponse | tuple[str, int]:
    """A request was made by mistake, and nobody has touched it since."""
    try:
        written(lambda session: requests.withdraw(session, handout_request, 1))
    except Changed as error:
        return _page(handout_request, Notice(translate(str(error)), good=False)), 409
    return redirect(url_for("missing.overview", done="withdrawn"), 303)


@blueprint.get("/<handout_request>/save")
@blueprint.get("/<handout_request>/undo")
@blueprint.get("/<handout_request>/withdraw")
@blueprint.get("/<handout_request>/send")
@access(EDITORS)
def after(handout_request: str) -> AnyResponse:
    """The address of a step stays in the browser: whoever changes the language there is led back to the request."""
    return redirect(url_for("missing.show", handout_request=handout_request))


@blueprint.get("/<handout_request>/edition")
@access(EDITORS)
def edition(handout_request: str) -> AnyResponse:
    """On to the form of the edition that came of it, filled in as far as the request knows."""
    wanted = requests.find(db.session(), handout_request).wanted
    handout = wanted.handout or request.args.get("handout", "")
    if handout not in library(db.session()).leaflets:
        return redirect(url_for("missing.show", handout_request=handout_request))
    return redirect(f"/handouts/{handout}/editions/new?language={wanted.language}&request={handout_request}")


@blueprint.get("/<handout_request>/letter.pdf")
@access(EDITORS)
def letter(handout_request: str) -> AnyResponse:
    """The letter on paper."""
    found = _written(handout_request)
    if found is None:
        return redirect(url_for("missing.show", handout_request=handout_request))
    return _file("anfrage.pdf", paper.render(found.paper), "application/pdf")


@blueprint.get("/<handout_request>/letter.eml")
@access(EDITORS)
def draft(handout_request: str) -> AnyResponse:
    """The letter as an e-mail that a mail program opens."""
    found = _written(handout_request)
    if found is None or not found.mail.to:
        return redirect(url_for("missing.show", handout_request=handout_request))
    server = _server()
    sender = server.sender if server else None
    content = letters.message(db.session(), found, clock.now(), sender=sender, draft=True)
    return _file("anfrage.eml", content.as_bytes(), "message/rfc822")


@blueprint.post("/<handout_request>/send")
@access(EDITORS, resend=Key("missing.show"))
def send(handout_request: str) -> str | tuple[str, int]:
    """Send the letter through the town's mail server, and note that the office was asked."""
    found, server, version = _written(handout_request), _server(), _sheet().version
    if server is None or found is None or not found.mail.to:
        return _page(handout_request)
    session = db.session()
    if requests.find(session, handout_request).version != version:
        return _conflict(handout_request, None)
    content = letters.message(session, found, clock.now(), sender=server.sender, draft=False)
    if not content["From"].addresses:
        return _page(handout_request, Notice(translate("Nobody knows the house's own e-mail address."), good=False))
    # Before anything is sent: a letter that came twice could not be taken back.
    written(lambda _session: None)
    # Nobody waits for a snapshot of the database while the mail server is at work.
    session.commit()
    try:
        with mail.connected(server) as connection:
            connection.send(content)
    except mail.NotSent as error:
        return _page(handout_request, Notice(translate(str(error)), good=False))
    today = clock.now().date()
    return _change(handout_request, "sent", lambda now: requests.asked(now, today), version=version)


def _change(id_: str, what: str, to: Step, *, version: int, sheet: Sheet | None = None) -> str | tuple[str, int]:
    """Do it in a short block, and show the request with a way back."""
    try:
        with _database().writing() as session:
            before = requests.find(session, id_)
            after = requests.change(session, id_, version, to)
    except Changed:
        return _conflict(id_, sheet)
    except AskedBefore as error:
        return _page(id_, Notice(translate(str(error)), good=False)), 409
    back = tickets.Back(id_, after.version, before.now)
    ticket = "" if what == "undone" else tickets.seal(_keys(), back)
    return _page(id_, Notice(translate(words.DONE[what]), undo=ticket))


def _conflict(id_: str, sheet: Sheet | None) -> tuple[str, int]:
    """Somebody else was quicker: what was typed stays in the form, what is stored stands above it."""
    stored = _found(id_)
    text = translate(N_("Somebody has changed this request meanwhile; nothing was saved. Please look at it again."))
    theirs = pages.theirs(db.session(), sheet or Sheet.of(stored), stored)
    typed = replace(sheet, version=stored.version) if sheet else None
    return _page(id_, Notice(text, good=False, theirs=theirs), typed), 409


def _page(id_: str, notice: Notice | None = None, sheet: Sheet | None = None) -> str:
    return pages.request_page(db.session(), _found(id_), can_send=_server() is not None, notice=notice, sheet=sheet)


def _found(id_: str) -> Request:
    return requests.find(db.session(), id_)


def _sheet() -> Sheet:
    form = request.form
    version = form.get("version", "")
    return Sheet(
        office=form.get("office", ""),
        note=form.get("note", "").strip()[: requests.LONGEST_NOTE],
        until=form.get("until", "").strip(),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
    )


def _wanted(session: Session) -> Wanted | None:
    """What the form names, if the directory has it; of protected topics there is no material to ask for."""
    form, known = request.form, vocabulary(session)
    language, handout, topic = (form.get(name, "") for name in ("language", "handout", "topic"))
    if language not in known.languages:
        return None
    if handout in library(session).leaflets:
        return Wanted("handout", handout, language)
    subtopic = known.subtopics.get(topic)
    if topic in known.topics or (subtopic and not subtopic.protected):
        return Wanted("topic", topic, language)
    return None


def _written(id_: str) -> letters.Written | None:
    return letters.written(db.session(), _found(id_), clock.now())


def _file(name: str, content: bytes, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    disposition = "inline" if mimetype == "application/pdf" else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=name)
    return response


def _server() -> mail.MailServer | None:
    server: mail.MailServer | None = current_app.extensions["mail"]
    return server


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
