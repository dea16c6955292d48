"""How many came: entered afterwards, wanted until it is counted, released in sums only."""

from datetime import date, datetime

import pytest

from app import clock, night
from app.db import Database
from app.house.events.models import Event
from app.released.service import released
from app.released.tables import ALL
from app.vocabulary.models import Topic
from app.vocabulary.service import raise_revision
from tests.unit.house.events.examples import draft
from tests.web.events.staff import Staff
from tests.web.feedback.test_releases import opened
from tests.web.staff import submit_login

pytestmark = pytest.mark.one_database

PAST = date(2026, 11, 17)
JANUARY = datetime(2027, 1, 12, 4, 0, tzinfo=clock.ZONE)


def test_a_past_event_asks_for_its_number_until_somebody_enters_it(advisor: Staff) -> None:
    id_ = advisor.add(draft(day=PAST))
    assert "Bei einer Veranstaltung fehlt noch" in advisor.open("/events")
    assert "Personenzahl fehlt" in advisor.open("/events?past=1")
    assert "Die Zahl ist gespeichert." in advisor.send(f"/events/{id_}/participants", participants="17", seen="")
    assert advisor.event().participants == 17
    assert "Personenzahl fehlt" not in advisor.open("/events?past=1")
    assert "17 " not in advisor.open("/events?past=1").replace("17.11.2026", "").replace("17:00", "")


@pytest.mark.parametrize("typed", ["-1", "viele", "10000", "1e3", "٣"])
def test_only_a_number_is_one(advisor: Staff, typed: str) -> None:
    id_ = advisor.add(draft(day=PAST))
    assert "in Ziffern" in advisor.send(f"/events/{id_}/participants", 400, participants=typed, seen="")
    assert advisor.event().participants is None


def test_of_two_numbers_at_once_the_second_person_hears_of_the_first(advisor: Staff) -> None:
    id_ = advisor.add(draft(day=PAST), participants=12)
    text = advisor.send(f"/events/{id_}/participants", 409, participants="21", seen="")
    assert "Inzwischen hat jemand anderes eine Zahl eingetragen." in text
    assert advisor.page.one("input", id="participants").get("value") == "12"
    advisor.send(f"/events/{id_}/participants", participants="21", seen="12")
    assert advisor.event().participants == 21
    advisor.send(f"/events/{id_}/participants", participants="", seen="21")
    assert advisor.event().participants is None


def test_not_before_its_day(advisor: Staff) -> None:
    id_ = advisor.add(draft(day=date(2026, 11, 24)))
    assert "wenn die Veranstaltung begonnen hat" in advisor.send(
        f"/events/{id_}/participants", 400, participants="5", seen=""
    )
    assert "Wie viele gekommen sind" not in advisor.open(f"/events/{id_}")


def test_the_released_table_has_sums_and_nothing_of_protected_topics(advisor: Staff, database: Database) -> None:
    opened(database, "2026-Q4")
    advisor.add(draft(day=PAST, topics=["wohnen/mietproblem", "wohnen"]), participants=40)
    advisor.add(draft(day=date(2026, 12, 30), topics=["wohnen", "arbeit"]), participants=31)
    advisor.add(draft(day=PAST, topics=["schutz"]), participants=500)
    advisor.add(draft(day=PAST, topics=[]), participants=6)
    advisor.add(draft(day=date(2026, 9, 30)), participants=900)
    off = advisor.add(draft(day=PAST), participants=300)
    with database.writing() as session:
        session.get_one(Event, off).cancelled = True
        session.get_one(Topic, "schutz").handling = "protection"
        raise_revision(session)
    assert "event 2026-Q4" in night.run(database, JANUARY).released
    with database.reading() as session:
        table = released(session, "event", "2026-Q4")
    assert table is not None
    assert table.count(ALL) in (75, 80)
    assert table.count("wohnen") in (70, 75)
    assert table.count("arbeit") in (30, 35)
    assert table.cell("schutz") is None
    assert table.count("aufenthalt") is None
    with clock.fixed(JANUARY):
        submit_login(advisor.client, "advisor")
        assert f"4. Quartal 2026{table.count(ALL)}" in advisor.open("/events?past=1")


def test_after_the_release_nobody_is_asked_any_more(advisor: Staff, database: Database) -> None:
    opened(database, "2026-Q4")
    id_ = advisor.add(draft(day=PAST))
    assert "vor Do 07.01.2027" in advisor.open(f"/events/{id_}")
    night.run(database, JANUARY)
    with clock.fixed(JANUARY):
        submit_login(advisor.client, "advisor")
        assert "Personenzahl fehlt" not in advisor.open("/events?past=1")
        assert "schon veröffentlicht" in advisor.open(f"/events/{id_}")


def test_numbers_are_forgotten_with_the_contacts_of_their_month(advisor: Staff, database: Database) -> None:
    advisor.add(draft(day=date(2026, 10, 31)), participants=30)
    advisor.add(draft(day=date(2026, 11, 1)), participants=31)
    night.run(database, datetime(2028, 11, 3, 3, 0, tzinfo=clock.ZONE))
    assert [one.participants for one in advisor.events()] == [None, 31]
