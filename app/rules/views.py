"""The decision tables' endpoints, for editors: all topics, one table, and what is done to its drafts.

One address posts everything that happens in a table, so that unfinished input finds its way back to it. What
changes something writes in a short block of its own and shows the page from what is committed then.
"""

from collections.abc import Callable

from flask import Blueprint, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.directory import drafts
from app.directory.publishing import Unfit
from app.errors import N_, NotFound
from app.extensions import written
from app.interface import translate
from app.resend import Harmless
from app.rules import case, changes, editing, effect, pages, rows
from app.rules.desk import entry_of, place, topic_of
from app.rules.editing import Editing
from app.rules.pages import Done, Shown, Trouble, table_page
from app.rules.rows import Selection

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
LONGEST_REASON = 500
UNFIT = N_("Nothing was published: the directory would not be right.")
SEEN = "seen:"


@blueprint.get("")
@access(EDITORS)
def overview() -> AnyResponse | str:
    """All topics, or the rules that ``?q=`` finds; the id of a rule leads straight to it."""
    query = " ".join(request.args.get("q", "")[: rows.LONGEST_QUERY].split())
    content = pages.open_desk(db.session()).content(query) if query else None
    if content is not None:
        return redirect(f"{pages.address(topic_of(content))}?edit={content['rule_id']}")
    return pages.start_page(db.session(), query)


@blueprint.get("/<topic>")
@blueprint.get("/<topic>/<subtopic>")
@access(EDITORS)
def table(topic: str, subtopic: str = "") -> AnyResponse:
    """The decision table of a topic; ``?edit=``, ``?new=`` and ``?copy=`` open a row."""
    id_ = "/".join(filter(None, (topic, subtopic)))
    session, args = db.session(), request.args
    desk = pages.open_desk(session)
    wanted = desk.content(args.get("edit", ""))
    if wanted is not None and topic_of(wanted) != id_:
        return redirect(f"{pages.address(topic_of(wanted))}?edit={wanted['rule_id']}")
    parent = desk.vocabulary.topics.get(id_)
    if parent and parent.subtopics and id_ not in desk.rules:
        return redirect(f"/rules#t-{topic}")
    place(desk, id_)
    open_: Editing | None = None
    if rule := args.get("edit", ""):
        open_ = editing.opened(desk, id_, rule, focus=args.get("field", ""), end="end" in args)
    elif "new" in args or "copy" in args:
        open_ = editing.begun(desk, id_, args.get("copy", ""))
    return table_page(session, id_, Shown(Selection.of(args), open_, focus=args.get("at", "")))


@blueprint.post("/<topic>")
@blueprint.post("/<topic>/<subtopic>")
@access(EDITORS, resend=Harmless.VERSION)
def change(topic: str, subtopic: str = "") -> AnyResponse:
    """Whatever a button of the table's page asks for."""
    id_ = "/".join(filter(None, (topic, subtopic)))
    place(pages.open_desk(db.session()), id_)
    action, _, of = request.form.get("action", "").partition(":")
    does = ACTIONS.get(action)
    return does(id_, of) if does else table_page(db.session(), id_, Shown(_chosen()))


def _save(topic: str, _of: str) -> AnyResponse:
    desk = pages.open_desk(db.session())
    sent = editing.sent(desk, request.form)
    try:
        found = written(lambda session: editing.save(session, desk, topic, sent, by=g.staff.name, now=clock.now()))
    except editing.Faulty as error:
        return table_page(db.session(), topic, Shown(_chosen(), error.editing), 400)
    except editing.Conflict as error:
        return table_page(db.session(), topic, Shown(_chosen(), error.editing), 409)
    rule = found.entry.id
    return table_page(
        db.session(), topic, Shown(_chosen(), done=Done("saved" if found.draft else "unchanged", (rule,)), focus=rule)
    )


def _line(topic: str, of: str) -> AnyResponse:
    """One more line in a list of the open row, or another order; nothing is saved."""
    name, _, index = of.partition(":")
    sent = editing.sent(pages.open_desk(db.session()), request.form)
    return table_page(db.session(), topic, Shown(_chosen(), editing.reshaped(sent, name, index)))


def _move(topic: str, of: str) -> AnyResponse:
    way, _, rule = of.partition(":")
    shown = pages.open_desk(db.session()).rows_of(topic)
    # A step more or fewer is another place by the time it comes twice.
    if request.form.get("order") != rows.order_mark(shown):
        return _not_done(topic, Trouble(changes.OTHERWISE), 409)
    numbers = rows.moved(shown, rule, way == "up")
    if numbers:
        written(lambda session: changes.renumber(session, numbers, by=g.staff.name, now=clock.now()))
    done = Done("moved" if numbers else "at the end", tuple(numbers) or (rule,))
    return table_page(db.session(), topic, Shown(_chosen(), done=done, focus=rule))


