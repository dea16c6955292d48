"""When the centre was open, by weekday and hour: from the plan, or from what stands at the door."""

from datetime import date, time

from app.house.presence.timetable import Closure, Slot, Timetable
from app.house.rhythm import Rhythm, Weeks
from app.reports.sections.open_hours import NOW_AND_THEN, USUALLY, covered, days_of, sittings, week_of
from referrals.directory.hours import Closures

DAYS = list(days_of("2026-Q3"))


class Door:
    closures: Closures = ()

    def __init__(self, opening_hours: str | None) -> None:
        self.opening_hours = opening_hours


def slot(kind: str, starts: time, ends: time, *, weeks: Weeks = "", valid_from: date | None = None) -> Slot:
    rhythm = Rhythm(2, None, weeks, None, valid_from)
    return Slot("x", "desk" if kind == "desk" else "partner", None, "", "", (), (), starts, ends, rhythm)


def test_a_period_has_all_of_its_days() -> None:
    assert (DAYS[0], DAYS[-1], len(DAYS)) == (date(2026, 7, 1), date(2026, 9, 30), 92)
    assert len(list(days_of("2024"))) == 366


def test_hours_of_which_half_is_covered() -> None:
    plan = Timetable([slot("desk", time(9, 30), time(12, 15))])
    assert covered(sittings(plan, DAYS), "desk", USUALLY) == {(2, 9), (2, 10), (2, 11)}
    assert covered(sittings(plan, DAYS), "partner", NOW_AND_THEN) == frozenset()


def test_every_second_week_is_usual_for_a_guest_and_once_is_not() -> None:
    fortnightly = Timetable([slot("partner", time(9), time(10), weeks="odd")])
    assert covered(sittings(fortnightly, DAYS), "partner", NOW_AND_THEN) == {(2, 9)}
    since_september = Timetable([slot("desk", time(9), time(10), valid_from=date(2026, 9, 1))])
    assert covered(sittings(since_september, DAYS), "desk", USUALLY) == frozenset()


def test_days_on_which_the_house_is_closed_do_not_count() -> None:
    since_september = slot("desk", time(9), time(10), valid_from=date(2026, 9, 1))
    july = Closure(date(2026, 7, 1), date(2026, 8, 10), "Umbau")
    assert covered(sittings(Timetable([since_september]), DAYS), "desk", USUALLY) == frozenset()
    assert covered(sittings(Timetable([since_september], [july]), DAYS), "desk", USUALLY) == {(2, 9)}


def test_the_week_at_the_door() -> None:
    assert week_of(Door("Mo,Tu 11:00-12:30; We 20:00-24:00; PH off"), DAYS[-1]) == {
        (1, 11),
        (1, 12),
        (2, 11),
        (2, 12),
        *((3, hour) for hour in range(20, 24)),
    }
    assert week_of(Door(None), DAYS[-1]) == frozenset()
