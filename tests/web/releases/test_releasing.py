"""What the night job releases of contacts: in order, once, from closed periods alone; on both databases."""

import random
from collections.abc import Iterable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, night
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.db import Database
from app.released import service
from app.released.models import RoundingFlip
from app.released.periods import kind, months_of
from app.released.tables import ALL, Table
from app.reports import release_plan, releasing
from app.reports.preparing import Prepared, Town, prepare, town

TODAY = date(2026, 11, 22)
LANGUAGES = ("uk", "uk", "uk", "ar", "ar", "ro", "vi")
TOPICS = ("wohnen/mietproblem", "arbeit/arbeitssuche", "asyl/rueckkehr", "familie", "schutz")


def log(session: Session, month: str, n: int, seed: int = 0) -> None:
    """Contacts of a month, all begun on a Tuesday at ten."""
    chance, housing = random.Random(f"{month} {seed}"), 0
    for _ in range(n):
        key = chance.randbytes(16)
        language = chance.choice(LANGUAGES)
        session.add(Contact(key=key, month=month, language=language, talk="direct", channel="in_person"))
        session.flush()
        topics = chance.sample(TOPICS, chance.choice((1, 1, 2)))
        session.add_all(ContactTopic(contact_key=key, topic_id=topic) for topic in topics)
        housing += "wohnen/mietproblem" in topics
    quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
    load = session.get(DeskLoad, (quarter, 2, 10)) or DeskLoad(quarter=quarter, weekday=2, hour=10, n=0)
    load.n += n
    field = {"field_of_action_id": "wohnen", "weekday": 2, "quarter": quarter}
    topic = session.get(TopicLoad, field) or TopicLoad(**field, n=0)
    topic.n += housing
    session.add_all([load, topic])
    session.flush()


def some_months(database: Database, months: Iterable[str], n: int = 60) -> None:
    with database.writing() as session:
        for month in months:
            log(session, month, n)


def all_tables(database: Database) -> dict[tuple[str, str], Table]:
    with database.reading() as session:
        return {
            (name, period): service.released_as(session, name, period, stored)
            for (name, period), stored in service.catalogue(session).items()
        }