def _publish(topic: str, _of: str) -> AnyResponse:
    seen, why = _seen(), _why()
    try:
        made = written(lambda session: changes.publish(session, seen, by=g.staff.name, why=why, now=clock.now()))
    except Unfit as error:
        return _not_done(topic, Trouble.of(UNFIT, error), 400)
    except drafts.FourEyes as error:
        return _not_done(topic, Trouble(str(error)), 403)
    except drafts.Conflict as error:
        return _clash(topic, error)
    except (changes.NoReason, changes.SeenOtherwise) as error:
        return _not_done(topic, Trouble(str(error)), 400 if isinstance(error, changes.NoReason) else 409)
    return table_page(db.session(), topic, Shown(_chosen(), done=_made("published", made)))


def _submit(topic: str, _of: str) -> AnyResponse:
    seen, why = _seen(), _why()
    try:
        written(lambda session: changes.submit(session, seen, by=g.staff.name, why=why))
    except (changes.NoReason, changes.SeenOtherwise) as error:
        return _not_done(topic, Trouble(str(error)), 400 if isinstance(error, changes.NoReason) else 409)
    return table_page(db.session(), topic, Shown(_chosen(), done=Done("submitted", tuple(seen))))


def _discard(topic: str, of: str) -> AnyResponse:
    seen = _seen().get(of, "")
    known = [row.id for row in pages.open_desk(db.session()).drafts_of(topic)]
    try:
        gone = written(lambda session: changes.discard(session, of, seen)) if of in known else ()
    except changes.SeenOtherwise as error:
        return _not_done(topic, Trouble(str(error)), 409)
    return table_page(db.session(), topic, Shown(_chosen(), done=Done("discarded", gone), focus=of))


def _undo(topic: str, of: str) -> AnyResponse:
    number = int(of) if of.isascii() and of.isdigit() and len(of) < 9 else 0
    why = translate("Undone: no. {n}").format(n=number)
    try:
        made = written(lambda session: changes.undo(session, number, by=g.staff.name, why=why, now=clock.now()))
    except Unfit as error:
        return _not_done(topic, Trouble.of(UNFIT, error), 400)
    except (changes.ChangedSince, NotFound) as error:
        return _not_done(topic, Trouble(str(error)), 409)
    return table_page(db.session(), topic, Shown(_chosen(), done=_made("undone", made)))


def _play(topic: str, _of: str) -> AnyResponse:
    """A case, with the table as it is and with the drafts: its traits are in this request only."""
    session = db.session()
    desk = pages.open_desk(session)
    tables = effect.both(session, desk, topic)
    questions = case.questions_of((tables.before, tables.after), topic)
    wanted = case.posted(request.form, questions, desk.today)
    played = case.play(wanted, topic, questions, (tables.before, tables.after))
    return table_page(session, topic, Shown(_chosen(), played=played, focus="case"))


ACTIONS: dict[str, Callable[[str, str], AnyResponse]] = {
    "save": _save,
    "line": _line,
    "move": _move,
    "publish": _publish,
    "submit": _submit,
    "discard": _discard,
    "undo": _undo,
    "play": _play,
}


def _clash(topic: str, error: drafts.Conflict) -> AnyResponse:
    """Somebody has published the same rule since the draft was begun: both stand side by side in the open row."""
    desk = pages.open_desk(db.session())
    found = desk.current(error.current.entry.id)
    if found.shown is None:
        return _not_done(topic, Trouble(str(error)), 409)
    row = editing.drafted(desk, found)
    return table_page(db.session(), topic, Shown(_chosen(), row, why=_why()), 409)


def _not_done(topic: str, trouble: Trouble, status: int) -> AnyResponse:
    return table_page(db.session(), topic, Shown(_chosen(), trouble=trouble, why=_why(), focus="why"), status)


def _made(what: pages.What, made: changes.Published | None) -> Done:
    if made is None:
        return Done("nothing")
    return Done(what, tuple(entry.id for entry in made.entries if entry == entry_of(entry.id)), made.number)


def _chosen() -> Selection:
    return Selection.hidden_in(request.form)


def _seen() -> dict[str, str]:
    return {name.removeprefix(SEEN): value for name, value in request.form.items() if name.startswith(SEEN)}


def _why() -> str:
    return " ".join(request.form.get("why", "").split())[:LONGEST_REASON]
