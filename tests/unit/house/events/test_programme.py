"""Which events fit a visitor: by topic, then by language, then by day."""

from datetime import date, datetime, time, timedelta

import pytest

from app.clock import ZONE
from app.house.events.service import MOST_IN_SERIES, weekly
from app.house.events.values import Event, Programme, Title
from tests.unit.house.events.examples import TALK, event

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)


def ids(events: tuple[Event, ...]) -> list[str]:
    return [one.id for one in events]


def test_own_subtopic_first_then_the_topic_then_those_for_everyone() -> None:
    programme = Programme(
        [
            event("everyone", topics=(), day=date(2026, 11, 24)),
            event("topic", topics=("wohnen",), day=date(2026, 11, 25)),
            event("other", topics=("arbeit", "wohnen/wohnungssuche"), day=date(2026, 11, 25)),
            event("own", topics=("wohnen/mietproblem", "wohnen"), day=date(2026, 11, 26)),
        ]
    )
    assert ids(programme.matching("wohnen/mietproblem", "uk", NOW)) == ["own", "topic", "everyone"]
    assert ids(programme.matching("wohnen", "uk", NOW)) == ["topic", "own", "everyone"]
    assert ids(programme.matching("schule/anmeldung", "uk", NOW)) == ["everyone"]
    assert ids(programme.matching(None, None, NOW)) == ["everyone", "other", "topic", "own"]


def test_of_a_topic_the_visitors_language_first_then_german_and_english() -> None:
    programme = Programme(
        [
            event("persian", languages=("fa",), day=date(2026, 11, 24)),
            event("english", languages=("ar", "en"), day=date(2026, 11, 25)),
            event("late", languages=("uk",), day=date(2026, 11, 27)),
            event("soon", languages=("uk", "de"), day=date(2026, 11, 26)),
        ]
    )
    assert ids(programme.matching("wohnen", "uk", NOW)) == ["soon", "late", "english", "persian"]
    assert ids(programme.matching("wohnen", "fa-AF", NOW)) == ["persian", "english", "soon", "late"]
    assert ids(programme.matching("wohnen", None, NOW)) == ["persian", "english", "soon", "late"]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (datetime(2026, 12, 1, 17, 30, tzinfo=ZONE), ["talk"]),
        (datetime(2026, 12, 1, 18, 30, tzinfo=ZONE), []),
        (datetime(2026, 12, 1, 17, 0, tzinfo=ZONE) - timedelta(weeks=8) + timedelta(minutes=1), ["talk"]),
        (datetime(2026, 12, 1, 17, 0, tzinfo=ZONE) - timedelta(weeks=8), []),
    ],
)
def test_until_it_ends_and_not_more_than_eight_weeks_ahead(now: datetime, found: list[str]) -> None:
    assert ids(Programme([TALK]).matching("wohnen", "uk", now)) == found


def test_two_on_one_day_by_their_hour() -> None:
    programme = Programme([event("b", starts=time(9)), event("a", starts=time(10)), event("c", starts=time(8))])
    assert ids(programme.matching("wohnen", "uk", NOW)) == ["c", "b", "a"]
    assert programme.event("b") == event("b", starts=time(9))
    assert programme.event("x") is None


def test_a_title_is_in_the_language_it_was_written_in_and_never_made_up() -> None:
    assert TALK.title_in("de") == Title("Miete und Nebenkosten", "de")
    assert TALK.title_in("en") == Title("Rent and service charges", "en")
    assert TALK.title_in("uk") == Title("Оренда та комунальні платежі", "uk")
    assert TALK.title_in("ar") is None
    assert event("x", titles={"en": "Your rent"}).title_in("en") == Title("Your rent", "en")


def test_a_weekly_series_stays_on_its_weekday_over_the_change_of_the_clocks_and_the_year() -> None:
    assert weekly(date(2026, 12, 15), date(2027, 1, 5)) == [
        date(2026, 12, 15), date(2026, 12, 22), date(2026, 12, 29), date(2027, 1, 5),
    ]  # fmt: skip
    assert weekly(date(2026, 12, 15), None) == [date(2026, 12, 15)]
    assert weekly(date(2026, 12, 15), date(2026, 12, 1)) == [date(2026, 12, 15)]
    assert len(weekly(date(2026, 12, 15), date(2036, 12, 15))) == MOST_IN_SERIES
