"""The pages of hours in the house: the form with the days it comes to, and the list of all fixed hours."""

from dataclasses import dataclass

from flask import make_response, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.calendar import plan, words
from app.calendar.sheet import Sheet
from app.calendar.slot_form import AHEAD, NEW, Outlook, content_of, outlook, slot_of
from app.house.presence.models import PresenceSlot
from app.house.presence.service import slot_of as stored_slot
from app.house.presence.service import slots, timetable
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices


@dataclass(frozen=True)
class Preview:
    """What the page says of the days: the rhythm in words, a warning, the next sittings, clashes."""

    rhythm: str
    warning: str
    outlook: Outlook


def slot_page(session: Session, sheet: Sheet, row: PresenceSlot | None, done: str = "", status: int = 200) -> Response:
    """The form; ``row`` is None for new hours."""
    known, directory = vocabulary(session), offices(session)
    html = render_template(
        "calendar/slot.html",
        sheet=sheet,
        slot=row,
        preview=_preview(session, sheet, row),
        offices=directory,
        vocabulary=known,
        words=words,
        done=done,
    )
    return make_response(html, status)


def plan_page(session: Session, done: str = "", changed: str = "") -> str:
    """All fixed hours, the single openings to come, and the service days by language."""
    today, table = clock.now().date(), timetable(session)
    rows = [(row, stored_slot(row)) for row in slots(session)]
    return render_template(
        "calendar/plan.html",
        services=plan.services(table.slots, today),
        fixed=[(row, one) for row, one in rows if not row.archived and not one.rhythm.is_over(today)],
        put_away=[(row, one) for row, one in rows if row.archived or one.rhythm.is_over(today)],
        offices=offices(session),
        vocabulary=vocabulary(session),
        words=words,
        done=done,
        changed=next((row for row, _ in rows if row.id == changed), None),
    )


def _preview(session: Session, sheet: Sheet, row: PresenceSlot | None) -> Preview | None:
    """None as long as something is wrong with the form."""
    trial = Sheet(dict(sheet.texts), dict(sheet.lists))
    content = content_of(trial, offices(session), vocabulary(session))
    if trial.wrong or (row is not None and row.archived):
        return None
    today = clock.now().date()
    found = slot_of(content, row.id if row else NEW, stored_slot(row) if row else None)
    return Preview(
        words.rhythm(found.rhythm),
        words.warning(found.rhythm, today, today + AHEAD),
        outlook(found, timetable(session), today),
    )
