"""The translation desk's endpoints, for editors: the overview, the texts of a language, preview, PO files.

Those that change something write in a short block of their own and show the page from what is committed then.
"""

from datetime import datetime

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.db import Database
from app.errors import N_, NotFound
from app.keys import Keys
from app.resend import Harmless
from app.translation import changes, desk, exchange, gates, pages, tickets
from app.translation.examples import preview as example_of
from app.translation.pages import Done, Filter, Trouble
from app.vocabulary.catalogues import Domain
from referrals.slip.render import render

blueprint = Blueprint("translation", __name__, url_prefix="/translations")
LARGE_FORMS = frozenset({"translation.check_import", "translation.take_over", "translation.undo"})
NOT_SHOWN = N_("No slip of today shows this text.")


def allow_large_forms() -> None:
    """Whole PO files are larger than other forms. Before anything reads the form: the CSRF check does."""
    if request.endpoint in LARGE_FORMS:
        request.max_content_length = request.max_form_memory_size = exchange.MOST_BYTES + pages.ROOM_FOR_THE_REST


@blueprint.get("")
@access(EDITORS)
def overview() -> str:
    """All languages with the number of texts in each state, and the German texts that have changed."""
    return pages.overview_page(db.session())


@blueprint.post("/keep")
@access(EDITORS, resend=Harmless.SAME)
def keep_everywhere() -> str:
    """The meaning of a German text has not changed: its former translations hold in all languages."""
    with _database().writing() as session:
        kept = changes.keep_everywhere(session, request.form.get("key", ""), request.form.get("source", ""))
    done = Done("kept", len(kept.changes), kept.unfit, undo=tickets.seal_undo(_keys(), kept.changes))
    return pages.overview_page(db.session(), done=done)


@blueprint.post("/undo")
@access(EDITORS, resend=Harmless.SAME)
def undo() -> AnyResponse | str:
    """Take the last change back."""
    catalogue = request.form.get("catalogue", "")
    if catalogue:
        desk.language(db.session(), catalogue)
    try:
        back = tickets.open_undo(_keys(), request.form.get("undo", ""))
        with _database().writing() as session:
            done = Done("undone", *changes.undo(session, back))
        key = pages.key_of_change(back[0]) if len(back) == 1 else ""
    except tickets.TicketExpired:
        done, key = Done("expired"), ""
    if not catalogue:
        return pages.overview_page(db.session(), done=done)
    return pages.language_page(db.session(), catalogue, Filter.of(request.form), done=done, focus=key)


@blueprint.get("/<catalogue>")
@access(EDITORS)
def language(catalogue: str) -> AnyResponse:
    """The texts of one language, to edit and review."""
    return pages.language_page(db.session(), catalogue, Filter.of(request.args))


@blueprint.post("/<catalogue>")
@access(EDITORS, resend=Harmless.VERSION)
def change(catalogue: str) -> AnyResponse:
    """Save a text, as a draft or reviewed, or say that former translations still hold."""
    desk.language(db.session(), catalogue)
    match request.form.get("action", ""):
        case "keep":
            return _keep(catalogue, [(request.form.get("key", ""), request.form.get("seen", ""))], one=True)
        case "keep_ticked":
            ticked = [name.partition(" ") for name in request.form.getlist("keep")]
            return _keep(catalogue, [(key, seen) for key, _, seen in ticked])
        case "review" | "draft" as action:
            return _save(catalogue, reviewed=action == "review")
    return pages.language_page(db.session(), catalogue, Filter.of(request.form))


