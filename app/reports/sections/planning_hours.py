"""When the centre should be open: the load within and at the edges of its own hours, and the best week of as many."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from app.formatting import listing
from app.house.presence.service import timetable
from app.released.tables import Table
from app.reports.charts.values import Heat
from app.reports.comparing import NOTHING, share, text
from app.reports.planning.chance import higher
from app.reports.planning.hours import CHANCE, Cell, Proposal, blocks, propose
from app.reports.reader import Reader
from app.reports.sections.open_hours import days_of, hours_of, open_hours
from app.reports.sections.planning_basis import counted_days, latest, row_of
from app.reports.values import Column, Count, Row, Section, Share, Words

NAME = "desk_load"
QUARTERS = 4
"""As many are put together, so that a single quarter does not decide."""
BUSIEST = 3


@dataclass(frozen=True)
class Basis:
    """The quarters that are put together, the oldest first, with their load and weeks; the centre's own hours."""

    tables: tuple[Table, ...]
    load: Mapping[Cell, int]
    weeks: float
    own: frozenset[Cell]

    @property
    def last(self) -> Table:
        """The quarter that the hours and desks are of."""
        return self.tables[-1]


def basis_of(reader: Reader, period: str) -> Basis | str:
    """What to go by, or why there is nothing."""
    _ = reader.say
    last = latest(reader, NAME, period)
    if last is None:
        return reader.why_missing(NAME, period)
    tables = tuple(row_of(reader, NAME, last.period, QUARTERS))
    weeks = sum(counted_days(reader, table.period) for table in tables) / 7
    basis = Basis(tables, _load(tables), weeks, open_hours(reader.session, last.period).own)
    if not basis.own:
        return _("The opening hours of the centre are not known: enter them with its office or in the house's plan.")
    return basis if basis.load else _("No contact was counted in {period}.", period=reader.period_text(last.period))


def load(reader: Reader, period: str, basis: Basis | str) -> Section:
    """How much falls outside the hours of the centre, on the first and the last hour of a day, and in between."""
    _ = reader.say
    id, title = "desk-hours", _("Load at the desk, within and outside the opening hours")
    if isinstance(basis, str):
        return Section(id, title, NAME, period, missing=basis)
    parts = _edges(basis.own)
    there = _desks(reader, basis.last.period)
    outside = frozenset(cell for cell in basis.load if cell not in basis.own)
    rows = [
        (_("outside the opening hours"), outside),
        (_("first hour of the opening"), parts["first"]),
        (_("in between"), basis.own - parts["first"] - parts["last"]),
        (_("last hour of the opening"), parts["last"]),
    ]
    return Section(
        id=id,
        title=title,
        table=NAME,
        period=basis.last.period,
        hash=basis.last.hash,
        first_heading=_("Hours"),
        columns=(
            Column(_("Contacts"), "count"),
            Column(_("Share"), "share"),
            Column(_("per hour"), "words"),
            Column(_("per hour and desk"), "words"),
        ),
        rows=tuple(_row_of_hours(reader, basis, name, cells, there) for name, cells in rows),
        reading=_reading_of_load(reader, basis, parts),
        notes=(_of_quarters(reader, basis), *_seen_only(reader)),
    )


def proposal(reader: Reader, period: str, basis: Basis | str) -> Section:
    """As many opening hours as today, where most contacts were; tried on a quarter that did not decide."""
    _ = reader.say
    id, title = "opening-hours", _("Proposal for the opening hours")
    if isinstance(basis, str):
        return Section(id, title, NAME, period, missing=basis)
    found = propose(basis.load, basis.own)
    if not found.clear:
        found = Proposal(basis.load, basis.own, basis.own)
    weekdays = sorted({day for day, _hour in found.today | found.proposed})
    return Section(
        id=id,
        title=title,
        table=NAME,
        period=basis.last.period,
        hash=basis.last.hash,
        first_heading=_("Weekday"),
        columns=(
            Column(_("Today"), "words"),
            Column(_("Contacts in today's hours"), "count"),
            Column(_("Proposal"), "words"),
            Column(_("Contacts in the proposed hours"), "count"),
        ),
        rows=tuple(_row_of_day(reader, found, day) for day in weekdays),
        reading=_reading_of_proposal(reader, basis, found),
        notes=(_of_quarters(reader, basis), *_seen_only(reader), *_how(reader)),
        chart=_heat(reader, title, found),
    )


