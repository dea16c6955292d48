"""Material that was asked from the offices responsible: how many requests, what came of them, how long it took.

The editors' letters and the answers to them: nothing here was counted at a desk. Only whole days and states are said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from app.formatting import listing
from app.reports.comparing import NOTHING
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import MOST_NAMED
from app.reports.sections.open_hours import days_of
from app.reports.values import Column, Count, Row, Section, Value, Words
from handouts.requests import Request, all_of


@dataclass(frozen=True)
class Answers:
    """How an office has answered in a period.

    ``asked`` are the requests sent to it, ``delivered`` and ``declined`` those that ended, ``waiting`` those without an
    end on its last day. ``took`` are the days from asking to delivery.
    """

    asked: int
    delivered: int
    declined: int
    waiting: int
    took: tuple[int, ...]


def requested(reader: Reader, asked: Asked) -> Section:
    """By office, those that wait for most first."""
    _ = reader.say
    title = _("Material asked from offices")
    found = answers(all_of(reader.session), *_ends(asked.period))
    if not found:
        why = _("In this period no office was asked for material, and none owed an answer.")
        return Section("requests", title, "", asked.period, missing=why)
    rows = sorted(found.items(), key=lambda item: (-item[1].waiting, -item[1].asked, _name(reader, item[0])))
    return Section(
        id="requests",
        title=title,
        table="",
        period=asked.period,
        first_heading=_("Office"),
        columns=(
            Column(_("Requests sent"), "count"),
            Column(_("delivered"), "count"),
            Column(_("declined"), "count"),
            Column(_("waiting at the end"), "count"),
            Column(_("Days until delivery (median)"), "words"),
            Column(_("Days until delivery (longest)"), "words"),
        ),
        rows=tuple(Row(_name(reader, office), _values(reader, one)) for office, one in rows),
        reading=_reading(reader, found),
        notes=(
            _("From the editors' list of requests, as it stands today; it says nothing about visitors."),
            _("Days are counted from the day on which the office was first asked."),
        ),
    )


def answers(requests: Sequence[Request], first: date, last: date) -> dict[str, Answers]:
    """By office (id, "" where none is named), of those that were asked by the last day and had not answered before."""
    by_office: dict[str, list[Request]] = {}
    for one in requests:
        begun = one.now.asked_on is not None and one.now.asked_on <= last
        if begun and not (one.now.closed_on and one.now.closed_on < first):
            by_office.setdefault(one.now.office or "", []).append(one)
    return {office: _answers(known, first, last) for office, known in by_office.items()}


def _answers(requests: Sequence[Request], first: date, last: date) -> Answers:
    ended = [one.now for one in requests if one.now.closed_on and one.now.closed_on <= last]
    delivered = [now for now in ended if now.state == "delivered"]
    return Answers(
        asked=sum(one.now.asked_on is not None and one.now.asked_on >= first for one in requests),
        delivered=len(delivered),
        declined=len(ended) - len(delivered),
        waiting=len(requests) - len(ended),
        took=tuple((now.closed_on - now.asked_on).days for now in delivered if now.closed_on and now.asked_on),
    )


def _ends(period: str) -> tuple[date, date]:
    days = list(days_of(period))
    return days[0], days[-1]


def _name(reader: Reader, office: str) -> str:
    _ = reader.say
    return reader.label("office", office) if office else _("no office named")


def _values(reader: Reader, one: Answers) -> tuple[Value, ...]:
    counts = (one.asked, one.delivered, one.declined, one.waiting)
    days = (_days(reader, median(one.took)), _days(reader, max(one.took))) if one.took else (NOTHING, NOTHING)
    return (*map(Count, counts), *map(Words, days))


def _days(reader: Reader, number: float) -> str:
    return reader.say.plural("{n} day", "{n} days", round(number))


def _reading(reader: Reader, found: Mapping[str, Answers]) -> str:
    _ = reader.say
    took = [days for one in found.values() for days in one.took]
    said = []
    if took:
        said.append(_("From asking to delivery it took {days} (median).", days=_days(reader, median(took))))
    else:
        said.append(_("Nothing was delivered in this period."))
    waiting = sorted((office for office, one in found.items() if one.waiting), key=lambda one: -found[one].waiting)
    if waiting:
        names = [f"{_name(reader, office)} ({found[office].waiting})" for office in waiting[:MOST_NAMED]]
        said.append(_("At the end of the period these had not answered: {names}.", names=listing(names, reader.locale)))
    return " ".join(said)
