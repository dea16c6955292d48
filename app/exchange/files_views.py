"""The endpoints of files, for editors: CSV, HSDS and the public page out; CSV in, shown before it is taken over."""

from flask import Blueprint, Response, current_app, g, request

from app import clock, db
from app.accounts.access import access
from app.accounts.identity import current_staff
from app.accounts.roles import EDITORS
from app.db import Database
from app.directory.drafts import Conflict
from app.directory.publishing import Unfit
from app.directory.stored import stored
from app.errors import N_, Text
from app.exchange import files_archive, files_export, files_import, files_pages, files_tickets
from app.hsds.files import texts
from app.interface import translate
from app.keys import Keys
from app.resend import Harmless
from referrals.directory.reading import BrokenDirectory, Problems

blueprint = Blueprint("files", __name__, url_prefix="/exchange")
ROOM_FOR_THE_REST = 64 * 1024
LONGEST_REASON = 500
MOST_FILES = 30
NO_REASON = N_("Please say why: the history shows it.")


def allow_large_uploads() -> None:
    """Whole directories are larger than forms. Before anything reads the form; only for editors."""
    largest = {"files.check": files_archive.MOST_UPLOAD_BYTES, "files.take_over": files_tickets.MOST_BYTES}
    endpoint = request.endpoint or ""
    if endpoint in largest and (staff := current_staff()) and staff.role in EDITORS:
        request.max_content_length = largest[endpoint] + ROOM_FOR_THE_REST
        if endpoint == "files.take_over":
            request.max_form_memory_size = request.max_content_length


@blueprint.get("")
@access(EDITORS)
def overview() -> Response:
    """Downloads, and the form for uploads."""
    return files_pages.overview_page()


@blueprint.get("/csv.zip")
@access(EDITORS)
def csv_archive() -> Response:
    """The whole directory as CSV files."""
    return _archive("csv", files_export.csv_files(db.session()))


@blueprint.get("/hsds.zip")
@access(EDITORS)
def hsds_archive() -> Response:
    """Offices and topics as HSDS 3.0."""
    found = texts(stored(db.session()), clock.now().date())
    return _archive("hsds", {name: text.encode() for name, text in found.items()})


@blueprint.get("/public.zip")
@access(EDITORS)
def public_archive() -> Response:
    """The page for the city's website and its data."""
    return _archive("public", files_export.public_files(db.session(), clock.now()))


@blueprint.post("/check")
@access(EDITORS, resend=Harmless.READS)
def check() -> Response:
    """What uploaded files would change; nothing is changed yet."""
    session = db.session()
    uploads = [(file.filename or "", file.read()) for file in request.files.getlist("files")[:MOST_FILES]]
    problems = Problems()
    try:
        files = files_archive.unpack([one for one in uploads if one[0]], problems)
        problems.refuse()
        ticket = files_tickets.ticket_of(files_import.plan(session, files))
    except BrokenDirectory as error:
        return files_pages.overview_page(problems=error.problems, status=400)
    return files_pages.preview_page(session, ticket, files_tickets.seal(_keys(), ticket))


@blueprint.post("/take-over")
@access(EDITORS, resend=Harmless.VERSION)
def take_over() -> Response:
    """Store what was shown, if the directory is still what it was compared with. Everything is checked again."""
    sealed = request.form.get("ticket", "")
    why = " ".join(request.form.get("why", "").split())[:LONGEST_REASON]
    try:
        ticket = files_tickets.unseal(_keys(), sealed)
        if not why:
            return files_pages.preview_page(db.session(), ticket, sealed, trouble=[translate(NO_REASON)])
        with _database().writing() as session:
            taken = files_import.take_over(
                session, ticket.edits, seen=ticket.revision, by=g.staff.name, why=why, now=clock.now()
            )
            # The page shows it after the session has ended.
            number = taken.change.number if taken.change else None
    except files_tickets.TicketExpired as error:
        return files_pages.overview_page(trouble=[translate(str(error))], status=400)
    except files_import.ChangedMeanwhile as error:
        return files_pages.overview_page(trouble=[translate(str(error))], status=409)
    except Conflict as error:
        drafted = Text("Somebody has a draft of {entry}. Publish or discard it first.", entry=error.current.entry)
        return files_pages.overview_page(trouble=[translate(drafted)], status=409)
    except Unfit as error:
        return files_pages.overview_page(problems=[problem for _, problem in error.problems], status=400)
    return files_pages.overview_page(taken=files_pages.Outcome(number, len(ticket.edits), len(taken.drafted)))


def _archive(name: str, files: dict[str, bytes]) -> Response:
    response = Response(files_archive.pack(files), mimetype="application/zip")
    file = f"wegweiser-{name}-{clock.now().date().isoformat()}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=file)
    return response


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
