"""``/operations/audit``: the log of staff actions, for administrators."""

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, render_template, request

from app import db
from app.accounts.access import access
from app.accounts.roles import ADMINISTRATORS
from app.audit import actors, chain, failures, reading
from app.audit.actors import Actor
from app.audit.pending import note
from app.audit.reading import Wanted
from app.db import Database
from app.keys import Keys
from app.operations import audit_pages as pages
from app.operations import audit_words as words
from app.resend import Harmless

blueprint = Blueprint("audit", __name__, url_prefix="/operations/audit")
PAGE = 50
DAYS_OF_FAILURES = 14
MOST_CHECKED = 5_000
"""So many entries are checked while somebody waits for the page; a longer chain is checked at night and by asking."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST_NUMBER = 2**31 - 1


@blueprint.get("")
@access(ADMINISTRATORS)
def overview() -> str:
    """What was done, the newest first; ``kind``, ``by``, ``from`` and ``to`` choose, ``check`` checks the chain."""
    session, keys = db.session(), _keys()
    wanted, unclear = _wanted()
    found = reading.entries(session, wanted, before=_number(), limit=PAGE + 1)
    whole = reading.number(session)
    checked = whole <= MOST_CHECKED or "check" in request.args
    return render_template(
        "operations/audit.html",
        entries=[pages.shown(entry) for entry in found[:PAGE]],
        older=_address(before=found[PAGE - 1].number) if len(found) > PAGE else None,
        wanted=wanted,
        unclear=unclear,
        by=_code(wanted.actor) if wanted.actor else "",
        kinds=sorted(((kind, words.kind(kind)) for kind in reading.kinds(session)), key=lambda one: one[1]),
        people=[(_code(one), words.actor(one)) for one in reading.actors(session)],
        whole=whole,
        checked=checked,
        findings=chain.verify(session, keys) if checked else [],
        head=chain.head(session),
        accepted=chain.accepted_up_to(session),
        failed=failures.by_day(session, newest=DAYS_OF_FAILURES),
        days=current_app.extensions["settings"].audit_days,
    )


@blueprint.post("/download")
@access(ADMINISTRATORS, resend=Harmless.SAME)
def download() -> Response:
    """What was chosen as a CSV file. That it was fetched, and what was chosen, stands in the log itself."""
    wanted, _unclear = _wanted()
    database: Database = current_app.extensions["database"]
    with database.writing() as session:
        chosen = {"kind": wanted.kind, "by": _code(wanted.actor) if wanted.actor else ""}
        days = {name: day.isoformat() for name, day in (("first", wanted.first), ("last", wanted.last)) if day}
        note(
            session,
            action="downloaded",
            kind="audit_log",
            after={"entries": reading.number(session, wanted)}
            | {name: value for name, value in chosen.items() if value}
            | days,
        )
    with database.reading() as session:
        text = "".join(pages.as_csv(reading.all_entries(session, wanted)))
    response = Response(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="wegweiser-protokoll.csv")
    return response


def _wanted() -> tuple[Wanted, bool]:
    """What the address or the form asks for, and whether a day in it is none."""
    given = request.values
    first, last = (_day(given.get(name, "")) for name in ("from", "to"))
    unclear = any(given.get(name) and not day for name, day in (("from", first), ("to", last)))
    # PostgreSQL refuses NUL.
    kind, _, name = given.get("by", "")[:100].replace("\0", "").partition(":")
    actor = Actor(kind, name) if kind in actors.KINDS else None
    return Wanted(given.get("kind", "")[:30].replace("\0", ""), actor, first, last), unclear


def _code(actor: Actor) -> str:
    """How an actor stands in an address."""
    return f"{actor.kind}:{actor.name}" if actor.name else actor.kind


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _number() -> int | None:
    text = request.args.get("before", "")
    return min(int(text), LARGEST_NUMBER) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _address(**more: object) -> str:
    """The same choice, with something else."""
    kept = {name: value for name, value in request.args.items() if name in {"kind", "by", "from", "to"} and value}
    return f"?{urlencode(kept | {name: str(value) for name, value in more.items()})}"


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
