"""Opening hours as a table that reads the same in both languages, with the next opening first."""

from collections.abc import Iterable
from datetime import date

from app.formatting import clock, weekday_date, weekdays
from referrals.directory.facts import Hours
from referrals.slip.values import Pair, TimeRow
from referrals.slip.wording import Both, Wording

EVERY_DAY = range(1, 8)


def time_rows(hours: Hours, say: Wording, today: date, *, ask: bool) -> tuple[TimeRow, ...]:
    """The rows of the table: next opening, days by equal times (Monday first), closed days last.

    With ``ask``, unknown hours are a row that says to ask first; without, there is no table then.
    """
    if hours.always:
        return (TimeRow(say.phrase("open_day_and_night")),)
    if hours.code == "unknown":
        return (TimeRow(say.phrase("hours_unknown")),) if ask else ()
    rows = [
        TimeRow(say.text(weekdays(row.weekdays, "de"), weekdays(row.weekdays, say.locale)), _spans(row.times))
        for row in hours.rows
        if row.times
    ]
    week = TimeRow(say.phrase(f"{hours.week}_weeks")) if hours.week else None
    return tuple(row for row in (_upcoming(hours, say, today), *rows, week, _closed(hours, say)) if row)


def closure_remark(hours: Hours, say: Wording) -> Pair | None:
    """``Geschlossen vom … bis …``, or None."""
    if not (hours.closed_from and hours.closed_to):
        return None
    return say.phrase("closed_until", **{"from": _day(hours.closed_from, say), "to": _day(hours.closed_to, say)})


def _day(day: date, say: Wording) -> Both:
    return Both(weekday_date(day, "de"), weekday_date(day, say.locale))


def _upcoming(hours: Hours, say: Wording, today: date) -> TimeRow | None:
    if hours.code == "open" and hours.until:
        # Whoever leaves now arrives today: the hours of this day count, and the time of printing is not given away.
        end = f"{hours.until:%H:%M}"
        times = [span for row in hours.rows if today.isoweekday() in row.weekdays for span in row.times]
        return TimeRow(
            say.phrase("next_open_day", date=_day(today, say)), _spans(s for s in times if s[1] == end), True
        )
    if not hours.next_open:
        return None
    label = say.phrase("next_open_day", date=_day(hours.next_open.date(), say))
    start = f"{hours.next_open:%H:%M}"
    return TimeRow(label, _spans([(start, f"{hours.next_close:%H:%M}")]) if hours.next_close else (start,), True)


def _closed(hours: Hours, say: Wording) -> TimeRow | None:
    """The days without hours, and public holidays."""
    opened = {day for row in hours.rows if row.times for day in row.weekdays}
    closed = [day for day in EVERY_DAY if day not in opened]
    holidays = say.phrase("closed_public_holidays") if hours.closed_on_public_holidays else None
    if not closed or not opened:
        return TimeRow(holidays) if holidays else None
    names = say.text(weekdays(closed, "de"), weekdays(closed, say.locale))
    days = say.joined(": ", names, say.phrase("closed"), other_separator=say.punctuation.colon)
    if holidays:
        days = say.joined(". ", days, holidays, other_separator=say.punctuation.stop)
    return TimeRow(days)


def _spans(times: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{clock(start)} – {clock(end)}" for start, end in times)
