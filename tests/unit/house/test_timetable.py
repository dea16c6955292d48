"""Who is in the house when: holidays, closures, single openings, changed days, the clocks' change."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.house.presence.timetable import Closure, Sitting, Slot, Timetable, clashes
from app.house.rhythm import DAY, Rhythm

WEDNESDAY = date(2026, 11, 11)
BUSSTAG = date(2026, 11, 18)


def slot(name: str = "a", weekday: int = 3, starts: str = "09:00", ends: str = "12:00", **more: Any) -> Slot:
    values: dict[str, Any] = {
        "kind": "partner",
        "office": "mbe",
        "label": "",
        "room": "1.04",
        "languages": ("ar",),
        "topics": (),
        "rhythm": Rhythm(weekday=weekday),
    }
    return Slot(id=name, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **(values | more))


def once(day: date, name: str = "once", **more: Any) -> Slot:
    return slot(name, rhythm=Rhythm(once_on=day), **more)


def starts(sittings: tuple[Sitting, ...]) -> list[str]:
    return [f"{sitting.slot} {sitting.starts:%H:%M}" for sitting in sittings]


def test_busstag_is_a_holiday_in_saxony() -> None:
    table = Timetable([slot()])
    assert table.closed(BUSSTAG) == "Buß- und Bettag"
    assert table.day(BUSSTAG) == ()
    assert [sitting.off for sitting in table.planned(BUSSTAG)] == ["closed"]
    assert starts(table.day(WEDNESDAY)) == ["a 09:00"]
    assert table.closed(WEDNESDAY) is None


def test_who_comes_on_holidays_too_is_there() -> None:
    assert starts(Timetable([slot(on_holidays=True)]).day(BUSSTAG)) == ["a 09:00"]


def test_a_closure_holds_for_those_too_but_not_for_a_single_opening() -> None:
    table = Timetable(
        [slot(on_holidays=True), once(BUSSTAG), once(WEDNESDAY)],
        [Closure(WEDNESDAY, BUSSTAG, "Umzug")],
    )
    assert starts(table.day(WEDNESDAY)) == starts(table.day(BUSSTAG)) == ["once 09:00"]
    assert table.closed(BUSSTAG) == "Umzug"


def test_an_exception_cancels_or_moves_one_day() -> None:
    moved = time(14), time(16)
    table = Timetable([slot(exceptions={WEDNESDAY: None, WEDNESDAY + 14 * DAY: moved})])
    assert table.day(WEDNESDAY) == ()
    assert [(sitting.off, f"{sitting.ends:%H:%M}") for sitting in table.planned(WEDNESDAY)] == [("cancelled", "12:00")]
    (sitting,) = table.day(WEDNESDAY + 14 * DAY)
    assert (sitting.starts.hour, sitting.ends.hour, sitting.moved) == (14, 16, True)


def test_moving_a_day_does_not_open_a_closed_house() -> None:
    table = Timetable([slot(exceptions={BUSSTAG: (time(14), time(16))})])
    assert table.day(BUSSTAG) == ()


def test_here_is_now_or_later_today() -> None:
    table = Timetable([slot(), slot("b", starts="14:00", ends="16:00")])
    found = [
        table.here("mbe", datetime.combine(WEDNESDAY, time.fromisoformat(at))) for at in ("08:00", "11:59", "12:00")
    ]
    assert [sitting and sitting.slot for sitting in found] == ["a", "a", "b"]
    assert table.here("mbe", datetime.combine(WEDNESDAY, time(16))) is None
    assert table.here("caritas", datetime.combine(WEDNESDAY, time(10))) is None
    assert table.here("mbe", datetime.combine(BUSSTAG, time(10))) is None


def test_the_present_of_the_clock_counts_whatever_its_offset() -> None:
    aware = datetime.combine(WEDNESDAY, time(11, 30), ZoneInfo("Europe/Berlin"))
    sitting = Timetable([slot()]).here("mbe", aware)
    assert sitting is not None
    assert sitting.is_on(aware)


def test_next_leaps_over_what_does_not_take_place() -> None:
    table = Timetable([slot(exceptions={BUSSTAG + 7 * DAY: None})])
    sitting = table.next("mbe", datetime.combine(WEDNESDAY, time(12)))
    assert sitting is not None
    assert sitting.starts == datetime(2026, 12, 2, 9)  # noqa: DTZ001
    assert table.next("a", sitting.ends) == table.day(date(2026, 12, 9))[0]
    assert table.next("nobody", sitting.ends) is None


def test_an_office_that_is_no_more_is_shown_and_never_suggested() -> None:
    table = Timetable([slot()], gone=frozenset({"mbe"}))
    now = datetime.combine(WEDNESDAY, time(10))
    assert (table.day(WEDNESDAY), table.here("mbe", now), table.next("mbe", now)) == ((), None, None)
    assert [sitting.off for sitting in table.planned(WEDNESDAY)] == ["defunct"]


def test_the_change_of_the_clocks_changes_no_time_on_the_wall() -> None:
    table = Timetable([slot(weekday=7)])
    for day in (date(2026, 10, 25), date(2027, 3, 28)):
        (sitting,) = table.day(day)
        assert (sitting.starts, sitting.ends) == (datetime.combine(day, time(9)), datetime.combine(day, time(12)))
        assert table.here("mbe", datetime.combine(day, time(11, 59))) == sitting


def test_odd_weeks_come_twice_in_a_row_at_the_end_of_2026() -> None:
    table = Timetable([slot(rhythm=Rhythm(weekday=4, weeks="odd"))])
    first = table.next("a", datetime(2026, 12, 31, 8))  # noqa: DTZ001
    assert first is not None
    second = table.next("a", first.ends)
    assert second is not None
    assert second.starts - first.starts == timedelta(days=7)


def test_two_at_once_in_one_room_clash() -> None:
    table = Timetable(
        [
            slot(),
            slot("b", starts="11:30", ends="13:00"),
            slot("c", starts="12:00", ends="13:00", room="1.05"),
            slot("d", room=""),
            slot("e", exceptions={WEDNESDAY: None}),
        ]
    )
    assert [(one.slot, other.slot) for one, other in clashes(table.planned(WEDNESDAY))] == [("a", "b")]


RHYTHMS = st.builds(
    Rhythm,
    weekday=st.integers(1, 7),
    weeks=st.sampled_from(("", "odd", "even", "every2")),
    anchor=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)


@given(
    st.lists(st.tuples(RHYTHMS, st.integers(0, 22), st.booleans()), max_size=4),
    st.datetimes(datetime(2026, 10, 1), datetime(2027, 4, 1)),  # noqa: DTZ001
)
def test_next_is_the_first_of_all_days(rows: list[tuple[Rhythm, int, bool]], after: datetime) -> None:
    slots = [
        slot(f"s{number}", starts=f"{hour:02}:00", ends=f"{hour + 1:02}:00", rhythm=rhythm, on_holidays=holidays)
        for number, (rhythm, hour, holidays) in enumerate(rows)
    ]
    table = Timetable(slots, [Closure(date(2026, 12, 24), date(2027, 1, 1), "Jahreswechsel")])
    coming = (sitting for number in range(60) for sitting in table.day(after.date() + number * DAY))
    expected = next((sitting for sitting in coming if sitting.ends > after), None)
    assert table.next("mbe", after) == expected
    assert table.week(after.date())[after.date()] == table.day(after.date())
