"""From a ticket to the PDF: one page for each topic, material and events on the last one."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from app.counter.tickets import SlipPage, SlipTicket
from app.counter.workplace import Workplace
from app.directory import history, settings
from app.house.presence.answering import near
from referrals.slip.render import render
from referrals.slip.service import language_of_text, slip_for
from referrals.slip.values import Given, Here, Occasion, Term


def slip_pdf(session: Session, place: Workplace, ticket: SlipTicket, now: datetime) -> bytes:
    """The slip; the code is on its last page, whose first office it stands for.

    Raises WegweiserError, for instance for an office that is gone by now.
    """
    address = settings.public_address(session)
    last = len(ticket.pages) - 1
    handouts, events = list(_given(place, ticket, address, now)), list(_occasions(place, ticket))
    return render(
        *(
            slip_for(
                session,
                language=ticket.language,
                now=now,
                topic=page.topic,
                offices=page.offices,
                documents=page.documents,
                bring_note=page.bring_note,
                visit=page.visit,
                handouts=handouts if number == last else (),
                events=events if number == last else (),
                here=_sittings(place, page, now),
                code=ticket.code if number == last else None,
                report_at=f"{address}/r" if address else "",
                state=history.state_of(session, (office for office, _ in page.offices)),
                paper=ticket.paper,
                large=ticket.large,
            )
            for number, page in enumerate(ticket.pages)
        )
    )


def _given(place: Workplace, ticket: SlipTicket, address: str | None, now: datetime) -> Iterator[Given]:
    """The handouts that can still be given, those of the web with their address.

    A file of ours is on the web only where the town has said at which address it can be reached.
    """
    for value in ticket.handouts:
        offer = place.library.offer(value, now.date(), ticket.language)
        if offer is None:
            continue
        file = f"{address}/m/{offer.edition}" if address and offer.kind == "file" else ""
        other = offer.language if offer.language != ticket.language else ""
        yield Given(Term(offer.handout, offer.label.de), other, offer.link or file)


def _occasions(place: Workplace, ticket: SlipTicket) -> Iterator[Occasion]:
    """The events that still take place."""
    visitor = place.vocabulary.language(ticket.language)
    second = language_of_text(visitor) if visitor else None
    for event in (place.house.programme.event(id_) for id_ in ticket.events):
        if event is not None:
            title = event.title_in(second.tag) if second else None
            yield Occasion(
                german=event.title.de,
                other=title.text if title else "",
                sitting=Here(event.begins, event.finishes, event.room),
                languages=event.languages,
                contact=event.contact if event.registration == "needed" else "",
            )


def _sittings(place: Workplace, page: SlipPage, now: datetime) -> dict[str, Here]:
    """Which of the page's offices sit in the house within a week, and when."""
    at = now.replace(tzinfo=None)
    found = {office: near(place.house.timetable, office, page.topic, at) for office, _ in page.offices}
    return {office: Here(sitting.starts, sitting.ends, sitting.room) for office, sitting in found.items() if sitting}
