"""Opening hours and closures of an office -> HSDS schedules. Pure.

HSDS knows one interval for each schedule and no closed days. So there is a schedule for each opening time of the week
(two for a lunch break), and its validity is split around closures and days with times of their own. Odd and even
calendar weeks are listed in ``byweekno``: every second week from a first one on would be wrong after a year of 53.
What no schedule can say (holidays, days of every year) is said in ``notes``, and opening hours that are no week at all
in ``description``, in OSM syntax.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from referrals.directory.hours import Times
from referrals.directory.week import NotAGrid, Single, Week, read, span_text
from referrals.interchange.hsds.form import WEEKDAYS, Object

DAY = timedelta(days=1)
HOLIDAYS_OFF = "An gesetzlichen Feiertagen geschlossen."
HOLIDAYS = "An gesetzlichen Feiertagen: {times}."
EVERY_YEAR = "Jedes Jahr am {day}: {times}."
CLOSED = "geschlossen"
WEEK_NUMBERS = {"odd": range(1, 54, 2), "even": range(2, 53, 2)}
END_OF_DAY = "23:59:00"
"""24:00 is no time of day; a whole day ends here, a shorter opening at the following midnight (00:00)."""

# Closures beyond these years are said as if they ended here: dates have an end.
EARLIEST, LATEST = date(1900, 1, 1), date(9998, 12, 31)

Period = tuple[date | None, date | None]
Closures = Iterable[tuple[date, date]]


def schedules(opening_hours: str | None, closures: Closures) -> list[Object]:
    """The schedules, without ids; none if the hours are not known."""
    if opening_hours is None:
        return []
    try:
        week = read(opening_hours)
    except NotAGrid:
        return [{"description": opening_hours}]
    closed = _joined(closures)
    days = {date(one.year, one.month, one.day): one for one in week.singles if one.year and not _yearly(week, one)}
    split = _joined([*closed, *((day, day) for day in days)])
    notes = " ".join(_notes(week))
    found = [
        _schedule(times, weekdays, period, notes, week.weeks)
        for period in _between(split)
        for times, weekdays in _openings(week)
    ]
    for day, single in sorted(days.items()):
        if not any(first <= day <= last for first, last in closed):
            found += [_schedule(times, [day.weekday()], (day, day), "", "") for times in single.times]
    return found


def clock_times(start: str, end: str) -> tuple[str, str]:
    """``opens_at`` and ``closes_at`` of an opening time such as 08:00, 24:00."""
    if end == "24:00":
        end = END_OF_DAY[:5] if start == "00:00" else "00:00"
    return f"{start}:00", f"{end}:00"


def _yearly(week: Week, single: Single) -> bool:
    """Whether it is also said for every year, so that the notes have it."""
    return any(not one.year and one.key[1:] == single.key[1:] for one in week.singles)


def _schedule(times: tuple[str, str], days: list[int], period: Period, notes: str, weeks: str) -> Object:
    opens, closes = clock_times(*times)
    first, last = period
    found = {
        "valid_from": first and first.isoformat(),
        "valid_to": last and last.isoformat(),
        "freq": "WEEKLY",
        "byday": ",".join(WEEKDAYS[day] for day in days),
        "byweekno": ",".join(map(str, WEEK_NUMBERS[weeks])) if weeks else None,
        "opens_at": opens,
        "closes_at": closes,
        "notes": notes or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _openings(week: Week) -> Iterator[tuple[tuple[str, str], list[int]]]:
    """Each opening time of the week with its weekdays, in the order in which they come first."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, times in enumerate(week.days):
        for one in times:
            found.setdefault(one, []).append(number)
    yield from found.items()


def _notes(week: Week) -> Iterator[str]:
    if week.holidays is not None:
        yield HOLIDAYS.format(times=span_text(week.holidays)) if week.holidays else HOLIDAYS_OFF
    for one in week.singles:
        if not one.year:
            yield EVERY_YEAR.format(day=one.text, times=_said(one.times))
        elif _yearly(week, one):
            yield f"Am {one.text}: {_said(one.times)}."


def _said(times: Times) -> str:
    return span_text(times) or CLOSED


def _joined(spans: Closures) -> list[tuple[date, date]]:
    """In order, and those that overlap or adjoin as one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted((max(first, EARLIEST), min(last, LATEST)) for first, last in spans):
        if found and first <= found[-1][1] + DAY:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _between(split: list[tuple[date, date]]) -> Iterator[Period]:
    """The periods before, between and after these days."""
    first: date | None = None
    for starts, ends in split:
        yield first, starts - DAY
        first = ends + DAY
    yield first, None
