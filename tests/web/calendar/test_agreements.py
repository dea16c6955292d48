"""Cooperation agreements in the database: their end, their reminder, who was quicker."""

from dataclasses import replace
from datetime import date

import pytest

from app.db import Database
from app.errors import NotFound
from app.house.agreements import service
from app.house.agreements.service import AgreementContent
from app.house.versions import ChangedMeanwhile, Unfit

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 23)
DRK = AgreementContent(
    office_id="drk_mbe",
    title="Kooperationsvereinbarung",
    signed_on=date(2025, 1, 1),
    ends_on=date(2027, 2, 21),
    remind_days=90,
)


def add(database: Database, content: AgreementContent = DRK) -> str:
    with database.writing() as session:
        return service.add(session, content).id


@pytest.mark.parametrize(
    ("ends_on", "state"),
    [
        (date(2027, 2, 22), "running"),
        (date(2027, 2, 21), "soon"),
        (TODAY, "soon"),
        (date(2026, 11, 22), "over"),
        (None, "running"),
    ],
)
def test_the_reminder_comes_as_many_days_before_the_end_as_wished(
    database: Database, ends_on: date | None, state: str
) -> None:
    name = add(database, replace(DRK, ends_on=ends_on))
    with database.reading() as session:
        assert service.state(service.agreement(session, name), TODAY) == state
        assert [row.id for row in service.due(session, TODAY)] == ([name] if state in {"soon", "over"} else [])


def test_what_is_archived_reminds_of_nothing_until_it_is_put_back(database: Database) -> None:
    name = add(database)
    with database.writing() as session:
        service.archive(session, name, archived=True, seen=1)
    with database.reading() as session:
        assert service.state(service.agreement(session, name), TODAY) == "archived"
        assert service.due(session, TODAY) == []
    with database.writing() as session:
        service.archive(session, name, archived=False, seen=2)
    with database.reading() as session:
        assert len(service.due(session, TODAY)) == 1


def test_whoever_has_not_seen_the_newest_version_writes_nothing(database: Database) -> None:
    name = add(database)
    with database.writing() as session:
        service.change(session, name, replace(DRK, title="Neu"), seen=1)
    with pytest.raises(ChangedMeanwhile), database.writing() as session:
        service.change(session, name, replace(DRK, title="Neuer"), seen=1)
    with database.reading() as session:
        assert service.content_of(service.agreement(session, name)) == replace(DRK, title="Neu")


def test_what_ends_first_comes_first(database: Database) -> None:
    later, endless, first = (
        add(database, replace(DRK, ends_on=ends)) for ends in (date(2028, 1, 1), None, date(2026, 12, 31))
    )
    with database.reading() as session:
        assert [row.id for row in service.agreements(session)] == [first, later, endless]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"office_id": ""}, "office_id", service.NO_PARTNER),
        ({"office_id": "nobody"}, "office_id", service.NO_PARTNER),
        ({"title": ""}, "title", service.NO_TITLE),
        ({"ends_on": date(2024, 12, 31)}, "ends_on", service.ENDS_BEFORE),
        ({"remind_days": None}, "remind_days", service.NO_REMINDER),
        ({"remind_days": -1}, "remind_days", service.NO_REMINDER),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    sqlite_database: Database, changed: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Unfit) as caught:
        add(sqlite_database, replace(DRK, **changed))  # type: ignore[arg-type]
    assert caught.value.problems == {field: sentence}


def test_one_that_is_not_there(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session, pytest.raises(NotFound):
        service.agreement(session, "nothing")
