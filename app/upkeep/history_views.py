"""The history of the directory: every change, any past state, and the way back to it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.db import Database
from app.directory import history, publishing
from app.directory.entries import Content, Entry
from app.errors import N_
from app.interface import translate
from app.resend import Harmless
from app.upkeep import words
from app.upkeep.words import FieldChange

blueprint = Blueprint("history", __name__, url_prefix="/history")
PAGE = 50
MOST_SHOWN = 40
"""Entries of one change whose fields are shown: a whole directory that was loaded is not to be read field by field."""
MOST_OF_A_STATE = 100
LONGEST_QUERY = 100
NO_REASON = N_("Please say why: the history shows it.")


@dataclass(frozen=True)
class Row:
    """An entry that a change touched."""

    entry: Entry
    title: str
    before: Content | None
    after: Content | None
    fields: list[FieldChange]


@blueprint.get("")
@access(EDITORS)
def overview() -> str | AnyResponse:
    """All changes, or (``kind`` and ``id``) those of one entry; ``state`` leads to the state with this number."""
    state = _number(request.args.get("state", ""))
    if state:
        return redirect(url_for("history.state", number=state))
    session = db.session()
    kind, name = request.args.get("kind", ""), request.args.get("id", "")
    if kind and name:
        entry = Entry(kind, name)
        versions = history.versions(session, entry)
        read = words.Reader(session)
        older = [*(content for _, content in versions[1:]), None]
        steps = zip(versions, older, strict=False)
        rows = [(change, read.differences(before, content), content) for (change, content), before in steps]
        shown_title = words.title(entry, next((content for _, content in versions if content), None))
        return render_template(
            "upkeep/entry_history.html", entry=entry, rows=rows, entry_title=shown_title, words=words
        )
    found = history.changes(session, before=_number(request.args.get("before", "")), limit=PAGE + 1)
    touched = history.touched(session, [change.number for change in found])
    return render_template(
        "upkeep/history.html",
        changes=[(change, _summary(touched.get(change.number, {}))) for change in found[:PAGE]],
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        asked=request.args.get("state", "")[:20],
        words=words,
    )


@blueprint.get("/<int:number>")
@access(EDITORS)
def change(number: int) -> AnyResponse:
    """One change: its entries, before and after. Raises NotFound."""
    return _change_page(number)


@blueprint.get("/<int:number>/state")
@access(EDITORS)
def state(number: int) -> str:
    """The directory as it was after this change. Raises NotFound."""
    session = db.session()
    entries = history.state_at(session, number)
    kind = request.args.get("kind", "offices")
    query = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split()).casefold()
    read = words.Reader(session)
    of_kind = {entry: content for entry, content in entries.items() if entry.kind == kind}
    found = [
        (entry, words.title(entry, content), read.filled(content))
        for entry, content in of_kind.items()
        if query in f"{entry.id} {content}".casefold()
    ]
    counts = {name: sum(entry.kind == name for entry in entries) for name in words.KINDS}
    return render_template(
        "upkeep/state.html",
        change=history.change(session, number),
        newest=history.last_number(session) == number,
        kind=kind,
        counts=counts,
        query=request.args.get("q", "")[:LONGEST_QUERY],
        total=len(found),
        found=found[:MOST_OF_A_STATE],
        words=words,
    )


@blueprint.post("/restore")
@access(EDITORS, resend=Harmless.SAME)
def restore() -> AnyResponse:
    """Make one entry, or the whole directory, again what it was after the change ``number``."""
    number = _number(request.form.get("number", "")) or 0
    why = " ".join(request.form.get("why", "").split())[:500]
    kind, name = request.form.get("kind", ""), request.form.get("id", "")
    if not why:
        return _change_page(number, trouble=[translate(NO_REASON)])
    entries = [Entry(kind, name)] if kind and name else None
    database: Database = current_app.extensions["database"]
    try:
        with database.writing() as session:
            made = publishing.restore(session, number, by=g.staff.name, why=why, now=_now(), entries=entries)
            made_number = made.number if made else None
    except publishing.Unfit as error:
        return _change_page(number, trouble=[words.said(problem, entry) for entry, problem in error.problems])
    if made_number is None:
        return _change_page(number, trouble=[translate(N_("Nothing to restore: it is so already."))])
    return redirect(url_for("history.change", number=made_number), 303)


def _change_page(number: int, trouble: list[str] | None = None) -> AnyResponse:
    session = db.session()
    found = history.change(session, number)
    rows, read = [], words.Reader(session)
    for version in found.versions[:MOST_SHOWN]:
        entry = Entry(version.kind, version.entry_id)
        before = history.content_at(session, entry, number - 1)
        fields = read.differences(before, version.content)
        rows.append(Row(entry, words.title(entry, version.content or before), before, version.content, fields))
    page = render_template(
        "upkeep/change.html",
        change=found,
        rows=rows,
        more=len(found.versions) - len(rows),
        newest=history.last_number(session) == number,
        trouble=trouble or [],
        words=words,
    )
    return Response(page, 400 if trouble else 200)


def _summary(counts: dict[str, int]) -> list[tuple[str, int]]:
    """How many entries of which kind, in the order of KINDS."""
    found: dict[str, int] = {}
    for kind in words.KINDS:
        if kind in counts:
            name = words.kind_names(kind)
            found[name] = found.get(name, 0) + counts[kind]
    return list(found.items())


def _number(text: str) -> int | None:
    """A number of a change, as somebody typed it."""
    digits = text.strip().removeprefix("Nr.").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _now() -> datetime:
    return clock.now()
