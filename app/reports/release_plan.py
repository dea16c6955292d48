"""Which table is released by which period in a year: decided from what had been released when the year began.

Only published numbers decide, so that the plan itself tells nothing; anybody can reckon it anew. A year that nothing
had been released before begins with ``START``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.disclosure.grids import TOTAL, Grid, Key
from app.disclosure.plan import Expected, finest, shares
from app.released import service
from app.released.models import ReleasePlan
from app.released.periods import first_day_of_release, kind, months_of
from app.released.tables import DECLARED, KINDS, Table
from app.reports.grids import OF_CONTACTS, key_of

MONTHS_OF_EVIDENCE = 12
START = dict.fromkeys(OF_CONTACTS, "quarter") | {
    "channel": "month",
    "language_talk": "year",
    "topic_group": "year",
    "topic_language": "year",
}
"""The plan while nothing is known of a centre: as for one of some 2,000 contacts a year."""


@dataclass(frozen=True)
class Planned:
    """What is planned of a table for a year; see app.released.models.ReleasePlan."""

    year: str
    name: str
    finest: str | None
    shares: Mapping[str, float]
    a_year: int | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class _Evidence:
    """Released tables of one kind of period, by name, and the months in which contacts came that they are of."""

    tables: Mapping[str, Sequence[Table]]
    months: int
    span: str


def plan(session: Session, year: str, grids: Mapping[str, Grid], opened: int | None) -> list[Planned]:
    """The plan of a year as it is stored, or as it is to be stored.

    ``opened`` is the month (counted as in app.released.periods) of the first contact.
    """
    return stored(session, year) or _decide(session, year, grids, opened)


def stored(session: Session, year: str) -> list[Planned]:
    """The plan of a year that was decided already."""
    return [row for row in all_stored(session) if row.year == year]


def all_stored(session: Session) -> list[Planned]:
    """The plans of all years, by year and table."""
    found = session.scalars(select(ReleasePlan).order_by(ReleasePlan.year, ReleasePlan.name))
    return [Planned(row.year, row.name, row.finest, row.shares, row.a_year, row.evidence) for row in found]


def keep(session: Session, rows: Sequence[Planned]) -> None:
    """Store the plan of a year, unless it is stored."""
    for row in rows:
        if session.get(ReleasePlan, (row.year, row.name)) is None:
            session.add(ReleasePlan(**asdict(row)))
    session.flush()


def planned(rows: Sequence[Planned], period: str) -> list[str]:
    """The tables of contacts that are due for a period of the plan's year."""
    level = KINDS.index(kind(period))
    return [row.name for row in rows if row.finest and KINDS.index(row.finest) <= level]


def _decide(session: Session, year: str, grids: Mapping[str, Grid], opened: int | None) -> list[Planned]:
    found = _evidence(session, year, opened)
    numbers = [_a_year(found[one]) for one in ("quarter", "year") if one in found]
    rows = []
    for name in OF_CONTACTS:
        cells = _expected(grids[name], numbers)
        if not cells:
            rows.append(Planned(year, name, START[name], {}))
            continue
        expected = shares(cells, DECLARED[name].kinds)
        rounded = {one: round(share, 3) for one, share in expected.items()}
        total = next(known[TOTAL] for known in numbers if TOTAL in known)
        span = next(found[one].span for one in ("quarter", "year") if one in found)
        chosen = finest(expected, DECLARED[name].kinds)
        rows.append(Planned(year, name, chosen, rounded, round(total), span))
    return rows


def _evidence(session: Session, year: str, opened: int | None) -> dict[str, _Evidence]:
    """The last four quarters, and the last year, that had been released when the year began."""
    begins = date(int(year), 1, 1)
    by_kind: dict[str, dict[str, list[str]]] = {"quarter": defaultdict(list), "year": defaultdict(list)}
    for name, period in service.catalogue(session):
        if name in OF_CONTACTS and kind(period) in by_kind and first_day_of_release(period) <= begins:
            by_kind[kind(period)][period].append(name)
    found = {}
    for one, most in (("quarter", 4), ("year", 1)):
        periods = service.in_order(by_kind[one])[-most:]
        months = [month for period in periods for month in months_of(period) if opened is None or month >= opened]
        if not months:
            continue
        tables: dict[str, list[Table]] = defaultdict(list)
        for period in periods:
            for name in by_kind[one][period]:
                table = service.released(session, name, period)
                if table is not None:
                    tables[name].append(table)
        span = periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
        found[one] = _Evidence(tables, len(months), span)
    return found


def _a_year(evidence: _Evidence) -> dict[Key, float]:
    """Contacts a year by cell, from published numbers; of a withheld one half of what it can be at most."""
    sums: dict[Key, float] = {}
    for name, tables in evidence.tables.items():
        own: dict[Key, float] = defaultdict(float)
        for table in tables:
            for cell in table.cells:
                own[key_of(name, cell.key)] += (cell.threshold - 1) / 2 if cell.count is None else cell.count
        # A table that is not released for all of these periods says less than the others.
        if len(tables) == max(len(found) for found in evidence.tables.values()):
            sums |= own
    return {key: n * MONTHS_OF_EVIDENCE / evidence.months for key, n in sums.items()}


def _expected(grid: Grid, numbers: Sequence[Mapping[Key, float]]) -> list[Expected]:
    """Every cell of a table without totals and subtopics; none if its totals are unknown.

    What is not released itself is taken as if its two sides had nothing to do with each other.
    """

    def known(key: Key) -> float | None:
        return next((found[key] for found in numbers if key in found), None)

    total = known(TOTAL)
    cells = []
    for values in product(*(axis.values for axis in grid.axes)):
        sides = [((axis.name, value),) for axis, value in zip(grid.axes, values, strict=True)]
        margins = [known(side) for side in sides]
        key = tuple(sorted(pair for side in sides for pair in side))
        if not total or None in margins:
            continue
        parts = [margin for margin in margins if margin is not None]
        product_of = total
        for part in parts:
            product_of *= part / total
        own = known(key)
        n = parts[0] if len(parts) == 1 else product_of if own is None else own
        cells.append(Expected(n, grid.threshold(key), tuple(parts) if len(parts) > 1 else (total,)))
    return cells
