"""When contacts begin: by weekday and hour, beside the hours of the centre and of its partners.

These numbers bear no attribute of a visitor and are published as they were counted: here alone sums may be formed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from app.formatting import listing
from app.released.rounding import BASE
from app.released.tables import Table
from app.reports.charts.values import Bar, Bars, Heat
from app.reports.comparing import change, share, text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import MOST_NAMED, Listing, earlier, unpublished
from app.reports.sections.open_hours import Cell, OpenHours, open_hours
from app.reports.values import Change, Column, Count, Row, Section, Value

NAME = "desk_load"
TABLES = (NAME,)
MOST_OUTSIDE = 12
"""Hours outside of the centre's own that are listed; all of them are in the table of the week."""


@dataclass(frozen=True)
class Load:
    """The released counts of a quarter; a weekday and hour that is not listed had no contact."""

    table: Table

    def of(self, *, weekday: str = "", hour: str = "") -> int:
        """Contacts of a weekday, an hour, both, or (neither) all of them."""
        return self._sums[weekday, hour]

    @cached_property
    def cells(self) -> dict[Cell, int]:
        """Contacts by weekday and hour, without those that had none."""
        return {(int(cell.key[0]), int(cell.key[1])): cell.count for cell in self.table.cells if cell.count}

    @cached_property
    def _sums(self) -> Counter[tuple[str, str]]:
        """By weekday and hour, "" for all of them."""
        found: Counter[tuple[str, str]] = Counter()
        for cell in self.table.cells:
            for key in product((cell.key[0], ""), (cell.key[1], "")):
                found[key] += cell.count or 0
        return found


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """The week as a heat map, what lies outside of the hours, and the sums of weekdays and hours."""
    table = reader.table(NAME, asked.period)
    load = Load(table) if table else None
    if load is None or not load.cells:
        return (_nothing(reader, asked, table),)
    hours = open_hours(reader.session, asked.period)
    days, clock = _axes(load, hours)
    return (
        _week(reader, load, hours, days, clock),
        _outside(reader, load, hours),
        _sums(reader, load, "weekday", days),
        _sums(reader, load, "hour", clock),
    )


def busiest(reader: Reader, table: Table) -> Section:
    """What the section of the week says, without its table: the plan of the house need not be read for it."""
    _ = reader.say
    said = _busiest(reader, Load(table))
    return Section("week", _("Contacts by weekday and hour"), NAME, table.period, hash=table.hash, reading=said)


def _nothing(reader: Reader, asked: Asked, table: Table | None) -> Section:
    _ = reader.say
    why = reader.why_missing(NAME, asked.period) if table is None else _("There was no contact in this period.")
    return unpublished(Listing("week", _("Contacts by weekday and hour"), NAME, asked.period, "", (), None), why)


def _axes(load: Load, hours: OpenHours) -> tuple[list[str], list[str]]:
    """Monday to Friday and the days beyond on which there was anything; the hours from the first to the last."""
    cells = {*load.cells, *hours.own, *hours.guests}
    days = sorted({1, 2, 3, 4, 5} | {day for day, _ in cells})
    times = [hour for _, hour in cells]
    return [str(day) for day in days], [str(hour) for hour in range(min(times), max(times) + 1)]


def _week(reader: Reader, load: Load, hours: OpenHours, days: Sequence[str], clock: Sequence[str]) -> Section:
    """Rows are hours and columns weekdays, which fits a narrow screen; the chart lies on its side."""
    _ = reader.say
    period = load.table.period
    rows = [
        Row(
            reader.label("hour", hour),
            (*(Count(load.of(weekday=day, hour=hour)) for day in days), Count(load.of(hour=hour))),
            (days[0], hour),
        )
        for hour in clock
    ]
    whole = (*(Count(load.of(weekday=day)) for day in days), Count(load.of()))
    return Section(
        id="week",
        title=_("Contacts by weekday and hour"),
        table=NAME,
        period=period,
        hash=load.table.hash,
        first_heading=_("Hour"),
        columns=(*(Column(reader.label("weekday", day), "count") for day in days), Column(_("in total"), "count")),
        rows=(*rows, Row(_("in total"), whole)),
        reading=_busiest(reader, load),
        notes=_notes(reader, hours),
        chart=Heat(
            title=_("Contacts by weekday and hour, {period}", period=reader.period_text(period)),
            description=_("A row for each weekday, a column for each hour; the darker, the more contacts."),
            unit=_("contacts"),
            rows=tuple(reader.label("weekday", day) for day in days),
            columns=tuple(reader.label("hour", hour) for hour in clock),
            values=tuple(tuple(load.of(weekday=day, hour=hour) for hour in clock) for day in days),
            own=_places(hours.own, days, clock),
            guests=_places(hours.guests, days, clock),
            own_text=_("the centre's own hours") if hours.own else "",
            guests_text=_("a partner is in the house") if hours.guests else "",
        ),
    )


def _places(cells: frozenset[Cell], days: Sequence[str], clock: Sequence[str]) -> frozenset[tuple[int, int]]:
    """Where these cells stand in the chart."""
    return frozenset((days.index(str(day)), clock.index(str(hour))) for day, hour in cells)


