"""The endpoints of the library: everyone at the counter reads and counts copies, editors keep what there is."""

from flask import Blueprint, Response, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.directory.publishing import Unfit
from app.errors import NotFound
from app.extensions import written
from app.files.cleaning import Refused
from app.files.models import StoredFile
from app.house.versions import ChangedMeanwhile
from app.library import changing, edition_form, handout_form, pages
from app.library.listing import Filter
from app.resend import Harmless, Key
from app.uploads.taking import chosen, takes_files
from app.vocabulary.service import vocabulary
from handouts import editions, stock
from handouts.editions import Wish
from handouts.models import HandoutEdition
from handouts.service import handouts
from referrals.directory.service import offices

blueprint = Blueprint("library", __name__, url_prefix="/handouts")
LONGEST_REASON = 500


@blueprint.get("")
@access(AT_THE_COUNTER)
def overview() -> str:
    """All handouts, to search and filter."""
    return pages.list_page(db.session(), Filter.of(request.args))


@blueprint.get("/languages")
@access(AT_THE_COUNTER)
def languages() -> str:
    """Handouts by language."""
    return pages.languages_page(db.session(), Filter.of(request.args))


@blueprint.get("/stock")
@access(AT_THE_COUNTER)
def copies() -> str:
    """Copies at the desk."""
    return pages.stock_page(db.session(), request.args.get("at", ""), request.args.get("did", ""))


@blueprint.get("/new")
@access(EDITORS)
def new() -> Response:
    """The form of a new handout."""
    return pages.handout_form_page(db.session(), handout_form.Sheet(handout_form.blank()))


@blueprint.post("/new")
@access(EDITORS, resend=Key("library.overview"))
def create() -> AnyResponse:
    """Publish a new handout."""
    session = db.session()
    sheet = handout_form.Sheet.posted(request.form, handout_form.blank())
    sheet.wish["id"] = handout_form.new_id(sheet.wish["title_de"], list(handouts(session)))
    if _wrong(session, sheet):
        return pages.handout_form_page(session, sheet, status=400)
    sheet.seen = changing.published(session, sheet.wish["id"])[1]
    return _publish(sheet, changing.MADE, "created")


@blueprint.get("/<handout>")
@access(AT_THE_COUNTER)
def show(handout: str) -> Response:
    """A handout with its editions."""
    return pages.handout_page(
        db.session(), handout, request.args.get("done", ""), request.args.get("at", ""), request.args.get("did", "")
    )


@blueprint.get("/<handout>/edit")
@access(EDITORS)
def edit(handout: str) -> Response:
    """The form of a handout."""
    session = db.session()
    row = pages.known(session, handout)
    content, seen = changing.published(session, handout)
    return pages.handout_form_page(session, handout_form.Sheet(content or handout_form.blank(), seen), row)


@blueprint.post("/<handout>/edit")
@access(EDITORS, resend=Harmless.VERSION)
def save(handout: str) -> AnyResponse:
    """Publish what was typed, withdraw the handout, or offer it again."""
    session, action = db.session(), request.form.get("action", "")
    row = pages.known(session, handout)
    if action in {"withdraw", "offer"}:
        changing.offer(handout, withdrawn=action == "withdraw", by=g.staff.name, now=clock.now())
        return _told(handout, "withdrawn" if action == "withdraw" else "offered")
    content, _ = changing.published(session, handout)
    sheet = handout_form.Sheet.posted(request.form, content or handout_form.blank())
    if _wrong(session, sheet):
        return pages.handout_form_page(session, sheet, row, 400)
    return _publish(sheet, changing.CHANGED, "saved")


@blueprint.get("/<handout>/editions/new")
@access(EDITORS)
def new_edition(handout: str) -> Response:
    """The form of a new edition; ``language`` and ``request`` may come from a request for missing material."""
    wanted = request.args
    sheet = edition_form.Sheet.blank(wanted.get("language", ""))
    return pages.edition_form_page(db.session(), handout, sheet, request=wanted.get("request", ""))


@blueprint.post("/<handout>/editions/new")
@access(EDITORS, resend=Key("library.show", "at"))
@takes_files
def add_edition(handout: str) -> AnyResponse:
    """Store a new edition; the request that it answers is delivered then."""
    session = db.session()
    pages.known(session, handout)
    answered = request.form.get("request", "")
    sheet, wish, error = _posted_edition(session)
    if wish is None:
        return pages.edition_form_page(session, handout, sheet, request=answered, error=error, status=400)
    made = changing.add_edition(handout, wish, sheet, request=answered, now=clock.now())
    return _told(handout, "added", made)


@blueprint.get("/<handout>/editions/<edition>")
@access(EDITORS)
def edit_edition(handout: str, edition: str) -> Response:
    """The form of an edition."""
    session = db.session()
    sheet = _stored_edition(session, _edition(session, handout, edition))
    return pages.edition_form_page(session, handout, sheet, edition=edition)


