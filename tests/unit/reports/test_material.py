"""What there is of a topic in a language, and how offices answered when they were asked for material."""

from collections.abc import Mapping
from datetime import date

import pytest

from app.reports.sections.material import state_of
from app.reports.sections.material_requests import Answers, answers
from handouts.library import Edition
from handouts.requests import Request, Standing
from handouts.wanted import Wanted

TODAY = date(2026, 11, 22)
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
OVER = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("editions", "copies", "state"),
    [
        ([], {}, "missing"),
        ([Edition("a", "uk", "paper", valid_until=OVER)], {"a": 40}, "expired"),
        ([Edition("a", "uk", "paper")], {"a": 0}, "out"),
        ([Edition("a", "uk", "paper")], {"a": 1}, "there"),
        ([Edition("a", "uk", "paper")], {}, "there"),
        ([Edition("a", "uk", "paper"), Edition("b", "uk", "link")], {"a": 0}, "there"),
        ([Edition("a", "uk", "paper"), Edition("b", "uk", "file", valid_until=OVER)], {"a": 0}, "out"),
    ],
)
def test_a_file_or_a_copy_that_is_left_is_there(editions: list[Edition], copies: Mapping[str, int], state: str) -> None:
    assert state_of(editions, copies, TODAY) == state


def request(
    asked: date | None, closed: date | None = None, state: str = "delivered", office: str | None = "a"
) -> Request:
    now = Standing(state if closed else "asked", office, asked_on=asked, closed_on=closed)
    return Request("0", Wanted("topic", "wohnen", "uk"), "2026-06", 1, now)


def test_answers_of_a_period() -> None:
    found = answers(
        [
            request(date(2026, 7, 1), date(2026, 7, 20)),
            request(date(2026, 3, 1), date(2026, 7, 1)),
            request(date(2026, 7, 2), date(2026, 9, 30), "declined"),
            request(date(2026, 9, 30), date(2026, 10, 1)),
            request(date(2026, 2, 1)),
            request(date(2026, 3, 1), date(2026, 6, 30)),
            request(date(2026, 10, 1)),
            request(None),
            request(None, date(2026, 8, 1), office="b"),
            request(date(2026, 8, 1), office=None),
        ],
        FIRST,
        LAST,
    )
    assert found == {
        "a": Answers(asked=3, delivered=2, declined=1, waiting=2, took=(19, 122)),
        "": Answers(asked=1, delivered=0, declined=0, waiting=1, took=()),
    }