def _notes(reader: Reader, hours: OpenHours) -> tuple[str, ...]:
    _ = reader.say
    source = {
        "plan": _("The centre's own hours are those of the desks in the plan as it stands today."),
        "office": _("The centre's own hours are those that the directory names today: the plan has no desks."),
        "": _("The centre's own hours are not known: neither the plan nor the directory has any."),
    }
    return (
        _("Exact numbers, neither withheld nor rounded: they bear no attribute of a visitor."),
        _("On the other pages all contacts are rounded: their number there may differ by up to {off}.", off=BASE - 1),
        source[hours.source],
        _("Counted is when a contact begins. Whoever came in vain was not counted."),
    )


def _busiest(reader: Reader, load: Load) -> str:
    _ = reader.say
    cells = load.cells
    if not cells:
        return ""
    top = sorted(cells, key=lambda cell: (-cells[cell], cell))[:MOST_NAMED]
    names = listing([_cell_text(reader, cell, cells[cell]) for cell in top], reader.locale)
    return _("Busiest: {names}.", names=names)


def _cell_text(reader: Reader, cell: Cell, n: int) -> str:
    return f"{_cell_name(reader, cell)} ({text(Count(n), reader.locale)})"


def _cell_name(reader: Reader, cell: Cell) -> str:
    return f"{reader.label('weekday', str(cell[0]))} {reader.label('hour', str(cell[1]))}"


def _outside(reader: Reader, load: Load, hours: OpenHours) -> Section:
    """The hours with contacts that lie outside of the centre's own, those with most first."""
    _ = reader.say
    period = load.table.period
    nothing = Section("outside", _("Outside of the centre's own hours"), NAME, period)
    if not hours.own:
        return replace(nothing, missing=_notes(reader, hours)[2])
    cells = {cell: n for cell, n in load.cells.items() if cell not in hours.own}
    if not cells:
        within = _("Every contact began within the centre's own hours.")
        return replace(nothing, hash=load.table.hash, reading=within, notes=_notes(reader, hours)[2:])
    outside = sum(cells.values())
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=NAME,
        period=period,
        hash=load.table.hash,
        first_heading=_("Weekday and hour"),
        columns=(Column(_("Contacts"), "count"), Column(_("Share"), "share")),
        rows=tuple(
            Row(_cell_name(reader, cell), (Count(cells[cell]), share(cells[cell], load.of())), tuple(map(str, cell)))
            for cell in sorted(cells, key=lambda cell: (-cells[cell], cell))[:MOST_OUTSIDE]
        ),
        reading=_(
            "{n} of {whole} contacts ({share}) began outside of the centre's own hours.",
            n=text(Count(outside), reader.locale),
            whole=text(Count(load.of()), reader.locale),
            share=text(share(outside, load.of()), reader.locale),
        ),
        notes=(_("At most {n} rows, those with most contacts.", n=MOST_OUTSIDE), *_notes(reader, hours)[2:]),
    )


def _sums(reader: Reader, load: Load, dimension: str, values: Sequence[str]) -> Section:
    """Each weekday, or each hour, beside the quarter before and the same one a year before."""
    _ = reader.say
    period = load.table.period
    others = [Load(table) for table in earlier(reader, NAME, period)]
    titles = {"weekday": (_("Contacts by weekday"), _("Weekday")), "hour": (_("Contacts by hour"), _("Hour"))}
    title, heading = titles[dimension]
    columns = [Column(reader.period_text(period), "count"), Column(_("Share"), "share")]
    for other in others:
        before = reader.period_text(other.table.period)
        columns += [Column(before, "count"), Column(_("Change since {period}", period=before), "change")]
    before = reader.period_text(others[0].table.period) if others else ""
    return Section(
        id=f"{dimension}s",
        title=title,
        table=NAME,
        period=period,
        hash=load.table.hash,
        first_heading=heading,
        columns=tuple(columns),
        rows=tuple(_sum(reader, load, others, dimension, value) for value in values),
        reading=_largest(reader, load, dimension, values),
        notes=(_("A change of less than ten is called none: it says little about a whole quarter."),),
        chart=Bars(
            title=_("{title}, {period}", title=title, period=reader.period_text(period)),
            description=_("A bar for each, in their order. All numbers are in the table."),
            unit=_("contacts"),
            bars=tuple(_bar(reader, load, others, dimension, value) for value in values),
            before=before,
        ),
    )


def _sum(reader: Reader, load: Load, others: Sequence[Load], dimension: str, value: str) -> Row:
    now = load.of(**{dimension: value})
    values: list[Value] = [Count(now), share(now, load.of())]
    for other in others:
        before = other.of(**{dimension: value})
        values += [Count(before), change(now, before) if now or before else Change(None)]
    return Row(reader.label(dimension, value), tuple(values))


def _bar(reader: Reader, load: Load, others: Sequence[Load], dimension: str, value: str) -> Bar:
    now = load.of(**{dimension: value})
    before = others[0].of(**{dimension: value}) if others else None
    known = "" if before is None else text(Count(before), reader.locale)
    return Bar(reader.label(dimension, value), now, text(Count(now), reader.locale), before, known)


def _largest(reader: Reader, load: Load, dimension: str, values: Sequence[str]) -> str:
    _ = reader.say
    top = sorted(values, key=lambda value: -load.of(**{dimension: value}))[:MOST_NAMED]
    names = [
        f"{reader.label(dimension, value)} ({text(share(load.of(**{dimension: value}), load.of()), reader.locale)})"
        for value in top
    ]
    return _("Most contacts: {names}.", names=listing(names, reader.locale))
