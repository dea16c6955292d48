"""Requests for material that is missing: from finding it missing to the edition that came of it.

The editors' work with offices; nothing in it is about a visitor. Who changes one says which version he has seen.
"""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import N_, NotFound, WegweiserError
from app.resend import new_id
from handouts.models import Handout
from handouts.request_models import HandoutRequest
from handouts.wanted import Wanted
from referrals.directory.service import offices

STATES = ("open", "asked", "promised", "delivered", "declined")
ACTIVE = ("open", "asked", "promised")
"""What can still become something; the others are closed."""
LONGEST_NOTE = 500


class Changed(WegweiserError):
    """Somebody has changed the request since the page was made."""


class AskedBefore(WegweiserError):
    """There is an active request for the same; ``id`` is that one's."""

    def __init__(self, id_: str) -> None:
        super().__init__(N_("There is a request for this already."))
        self.id = id_


@dataclass(frozen=True)
class Standing:
    """What can change about a request, to be put back by undo. Days are None where nothing has happened yet.

    ``office`` is who should write it (id), ``promised_for`` the day until which the office has promised it.
    """

    state: str = "open"
    office: str | None = None
    asked_on: date | None = None
    reminded_on: date | None = None
    promised_for: date | None = None
    closed_on: date | None = None
    note: str = ""
    edition: str | None = None


@dataclass(frozen=True)
class Request:
    """A request; ``noted`` is the month in which it was found missing (``2026-11``)."""

    id: str
    wanted: Wanted
    noted: str
    version: int
    now: Standing

    @property
    def active(self) -> bool:
        """Whether it can still become something."""
        return self.now.state in ACTIVE


def all_of(session: Session, states: Collection[str] = STATES) -> list[Request]:
    """The requests in these states, the longest known first."""
    rows = select(HandoutRequest).where(HandoutRequest.state.in_(states))
    return [_value(row) for row in session.scalars(rows.order_by(HandoutRequest.noted, HandoutRequest.id))]


def find(session: Session, id_: str) -> Request:
    """Raises NotFound."""
    return _value(_row(session, id_))


def active(session: Session, wanted: Wanted) -> Request | None:
    """The active request for the same, if there is one."""
    rows = select(HandoutRequest).where(
        HandoutRequest.closed_on.is_(None),
        HandoutRequest.handout_id == wanted.handout,
        HandoutRequest.topic_id == wanted.topic,
        HandoutRequest.language == wanted.language,
    )
    row = session.scalar(rows)
    return _value(row) if row else None


def add(session: Session, wanted: Wanted, *, noted: str, office: str | None = None, note: str = "") -> Request:
    """A new request, to the ``office`` (id) or else the publisher of the handout. Raises AskedBefore."""
    if same := active(session, wanted):
        raise AskedBefore(same.id)
    row = HandoutRequest(
        id=new_id(),
        handout_id=wanted.handout,
        topic_id=wanted.topic,
        language=wanted.language,
        office_id=office or _publisher(session, wanted),
        noted=noted,
        note=note,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        # Another editor was quicker by a moment; PostgreSQL lets two write at once.
        raise AskedBefore(found.id if (found := active(session, wanted)) else "") from error
    return _value(row)


def withdraw(session: Session, id_: str, version: int) -> Wanted:
    """Take a request back that was made by mistake and nobody has touched since. Raises NotFound, Changed."""
    row = _row(session, id_, version)
    wanted = _value(row).wanted
    session.delete(row)
    session.flush()
    return wanted


def change(session: Session, id_: str, version: int, to: Callable[[Standing], Standing]) -> Request:
    """Let the request stand as ``to`` says. Raises NotFound, Changed, AskedBefore."""
    row = _row(session, id_, version)
    known = _value(row)
    new = to(known.now)
    if row.closed_on is not None and new.closed_on is None and (same := active(session, known.wanted)):
        raise AskedBefore(same.id)
    for name, value in asdict(new).items():
        setattr(row, {"office": "office_id", "edition": "edition_id"}.get(name, name), value)
    row.version += 1
    session.flush()
    return _value(row)


def asked(now: Standing, today: date) -> Standing:
    """The office is asked today, or reminded if it was asked before."""
    if now.asked_on is None:
        return replace(now, state="asked", asked_on=today, closed_on=None)
    return replace(now, reminded_on=today)


def promised(now: Standing, today: date) -> Standing:
    """The office has promised it. Who promises was asked, if only by phone."""
    return replace(now, state="promised", asked_on=now.asked_on or today, closed_on=None)


def delivered(now: Standing, edition: str | None, today: date) -> Standing:
    """It is there: as this edition (id), or None if nobody says which."""
    return replace(now, state="delivered", closed_on=today, edition=edition)


def declined(now: Standing, today: date) -> Standing:
    """It will not come."""
    return replace(now, state="declined", closed_on=today)


def reopened(now: Standing) -> Standing:
    """It was closed too early: it is active again."""
    return replace(now, state="asked" if now.asked_on else "open", closed_on=None, edition=None)


def deliver(session: Session, request_id: str, edition_id: str) -> None:
    """The request has become this edition. What was delivered or declined before stays so. Raises NotFound."""
    row = _row(session, request_id)
    if row.closed_on is None:
        change(session, request_id, row.version, lambda now: delivered(now, edition_id, clock.now().date()))


def _publisher(session: Session, wanted: Wanted) -> str | None:
    handout = session.get(Handout, wanted.handout) if wanted.handout else None
    office = offices(session).get(handout.publisher or "") if handout else None
    return office.id if office and office.status != "defunct" else None


def _row(session: Session, id_: str, version: int | None = None) -> HandoutRequest:
    # Fresh: a session that has read it before must not show what another one has changed since.
    row = session.get(HandoutRequest, id_, populate_existing=True, with_for_update=version is not None)
    if row is None:
        raise NotFound(N_("There is no such request."))
    if version is not None and row.version != version:
        raise Changed(N_("Somebody has changed this request meanwhile; nothing was saved. Please look at it again."))
    return row


def _value(row: HandoutRequest) -> Request:
    if row.handout_id:
        wanted = Wanted("handout", row.handout_id, row.language)
    else:
        wanted = Wanted("topic", row.topic_id or "", row.language)
    now = Standing(
        row.state,
        row.office_id,
        row.asked_on,
        row.reminded_on,
        row.promised_for,
        row.closed_on,
        row.note,
        row.edition_id,
    )
    return Request(row.id, wanted, row.noted, row.version, now)