def _load(tables: tuple[Table, ...]) -> Mapping[Cell, int]:
    found: Counter[Cell] = Counter()
    for table in tables:
        for cell in table.cells:
            if cell.count and all(part.isdigit() for part in cell.key):
                found[int(cell.key[0]), int(cell.key[1])] += cell.count
    return found


def _edges(own: frozenset[Cell]) -> Mapping[str, frozenset[Cell]]:
    """The first and the last hour of each block."""
    found = [(day, block) for day in range(1, 8) for block in blocks(own, day)]
    first = frozenset((day, start) for day, (start, _end) in found)
    return {"first": first, "last": frozenset((day, end - 1) for day, (_start, end) in found) - first}


def _row_of_hours(reader: Reader, basis: Basis, name: str, cells: frozenset[Cell], there: Mapping[Cell, float]) -> Row:
    n = sum(basis.load.get(cell, 0) for cell in cells)
    hours = len(cells) * basis.weeks
    desks = sum(there.get(cell, 0) for cell in cells) * basis.weeks
    inside = bool(cells & basis.own)
    values = (
        Count(n),
        share(n, sum(basis.load.values())),
        Words(_decimal(reader, n / hours) if inside else NOTHING),
        Words(_decimal(reader, n / desks) if inside and desks else NOTHING),
    )
    return Row(name, values)


def _desks(reader: Reader, period: str) -> Mapping[Cell, float]:
    """How many desks the plan of the house has in each hour, on the average of the quarter's days."""
    plan = timetable(reader.session)
    open_days: Counter[int] = Counter()
    there: Counter[Cell] = Counter()
    for day in days_of(period):
        if not plan.closed(day):
            open_days[day.isoweekday()] += 1
            sittings = [one for one in plan.day(day) if one.kind == "desk"]
            there.update((day.isoweekday(), hour) for one in sittings for hour in hours_of(one))
    return {cell: n / open_days[cell[0]] for cell, n in there.items() if open_days[cell[0]]}


def _reading_of_load(reader: Reader, basis: Basis, parts: Mapping[str, frozenset[Cell]]) -> str:
    _ = reader.say
    whole = sum(basis.load.values())
    outside = sum(n for cell, n in basis.load.items() if cell not in basis.own)
    busiest = sorted(basis.load, key=lambda cell: (-basis.load[cell], cell))[:BUSIEST]
    names = [
        f"{reader.label('weekday', str(day))} {reader.label('hour', str(hour))} "
        f"({_decimal(reader, basis.load[day, hour] / basis.weeks)})"
        for day, hour in busiest
    ]
    said = [
        _(
            "{n} of {whole} contacts ({share}) began outside the opening hours.",
            n=text(Count(outside), reader.locale),
            whole=text(Count(whole), reader.locale),
            share=text(Share(outside / whole), reader.locale),
        )
        if outside
        else _("All {whole} contacts began within the opening hours.", whole=text(Count(whole), reader.locale)),
        _("Busiest, with the contacts of a week: {names}.", names=listing(names, reader.locale)),
    ]
    if _busier(basis, parts["first"], parts):
        said.append(
            _(
                "The first hour is clearly busier than those in between: some may have waited. Opening earlier for a "
                "trial would show it."
            )
        )
    if _busier(basis, parts["last"], parts):
        said.append(
            _(
                "The last hour is clearly busier than those in between: some may have come too late. Closing later for "
                "a trial would show it."
            )
        )
    return " ".join(said)


def _busier(basis: Basis, edge: frozenset[Cell], parts: Mapping[str, frozenset[Cell]]) -> bool:
    """Whether these hours carry more than those in between, and chance would hardly do it."""
    between = basis.own - parts["first"] - parts["last"]
    if not edge or not between:
        return False
    at_the_edge, inside = (sum(basis.load.get(cell, 0) for cell in cells) for cells in (edge, between))
    return higher(at_the_edge, inside, exposure=len(edge) / len(between)) <= CHANCE


