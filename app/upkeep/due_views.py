"""The list of what is due, for editors: still correct, person responsible, reports dealt with, e-mails to offices.

What changes something writes in a short block of its own; the page is made from what is committed then.
"""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, g, request
from sqlalchemy.orm import Session

from app import clock, db, mail
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.db import Database
from app.directory.entries import Entry
from app.directory.publishing import Unfit
from app.extensions import written
from app.interface import translate
from app.keys import Keys
from app.resend import Harmless, Key
from app.upkeep import due, letters
from app.upkeep.due import Done, Seen
from app.upkeep.due_pages import Filter, Message, What, due_page, editors, letters_page, position
from app.upkeep.letters import Letter
from app.upkeep.words import said
from referrals import reports

blueprint = Blueprint("due", __name__, url_prefix="/due")
MOST_LETTERS = 50
"""At once: each takes the mail server a moment."""


@blueprint.get("")
@access(EDITORS)
def overview() -> str:
    """What is due, the most urgent first."""
    return due_page(db.session(), Filter.of(request.args))


@blueprint.post("/confirm")
@access(EDITORS, resend=Harmless.VERSION)
def confirm() -> str:
    """One entry, or those that are ticked, are still correct."""
    wanted = _wanted()
    return _change("confirmed", wanted, lambda session: due.confirm(session, wanted, by=_me(), now=clock.now()))


@blueprint.post("/assign")
@access(EDITORS, resend=Harmless.VERSION)
def assign() -> str:
    """Somebody looks after the ticked entries from now on."""
    wanted, name = _wanted(), request.form.get("assign_to", "")
    name = name if name in editors(db.session()) else ""
    return _change("assigned", wanted, lambda session: due.assign(session, wanted, name, by=_me(), now=clock.now()))


@blueprint.post("/settle")
@access(EDITORS, resend=Harmless.SAME)
def settle() -> str:
    """The reports about an entry have been dealt with otherwise."""
    wanted = _wanted()[:1]
    return _change("settled", wanted, lambda session: due.settle(session, wanted[0].entry.id))


@blueprint.post("/undo")
@access(EDITORS, resend=Key("due.overview"))
def undo() -> str:
    """Take the last step back."""
    chosen = Filter.of(request.form)
    try:
        back = due.unseal(_keys(), request.form.get("undo", ""))
    except due.TicketExpired:
        return due_page(db.session(), chosen, message=Message("expired"))
    try:
        done = written(lambda session: due.undo(session, back, by=_me(), now=clock.now()))
    except Unfit as error:
        return due_page(db.session(), chosen, message=_unfit(error))
    focus = position(db.session(), chosen, done.entries or [_settled(back)])
    return due_page(db.session(), chosen, message=Message("undone", done), focus=focus)


@blueprint.route("/letters", methods=["GET", "POST"])
@access(EDITORS, resend=Harmless.READS)
def show_letters() -> str:
    """The e-mails to the offices that are named or ticked, to look at; nothing is sent yet."""
    return _letters(_offices())


@blueprint.post("/letters/file")
@access(EDITORS, resend=Harmless.SAME)
def download() -> Response | str:
    """The e-mails as files that a mail program opens, several in one archive."""
    wanted = _reachable()
    if not wanted:
        return _letters(_offices())
    house, now = letters.sender(db.session(), _sender()), clock.now()
    files = [(f"{one.office}.eml", letters.message(one, house, now, draft=True).as_bytes()) for one in wanted]
    with _database().writing() as session:
        reports.note_asked(session, [one.office for one in wanted], now.date())
    if len(files) == 1:
        return _file(*files[0], "message/rfc822")
    return _file("stellen.zip", letters.archive(files), "application/zip")


@blueprint.post("/letters/send")
@access(EDITORS, resend=Key("due.overview"))
def send() -> str:
    """Send the e-mails one by one, and say what became of each."""
    wanted, server = _reachable(), _server()
    if server is None or not wanted:
        return _letters(_offices())
    house = letters.sender(db.session(), server.sender)
    # Before anything is sent: a letter that came twice could not be taken back, and the list shows who was asked.
    written(lambda _session: None)
    # Nobody waits for a snapshot of the database while the mail server is at work.
    db.session().commit()
    results = _sent(server, house, wanted)
    with _database().writing() as session:
        reports.note_asked(session, [name for name, why in results.items() if not why], clock.now().date())
    return _letters(_offices(), results)


def _sent(server: mail.MailServer, house: letters.Sender, wanted: list[Letter]) -> dict[str, str]:
    """By office why its e-mail was not sent; "" if it was."""
    results: dict[str, str] = {}
    if house.address is None:
        return {one.office: translate("Nobody knows the house's own e-mail address.") for one in wanted}
    try:
        with mail.connected(server) as connection:
            for one in wanted:
                try:
                    connection.send(letters.message(one, house, clock.now(), draft=False))
                    results[one.office] = ""
                except mail.NotSent as error:
                    results[one.office] = translate(str(error))
    except mail.NotSent as error:
        results |= {one.office: translate(str(error)) for one in wanted if one.office not in results}
    return results


def _change(what: What, wanted: list[Seen], act: Callable[[Session], Done]) -> str:
    """Do it in a short block, and show the list with the next entry in the place of the first one."""
    chosen = Filter.of(request.form)
    if not wanted:
        return due_page(db.session(), chosen, message=Message("nothing ticked"))
    focus = position(db.session(), chosen, [one.entry for one in wanted])
    try:
        with _database().writing() as session:
            done = act(session)
    except Unfit as error:
        return due_page(db.session(), chosen, message=_unfit(error), focus=focus)
    return due_page(db.session(), chosen, message=Message(what, done, due.seal(_keys(), done)), focus=focus)


def _unfit(error: Unfit) -> Message:
    return Message("unfit", problems=tuple(said(problem, entry) for entry, problem in error.problems))


def _settled(back: Done) -> Entry:
    name = next((wrong.entry for wrong in back.settled), "")
    return Entry("subtopics" if "/" in name else "offices", name)


def _wanted() -> list[Seen]:
    """The entry whose own button was pressed, else the ticked ones."""
    one = request.form.get("one")
    return [seen for text in ([one] if one else request.form.getlist("entry")) if (seen := Seen.of(text))]


def _offices() -> list[str]:
    """Offices named in the address or in the form, or ticked in the list."""
    ticked = [seen.entry.id for text in request.form.getlist("entry") if (seen := Seen.of(text))]
    return [*request.values.getlist("office"), *ticked][:MOST_LETTERS]


def _reachable() -> list[Letter]:
    return [one for one in letters.letters(db.session(), _offices(), clock.now()) if one.to]


def _letters(offices: list[str], results: dict[str, str] | None = None) -> str:
    return letters_page(db.session(), offices, can_send=_server() is not None, results=results)


def _file(name: str, content: bytes, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _sender() -> str | None:
    server = _server()
    return server.sender if server else None


def _server() -> mail.MailServer | None:
    server: mail.MailServer | None = current_app.extensions["mail"]
    return server


def _me() -> str:
    return str(g.staff.name)


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
