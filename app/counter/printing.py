"""From a ticket to the PDF: one page for each topic."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.counter.tickets import SlipTicket
from app.counter.workplace import Workplace
from app.directory import history, settings
from referrals.slip.render import render
from referrals.slip.service import slip_for
from referrals.slip.values import Term


def slip_pdf(session: Session, place: Workplace, ticket: SlipTicket, now: datetime) -> bytes:
    """The slip; the code is on its last page, whose first office it stands for.

    Raises WegweiserError, for instance for an office that is gone by now.
    """
    last = len(ticket.pages) - 1
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
                handouts=[Term(id_, place.handouts[id_].de) for id_ in ticket.handouts if id_ in place.handouts],
                code=ticket.code if number == last else None,
                report_at=f"{address}/r" if (address := settings.public_address(session)) else "",
                state=history.state_of(session, (office for office, _ in page.offices)),
                paper=ticket.paper,
                large=ticket.large,
            )
            for number, page in enumerate(ticket.pages)
        )
    )