def _row_of_day(reader: Reader, found: Proposal, day: int) -> Row:
    def within(cells: frozenset[Cell]) -> Count:
        return Count(sum(n for cell, n in found.load.items() if cell in cells and cell[0] == day))

    values = (
        Words(_times(reader, found.today, day)),
        within(found.today),
        Words(_times(reader, found.proposed, day)),
        within(found.proposed),
    )
    return Row(reader.label("weekday", str(day)), values)


def _times(reader: Reader, cells: frozenset[Cell], day: int) -> str:
    """``9–12, 14–18``."""
    _ = reader.say
    times = ", ".join(f"{start}–{end}" for start, end in blocks(cells, day))
    return _("{times} o'clock", times=times) if times else _("closed")


def _reading_of_proposal(reader: Reader, basis: Basis, found: Proposal) -> str:
    _ = reader.say
    hours = len(found.today)
    if found.proposed == found.today:
        return _(
            "With {hours} opening hours a week no others would have covered clearly more contacts than today's: "
            "no change is proposed.",
            hours=hours,
        )
    said = _(
        "With {hours} opening hours a week, the proposed ones would have covered {new} of {whole} contacts, "
        "today's {old}.",
        hours=hours,
        new=text(Count(found.covered), reader.locale),
        whole=text(Count(found.whole), reader.locale),
        old=text(Count(found.covered_today), reader.locale),
    )
    return f"{said} {_tried(reader, basis)}".strip()


def _tried(reader: Reader, basis: Basis) -> str:
    """The same way of choosing, from all quarters but the last, and what that would have been worth in the last."""
    _ = reader.say
    if len(basis.tables) == 1:
        return ""
    earlier = propose(_load(basis.tables[:-1]), basis.own)
    last = Proposal(_load((basis.last,)), basis.own, earlier.proposed)
    return _(
        "Chosen from the quarters before, such hours would have covered {new} contacts in {period}, today's {old}.",
        period=reader.period_text(basis.last.period),
        new=text(Count(last.covered), reader.locale),
        old=text(Count(last.covered_today), reader.locale),
    )


def _of_quarters(reader: Reader, basis: Basis) -> str:
    _ = reader.say
    names = listing([reader.period_text(table.period) for table in basis.tables], reader.locale)
    return _("From the load of {periods}. It bears no attribute of a visitor and is exact.", periods=names)


def _seen_only(reader: Reader) -> tuple[str, ...]:
    _ = reader.say
    return (
        _(
            "A contact can only be counted while somebody is there. Whoever came in vain is in no number, and of hours "
            "at which the house was always closed nothing is known: to learn about them, open them for a trial."
        ),
    )


def _how(reader: Reader) -> tuple[str, ...]:
    _ = reader.say
    return (
        _(
            "Looked for were all weeks of as many hours with at most two blocks a day of at least two hours each; the "
            "best one is certain to be found. Of equal ones that which changes least is taken."
        ),
        _("A change is only proposed if the new hours carried so much more that chance would do it once in 100 times."),
    )


def _heat(reader: Reader, title: str, found: Proposal) -> Heat:
    _ = reader.say
    cells = [*found.load, *found.today, *found.proposed]
    weekdays = range(min(day for day, _hour in cells), max(day for day, _hour in cells) + 1)
    hours = range(min(hour for _day, hour in cells), max(hour for _day, hour in cells) + 1)

    def places(which: frozenset[Cell]) -> frozenset[tuple[int, int]]:
        return frozenset((day - weekdays.start, hour - hours.start) for day, hour in which)

    return Heat(
        title=title,
        description=_("Contacts by weekday and hour; outlined are today's hours, dotted the proposed ones."),
        unit=_("contacts"),
        rows=tuple(reader.label("weekday", str(day)) for day in weekdays),
        columns=tuple(reader.label("hour", str(hour)) for hour in hours),
        values=tuple(tuple(found.load.get((day, hour), 0) for hour in hours) for day in weekdays),
        own=places(found.today),
        guests=places(found.proposed),
        own_text=_("open today"),
        guests_text=_("proposal"),
    )


def _decimal(reader: Reader, number: float) -> str:
    return format_decimal(number, format="#,##0.0", locale=reader.locale)
