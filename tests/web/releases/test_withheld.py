"""How it is written down what did not pass the gate."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.db import Database
from app.disclosure.gate import Application, Passed, pass_gate
from app.disclosure.grids import Step
from app.released.models import WithheldTable
from app.reports import preparing, releasing
from tests.web.releases.test_releasing import some_months


@pytest.mark.one_database
def test_a_total_that_is_not_broken_down_in_two_ways_is_named_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``topic_group`` breaks a topic down by subtopics and by groups."""
    topic = (("topic", "wohnen"),)

    def closing(asked: Application) -> Passed:
        return replace(pass_gate(asked), closed=(Step(topic, "group"), Step(topic, "topic")))

    monkeypatch.setattr(preparing, "pass_gate", closing)
    some_months(database, [f"2026-{month:02d}" for month in range(1, 13)], n=20)
    releasing.release_in_turns(database, date(2027, 1, 8))
    with database.reading() as session:
        chosen = select(WithheldTable.name, WithheldTable.part).where(WithheldTable.period == "2026")
        rows = {(name, part) for name, part in session.execute(chosen)}
    assert rows == {("topic", "wohnen"), ("topic_group", "wohnen")}


@pytest.mark.one_database
def test_a_withheld_table_stays_among_what_the_gate_reckons_with(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The year's topics and those of the other quarters tell of the one whose table was withheld."""

    def withholding(asked: Application) -> Passed:
        passed = pass_gate(asked)
        if asked.period != "2026-Q3":
            return passed
        tables = {name: numbers for name, numbers in passed.tables.items() if name != "topic"}
        return replace(passed, tables=tables, withheld=("topic",))

    applications: list[Application] = []

    def watching(asked: Application) -> Passed:
        applications.append(asked)
        return withholding(asked)

    monkeypatch.setattr(preparing, "pass_gate", watching)
    some_months(database, [f"2026-{month:02d}" for month in range(4, 13)], n=20)
    releasing.release_in_turns(database, date(2027, 1, 8))
    [year] = [one for one in applications if one.period == "2026"]
    grids, numbers = year.earlier["2026-Q3"]
    assert "topic" in {grid.name for grid in grids}
    assert not [key for key in numbers if dict(key).keys() == {"topic"}]
    assert [key for key in year.earlier["2026-Q2"][1] if dict(key).keys() == {"topic"}]
    assert "2026-Q1" not in year.earlier
