"""The load by weekday and hour: exact, with its sums, beside the centre's own hours and those of partners."""

from datetime import time

import pytest

from app.db import Database
from app.house.presence import editing
from app.released.rounding import METHOD, THRESHOLD
from app.released.service import release
from app.released.tables import Cell, Table
from app.reports.charts.values import Heat
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections import load
from app.reports.values import Change, Count, Section, Share, Value
from tests.released import TODAY

QUARTER, BEFORE = "2026-Q3", "2026-Q2"
LOAD = {(1, 9): 40, (1, 11): 30, (4, 11): 20, (6, 10): 10}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A quarter of a hundred contacts, and half as many on Mondays of the one before."""
    with sqlite_database.writing() as session:
        for quarter, counts in ((QUARTER, LOAD), (BEFORE, {(1, 9): 35})):
            cells = tuple(Cell((str(day), str(hour)), n, THRESHOLD) for (day, hour), n in counts.items())
            release(session, Table("desk_load", quarter, METHOD, cells), today=TODAY)
    return sqlite_database


def sections(database: Database, period: str = QUARTER) -> dict[str, Section]:
    with database.reading() as session:
        return {one.id: one for one in load.build(Reader(session, "en"), Asked(period))}


def enter(database: Database, kind: str, office: str | None, weekday: int, hours: range) -> None:
    with database.writing() as session:
        content = editing.SlotContent(
            kind, office, "Desk 1", "2", ("de",), (), weekday, None, time(hours.start), time(hours.stop)
        )
        editing.add_slot(session, content)


def counts(values: tuple[Value, ...]) -> list[int | None]:
    return [value.count for value in values if isinstance(value, Count)]


def test_the_week_with_its_sums(database: Database) -> None:
    week = sections(database)["week"]
    assert [column.heading for column in week.columns] == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
        "in total",
    ]
    rows = {row.label: counts(row.values) for row in week.rows}
    assert rows["9:00"] == [40, 0, 0, 0, 0, 0, 40]
    assert rows["11:00"] == [30, 0, 0, 20, 0, 0, 50]
    assert rows["in total"] == [70, 0, 0, 20, 0, 10, 100]
    assert week.reading == "Busiest: Monday 9:00 (40), Monday 11:00 (30) and Thursday 11:00 (20)."


def test_weekdays_and_hours_beside_the_quarter_before(database: Database) -> None:
    found = sections(database)
    monday = found["weekdays"].rows[0]
    assert monday.values == (Count(70), Share(0.7), Count(35), Change(35, True, 1.0))
    assert {row.label: row.values[0] for row in found["hours"].rows}["11:00"] == Count(50)
    assert found["hours"].rows[0].values[3] == Change(5, False, 5 / 35)


def test_without_desks_in_the_plan_the_hours_at_the_door_count(database: Database) -> None:
    found = sections(database)
    chart = found["week"].chart
    assert isinstance(chart, Heat)
    # The directory: Monday, Tuesday, Thursday from 11 to 17.
    assert {row for row, _ in chart.own} == {0, 1, 3}
    assert {chart.columns[column] for _, column in chart.own} == {f"{hour}:00" for hour in range(11, 17)}
    outside = found["outside"]
    assert outside.reading == "50 of 100 contacts (50%) began outside of the centre's own hours."
    assert [(row.label, row.values) for row in outside.rows] == [
        ("Monday 9:00", (Count(40), Share(0.4))),
        ("Saturday 10:00", (Count(10), Share(0.1))),
    ]


def test_the_plan_of_desks_and_partners_is_laid_over(database: Database) -> None:
    enter(database, "desk", None, 1, range(9, 12))
    enter(database, "partner", "babs", 4, range(11, 13))
    found = sections(database)
    chart = found["week"].chart
    assert isinstance(chart, Heat)
    assert {(chart.rows[row], chart.columns[column]) for row, column in chart.own} == {
        ("Monday", f"{hour}:00") for hour in (9, 10, 11)
    }
    assert {(chart.rows[row], chart.columns[column]) for row, column in chart.guests} == {
        ("Thursday", "11:00"),
        ("Thursday", "12:00"),
    }
    assert found["outside"].reading.startswith("30 of 100 contacts (30%) ")


def test_a_quarter_without_a_contact_and_one_that_is_not_released(database: Database) -> None:
    with database.writing() as session:
        release(session, Table("desk_load", "2026-Q1", METHOD, ()), today=TODAY)
    [empty] = sections(database, "2026-Q1").values()
    assert empty.missing == "There was no contact in this period."
    [unknown] = sections(database, "2025-Q4").values()
    assert unknown.missing
    assert unknown.missing != empty.missing
