"""Released once, seven days after the quarter, frozen; what rates and estimates can be read from it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from app import clock, night
from app.contacts.models import DeskLoad
from app.db import Database
from app.released.models import Release, RoundingSecret
from app.released.quarters import next_release
from app.released.service import ChangedRelease, TooEarly, periods, release, released, rounding_secret
from app.released.tables import ALL, Cell, Table
from referrals import feedback_rates
from referrals.feedback import OUTCOMES
from referrals.feedback_rates import rates, troubled
from referrals.models import Feedback

# Named by rules of these fields for topics that are handled as normal only.
PLAIN = ("mieterverein", "wohnen")
SENSITIVE = ("abh", "oeffnung")
TUESDAY = datetime(2027, 1, 12, 4, 0, tzinfo=clock.ZONE)


def opened(database: Database, quarter: str = "2026-Q1") -> None:
    with database.writing() as session:
        session.add(DeskLoad(quarter=quarter, weekday=1, hour=9, n=40))


def reported(database: Database, quarter: str, pair: tuple[str, str], *numbers: int) -> None:
    with database.writing() as session:
        for outcome, n in zip(OUTCOMES, numbers, strict=True):
            if n:
                session.add(
                    Feedback(office_id=pair[0], field_of_action_id=pair[1], quarter=quarter, outcome=outcome, n=n)
                )


def at_night(database: Database, now: datetime) -> list[str]:
    """The quarters of this table that the night job releases."""
    return [made.removeprefix("feedback ") for made in night.run(database, now).released if made.startswith("feedback")]


def table(database: Database, quarter: str) -> Table | None:
    with database.reading() as session:
        return released(session, "feedback", quarter)


def test_the_night_job_releases_what_is_due_once(database: Database) -> None:
    opened(database)
    reported(database, "2026-Q2", PLAIN, 31, 8, 0, 2)
    reported(database, "2026-Q2", SENSITIVE, 31, 8, 0, 2)
    assert at_night(database, datetime(2026, 7, 6, 3, 0, tzinfo=clock.ZONE)) == ["2026-Q1"]
    assert at_night(database, datetime(2026, 7, 7, 3, 0, tzinfo=clock.ZONE)) == ["2026-Q2"]
    assert at_night(database, datetime(2026, 7, 8, 3, 0, tzinfo=clock.ZONE)) == []
    found = table(database, "2026-Q2")
    assert found is not None
    total, reached, wrong = (found.count(*PLAIN, one) for one in (ALL, "reached", "wrong_office"))
    assert (total, reached, wrong) in [(t, r, w) for t in (40, 45) for r in (30, 35) for w in (5, 10)]
    assert [found.count(*PLAIN, one) for one in ("turned_away", "not_gone")] == [None, None]
    assert {cell.threshold for cell in found.cells if cell.key[0] == "mieterverein"} == {5}
    assert {cell.threshold for cell in found.cells if cell.key[0] == "abh"} == {10}
    assert found.count(*SENSITIVE, "wrong_office") is None
    empty = table(database, "2026-Q1")
    assert empty is not None
    assert empty.cells == ()


def test_what_comes_later_changes_nothing(database: Database) -> None:
    opened(database)
    reported(database, "2026-Q1", PLAIN, 31, 8, 0, 2)
    night.run(database, datetime(2026, 5, 1, 3, 0, tzinfo=clock.ZONE))
    before = table(database, "2026-Q1")
    with database.writing() as session:
        session.execute(update(Feedback).values(n=500))
    night.run(database, datetime(2026, 5, 2, 3, 0, tzinfo=clock.ZONE))
    assert before is not None
    assert table(database, "2026-Q1") == before


def test_nothing_of_the_running_quarter(database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 31, 8, 0, 2)
    assert at_night(database, datetime(2027, 1, 6, 23, 0, tzinfo=clock.ZONE)) == []
    with database.reading() as session:
        assert periods(session, "feedback") == []
        assert next_release(session, date(2026, 11, 23)) == date(2027, 1, 7)
        assert next_release(session, date(2027, 1, 6)) == date(2027, 1, 7)


def test_a_house_without_contacts_releases_nothing(database: Database) -> None:
    assert at_night(database, TUESDAY) == []
    with database.reading() as session:
        assert next_release(session, date(2026, 11, 23)) == date(2027, 1, 7)


def test_a_restored_backup_comes_to_the_same_numbers(database: Database) -> None:
    opened(database, "2026-Q3")
    for number, office in enumerate(("jobcenter", "mieterverein", "abh", "caritas")):
        reported(database, "2026-Q3", (office, "wohnen"), 21 + number, 13, 12, 11)
    night.run(database, TUESDAY)
    first = table(database, "2026-Q3")
    with database.writing() as session:
        session.execute(delete(Release))
    night.run(database, TUESDAY + timedelta(days=1))
    assert first is not None
    assert first.cells == (table(database, "2026-Q3") or first).cells
    assert len(first.cells) == 20


def test_a_changed_release_is_noticed(database: Database) -> None:
    opened(database, "2026-Q3")
    reported(database, "2026-Q3", PLAIN, 31, 8, 0, 2)
    night.run(database, TUESDAY)
    with database.writing() as session:
        row = session.get_one(Release, ("feedback", "2026-Q3"))
        content = {**row.content, "cells": [{**cell, "count": 25} for cell in row.content["cells"]]}
        session.execute(update(Release).where(Release.name == "feedback").values(content=content))
    with pytest.raises(ChangedRelease):
        table(database, "2026-Q3")


def test_too_early_and_unrounded_are_refused(database: Database) -> None:
    with database.writing() as session:
        with pytest.raises(TooEarly):
            release(session, Table("feedback", "2026-Q4", "m", ()), today=date(2027, 1, 6))
        with pytest.raises(ValueError, match="disclosure"):
            release(session, Table("feedback", "2026-Q4", "m", (Cell((*PLAIN, ALL), 7, 5),)), today=date(2027, 1, 7))
        assert release(session, Table("feedback", "2026-Q4", "m", ()), today=date(2027, 1, 7))
        assert not release(session, Table("feedback", "2026-Q4", "other", ()), today=date(2027, 1, 7))


def test_the_secret_is_made_once_and_by_each_database_for_itself(database: Database) -> None:
    with database.reading() as session:
        assert session.get(RoundingSecret, 1) is None
    with database.writing() as session:
        secret = rounding_secret(session)
    with database.writing() as session:
        assert rounding_secret(session) == secret
    assert len(secret) == 32


def test_rates_of_the_last_four_quarters(database: Database) -> None:
    opened(database, "2025-Q3")
    reported(database, "2025-Q3", PLAIN, 0, 500, 0, 0)
    for quarter in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
        reported(database, quarter, PLAIN, 30, 10, 5, 0)
    reported(database, "2026-Q4", ("jobcenter", "wohnen"), 6, 0, 0, 4)
    reported(database, "2026-Q4", ("caritas", "wohnen"), 50, 0, 0, 0)
    night.run(database, TUESDAY)
    with database.reading() as session, clock.fixed(TUESDAY):
        assert feedback_rates.last_quarters(session) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
        worst, *rest = rates(session)
        trouble = troubled(session)
    # Multiples of five stay as they are.
    assert (worst.office, worst.field, worst.reports, worst.base) == (*PLAIN, 180, 180)
    assert dict(worst.parts) == {"reached": 120, "wrong_office": 40, "turned_away": 20, "not_gone": None}
    assert (round(worst.astray, 3), worst.withheld) == (0.333, 0)
    assert {rule.topic.partition("/")[0] for rule in worst.rules} == {"wohnen"}
    assert all("mieterverein" in rule.responsible + rule.advises for rule in worst.rules)
    assert [(one.office, one.base, one.troubled) for one in rest] == [
        ("caritas", 50, False),
        ("jobcenter", 0, False),
    ]
    assert dict(rest[1].parts) == {}
    assert [(one.office, one.field, round(one.rate, 3), one.base) for one in trouble] == [(*PLAIN, 0.333, 180)]
    assert trouble[0].rules == worst.rules


def test_one_in_five_is_too_many(database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 20, 5, 0, 0)
    reported(database, "2026-Q4", ("abh", "wohnen"), 25, 5, 0, 0)
    reported(database, "2026-Q4", ("jobcenter", "wohnen"), 0, 0, 0, 60)
    night.run(database, TUESDAY)
    with database.reading() as session, clock.fixed(TUESDAY):
        assert [(one.office, one.rate) for one in troubled(session)] == [("mieterverein", 0.2)]


def test_nothing_is_known_before_the_first_release(database: Database) -> None:
    opened(database, "2026-Q4")
    reported(database, "2026-Q4", PLAIN, 0, 500, 0, 0)
    with database.reading() as session:
        assert rates(session) == []
        assert troubled(session) == []
