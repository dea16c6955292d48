"""How long a request waits, when somebody should do something, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handouts.reminders import age, in_order
from handouts.requests import Request, Standing, asked, declined, delivered, promised, reopened
from handouts.wanted import Wanted

TODAY = date(2026, 11, 23)
NEW = Standing()


def request(now: Standing = NEW, *, noted: str = "2026-11", id_: str = "a") -> Request:
    return Request(id_, Wanted("handout", "h_kita", "ti"), noted, 1, now)


@pytest.mark.parametrize(
    ("noted", "what", "months"),
    [("2026-11", "new", 0), ("2026-10", "new", 1), ("2026-09", "unasked", 2), ("2025-12", "unasked", 11)],
)
def test_what_nobody_asked_for_is_urgent_from_the_second_month_on(noted: str, what: str, months: int) -> None:
    found = age(request(noted=noted), TODAY)
    assert (found.what, found.months) == (what, months)
    assert found.urgent == (what == "unasked")


@pytest.mark.parametrize(
    ("days", "what", "weeks"),
    [(0, "waiting", 0), (13, "waiting", 1), (27, "waiting", 3), (28, "remind", 4), (36, "remind", 5)],
)
def test_after_four_weeks_without_an_answer_it_is_time_for_a_reminder(days: int, what: str, weeks: int) -> None:
    found = age(request(asked(Standing(), TODAY - timedelta(days=days))), TODAY)
    assert (found.what, found.weeks, found.urgent) == (what, weeks, what == "remind")


def test_a_reminder_gives_another_four_weeks_and_the_weeks_count_from_the_first_letter() -> None:
    once = asked(Standing(), TODAY - timedelta(weeks=6))
    again = asked(once, TODAY - timedelta(weeks=1))
    assert (again.asked_on, again.reminded_on) == (once.asked_on, TODAY - timedelta(weeks=1))
    assert age(request(once), TODAY).what == "remind"
    assert (age(request(again), TODAY).what, age(request(again), TODAY).weeks) == ("waiting", 6)


def test_a_promise_is_kept_until_its_day() -> None:
    until = promised(Standing(promised_for=TODAY), TODAY - timedelta(weeks=9))
    assert until.asked_on == TODAY - timedelta(weeks=9)
    assert age(request(until), TODAY).what == "promised"
    late = age(request(until), TODAY + timedelta(days=15))
    assert (late.what, late.weeks, late.urgent) == ("late", 2, True)
    vague = age(request(replace(until, promised_for=None)), TODAY)
    assert vague.what == "remind"


def test_steps_and_the_way_back() -> None:
    start = asked(Standing(office="jobcenter"), TODAY)
    done = delivered(start, "e1", TODAY)
    assert (done.state, done.closed_on, done.edition, done.office) == ("delivered", TODAY, "e1", "jobcenter")
    assert reopened(done) == start
    assert declined(start, TODAY).state == "declined"
    assert reopened(declined(Standing(), TODAY)) == Standing()


def test_what_is_to_be_done_stands_first_and_what_is_closed_last() -> None:
    long_ago = asked(Standing(), TODAY - timedelta(weeks=8))
    known = [
        request(id_="new"),
        request(delivered(Standing(), None, TODAY - timedelta(days=9)), id_="closed before"),
        request(asked(Standing(), TODAY - timedelta(weeks=5)), id_="remind"),
        request(delivered(Standing(), None, TODAY), id_="closed"),
        request(long_ago, id_="remind first"),
        request(asked(Standing(), TODAY), id_="waiting", noted="2026-10"),
    ]
    order = [one.id for one in in_order(known, TODAY)]
    assert order == ["remind first", "remind", "waiting", "new", "closed", "closed before"]
