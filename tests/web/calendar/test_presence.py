"""Hours in the house and closures in the database: what may be entered, who was quicker, what follows from it."""

from dataclasses import asdict, replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.errors import NotFound
from app.house.presence import editing
from app.house.presence.editing import SlotContent
from app.house.presence.models import PresenceSlot
from app.house.presence.service import slots, timetable
from app.house.versions import ChangedMeanwhile, Unfit
from app.vocabulary.service import raise_revision
from referrals.directory.models import Office
from tests.web.calendar.house import BUSSTAG, DRK, WEDNESDAY


def add(database: Database, content: SlotContent = DRK) -> str:
    with database.writing() as session:
        return editing.add_slot(session, content).id


def test_the_timetable_has_what_was_entered(database: Database) -> None:
    name = add(database)
    with database.reading() as session:
        table = timetable(session)
        assert timetable(session) is table
    (sitting,) = table.day(WEDNESDAY)
    assert (sitting.slot, sitting.office, sitting.room) == (name, "drk_mbe", "1.04")
    assert (sitting.languages, sitting.topics) == (("ar", "fa"), ("aufenthalt",))
    assert (sitting.starts, sitting.ends) == (datetime(2026, 11, 25, 9), datetime(2026, 11, 25, 12))  # noqa: DTZ001
    assert table.day(BUSSTAG) == ()


def test_a_change_of_the_house_makes_a_new_timetable(database: Database) -> None:
    name = add(database)
    with database.reading() as session:
        before = timetable(session)
    with database.writing() as session:
        row = editing.change_slot(session, name, replace(DRK, room="2.01"), seen=1)
        assert row.version == 2
    with database.reading() as session:
        assert timetable(session) is not before
        assert [sitting.room for sitting in timetable(session).day(WEDNESDAY)] == ["2.01"]


def test_whoever_has_not_seen_the_newest_version_writes_nothing(database: Database) -> None:
    name = add(database)
    with database.writing() as session:
        editing.change_slot(session, name, replace(DRK, room="2.01"), seen=1)
    with pytest.raises(ChangedMeanwhile), database.writing() as session:
        editing.change_slot(session, name, replace(DRK, room="3.01"), seen=1)
    with pytest.raises(ChangedMeanwhile), database.writing() as session:
        editing.archive_slot(session, name, archived=True, seen=1)
    with database.reading() as session:
        assert [row.room for row in slots(session)] == ["2.01"]


def test_archived_hours_are_put_back(database: Database) -> None:
    name = add(database)
    with database.writing() as session:
        editing.archive_slot(session, name, archived=True, seen=1)
    with database.reading() as session:
        assert timetable(session).day(WEDNESDAY) == ()
    with database.writing() as session:
        editing.archive_slot(session, name, archived=False, seen=2)
    with database.reading() as session:
        assert len(timetable(session).day(WEDNESDAY)) == 1


def test_one_day_is_cancelled_moved_and_as_usual_again(database: Database) -> None:
    name = add(database)
    found = []
    for times in (None, (time(14), time(16))):
        with database.writing() as session:
            editing.except_day(session, name, WEDNESDAY, times, "krank")
        with database.reading() as session:
            found.append([(one.off, one.starts.hour, one.note) for one in timetable(session).planned(WEDNESDAY)])
    with database.writing() as session:
        editing.as_usual(session, name, WEDNESDAY)
        editing.as_usual(session, name, WEDNESDAY)
    with database.reading() as session:
        found.append([(one.off, one.starts.hour, one.note) for one in timetable(session).planned(WEDNESDAY)])
    assert found == [[("cancelled", 9, "krank")], [("", 14, "krank")], [("", 9, "")]]


def test_only_a_day_of_the_slot_can_be_different(database: Database) -> None:
    name = add(database)
    with pytest.raises(Unfit) as caught, database.writing() as session:
        editing.except_day(session, name, date(2026, 11, 24), None)
    assert caught.value.problems == {"day": editing.NOT_THAT_DAY}
    with pytest.raises(NotFound), database.writing() as session:
        editing.except_day(session, "nothing", WEDNESDAY, None)