@pytest.fixture
def filled(database: Database) -> Database:
    some_months(database, ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"))
    return database


def test_closed_periods_in_order_and_only_once(filled: Database) -> None:
    done = releasing.release_in_turns(filled, TODAY)
    periods = list(dict.fromkeys(one.split()[1] for one in done))
    assert periods == sorted(periods, key=lambda one: (months_of(one).stop, len(months_of(one))))
    assert {"2026-04", "2026-Q2", "2026-Q3", "2026-10"} <= set(periods)
    assert not [one for one in periods if one in ("2026-11", "2026-Q4", "2026")]
    before = all_tables(filled)
    assert releasing.release_in_turns(filled, TODAY) == []
    assert all_tables(filled) == before


@pytest.mark.one_database
def test_seven_days_after_the_end_at_the_earliest(database: Database) -> None:
    some_months(database, ("2026-07", "2026-08", "2026-09"))
    early = releasing.release_in_turns(database, date(2026, 10, 6))
    assert not [one for one in early if "2026-Q3" in one or "2026-09" in one]
    assert [one for one in releasing.release_in_turns(database, date(2026, 10, 7)) if one == "topic 2026-Q3"]


@pytest.mark.one_database
def test_what_comes_afterwards_changes_nothing(filled: Database) -> None:
    releasing.release_in_turns(filled, TODAY)
    before = {place: table.hash for place, table in all_tables(filled).items()}
    with filled.writing() as session:
        log(session, "2026-11", 300, seed=1)
    releasing.release_in_turns(filled, TODAY)
    assert {place: table.hash for place, table in all_tables(filled).items()} == before


@pytest.mark.one_database
def test_a_first_plan_and_the_next_one_from_what_was_released(filled: Database) -> None:
    releasing.release_in_turns(filled, date(2027, 2, 20))
    with filled.reading() as session:
        first = {one.name: one.finest for one in release_plan.stored(session, "2026")}
        second = release_plan.stored(session, "2027")
    assert first == release_plan.START
    assert {one.evidence for one in second} == {"2026-Q2–2026-Q3"}
    assert {one.a_year for one in second} <= set(range(680, 761))
    assert [one.finest for one in second if one.name == "channel"] == ["month"]
    assert {one.finest for one in second} > {"month"}


@pytest.mark.one_database
def test_the_load_is_exact_and_sensitive_topics_are_not_told_by_month(filled: Database) -> None:
    releasing.release_in_turns(filled, TODAY)
    found = all_tables(filled)
    assert [(cell.key, cell.count) for cell in found["desk_load", "2026-Q3"].cells] == [(("2", "10"), 180)]
    topics = found["topic", "2026-Q3"]
    assert topics.cell("asyl", ALL) is not None
    assert topics.cells[0].threshold == 5
    assert {cell.threshold for cell in topics.cells if cell.key[0] in ("asyl", "schutz")} == {10}
    assert ALL in {cell.key[0] for cell in found["channel", "2026-10"].cells}
    assert not [name for name, period in found if kind(period) == "month" and name != "channel"]
    [housing] = found["field_load", "2026-Q3"].cells
    assert housing.key == ("wohnen", "2")
    assert abs((housing.count or 0) - (found["field_of_action", "2026-Q3"].count("wohnen") or 0)) <= 5


def test_a_sheet_that_comes_in_between_is_counted_the_next_night(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody enters contacts from paper after the period was counted and before its numbers are stored."""
    real = prepare

    def slow(of: Town, period: str) -> Prepared:
        ready = real(of, period)
        if period == "2026-10":
            with filled.writing() as session:
                log(session, "2026-10", 7, seed=2)
        return ready

    monkeypatch.setattr(releasing, "prepare", slow)
    assert not [one for one in releasing.release_in_turns(filled, TODAY) if "2026-10" in one]
    monkeypatch.undo()
    assert "channel 2026-10" in releasing.release_in_turns(filled, TODAY)
    assert all_tables(filled)["channel", "2026-10"].count(ALL) in (65, 70)


@pytest.mark.one_database
def test_two_who_release_at_once_leave_one_release(filled: Database) -> None:
    with filled.writing() as session:
        service.rounding_secret(session)
    with filled.reading() as session:
        ready = prepare(town(session), "2026-04")
    assert releasing.release_in_turns(filled, TODAY)
    before = all_tables(filled)
    with filled.writing() as session:
        assert releasing._store(session, ready, TODAY) == []
    assert all_tables(filled) == before


@pytest.mark.one_database
def test_a_year_whose_contacts_are_being_forgotten_is_left_alone(database: Database) -> None:
    some_months(database, ("2024-12", "2025-01", "2025-02"))
    night.run(database, datetime(2027, 1, 8, 3, 0, tzinfo=clock.ZONE))
    periods = {period for name, period in all_tables(database) if name == "channel"}
    assert "2025" in periods
    assert not [period for period in periods if period.startswith("2024")]


@pytest.mark.one_database
def test_before_the_first_contact_there_is_nothing(database: Database) -> None:
    assert releasing.release_in_turns(database, TODAY) == []
    with database.reading() as session:
        assert release_plan.stored(session, "2026") == []


@pytest.mark.one_database
def test_turned_numbers_are_forgotten_with_the_last_contacts_of_their_year(database: Database) -> None:
    with database.writing() as session:
        session.add_all(RoundingFlip(decision=bytes([n]) * 32, year=f"202{n}") for n in (4, 5, 6))
    night.run(database, datetime(2027, 8, 1, 3, 0, tzinfo=clock.ZONE))
    with database.reading() as session:
        assert set(session.scalars(select(RoundingFlip.year))) == {"2025", "2026"}


def test_what_was_forgotten_leaves_no_trace_even_if_nothing_can_be_released(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    compacted: list[Database] = []

    def compact(of: Database) -> bool:
        compacted.append(of)
        return True

    monkeypatch.setattr(night, "_compact_sqlite", compact)
    monkeypatch.setattr(night, "_rewrite_postgresql", compact)

    def broken(database: Database, today: date) -> tuple[str, ...]:
        raise service.ChangedRelease("A released table has been changed since.")

    monkeypatch.setattr(night, "_release", broken)
    with pytest.raises(service.ChangedRelease):
        night.run(database, datetime(2026, 11, 22, 3, 0, tzinfo=clock.ZONE))
    assert compacted == [database]