@blueprint.post("/<handout>/editions/<edition>")
@access(EDITORS, resend=Harmless.VERSION)
@takes_files
def change_edition(handout: str, edition: str) -> AnyResponse:
    """Store what became of an edition."""
    session = db.session()
    _edition(session, handout, edition)
    sheet, wish, error = _posted_edition(session)
    if wish is None:
        return pages.edition_form_page(session, handout, sheet, edition=edition, error=error, status=400)
    try:
        changing.change_edition(edition, wish, sheet, now=clock.now())
    except ChangedMeanwhile:
        session = changing.fresh()
        sheet.conflict(_stored_edition(session, _edition(session, handout, edition)))
        return pages.edition_form_page(session, handout, sheet, edition=edition, status=409)
    return _told(handout, "changed", edition)


@blueprint.post("/<handout>/editions/<edition>/state")
@access(EDITORS, writes=True, resend=Harmless.SAME)
def state(handout: str, edition: str) -> AnyResponse:
    """Archive an edition, put it back, or say that it is still right."""
    session, action = db.session(), request.form.get("action", "")
    _edition(session, handout, edition)
    if action == "confirm":
        editions.confirm(session, edition, today=clock.now().date())
        return _told(handout, "confirmed", edition)
    if action in {"archive", "put_back"}:
        editions.archive(session, edition, archived=action == "archive")
        return _told(handout, "archived" if action == "archive" else "put_back", edition)
    return _told(handout)


@blueprint.post("/<handout>/editions/<edition>/stock")
@access(AT_THE_COUNTER, resend=Key("library.show"))
def count(handout: str, edition: str) -> AnyResponse:
    """One copy more or fewer, or what was counted; back to where it was done, on the same button."""
    action = request.form.get("action", "")
    _edition(db.session(), handout, edition)
    if action in {"more", "less"}:
        written(lambda session: stock.move_stock(session, edition, 1 if action == "more" else -1))
    elif action == "set":
        written(lambda session: _set_stock(session, edition))
    # Without a fragment: browsers would go to it and pass over the button that is to have the focus.
    if request.form.get("back") == "stock":
        return redirect(url_for("library.copies", at=edition, did=action), 303)
    return redirect(url_for("library.show", handout=handout, at=edition, did=action), 303)


def _set_stock(session: Session, edition: str) -> None:
    numbers = {name: request.form.get(name, "").strip() for name in ("left", "reorder_at")}
    stock.set_reorder(session, edition, edition_form.number(numbers["reorder_at"]))
    # What nobody has typed is not written back: copies may have been handed out since the page was shown.
    if numbers["left"] != request.form.get("was"):
        stock.set_left(session, edition, edition_form.number(numbers["left"]))


def _wrong(session: Session, sheet: handout_form.Sheet) -> bool:
    """Whether something in the form of a handout cannot be so."""
    words = vocabulary(session)
    sheet.check({*words.topics, *words.subtopics}, words.groups, offices(session))
    return bool(sheet.problems)


def _publish(sheet: handout_form.Sheet, default: str, done: str) -> AnyResponse:
    handout: str = sheet.wish["id"]
    why = request.form.get("why", "").strip()[:LONGEST_REASON] or default
    try:
        changing.publish(sheet.wish, seen=sheet.seen, by=g.staff.name, why=why, now=clock.now())
    except ChangedMeanwhile:
        session = changing.fresh()
        content, seen = changing.published(session, handout)
        sheet.conflict(content or handout_form.blank(), seen)
        return pages.handout_form_page(session, sheet, pages.known(session, handout), 409)
    except Unfit as error:
        sheet.problems = {problem.field or "title_de": problem.expected for _, problem in error.problems}
        session = changing.fresh()
        row = None if done == "created" else pages.known(session, handout)
        return pages.handout_form_page(session, sheet, row, 400)
    return _told(handout, done)


def _posted_edition(session: Session) -> tuple[edition_form.Sheet, Wish | None, str]:
    """The form of an edition, what it comes to (None: something is wrong), and why its file is refused."""
    sheet, error = edition_form.Sheet.posted(request.form), ""
    if sheet.texts["kind"] == "file":
        try:
            sheet.file = chosen(session)
        except Refused as refused:
            error = refused.reason
            sheet.problems["file"] = error
    return sheet, sheet.wish(vocabulary(session).languages), error


def _stored_edition(session: Session, row: HandoutEdition) -> edition_form.Sheet:
    file = session.get(StoredFile, row.file_digest) if row.file_digest else None
    return edition_form.Sheet.of(row, file)


def _edition(session: Session, handout: str, edition: str) -> HandoutEdition:
    """An edition of this handout. Raises NotFound."""
    found = editions.edition(session, edition)
    if found.handout_id != handout:
        raise NotFound(editions.GONE)
    return found


def _told(handout: str, done: str = "", edition: str = "") -> AnyResponse:
    """Back to the handout, which says what was done."""
    return redirect(url_for("library.show", handout=handout, done=done or None, at=edition or None), 303)
