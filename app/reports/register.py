"""What has been released, what was withheld, and what the release plan says of each year: for those who check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.released.models import Release, WithheldTable
from app.released.periods import months_of
from app.released.tables import DECLARED
from app.reports import release_plan
from app.reports.release_plan import Planned


@dataclass(frozen=True)
class Entry:
    """A table of a period: released on ``day`` with a hash and a method, or withheld on that day (both "").

    ``part`` is the value that is not broken down, where only that was withheld; several values stand with spaces.
    """

    name: str
    day: date
    hash: str = ""
    method: str = ""
    part: str = ""


@dataclass(frozen=True)
class OfPeriod:
    """All tables of a period by their names, first what was released, then what was withheld."""

    period: str
    released: tuple[Entry, ...]
    withheld: tuple[Entry, ...]


@dataclass(frozen=True)
class Plan:
    """The plan of a year: ``a_year`` contacts were reckoned with, from the released ``evidence`` (both None: no
    numbers yet).
    """

    year: str
    a_year: int | None
    evidence: str | None
    tables: tuple[Planned, ...]


def years(session: Session) -> list[str]:
    """The years of which something was released or withheld, the latest first."""
    found = {period[:4] for period in session.scalars(select(Release.period).distinct())}
    found |= {period[:4] for period in session.scalars(select(WithheldTable.period).distinct())}
    return sorted(found, reverse=True)


def of_year(session: Session, year: str) -> list[OfPeriod]:
    """What was released and withheld of a year and of its parts, the latest period first."""
    released: dict[str, list[Entry]] = {}
    columns = (Release.name, Release.period, Release.made_on, Release.hash, Release.method)
    chosen = select(*columns).where(Release.period.startswith(year, autoescape=True)).order_by(Release.name)
    for name, period, day, stored, method in session.execute(chosen):
        released.setdefault(period, []).append(Entry(name, day, stored, method))
    withheld: dict[str, list[Entry]] = {}
    refused = select(WithheldTable).where(WithheldTable.period.startswith(year, autoescape=True))
    for row in session.scalars(refused.order_by(WithheldTable.name, WithheldTable.part)):
        withheld.setdefault(row.period, []).append(Entry(row.name, row.made_on, part=row.part))
    return [
        OfPeriod(period, tuple(released.get(period, ())), tuple(withheld.get(period, ())))
        for period in _latest_first({*released, *withheld})
    ]


def plans(session: Session) -> list[Plan]:
    """The plans of all years, the latest first."""
    rows: dict[str, list[Planned]] = {}
    for row in release_plan.all_stored(session):
        rows.setdefault(row.year, []).append(row)
    return [
        Plan(
            year,
            next((row.a_year for row in found if row.a_year is not None), None),
            next((row.evidence for row in found if row.evidence), None),
            tuple(row for row in found if row.name in DECLARED),
        )
        for year, found in sorted(rows.items(), reverse=True)
    ]


def _latest_first(periods: Iterable[str]) -> list[str]:
    """By their ends; of those that end together the longest first."""
    return sorted(periods, key=lambda one: (months_of(one).stop, len(months_of(one))), reverse=True)
