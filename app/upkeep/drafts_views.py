"""All drafts in one place: who wants what, whether it can be published, and the second pair of eyes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ADMINISTRATORS, EDITORS
from app.db import Database
from app.directory import drafts, publishing, settings
from app.directory.drafts import Current
from app.directory.entries import Content, Entry
from app.directory.models import Draft
from app.directory.stored import stored_contents
from app.errors import N_, WegweiserError
from app.interface import translate
from app.resend import Harmless
from app.upkeep import words
from app.upkeep.words import FieldChange

T = TypeVar("T")
Seen = Mapping[Entry, str]
"""The ticked drafts, each as the page showed it."""

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")
LONGEST_REASON = 500
NOTHING_TICKED = N_("Please tick at least one draft.")
ONCE_MORE = N_("If it is to be as the draft says, publish it once more.")
NO_REASON = N_("Please say why: the history shows it.")


@dataclass(frozen=True)
class Row:
    """A draft beside what is published."""

    entry: Entry
    draft: Draft
    title: str
    published: Content | None
    fields: list[FieldChange]

    @property
    def seen(self) -> str:
        """What a box stands for: nothing is done with a draft that has changed since the page was made."""
        return Current(self.entry, self.published, self.draft).seen


@blueprint.get("")
@access(EDITORS)
def overview() -> AnyResponse:
    """All drafts."""
    return _page()


@blueprint.post("/publish")
@access(EDITORS, resend=Harmless.VERSION)
def publish() -> AnyResponse:
    """Publish the ticked drafts as one change."""
    entries, why = _ticked(), _why()
    if not entries:
        return _page(trouble=[translate(NOTHING_TICKED)])
    if not why and not all(one.why for one in drafts.drafts(db.session()) if Entry(one.kind, one.entry_id) in entries):
        return _page(trouble=[translate(NO_REASON)], ticked=entries)
    try:
        made = _written(entries, lambda session: _publish(session, entries, why))
    except publishing.Unfit as error:
        return _page(trouble=[words.said(problem, entry) for entry, problem in error.problems], ticked=entries, why=why)
    except drafts.Conflict as error:
        clashing = error.current.entry
        where = words.kind_name(error.current.entry.kind) + " " + error.current.entry.id
        fields = ", ".join(words.field_name(name) for name in error.fields)
        sentence = f"{where}: {translate(str(error))} {fields}"
        _written({}, lambda session: drafts.rebase(session, clashing))
        return _page(trouble=[sentence.strip(), translate(ONCE_MORE)], ticked=entries, why=why, status=409)
    except WegweiserError as error:
        status = 409 if isinstance(error, drafts.SeenOtherwise) else 400
        return _page(trouble=[translate(str(error))], ticked=entries, why=why, status=status)
    return redirect(url_for("history.change", number=made) if made else url_for("drafts.overview"), 303)


@blueprint.post("/discard")
@access(EDITORS, resend=Harmless.VERSION)
def discard() -> AnyResponse:
    """Forget the ticked drafts."""
    entries = _ticked()
    if not entries:
        return _page(trouble=[translate(NOTHING_TICKED)])
    try:
        _written(entries, lambda session: drafts.discard(session, entries))
    except drafts.SeenOtherwise as error:
        return _changed_since(error, entries)
    return redirect(url_for("drafts.overview"), 303)


@blueprint.post("/submit")
@access(EDITORS, resend=Harmless.VERSION)
def submit() -> AnyResponse:
    """Ask a second person to publish the ticked drafts."""
    entries, why = _ticked(), _why()
    if not entries or not why:
        return _page(trouble=[translate(NO_REASON if entries else NOTHING_TICKED)], ticked=entries, why=why)
    try:
        _written(entries, lambda session: drafts.submit(session, entries, by=g.staff.name, why=why))
    except drafts.SeenOtherwise as error:
        return _changed_since(error, entries, why)
    return redirect(url_for("drafts.overview"), 303)


@blueprint.post("/four-eyes")
@access(ADMINISTRATORS, resend=Harmless.SAME)
def four_eyes() -> AnyResponse:
    """Ask for a second person always, or leave it to the author: not for those to say whom it binds."""
    required = request.form.get("required") == "yes"
    _written({}, lambda session: settings.set_four_eyes(session, required=required))
    return redirect(url_for("drafts.overview"), 303)


def _changed_since(error: drafts.SeenOtherwise, ticked: Seen, why: str = "") -> AnyResponse:
    return _page(trouble=[translate(str(error))], ticked=ticked, why=why, status=409)


def _publish(session: Session, entries: Seen, why: str) -> int | None:
    made = drafts.publish_drafts(session, entries, by=g.staff.name, why=why, now=clock.now())
    return made.number if made else None


def _page(
    *, trouble: list[str] | None = None, ticked: Seen | None = None, why: str = "", status: int = 400
) -> AnyResponse:
    session = db.session()
    published = stored_contents(session)
    rows, read = [], words.Reader(session)
    for draft in drafts.drafts(session):
        entry = Entry(draft.kind, draft.entry_id)
        known = published.get(entry)
        title = words.title(entry, draft.content or known)
        rows.append(Row(entry, draft, title, known, read.differences(known, draft.content)))
    problems = publishing.checked(session, {row.entry: row.draft.content for row in rows}).problems if rows else ()
    page = render_template(
        "upkeep/drafts.html",
        rows=rows,
        problems=[(entry, words.said(problem, entry)) for entry, problem in problems],
        trouble=trouble or [],
        ticked=ticked,
        why=why,
        four_eyes=settings.four_eyes(session),
        words=words,
    )
    return Response(page, status if trouble else 200)


def _ticked() -> Seen:
    parts = [value.split(" ") for value in request.form.getlist("entry")]
    return {Entry(one[0].replace("_", " "), one[1]): one[2] for one in parts if len(one) == 3}


def _why() -> str:
    return " ".join(request.form.get("why", "").split())[:LONGEST_REASON]


def _written(ticked: Seen, write: Callable[[Session], T]) -> T:
    """Write, if the ticked drafts are what the page showed. Raises SeenOtherwise."""
    database: Database = current_app.extensions["database"]
    with database.writing() as session:
        drafts.check_seen(session, ticked)
        return write(session)
