"""An answer with those who sit in the house today: whoever helps and is here comes first."""

from datetime import datetime, time
from typing import Any

from app.house.presence.answering import in_house, near, present, with_house
from app.house.presence.timetable import Slot, Timetable
from app.house.rhythm import Rhythm
from referrals.routing.answer import Query
from referrals.routing.values import Visitor
from tests.unit.routing.random_tables import TOPIC
from tests.unit.routing.test_answer import MONDAY_AT_TEN, OFFICES, told

QUERY = Query(TOPIC, Visitor(residence="city"), MONDAY_AT_TEN, "fa")


def sits(office: str, starts: int = 9, ends: int = 12, weekday: int = 1, **more: Any) -> Slot:
    values: dict[str, Any] = {"kind": "partner", "label": "", "room": "", "languages": (), "topics": ()} | more
    rhythm = Rhythm(weekday=weekday)
    return Slot(id=f"{office}{starts}", office=office, starts=time(starts), ends=time(ends), rhythm=rhythm, **values)


def advised(*slots: Slot, responsible: str = "", advises: str = "plain wzl other", query: Query = QUERY) -> list[str]:
    found = with_house(told(responsible, advises, language="fa"), Timetable(slots), OFFICES, query)
    return [entry.office.id for entry in found.advises]


def test_nobody_here_leaves_the_answer_as_it_is() -> None:
    assert advised() == ["plain", "wzl", "other"]


def test_who_is_here_comes_first_in_the_order_of_the_day() -> None:
    assert advised(sits("other", 13, 15), sits("wzl", 9, 12)) == ["wzl", "other", "plain"]


def test_who_has_gone_or_comes_another_day_does_not() -> None:
    assert advised(sits("other", 8, 10), sits("wzl", weekday=2)) == ["plain", "wzl", "other"]


def test_desks_and_interpreters_are_no_partners() -> None:
    assert advised(sits("other", kind="interpreter"), sits("wzl", kind="desk")) == ["plain", "wzl", "other"]


def test_a_sitting_about_something_else_does_not_count() -> None:
    assert advised(sits("other", topics=("sport",))) == ["plain", "wzl", "other"]
    assert advised(sits("other", topics=(TOPIC.partition("/")[0],))) == ["other", "plain", "wzl"]


def test_who_sits_here_for_the_topic_is_named_though_no_rule_does() -> None:
    invited = sits("other", topics=(TOPIC,))
    found = with_house(told("plain", language="fa"), Timetable([invited]), OFFICES, QUERY)
    [entry] = found.advises
    assert (entry.office.id, entry.rule, entry.because) == ("other", None, ())
    assert found.language_route is not None
    assert found.language_route["other"] == "spoken"
    assert advised(sits("other"), advises="plain") == ["plain"], "without a topic nobody says that it helps here"


def test_who_decides_stays_first() -> None:
    found = with_house(told("plain other", "wzl"), Timetable([sits("other")]), OFFICES, QUERY)
    assert [entry.office.id for entry in found.responsible] == ["plain", "other"]


def test_an_office_the_directory_does_not_have_is_left_out() -> None:
    assert advised(sits("nowhere", topics=(TOPIC,))) == ["plain", "wzl", "other"]


def test_present_says_who_and_whether_now() -> None:
    found = told("plain", "wzl other")
    here = present(found, Timetable([sits("plain"), sits("other", 13, 15), sits("gone")]), OFFICES, QUERY)
    assert [(one.entry.office.id, one.now) for one in here] == [("plain", True), ("other", False)]


def test_the_earliest_sitting_of_an_office_counts() -> None:
    found = in_house(Timetable([sits("other", 14, 15), sits("other", 11, 12)]), TOPIC, MONDAY_AT_TEN)
    assert found["other"].starts == datetime(2026, 11, 23, 11, 0)  # noqa: DTZ001


def test_near_is_a_week_and_passes_over_other_topics() -> None:
    table = Timetable([sits("other", 9, 10, topics=("sport",)), sits("other", 15, 16, weekday=5)])
    found = near(table, "other", TOPIC, MONDAY_AT_TEN)
    assert found is not None
    assert found.starts == datetime(2026, 11, 27, 15, 0)  # noqa: DTZ001
    assert near(Timetable([sits("other", 8, 10)]), "other", TOPIC, MONDAY_AT_TEN) is not None, "next Monday at eight"
    assert near(Timetable([sits("other", 10, 11, topics=("sport",))]), "other", TOPIC, MONDAY_AT_TEN) is None
