"""The plan as pages show it: a week by who, a day by the hour, languages by weekday."""

from datetime import date, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.calendar.plan import day, services, week, week_of
from app.house.presence.timetable import KINDS, Slot, Timetable
from app.house.rhythm import Rhythm

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
NAMES = {"b": "Äpfel e.V.", "a": "Zebra e.V."}


def slot(name: str, starts: time, ends: time, **more: Any) -> Slot:
    values: dict[str, Any] = {"kind": "desk", "office": None, "label": name, "room": "", "languages": (), "topics": ()}
    return Slot(id=name, starts=starts, ends=ends, **({"rhythm": Rhythm(weekday=3)} | values | more))


TIMES = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(TIMES, min_size=1, max_size=12))
def test_every_column_of_a_day_is_full_and_no_sitting_is_lost(spans: list[tuple[int, int]]) -> None:
    slots = [slot(f"s{n}", time(*divmod(start, 60)), time(*divmod(end, 60))) for n, (start, end) in enumerate(spans)]
    grid = day(Timetable(slots), WEDNESDAY, KINDS)
    cells = [cell for row in grid.rows for cell in row.cells]
    assert sum(cell.rows for cell in cells) == grid.columns * len(grid.rows)
    assert sorted(cell.sitting.slot for cell in cells if cell.sitting) == sorted(one.id for one in slots)
    covering = [0] * (len(grid.rows) + 1)
    for number, row in enumerate(grid.rows):
        for cell in row.cells:
            for at in range(number, number + cell.rows):
                covering[at] += 1
    assert covering == [grid.columns] * len(grid.rows) + [0]
    assert grid.rows[0].starts.minute == 0


def test_a_day_without_anybody_has_no_rows() -> None:
    grid = day(Timetable(), date(2026, 11, 18), KINDS)
    assert (grid.rows, grid.columns, grid.closed) == ((), 0, "Buß- und Bettag")


def test_rows_are_ordered_by_kind_and_name_and_weekends_only_shown_when_somebody_comes() -> None:
    slots = [
        slot("desk", time(9), time(10)),
        slot("p1", time(9), time(10), kind="partner", office="a", label=""),
        slot("p2", time(9), time(10), kind="partner", office="b", label="Kurs"),
        slot("p3", time(11), time(12), kind="partner", office="b", label=""),
    ]
    found = week(Timetable(slots), MONDAY, KINDS, NAMES.__getitem__)
    assert [(kind, [row.office or row.label for row in rows]) for kind, rows in found.sections] == [
        ("partner", ["a", "b"]),
        ("desk", ["desk"]),
    ]
    assert [len(cell) for cell in found.sections[0][1][1].cells] == [0, 0, 2, 0, 0]
    saturday = slot("sat", time(9), time(10), rhythm=Rhythm(weekday=6))
    days = week(Timetable([saturday]), MONDAY, KINDS, NAMES.__getitem__).headings
    assert [heading.day.isoweekday() for heading in days] == [1, 2, 3, 4, 5, 6]


def test_languages_have_their_days() -> None:
    slots = [
        slot(f"{weekday}", time(9), time(10), languages=("de", "en")[: 2 - weekday % 2], rhythm=Rhythm(weekday=weekday))
        for weekday in range(1, 6)
    ]
    once = slot("once", time(9), time(10), languages=("ti",), rhythm=Rhythm(once_on=WEDNESDAY))
    over = slot("over", time(9), time(10), languages=("so",), rhythm=Rhythm(weekday=1, valid_to=date(2026, 11, 22)))
    found = services([*slots, once, over], MONDAY)
    assert [(one.language, one.days) for one in found] == [("de", 5), ("en", 2)]
    assert [len(slots) for slots in found[1].weekdays] == [0, 1, 0, 1, 0, 0, 0]


def test_weeks_in_the_address() -> None:
    assert week_of("2026-W53") == date(2026, 12, 28)
    assert week_of("2027-W01") == date(2027, 1, 4)
    assert [week_of(text) for text in ("2027-W53", "2026-11-23", "", "W", "2026-W48-3")] == [None] * 5
