"""The endpoints of proposals, for editors: files in, one proposal after the other decided, rejections taken back."""

from flask import Blueprint, Response, g, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.identity import current_staff
from app.accounts.roles import EDITORS
from app.directory import drafts, publishing
from app.errors import N_
from app.exchange import proposals
from app.exchange.proposals_import import OPEN, compare, take_in
from app.exchange.proposals_pages import NEW, Done, Filter, list_page, proposal_page
from app.extensions import written
from app.interface import translate
from app.resend import Harmless
from app.upkeep.words import said
from referrals.interchange.models import Proposal
from referrals.interchange.xzufi.parsing import EMPTY, MOST_BYTES
from referrals.interchange.xzufi.reading import read
from referrals.interchange.xzufi.values import BrokenMessage, Flaw

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")
LARGE_FORMS = frozenset({"proposals.take_file"})
ROOM_FOR_THE_REST = 64 * 1024
LONGEST_NAME = 500
SEVERAL_AT_ONCE = N_("Somebody else has changed this office meanwhile. Compare again; what you ticked is still ticked.")


def allow_large_files() -> None:
    """Files of other systems are larger than forms. Before anything reads the form; only for editors."""
    if request.endpoint in LARGE_FORMS and (staff := current_staff()) and staff.role in EDITORS:
        request.max_content_length = MOST_BYTES + ROOM_FOR_THE_REST


@blueprint.get("")
@access(EDITORS)
def overview() -> Response:
    """The proposals, the open ones first of all."""
    return list_page(db.session(), Filter.of(request.args))


@blueprint.post("/file")
@access(EDITORS, resend=Harmless.SAME)
def take_file() -> Response:
    """Take a file in as proposals; the directory stays as it is."""
    file = request.files.get("file")
    name = (file.filename if file else "") or ""
    try:
        if file is None or not name:
            raise BrokenMessage("", Flaw(EMPTY))
        message = read(file.stream, _plain_name(name))
    except BrokenMessage as error:
        return list_page(db.session(), Filter(), broken=error)
    found = compare(db.session(), message, clock.now().date())
    report = written(lambda session: take_in(session, message, found, now=clock.now()))
    return list_page(db.session(), Filter(), done=Done("imported", report.created), report=report)


@blueprint.post("/reject")
@access(EDITORS, resend=Harmless.SAME)
def reject_all() -> Response:
    """Reject all open proposals that are shown."""
    chosen = Filter.of(request.form)
    keys = [one.id for one in proposals.listed(db.session(), OPEN) if chosen.takes(one)]
    done = written(lambda session: proposals.reject(session, keys, by=g.staff.name, now=clock.now()))
    return list_page(db.session(), Filter(), done=Done("rejected", len(done), done))


@blueprint.post("/undo")
@access(EDITORS, resend=Harmless.SAME)
def undo() -> Response:
    """Take rejections back."""
    keys = request.form.getlist("key")[: proposals.MOST_ALL]
    done = written(lambda session: proposals.take_back(session, keys))
    return list_page(db.session(), Filter.of(request.form), done=Done("taken back", done))


@blueprint.get("/<proposal>")
@access(EDITORS)
def show(proposal: str) -> Response:
    """One proposal beside what we have."""
    return proposal_page(db.session(), proposals.find(db.session(), proposal), request.args)


@blueprint.post("/<proposal>")
@access(EDITORS, resend=Harmless.VERSION)
def decide(proposal: str) -> AnyResponse:
    """Accept it as a draft, reject it, or say that it is none of ours."""
    found = proposals.find(db.session(), proposal)
    try:
        return _decided(found, request.form.get("action", ""))
    except proposals.Decided as error:
        return list_page(db.session(), Filter(), done=Done("decided", who=error.who), status=409)
    except proposals.Undecidable as error:
        return _again(found, [translate(str(error))], 400)
    except publishing.Unfit as error:
        return _again(found, [said(problem, entry) for entry, problem in error.problems], 400)
    except drafts.Conflict:
        return _again(found, [translate(SEVERAL_AT_ONCE)], 409)


def _decided(found: Proposal, action: str) -> AnyResponse:
    by, now = g.staff.name, clock.now()
    match action:
        case "reject":
            done = written(lambda session: proposals.reject_one(session, found.id, by=by, now=now))
        case "ignore":
            done = written(lambda session: proposals.ignore(session, found.id, by=by, now=now))
        case "accept" | "edit":
            return _after(found, written(lambda session: _accept(session, found)), edit=action == "edit")
        case _:
            return _again(found, [], 200)
    following = proposals.following(db.session(), found)
    return list_page(db.session(), Filter(), done=Done("rejected", len(done), done, following=following))


def _accept(session: Session, found: Proposal) -> proposals.Accepted:
    form, by, now = request.form, g.staff.name, clock.now()
    office, seen = form.get("office", ""), form.get("seen", "")
    if found.kind in proposals.DELETIONS:
        closed = form.get("closed") == "yes"
        return proposals.accept_deletion(session, found.id, seen=seen, closed=closed, by=by, now=now)
    if found.kind.startswith("rule"):
        subtopic = form.get("subtopic", "")
        return proposals.accept_rule(session, found.id, subtopic=subtopic, office=office, by=by, now=now)
    if office == NEW:
        name = " ".join(form.get("name", "").split())[:LONGEST_NAME]
        return proposals.accept_office(session, found.id, name=name, kind=form.get("kind", ""), by=by, now=now)
    fields = form.getlist("field")
    return proposals.accept_fields(session, found.id, office, fields, seen=seen, by=by, now=now)


def _after(found: Proposal, accepted: proposals.Accepted, *, edit: bool) -> AnyResponse:
    if edit and accepted.entry:
        kind, name = accepted.entry.kind, accepted.entry.id
        return redirect(f"/offices/{name}" if kind == "offices" else f"/rules?q={name}", 303)
    following = proposals.following(db.session(), found)
    done = Done("accepted" if accepted.entry else "known", entry=accepted.entry, following=following)
    return list_page(db.session(), Filter(), done=done)


def _again(found: Proposal, trouble: list[str], status: int) -> Response:
    ticked = request.form.getlist("field")
    return proposal_page(db.session(), found, request.form, trouble=trouble, ticked=ticked, status=status)


def _plain_name(name: str) -> str:
    """Browsers of old send a path; nothing of it but the file's name is kept."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    return plain[:120] or "XML"
