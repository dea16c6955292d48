"""Publishing changes of handouts, and storing editions: each in a block that writes and is committed at its end."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from app import db
from app.db import Database
from app.directory import drafts, publishing
from app.directory.entries import Content, Entry
from app.errors import N_, NotFound
from app.extensions import written
from app.house.versions import ChangedMeanwhile
from app.library.edition_form import Sheet
from handouts import editions, requests, stock
from handouts.editions import Wish

KIND = "handouts"
MADE = N_("New handout")
CHANGED = N_("Handout changed")
WITHDRAWN = N_("Handout withdrawn")
OFFERED = N_("Handout offered again")


def published(session: Session, handout: str) -> tuple[Content | None, str]:
    """The entry of a handout, None if there is none, and what stands for it in a form."""
    found = drafts.current(session, Entry(KIND, handout))
    return found.published, found.seen


def publish(content: Content, *, seen: str, by: str, why: str, now: datetime) -> None:
    """Make this the handout's entry. Raises ChangedMeanwhile if it is not what ``seen`` stands for, Unfit."""
    entry = Entry(KIND, content["id"])

    def write(writer: Session) -> None:
        if drafts.current(writer, entry).seen != seen:
            raise ChangedMeanwhile
        publishing.publish(writer, {entry: content}, by=by, why=why, now=now)

    written(write)


def offer(handout: str, *, withdrawn: bool, by: str, now: datetime) -> None:
    """Withdraw a handout, or offer it again. Raises NotFound."""
    entry = Entry(KIND, handout)
    with database().writing() as writer:
        content = drafts.current(writer, entry).published
        if content is None:
            raise NotFound(N_("There is no such handout."))
        why = WITHDRAWN if withdrawn else OFFERED
        publishing.publish(writer, {entry: content | {"withdrawn": withdrawn}}, by=by, why=why, now=now)


def add_edition(handout: str, wish: Wish, sheet: Sheet, *, request: str, now: datetime) -> str:
    """Store a new edition, in the place of those of its kind and language if so wished; its id.

    The request that it answers (id, or "") is delivered then; one that is gone meanwhile is no reason not to store.
    """
    today = now.date()

    def write(writer: Session) -> str:
        earlier = editions.editions(writer, handout)
        made = editions.add(writer, handout, wish, today=today).id
        for row in earlier:
            if sheet.replaces and (row.language, row.kind) == (wish.language, wish.kind):
                editions.archive(writer, row.id, archived=True)
        if sheet.stock != stock.Stock():
            stock.set_stock(writer, made, left=sheet.stock.left, reorder_at=sheet.stock.reorder_at)
        if request:
            _deliver(writer, request, made)
        return made

    return written(write)


def change_edition(edition: str, wish: Wish, sheet: Sheet, *, now: datetime) -> None:
    """Store what became of an edition. Raises NotFound, ChangedMeanwhile."""
    with database().writing() as writer:
        editions.change(writer, edition, wish, version=sheet.version, today=now.date())


def fresh() -> Session:
    """The session of this request, which reads anew what it had read before something was written."""
    session = db.session()
    session.expire_all()
    return session


def database() -> Database:
    """The database of this application."""
    found: Database = current_app.extensions["database"]
    return found


def _deliver(writer: Session, request: str, edition: str) -> None:
    try:
        requests.deliver(writer, request, edition)
    except NotFound:
        return
