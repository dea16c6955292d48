"""Talks and courses in the house: who came, by topic, and how many there were, quarter by quarter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_
from app.house.events.models import Event
from app.released import periods
from app.released.tables import ALL
from app.reports.charts.values import Course
from app.reports.comparing import text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import Line, Listing, compared, counted, plain
from app.reports.sections.open_hours import days_of
from app.reports.values import Column, Count, Row, Section, Value, Words

NAME = "event"
TABLES = (NAME,)
LONGEST_COURSE = 9
"""Quarters, so that the same one a year and two years before is among them."""
MULTIPLE = N_("An event with several topics counts in each: topics add up to more than all participants.")


@dataclass(frozen=True)
class Events:
    """How many events took place in a quarter, and how many did not."""

    held: int
    cancelled: int


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Participants by topic, and the number of events."""
    return (_participants(reader, asked), _events(reader, asked))


def _participants(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    notes = (
        _(MULTIPLE),
        _("Events about protected topics alone are not in these numbers."),
        _("No single event is listed with its number."),
    )
    return compared(
        reader,
        Listing(
            "participants",
            _("Participants by topic"),
            NAME,
            asked.period,
            _("Topic"),
            plain(reader, "topic"),
            Line((ALL,), _("All participants")),
            notes,
            empty=_("Fewer participants were counted than may be shown, or broken down by topic."),
            unit=N_("participants"),
        ),
    )


def _events(reader: Reader, asked: Asked) -> Section:
    """From the programme itself, which is public; the participants are those of the released tables."""
    _ = reader.say
    title = _("Events in the house")
    if periods.kind(asked.period) != "quarter":
        return Section("events", title, "", asked.period, missing=reader.why_missing(NAME, asked.period))
    counts = events_of(reader.session, _course(asked.period))
    quarters = _since_the_first(reader, counts)
    now = counts[asked.period]
    return Section(
        id="events",
        title=title,
        table="",
        period=asked.period,
        first_heading=_("Quarter"),
        columns=(
            Column(_("Events"), "count"),
            Column(_("Cancelled"), "count"),
            Column(_("All participants"), "count"),
        ),
        rows=tuple(
            Row(
                reader.period_text(quarter),
                (Count(counts[quarter].held), Count(counts[quarter].cancelled), _all(reader, quarter)),
                (quarter,),
            )
            for quarter in reversed(quarters)
        ),
        reading=reader.say.plural(
            "{period}: {n} event took place. Participants who were counted: {participants}.",
            "{period}: {n} events took place. Participants who were counted: {participants}.",
            now.held,
            period=reader.period_text(asked.period),
            participants=text(_all(reader, asked.period), reader.locale),
        ),
        notes=(_("The number of events is that of the programme, as it stands today."),),
        chart=Course(
            title=_("Events in the house, up to {period}", period=reader.period_text(asked.period)),
            description=_("A column for each quarter. All numbers are in the table."),
            unit=_("events"),
            periods=tuple(reader.period_text(quarter) for quarter in quarters),
            series=(_("Events"),),
            values=(tuple(counts[quarter].held for quarter in quarters),),
        ),
    )


def _course(quarter: str) -> list[str]:
    """The quarter and those before it, in order."""
    found = [quarter]
    while len(found) < LONGEST_COURSE:
        found.append(periods.previous(found[-1]))
    return found[::-1]


def _all(reader: Reader, quarter: str) -> Value:
    table = reader.table(NAME, quarter)
    return counted(table, (ALL,)) if table else Words("–")


def _since_the_first(reader: Reader, counts: Mapping[str, Events]) -> list[str]:
    """Without the quarters before the first one of which anything is known."""
    known = [bool(one.held or one.cancelled or reader.table(NAME, quarter)) for quarter, one in counts.items()]
    return list(counts)[known.index(True) :] if any(known) else list(counts)[-1:]


def events_of(session: Session, quarters: Sequence[str]) -> dict[str, Events]:
    """The events of consecutive quarters."""
    first, last = next(days_of(quarters[0])), periods.last_day(quarters[-1])
    rows = session.execute(select(Event.day, Event.cancelled).where(Event.day.between(first, last)))
    found = Counter((periods.quarter_of(day), cancelled) for day, cancelled in rows)
    return {quarter: Events(found[quarter, False], found[quarter, True]) for quarter in quarters}
