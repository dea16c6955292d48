"""A closed period on its way to release: what was counted, what is known already, and what the gate lets pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contacts.models import Contact, DeskLoad, TopicLoad
from app.disclosure.counts import Counted, Number, Tally
from app.disclosure.gate import Application, pass_gate
from app.disclosure.grids import TOTAL, Grid, Key
from app.disclosure.relations import Link
from app.house.interpreting import unmet
from app.released import rounding, service
from app.released.models import RoundingFlip
from app.released.periods import kind, month_text, months_of, parts
from app.released.tables import KINDS, Cell, Table
from app.reports import release_plan
from app.reports.counting import Sums, records, summed
from app.reports.grids import grids, key_of, links, row_of
from app.reports.release_plan import Planned
from app.vocabulary.service import vocabulary

LOAD, FIELD_LOAD, FIELDS = "desk_load", "field_load", "field_of_action"


@dataclass(frozen=True)
class Prepared:
    """What is to be stored of a period; ``seen`` is what it was counted from (see ``seen``).

    ``withheld`` are tables with the value that is not broken down in them, "" for the whole table.
    """

    period: str
    tables: tuple[Table, ...]
    withheld: tuple[tuple[str, str], ...]
    flips: frozenset[bytes]
    plan: tuple[Planned, ...]
    seen: tuple[int, int]


@dataclass
class Town:
    """The grids of a town and its contacts, counted month by month when they are first asked for."""

    session: Session
    secret: bytes
    grids: Mapping[str, Grid]
    links: tuple[Link, ...]
    opened: int | None
    _months: dict[str, Sums] = field(default_factory=dict)

    def counted(self, period: str) -> Counted:
        """The true counts of a period; for a quarter with those of the load counters."""
        months = [month_text(month) for month in months_of(period)]
        new = [month for month in months if month not in self._months]
        if new:
            fields = vocabulary(self.session).field_of_action
            of_contacts = [grid for grid in self.grids.values() if grid.margins]
            found = summed(records(self.session, new, fields), of_contacts)
            self._months |= {month: found.get(month, Sums()) for month in new}
        whole = Sums()
        for month in months:
            whole.add(self._months[month])
        counted = whole.counted(self.secret)
        counted = replace(counted, floors=self._unmet(period))
        return self._with_load(counted, period) if kind(period) == "quarter" else counted

    def load(self, quarter: str) -> dict[tuple[str, str], int]:
        """The load counters of a quarter by weekday and hour."""
        rows = self.session.scalars(select(DeskLoad).where(DeskLoad.quarter == quarter))
        return {(str(row.weekday), str(row.hour)): row.n for row in rows}

    def _unmet(self, period: str) -> dict[Key, int]:
        """At least so many of a language: those for whom nobody was known, whose numbers are published by quarter."""
        quarters = {"quarter": [period], "year": parts(period)}.get(kind(period), [])
        floors: dict[Key, int] = {}
        for quarter in quarters:
            for cell in unmet.cells_of(unmet.counts(self.session, quarter), secret=self.secret, quarter=quarter):
                low, _ = Number(cell.count, cell.threshold).interval
                key = (("language", cell.key[0]),)
                floors[key] = floors.get(key, 0) + low
        return floors

    def _with_load(self, counted: Counted, quarter: str) -> Counted:
        exact: dict[Key, int] = {}
        for (weekday, _hour), n in self.load(quarter).items():
            for key in (TOTAL, (("weekday", weekday),)):
                exact[key] = exact.get(key, 0) + n
        if not exact:
            return counted
        tallies = dict(counted.tallies)
        tallies |= {key: Tally(n, counted.nobody.decision) for key, n in exact.items() if key != TOTAL}
        for row in self.session.scalars(select(TopicLoad).where(TopicLoad.quarter == quarter)):
            cell = (row.field_of_action_id, str(row.weekday))
            decision = rounding.decision_of_counter(self.secret, table=FIELD_LOAD, period=quarter, cell=cell, n=row.n)
            tallies[(FIELDS, cell[0]), ("weekday", cell[1])] = Tally(row.n, decision)
        return replace(counted, tallies=tallies, exact=exact)


def town(session: Session) -> Town:
    """The town of this database. The secret of the rounding must be there."""
    first = session.scalar(select(func.min(Contact.month)))
    opened = months_of(first).start if first else None
    return Town(session, service.stored_secret(session), grids(session), links(session), opened)


def prepare(of: Town, period: str) -> Prepared:
    """Count the period and let the gate decide, together with all that has been released of its parts."""
    # First of all: what comes in while it is counted must make a difference (PostgreSQL reads each row as it is then).
    before = seen(of.session, period)
    rows = release_plan.plan(of.session, period[:4], of.grids, of.opened)
    passed = pass_gate(_application(of, period, release_plan.planned(rows, period)))
    tables = [_table(name, period, numbers) for name, numbers in passed.tables.items()]
    load = of.load(period) if kind(period) == "quarter" else {}
    if load and passed.load:
        cells = tuple(Cell(place, n, rounding.THRESHOLD) for place, n in sorted(load.items()))
        tables.append(Table(LOAD, period, rounding.METHOD, cells))
    withheld = [(name, "") for name in passed.withheld]
    withheld += [(LOAD, "")] if load and not passed.load else []
    withheld += [
        (name, " ".join(value for _, value in step.total))
        for step in passed.closed
        for name in passed.tables
        if of.grids[name].takes(step)
    ]
    return Prepared(period, tuple(tables), tuple(dict.fromkeys(withheld)), passed.flips, tuple(rows), before)


def seen(session: Session, period: str) -> tuple[int, int]:
    """How many contacts the period has, and the sum of their keys."""
    months = [month_text(month) for month in months_of(period)]
    keys = list(session.scalars(select(Contact.key).where(Contact.month.in_(months))))
    return len(keys), sum(int.from_bytes(key) for key in keys)


def _application(of: Town, period: str, names: Iterable[str]) -> Application:
    catalogue = service.catalogue(of.session)
    inside = [*_inside(period)]
    earlier: dict[str, tuple[list[Grid], dict[Key, Number]]] = {}
    counted = {period: of.counted(period)}
    before = {one for one in inside if of.opened is None or months_of(one).stop <= of.opened}
    for finer in inside:
        own = [name for name in of.grids if (name, finer) in catalogue]
        # With tables that were withheld: what they would count is counted in shorter and longer periods, too.
        like = {name for name, one in catalogue if one in inside and KINDS.index(kind(one)) <= KINDS.index(kind(finer))}
        if like and finer not in before:
            all_like = [grid for name, grid in of.grids.items() if name in like]
            earlier[finer] = (all_like, _numbers(of.session, own, finer))
            known = of.counted(finer)
            counted[finer] = known if (LOAD, finer) in catalogue else replace(known, exact={})
    chosen = [of.grids[name] for name in names]
    if counted[period].exact and any(grid.name == FIELDS for grid in chosen):
        chosen.append(of.grids[FIELD_LOAD])
    return Application(
        period=period,
        grids=chosen,
        counted=counted,
        earlier=earlier,
        parts={one: parts(one) for one in (period, *inside) if parts(one)},
        empty=frozenset(before),
        flips=frozenset(of.session.scalars(select(RoundingFlip.decision))),
        sensitive=kind(period) != "month",
        links=of.links,
    )


def _inside(period: str) -> Iterable[str]:
    for part in parts(period):
        yield part
        yield from _inside(part)


def _numbers(session: Session, names: Iterable[str], period: str) -> dict[Key, Number]:
    found: dict[Key, Number] = {}
    for name in names:
        table = service.released(session, name, period)
        if table is not None:
            found |= {key_of(name, cell.key): Number(cell.count, cell.threshold) for cell in table.cells}
    return found


def _table(name: str, period: str, numbers: Mapping[Key, Number]) -> Table:
    found = {row_of(name, key): number for key, number in numbers.items()}
    if name == FIELD_LOAD:
        # It has no totals of its own that would say that a small number is there.
        found = {row: number for row, number in found.items() if number.count is not None}
    cells = (Cell(row, number.count, number.threshold) for row, number in sorted(found.items()))
    return Table(name, period, rounding.METHOD, tuple(cells))