def test_a_closure_closes_and_is_taken_back(database: Database) -> None:
    add(database)
    add(database, replace(DRK, weekday=None, once_on=WEDNESDAY, starts=time(13), ends=time(14)))
    with database.writing() as session:
        name = editing.close_house(session, WEDNESDAY, None, "Betriebsversammlung").id
    with database.reading() as session:
        assert timetable(session).closed(WEDNESDAY) == "Betriebsversammlung"
        assert [sitting.starts.hour for sitting in timetable(session).day(WEDNESDAY)] == [13]
    with database.writing() as session:
        assert editing.open_house(session, name).reason == "Betriebsversammlung"
    with database.reading() as session:
        assert timetable(session).closed(WEDNESDAY) is None
    with pytest.raises(NotFound), database.writing() as session:
        editing.open_house(session, name)


def test_an_office_that_becomes_defunct_is_not_suggested_any_more(database: Database) -> None:
    add(database)
    with database.writing() as session:
        session.get_one(Office, "drk_mbe").status = "defunct"
        raise_revision(session)
    with database.reading() as session:
        assert timetable(session).day(WEDNESDAY) == ()
        assert [sitting.off for sitting in timetable(session).planned(WEDNESDAY)] == ["defunct"]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"starts": time(22), "ends": time(2)}, "ends", editing.OVER_MIDNIGHT),
        ({"starts": time(9), "ends": time(9)}, "ends", editing.OVER_MIDNIGHT),
        ({"starts": time(9), "ends": time(0)}, "ends", editing.OVER_MIDNIGHT),
        ({"starts": None}, "starts", editing.NO_TIME),
        ({"office_id": None}, "office_id", editing.NO_OFFICE),
        ({"office_id": "nobody"}, "office_id", editing.NO_OFFICE),
        ({"kind": "desk", "office_id": None}, "label", editing.NO_LABEL),
        ({"kind": "visitor"}, "office_id", editing.NO_OFFICE),
        ({"weekday": None}, "weekday", editing.NO_DAY),
        ({"weekday": 8}, "weekday", editing.NO_DAY),
        ({"weeks": "sometimes"}, "weekday", editing.NO_DAY),
        ({"weeks": "every2"}, "anchor", editing.NO_ANCHOR),
        ({"valid_from": WEDNESDAY, "valid_to": BUSSTAG}, "valid_to", editing.NOT_IN_ORDER),
        ({"valid_from": date(2026, 11, 26), "valid_to": date(2026, 12, 1)}, "valid_to", editing.NEVER),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    sqlite_database: Database, changed: dict[str, object], field: str, sentence: str
) -> None:
    content = replace(DRK, **changed)  # type: ignore[arg-type]
    with pytest.raises(Unfit) as caught:
        add(sqlite_database, content)
    assert caught.value.problems == {field: sentence}
    assert sentence in str(caught.value)
    with sqlite_database.reading() as session:
        assert slots(session) == []


def test_the_database_refuses_hours_over_midnight_too(database: Database) -> None:
    values = asdict(DRK) | {"languages": [], "topics": [], "starts": time(22), "ends": time(2)}
    with database.writing() as session, pytest.raises(IntegrityError):
        session.execute(insert(PresenceSlot).values(id="a", archived=False, version=1, **values))


def test_a_single_day_forgets_what_repeats(sqlite_database: Database) -> None:
    add(sqlite_database, replace(DRK, once_on=BUSSTAG, weeks="every2", valid_to=WEDNESDAY))
    with sqlite_database.reading() as session:
        (row,) = slots(session)
        assert (row.weekday, row.weeks, row.anchor, row.valid_to, row.once_on) == (None, "", None, None, BUSSTAG)
        assert len(timetable(session).day(BUSSTAG)) == 1


@pytest.mark.parametrize(
    ("first", "last", "reason", "fields"),
    [
        (None, None, "Umzug", {"starts_on"}),
        (WEDNESDAY, BUSSTAG, "Umzug", {"ends_on"}),
        (WEDNESDAY, None, "", {"reason"}),
    ],
)
def test_a_closure_needs_days_and_a_reason(
    sqlite_database: Database, first: date | None, last: date | None, reason: str, fields: set[str]
) -> None:
    with pytest.raises(Unfit) as caught, sqlite_database.writing() as session:
        editing.close_house(session, first, last, reason)
    assert caught.value.problems.keys() == fields
