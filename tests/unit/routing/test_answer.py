from dataclasses import replace
from datetime import date, datetime

import pytest

from referrals.directory.facts import Hours, Office
from referrals.routing.answer import Answer, Query, State, answer, state, understanding
from referrals.routing.condition import Condition
from referrals.routing.values import Rule, Table, Visitor
from tests.unit.routing.random_tables import QUESTIONS, TOPIC

MONDAY_AT_TEN = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001  local and naive, as the engine takes it
PLAIN = Office(
    id="plain",
    name_de="Amt",
    name_en="Office",
    kind="city",
    status="active",
    verified=True,
    generic=False,
    successor=None,
    aliases=(),
    street="Markt 1",
    postcode="04109",
    city="Leipzig",
    tram_stop=None,
    phone="0341 123-0",
    email=None,
    website=None,
    contact_form=None,
    opening_hours="Mo-Fr 09:00-12:00",
    closures=(),
    appointment=None,
    cost=None,
    notes=(),
    languages=(),
    as_of="2026-01",
    appointment_text=None,
    cost_text=None,
    language_text=None,
    limits_text=None,
    status_text=None,
)
OLD = replace(PLAIN, id="old", status="defunct", verified=False, successor="older")
OLDER = replace(PLAIN, id="older", status="defunct", verified=False, successor="plain")
GONE = replace(PLAIN, id="gone", status="defunct", verified=False)
CIRCLE = replace(PLAIN, id="circle", status="defunct", verified=False, successor="circle")
OTHER = replace(PLAIN, id="other", languages=("de", "fa"))
CENTRE = replace(PLAIN, id="wzl")
OFFICES = {office.id: office for office in (PLAIN, OLD, OLDER, GONE, CIRCLE, OTHER, CENTRE)}


def told(responsible: str, advises: str = "", condition: str = "", language: str | None = None) -> Answer:
    rule = Rule(
        "R-1", TOPIC, 1, Condition.parse(condition), tuple(responsible.split()), tuple(advises.split()), reason="weil"
    )
    table = Table({TOPIC: (rule,)}, QUESTIONS)
    return answer(table, OFFICES, Query(TOPIC, Visitor(residence="city"), MONDAY_AT_TEN, language))


def test_who_decides_stays_apart_from_who_helps() -> None:
    found = told("plain", "other", "res=city", "fa-AF")
    (decides,), (helps,) = found.responsible, found.advises
    assert (decides.office, helps.office) == (PLAIN, OTHER)
    assert decides.because == helps.because == ("res=city",)
    assert decides.rule is not None
    assert decides.rule.reason == "weil"
    assert (decides.state, decides.hours.now) == ("open", True)
    assert found.language_route == {"plain": "unknown", "other": "spoken"}
    assert not found.fallback


def test_a_defunct_office_gives_way_to_its_last_successor() -> None:
    (entry,) = told("old").responsible
    assert (entry.office.id, entry.replaces) == ("plain", "old")


def test_an_office_comes_once_even_if_it_succeeds_another() -> None:
    found = told("plain", "old other")
    assert [entry.office.id for entry in found.responsible] == ["plain"]
    assert [entry.office.id for entry in found.advises] == ["other"]


def test_a_defunct_office_without_a_successor_is_dropped_with_a_note() -> None:
    found = told("gone circle", "other")
    assert found.responsible == ()
    assert found.dropped == ("gone", "circle")
    assert not found.fallback


@pytest.mark.parametrize(("responsible", "condition"), [("plain", "res=county"), ("gone", "")])
def test_the_answer_is_never_empty(responsible: str, condition: str) -> None:
    found = told(responsible, condition=condition, language="uk")
    assert found.fallback
    assert found.responsible == ()
    (entry,) = found.advises
    assert (entry.office, entry.rule, entry.because) == (CENTRE, None, ())
    assert found.language_route == {"wzl": "unknown"}


def test_without_a_language_there_is_no_way_to_tell() -> None:
    assert told("plain").language_route is None


OPEN = Hours("open", True)
CLOSED_UNTIL = Hours("closed_until", False, closed_to=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("changes", "hours", "expected"),
    [
        ({}, OPEN, "open"),
        ({}, Hours("opens", False), "opens"),
        ({}, Hours("closed", False), "closed"),
        ({}, Hours("unknown", None), "unknown"),
        ({}, CLOSED_UNTIL, "closed_until"),
        ({"appointment": "required"}, OPEN, "appointment"),
        ({"appointment": "by_post"}, OPEN, "appointment"),
        ({"appointment": "online"}, OPEN, "appointment"),
        ({"appointment": "phone"}, OPEN, "appointment"),
        ({"appointment": "recommended"}, OPEN, "open"),
        ({"appointment": "required"}, CLOSED_UNTIL, "closed_until"),
        ({"street": None}, OPEN, "phone"),
        ({"street": None, "phone": None}, Hours("unknown", None), "unknown"),
        ({"verified": False}, CLOSED_UNTIL, "unverified"),
    ],
)
def test_states(changes: dict[str, object], hours: Hours, expected: State) -> None:
    assert state(replace(PLAIN, **changes), hours) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("languages", "notes", "language", "expected"),
    [
        (("de", "uk"), (), "uk", "spoken"),
        (("de",), ("german_only",), "de", "spoken"),
        (("fa",), (), "fa-AF", "spoken"),
        (("de", "uk"), ("interpreter_on_site",), "uk", "spoken"),
        (("de",), ("interpreter_ask", "interpreter_on_site"), "uk", "interpreter_there"),
        (("de",), ("german_only", "interpreter_ask"), "uk", "ask_interpreter"),
        (("de",), ("bring_interpreter",), "uk", "bring_interpreter"),
        (("de",), ("interpreter_allowed",), "uk", "bring_interpreter"),
        (("de",), ("german_only",), "uk", "german_only"),
        (("de",), ("only_city",), "uk", "unknown"),
    ],
)
def test_how_one_is_understood(
    languages: tuple[str, ...], notes: tuple[str, ...], language: str, expected: str
) -> None:
    assert understanding(replace(PLAIN, languages=languages, notes=notes), language) == expected
