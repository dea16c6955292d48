"""Into which months contacts may still be entered: until a month is released, and as long as contacts are kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.contacts.service import months_kept
from app.errors import Text
from app.released.periods import kind, months_of
from app.released.service import month_released

_MONTHS_SHOWN = 25


@dataclass(frozen=True)
class Month:
    """A month ``2026-11``, and why nothing can be entered into it any more (None: it can)."""

    name: str
    refused: Text | None


def months(session: Session, today: date) -> list[Month]:
    """The present month and those whose contacts are kept, the latest first."""
    first = today.year * 12 + today.month - 1
    names = [f"{index // 12}-{index % 12 + 1:02d}" for index in range(first, first - _MONTHS_SHOWN, -1)]
    return [Month(name, refusal(session, name, today)) for name in names if name >= months_kept(today)]


def refusal(session: Session, month: str, today: date) -> Text | None:
    """Why no contact may be entered into this month; None if it may."""
    try:
        is_month = kind(month) == "month"
    except ValueError:
        is_month = False
    if not is_month:
        return Text("Please choose the month of the sheet.")
    if month > f"{today:%Y-%m}":
        return Text("This month has not begun yet.")
    if month < months_kept(today):
        return Text("Contacts of this month are not kept any more.")
    period = month_released(session, month)
    if period is None:
        return None
    if len(months_of(period)) == 1:
        return Text("The figures of this month have been released; what is released is not changed any more.")
    return Text("Figures of {period} have been released; what is released is not changed any more.", period=period)
