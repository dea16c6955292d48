"""How a visitor is understood: the best way of all that there are, and who is named with it."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest

from app.house.interpreting.understanding import Understood, next_in_house, understood
from app.house.interpreting.values import Service
from app.house.presence.timetable import Sitting, Slot, Timetable
from app.house.rhythm import Rhythm
from referrals.directory.facts import Office
from tests.unit.house.interpreting.examples import MONDAY_AT_TEN, office, service, sitting

PLAIN = office()
MORNING = sitting("09:00", "12:00")


def ask(
    at_office: Office = PLAIN,
    language: str = "uk",
    *,
    sittings: Sequence[Sitting] = (),
    services: Sequence[Service] = (),
    hour: int = 10,
) -> Understood:
    at = MONDAY_AT_TEN.replace(hour=hour)
    return understood(at_office, language, sittings=sittings, services=services, at=at)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"languages": ("de", "uk")}, "spoken"),
        ({"notes": ("interpreter_on_site",)}, "interpreter_there"),
        ({"notes": ("interpreter_ask",)}, "ask_interpreter"),
        ({"notes": ("bring_interpreter",)}, "in_house"),
        ({"notes": ("german_only",)}, "in_house"),
        ({}, "in_house"),
    ],
)
def test_the_office_itself_comes_before_anybody_else(facts: dict[str, Any], kind: str) -> None:
    assert ask(office(**facts), sittings=[MORNING], services=[service()]).kind == kind


def test_the_house_comes_before_what_is_to_be_booked_and_nobody_after_that() -> None:
    assert ask(sittings=[MORNING], services=[service()]).kind == "in_house"
    assert ask(services=[service()]).kind == "bookable"
    assert ask().kind == "companion"


def test_only_a_companion_means_that_the_language_is_unmet() -> None:
    assert ask().unmet
    assert ask(office(notes=("bring_interpreter",))).unmet
    assert not ask(services=[service()]).unmet
    assert not ask(office(notes=("interpreter_ask",))).unmet
    assert not ask(language="de").unmet
    assert not ask(language="de-x-leicht").unmet


def test_where_the_language_is_spoken_nobody_else_is_named() -> None:
    found = ask(office(languages=("uk",)), sittings=[MORNING], services=[service()])
    assert (found.in_house, found.bookable) == ((), ())


def test_other_ways_are_named_beside_those_of_the_office() -> None:
    found = ask(office(notes=("interpreter_ask",)), sittings=[MORNING], services=[service()])
    assert found.in_house == (MORNING,)
    assert [one.service.facts.name for one in found.bookable] == ["Telefondolmetschen"]


def test_a_sitting_helps_until_it_is_over_and_those_first_that_are_on() -> None:
    later = sitting("14:00", "16:00")
    for hour, expected in ((8, (MORNING, later)), (11, (MORNING, later)), (12, (later,)), (16, ())):
        assert ask(sittings=[later, MORNING], hour=hour).in_house == expected


def test_a_sitting_helps_in_its_languages_only_a_dialect_counts_as_its_language() -> None:
    dari = sitting("09:00", "12:00", languages=("fa-AF",))
    assert ask(language="fa", sittings=[dari]).in_house == (dari,)
    assert ask(language="ar", sittings=[dari]).kind == "companion"


def test_the_desk_helps_with_any_office_a_partner_only_with_its_own() -> None:
    desk = sitting("09:00", "12:00", kind="desk", label="Beratungsplatz 2")
    partner = sitting("09:00", "12:00", kind="partner", office="caritas")
    assert ask(sittings=[desk, partner]).in_house == (desk,)
    assert ask(office(id="caritas"), sittings=[partner]).in_house == (partner,)


def test_what_can_be_done_now_comes_first_then_what_is_soonest() -> None:
    services = [
        service(name="in drei Tagen", lead_days=3),
        service(name="unbekannt", lead_days=None),
        service(name="heute, vor Ort", modes=("on_site",)),
        service(name="jetzt"),
    ]
    names = [one.service.facts.name for one in ask(services=services).bookable]
    assert names == ["jetzt", "heute, vor Ort", "in drei Tagen", "unbekannt"]


def test_ended_services_and_those_of_offices_that_are_gone_are_never_suggested() -> None:
    gone = office(id="old", status="defunct")
    assert ask(services=[service(archived=True), service(office=gone)]).kind == "companion"


def test_an_office_s_own_service_is_named_too() -> None:
    clinic = office(id="rlc")
    assert ask(clinic, services=[service(office=clinic)]).kind == "bookable"


@pytest.mark.parametrize(
    ("facts", "hour", "now"),
    [
        ({}, 10, ("phone",)),
        ({"modes": ("on_site", "phone", "video")}, 10, ("phone", "video")),
        ({"modes": ("on_site",)}, 10, ()),
        ({}, 17, ()),
        ({"lead_days": 1}, 10, ()),
        ({"lead_days": None}, 10, ()),
        ({"hours": None}, 10, ()),
        ({"hours": "24/7"}, 3, ("phone",)),
    ],
)
def test_a_service_is_there_now_only_if_it_says_so(facts: dict[str, Any], hour: int, now: tuple[str, ...]) -> None:
    (found,) = ask(services=[service(**facts)], hour=hour).bookable
    assert found.now == now


def test_until_when_and_from_when_again() -> None:
    (now,) = ask(services=[service()]).bookable
    assert now.until == MONDAY_AT_TEN.replace(hour=16)
    assert now.next_open is None
    (evening,) = ask(services=[service()], hour=17).bookable
    assert evening.next_open == MONDAY_AT_TEN.replace(hour=8) + timedelta(days=1)
    (booked,) = ask(services=[service(lead_days=3)]).bookable
    assert (booked.until, booked.next_open) == (None, None)


def test_a_day_on_which_its_office_is_closed_counts() -> None:
    day = MONDAY_AT_TEN.date()
    (found,) = ask(services=[service(office=office(id="sprint", closures=((day, day),)))]).bookable
    assert found.now == ()


def slot(weekday: int, **facts: Any) -> Slot:
    values: dict[str, Any] = {"id": f"day {weekday}", "kind": "interpreter", "office": None, "label": "", "room": ""}
    values |= {"languages": ("uk",), "topics": (), "starts": time(14), "ends": time(16), "rhythm": Rhythm(weekday)}
    return Slot(**(values | facts))


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ([], None),
        ([slot(5), slot(3)], "2026-11-25"),
        ([slot(1)], "2026-11-23"),
        ([slot(3, languages=("ti",))], None),
        ([slot(3, kind="partner"), slot(3, kind="desk")], None),
        ([slot(3, exceptions={date(2026, 11, 25): None})], None),
    ],
)
def test_when_an_interpreter_is_next_in_the_house(slots: list[Slot], expected: str | None) -> None:
    found = next_in_house(Timetable(slots), "uk", MONDAY_AT_TEN)
    assert (f"{found.starts:%Y-%m-%d}" if found else None) == expected
