"""How long a request has been waiting, and whether it is time to do something about it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from handouts.requests import Request

REMIND_AFTER = timedelta(weeks=4)
"""Without an answer an office is reminded, and then again."""
MONTHS_UNASKED = 1
"""A request that nobody has asked anybody for in the month after it was noted is overdue itself."""
_WEEK = timedelta(weeks=1)

What = Literal["new", "unasked", "waiting", "remind", "promised", "late", "closed"]


@dataclass(frozen=True)
class Age:
    """``weeks`` since the office was asked (late: since the promised day), ``months`` since it was noted.

    ``urgent``: unasked for too long, no answer for four weeks, or a promise that was not kept.
    """

    what: What
    weeks: int = 0
    months: int = 0

    @property
    def urgent(self) -> bool:
        """Whether somebody should do something now."""
        return self.what in {"unasked", "remind", "late"}


def age(request: Request, today: date) -> Age:
    """Where a request stands today."""
    now = request.now
    year, month = map(int, request.noted.split("-"))
    months = (today.year - year) * 12 + today.month - month
    if now.closed_on:
        return Age("closed", (today - now.closed_on) // _WEEK, months)
    if now.asked_on is None:
        return Age("unasked" if months > MONTHS_UNASKED else "new", months=months)
    if now.state == "promised" and now.promised_for:
        late = today > now.promised_for
        return Age("late" if late else "promised", (today - now.promised_for) // _WEEK if late else 0, months)
    silent = today - (now.reminded_on or now.asked_on) >= REMIND_AFTER
    return Age("remind" if silent else "waiting", (today - now.asked_on) // _WEEK, months)


def in_order(requests: list[Request], today: date) -> list[Request]:
    """What is to be done first, then what has waited longest; closed ones last, the latest first."""

    def key(request: Request) -> tuple[bool, bool, int, str]:
        found = age(request, today)
        closed = request.now.closed_on
        since = -closed.toordinal() if closed else -(found.weeks * 7 + found.months * 30)
        return closed is not None, not found.urgent, since, request.id

    return sorted(requests, key=key)