@blueprint.route("/preview.pdf", methods=["GET", "POST"])
@access(EDITORS, resend=Harmless.READS)
def preview() -> AnyResponse:
    """A slip that shows a text: as it is stored, or with the ``text`` that was posted in its place."""
    if "key" not in request.values:
        return redirect(url_for("translation.overview"))
    session = db.session()
    spoken = desk.language(session, request.values.get("catalogue", ""))
    item = desk.item(session, spoken.catalogue or "", request.values.get("key", ""))
    text = gates.tidy(request.form["text"]) if "text" in request.form else None
    if remarks := changes.problems(item, text) if text else []:
        return pages.no_preview_page(remarks)
    slip = example_of(session, spoken, item, _now(), text or None)
    if slip is None:
        return pages.no_preview_page([gates.Remark(NOT_SHOWN)])
    response = Response(render(slip), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=wegweiser.pdf"
    return response


@blueprint.get("/<catalogue>/<any(slip,vocabulary):domain>.po")
@access(EDITORS)
def export(catalogue: str, domain: Domain) -> Response:
    """The present state as a PO file, to be edited elsewhere."""
    session = db.session()
    desk.language(session, catalogue)
    content = exchange.export(desk.items(session, catalogue), catalogue, domain)
    response = Response(content, mimetype="text/x-gettext-translation")
    # The name of a folder of ours: letters, digits and underscores.
    response.headers.set("Content-Disposition", "attachment", filename=f"{catalogue}-{domain}.po")
    return response


@blueprint.post("/<catalogue>/import")
@access(EDITORS, resend=Harmless.READS)
def check_import(catalogue: str) -> AnyResponse:
    """What a PO file would change; nothing is changed yet."""
    session = db.session()
    desk.language(session, catalogue)
    file = request.files.get("file")
    try:
        plan = exchange.plan(file.read() if file else b"", desk.items(session, catalogue), catalogue)
    except exchange.BrokenFile as error:
        return pages.language_page(session, catalogue, Filter.of(request.form), broken=error)
    return pages.import_page(session, catalogue, plan, tickets.seal_import(_keys(), catalogue, plan))


@blueprint.post("/<catalogue>/take-over")
@access(EDITORS, resend=Harmless.VERSION)
def take_over(catalogue: str) -> AnyResponse:
    """Store what the import showed, but nothing that somebody has changed since."""
    desk.language(db.session(), catalogue)
    try:
        rows = tickets.open_import(_keys(), request.form.get("import", ""), catalogue)
    except tickets.TicketExpired:
        return pages.language_page(db.session(), catalogue, Filter(), done=Done("expired"))
    with _database().writing() as session:
        changes.lock(session)
        present = {item.key: item for item in desk.items(session, catalogue)}
        same = [(present[row.key], row) for row in rows if row.key in present and present[row.key].seen == row.seen]
        good = [(item, row.translation) for item, row in same if not changes.problems(item, row.translation.text)]
        stored = changes.store(session, catalogue, good)
    done = Done("taken over", len(stored), len(rows) - len(good), undo=tickets.seal_undo(_keys(), stored))
    return pages.language_page(db.session(), catalogue, Filter(), done=done)


def _save(catalogue: str, *, reviewed: bool) -> AnyResponse:
    form, chosen = request.form, Filter.of(request.form)
    key, text = form.get("key", ""), form.get("text", "")
    try:
        with _database().writing() as session:
            item, changed = changes.save(
                session, catalogue, key, text=text, reviewed=reviewed, seen=form.get("seen", "")
            )
    except changes.Unfit as error:
        trouble = Trouble(key, text, error.remarks)
        return pages.language_page(db.session(), catalogue, chosen, trouble=trouble, focus=key, status=400)
    except changes.Conflict:
        trouble = Trouble(key, text, changed_meanwhile=True)
        return pages.language_page(db.session(), catalogue, chosen, trouble=trouble, focus=key, status=409)
    except NotFound as error:
        trouble = Trouble(key, text, gone=str(error))
        return pages.language_page(db.session(), catalogue, chosen, trouble=trouble, status=409)
    what: pages.What = "unchanged" if not changed else "reviewed" if reviewed else "draft"
    remarks = tuple(gates.warnings(item.entry, item.text))
    done = Done(what, undo=tickets.seal_undo(_keys(), changed), german=item.entry.german, remarks=remarks)
    return pages.language_page(db.session(), catalogue, chosen, done=done, after=key)


def _keep(catalogue: str, keys: list[tuple[str, str]], *, one: bool = False) -> AnyResponse:
    with _database().writing() as session:
        kept = changes.keep(session, catalogue, keys)
    left = len(keys) - len(kept.changes)
    done = Done("kept", len(kept.changes), left, undo=tickets.seal_undo(_keys(), kept.changes))
    after = keys[0][0] if one else ""
    return pages.language_page(db.session(), catalogue, Filter.of(request.form), done=done, after=after)


def _now() -> datetime:
    return clock.now()


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
