"""The offices as plain values, built again only when the directory has changed."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary.service import ByRevision
from referrals.directory import facts
from referrals.directory.codes import printed_stop, printed_street
from referrals.directory.form import DATE
from referrals.directory.freshness import end_of
from referrals.directory.models import Office

# What a visitor acts on: an old date of any of these makes the whole entry old.
DATED_FACTS = ("street", "phone", "opening_hours", "appointment", "website")
# A telephone number is no office to look up, although the directory calls it generic.
EMERGENCY = "notruf"


def _build(session: Session) -> Mapping[str, facts.Office]:
    found = session.scalars(select(Office).order_by(Office.position, Office.id))
    return MappingProxyType({office.id: facts_of(office) for office in found})


offices = ByRevision(_build)
"""offices(session) -> Mapping[str, facts.Office], in the order of the directory; shared between threads."""


def office_as_of(office: Office) -> str | None:
    """The date of the oldest fact that a visitor acts on (ISO or its beginning), else the year of the newest source.

    No fact is older than the day on which somebody confirmed the whole entry.
    """
    present = (office.as_of.get(name) for name in DATED_FACTS if getattr(office, name) is not None)
    year = office.review.get("newest_source_year")
    known = oldest(filter(None, present)) or (str(year) if year else None)
    if office.checked_on and (known is None or end_of(known) < office.checked_on):
        return office.checked_on.isoformat()
    return known


def oldest(dates: Iterable[str]) -> str | None:
    """The oldest of dates such as ``2020``, ``ca. 2015``, ``2020-12 (phone hours)``; of equal years the vaguest."""
    return min((match[0] for text in dates if (match := DATE.search(text))), default=None)


def facts_of(office: Office) -> facts.Office:
    """The plain values of a row."""
    return facts.Office(
        id=office.id,
        name_de=office.name_de,
        name_en=office.name_en,
        kind=office.kind,
        status=office.status,
        verified=office.status == "active",
        generic=office.kind == "generic" and office.id != EMERGENCY,
        successor=office.successor_id,
        aliases=tuple(sorted(alias.name for alias in office.aliases)),
        street=printed_street(office.street),
        postcode=office.postcode,
        city=office.city,
        tram_stop=printed_stop(office.tram_stop),
        phone=office.phone,
        email=office.email,
        website=office.website,
        contact_form=office.contact_form,
        opening_hours=office.opening_hours,
        closures=tuple((closure.starts, closure.ends) for closure in office.closures),
        appointment=office.appointment_code,
        cost=office.cost_code,
        notes=tuple(office.note_codes),
        languages=tuple(office.languages),
        as_of=office_as_of(office),
        appointment_text=office.appointment,
        cost_text=office.cost,
        language_text=office.language_note,
        limits_text=office.limits,
        status_text=office.status_note,
    )
