"""About how many contacts a change touches: from released tables, or not at all."""

from datetime import date, datetime

import pytest

from app import clock
from app.db import Database
from app.released.periods import last_day
from app.released.rounding import METHOD
from app.released.service import Estimate, estimate, release
from app.released.tables import ALL, Cell, Table

pytestmark = pytest.mark.one_database

NOW = datetime(2027, 2, 15, 10, 0, tzinfo=clock.ZONE)
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
UKRAINE = "aufenthalt/ukraine_24"


def put(database: Database, name: str, period: str, cells: dict[tuple[str, ...], int | None]) -> None:
    rows = tuple(Cell(key, count, 5) for key, count in cells.items())
    with database.writing() as session:
        assert release(session, Table(name, period, METHOD, rows), today=date(2027, 2, 1))
    assert last_day(period) < date(2027, 2, 1)


def ask(database: Database, topic: str, *groups: str) -> Estimate | None:
    with database.reading() as session, clock.fixed(NOW):
        return estimate(session, topic, groups)


def test_nothing_released(database: Database) -> None:
    assert ask(database, UKRAINE) is None
    assert ask(database, UKRAINE, "refugee") is None


def test_four_quarters_make_a_year(database: Database) -> None:
    for quarter in ("2025-Q4", *QUARTERS):
        put(database, "topic", quarter, {(ALL, ALL): 80, ("aufenthalt", ALL): 20, ("aufenthalt", UKRAINE): 10})
    assert ask(database, UKRAINE) == Estimate(40, 320)
    assert ask(database, "aufenthalt") == Estimate(80, 320)


def test_a_year_is_rounded_less_often_than_four_quarters(database: Database) -> None:
    for quarter in QUARTERS:
        put(database, "topic", quarter, {(ALL, ALL): 80, ("aufenthalt", UKRAINE): 10})
    put(database, "topic", "2026", {(ALL, ALL): 315, ("aufenthalt", UKRAINE): 35})
    assert ask(database, UKRAINE) == Estimate(35, 315)


def test_where_the_year_withholds_the_quarters_may_not(database: Database) -> None:
    put(database, "topic", "2026", {(ALL, ALL): 315, ("aufenthalt", UKRAINE): None})
    for quarter in QUARTERS:
        put(database, "topic", quarter, {(ALL, ALL): 80, ("aufenthalt", UKRAINE): 10})
    assert ask(database, UKRAINE) == Estimate(40, 315)


def test_groups_by_the_year_with_all_contacts_by_the_month(database: Database) -> None:
    put(
        database,
        "topic_group",
        "2026",
        {
            ("aufenthalt", UKRAINE, "refugee"): 40,
            ("aufenthalt", UKRAINE, "student"): 5,
            ("aufenthalt", UKRAINE, ALL): 50,
        },
    )
    assert ask(database, UKRAINE, "refugee") is None
    for month in range(1, 13):
        put(database, "topic", f"2026-{month:02d}", {(ALL, ALL): 25})
    assert ask(database, UKRAINE, "refugee") == Estimate(40, 300)
    assert ask(database, UKRAINE, "refugee", "student", "refugee") == Estimate(45, 300)
    assert ask(database, UKRAINE, "refugee", "skilled_worker") is None
    assert ask(database, "wohnen/mietproblem", "refugee") is None


@pytest.mark.parametrize("missing", [*QUARTERS])
def test_a_gap_or_a_withheld_number_cannot_be_said(database: Database, missing: str) -> None:
    for quarter in QUARTERS:
        if quarter != missing:
            put(database, "topic", quarter, {(ALL, ALL): 80, ("aufenthalt", UKRAINE): 10})
    assert ask(database, UKRAINE) is None
    put(database, "topic", missing, {(ALL, ALL): 80, ("aufenthalt", UKRAINE): None})
    assert ask(database, UKRAINE) is None
    assert ask(database, "aufenthalt") is None


def test_what_is_too_old_says_nothing_of_the_last_year(database: Database) -> None:
    put(database, "topic", "2025", {(ALL, ALL): 300, ("aufenthalt", UKRAINE): 30})
    assert ask(database, UKRAINE) is None


def test_months_may_run_over_the_turn_of_the_year(database: Database) -> None:
    months = [f"2026-{month:02d}" for month in range(2, 13)] + ["2027-01"]
    with database.writing() as session:
        for month in months:
            rows = (Cell((ALL, ALL), 25, 5), Cell(("aufenthalt", UKRAINE), 5, 5))
            release(session, Table("topic", month, METHOD, rows), today=date(2027, 2, 15))
    assert ask(database, UKRAINE) == Estimate(60, 300)
