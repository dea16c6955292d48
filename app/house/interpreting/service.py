"""Read and keep the interpreting services."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.interpreting.models import Interpreter
from app.house.interpreting.values import Facts, Service
from app.house.versions import check_seen, keep
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, REVISION, ByRevision
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.answer import living
from referrals.routing.service import table

TOPIC = "sprache/dolmetschen"
"""Rules of this subtopic name the offices of the directory that interpret."""


NO_SERVICE = N_("This interpreting service does not exist.")


def _build(session: Session) -> tuple[Service, ...]:
    known = offices(session)
    rows = session.scalars(select(Interpreter).order_by(Interpreter.name, Interpreter.id))
    return tuple(
        Service(row.id, facts_of(row), known.get(row.office_id or ""), row.archived, row.version) for row in rows
    )


interpreters = ByRevision(_build, of=(REVISION, HOUSE_REVISION))
"""interpreters(session) -> tuple[Service, ...]: all of them by name, those too that are not ``offered`` any more."""


def facts_of(row: Interpreter) -> Facts:
    """What the row says."""
    return Facts(
        name=row.name,
        office=row.office_id,
        languages=tuple(row.languages),
        modes=tuple(row.modes),
        hours=row.hours,
        book_how=row.book_how,
        book_phone=row.book_phone,
        book_email=row.book_email,
        book_link=row.book_link,
        lead_days=row.lead_days,
        cost=row.cost,
        note=row.note,
        as_of=row.as_of,
    )


def interpreter(session: Session, service: str) -> Service:
    """The service with this id. Raises NotFound."""
    found = next((one for one in interpreters(session) if one.id == service), None)
    if found is None:
        raise NotFound(NO_SERVICE)
    return found


def create(session: Session, facts: Facts) -> str:
    """Store a new service; its id."""
    row = Interpreter(id=new_id(), archived=False, version=1)
    _write(row, facts)
    session.add(row)
    keep(session, row)
    return row.id


def change(session: Session, service: str, facts: Facts, *, seen: int) -> None:
    """Store what is known of a service now; ``seen`` is the version that the page showed.

    Raises NotFound, ChangedMeanwhile.
    """
    row = _row(session, service, seen)
    _write(row, facts)
    keep(session, row)


def archive(session: Session, service: str, *, ended: bool, seen: int) -> None:
    """End a service, so that it is not suggested any more, or put it back. Raises NotFound, ChangedMeanwhile."""
    row = _row(session, service, seen)
    row.archived = ended
    keep(session, row)


def from_the_directory(session: Session) -> tuple[Office, ...]:
    """Offices that interpret, by the rules of TOPIC, and that no service belongs to yet."""
    known = offices(session)
    taken = {service.facts.office for service in interpreters(session)}
    named = [name for rule in table(session).rules.get(TOPIC, ()) for name in (*rule.responsible, *rule.advises)]
    found = [office for name in dict.fromkeys(named) if (office := living(known, name))]
    return tuple(office for office in dict.fromkeys(found) if office.id not in taken)


def _row(session: Session, service: str, seen: int) -> Interpreter:
    row = session.get(Interpreter, service, with_for_update=True)
    if row is None:
        raise NotFound(NO_SERVICE)
    check_seen(row, seen)
    return row


def _write(row: Interpreter, facts: Facts) -> None:
    row.name, row.office_id = facts.name, facts.office
    row.languages, row.modes, row.hours = list(facts.languages), list(facts.modes), facts.hours
    row.book_how, row.book_phone = facts.book_how, facts.book_phone
    row.book_email, row.book_link = facts.book_email, facts.book_link
    row.lead_days, row.cost, row.note, row.as_of = facts.lead_days, facts.cost, facts.note, facts.as_of
