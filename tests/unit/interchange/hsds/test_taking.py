"""Services of other systems, and our own that somebody has changed: what becomes of the offices."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from referrals.directory.folder import Directory
from referrals.directory.reading import Problems
from referrals.interchange.hsds.offices import package
from referrals.interchange.hsds.reading import Given
from referrals.interchange.hsds.taking import Taken, take
from tests.unit.interchange.hsds.test_offices import changed

TODAY = date(2026, 11, 22)
SERVICE = "5d1f0c59-3c3f-4d0e-9f6e-0c7d4a6f2b11"
PLACES = ("9a0b9f6e-58a4-4b1f-8f38-2f0c1f6a7d01", "9a0b9f6e-58a4-4b1f-8f38-2f0c1f6a7d02")
OTHER = "00000000-0000-4000-8000-00000000000"


def foreign(**fields: Any) -> dict[str, Any]:
    """A service of another system."""
    return {
        "id": SERVICE,
        "name": "Schuldnerberatung",
        "status": "active",
        "description": "Beratung bei Schulden.",
        "assured_date": "2026-10-01",
        "email": "schulden@example.org",
        "organization": {
            "id": f"{OTHER}1",
            "name": "Beispielverein e.V.",
            "alternate_name": "BV",
            "description": "Ein Verein",
            "website": "https://example.org",
        },
        "phones": [{"id": f"{OTHER}2", "number": "+49 341 555"}],
        "languages": [{"id": f"{OTHER}3", "code": "deu"}, {"id": f"{OTHER}4", "code": "ar"}],
        "schedules": [{"id": f"{OTHER}5", "freq": "WEEKLY", "byday": "MO", "opens_at": "08:00", "closes_at": "12:00"}],
        "cost_options": [{"id": f"{OTHER}6", "amount": 5}],
        "contacts": [{"id": f"{OTHER}7", "name": "Ann Persona", "email": "ann@example.org"}],
        "attributes": [
            {"id": f"{OTHER}8", "taxonomy_term": {"id": f"{OTHER}9", "code": "geld/schulden", "name": "x"}},
            {"id": f"{OTHER}a", "taxonomy_term": {"id": f"{OTHER}b", "code": "debt", "name": "y"}},
        ],
    } | fields


def address(number: int) -> dict[str, Any]:
    return {
        "id": f"{OTHER}{number}",
        "location_type": "physical",
        "name": f"Haus {number}",
        "addresses": [
            {
                "id": f"{OTHER}c",
                "address_1": f"Weg {number}",
                "city": "Leipzig",
                "state_province": "Sachsen",
                "postal_code": "04109",
                "country": "DE",
                "address_type": "physical",
            }
        ],
    }


def taken(directory: Directory, *services: dict[str, Any]) -> Taken:
    problems = Problems()
    given = [Given(one, "services.json", number, f"service {number}") for number, one in enumerate(services, start=1)]
    found = take(given, directory, TODAY, problems)
    problems.refuse()
    return found


def stored_with(directory: Directory, contents: dict[str, dict[str, Any]]) -> Directory:
    """The directory when these contents are stored."""
    from app.directory.entries import Entry, with_contents

    problems = Problems()
    found = with_contents(directory, {Entry("offices", name): one for name, one in contents.items()}, problems)
    problems.refuse()
    return found


def own(directory: Directory, name: str) -> dict[str, Any]:
    place = [one["id"] for one in directory["offices"]].index(name)
    return deepcopy(package(directory, TODAY).services[place])


def test_our_own_changes_nothing(leipzig: Directory) -> None:
    found = taken(leipzig, *package(leipzig, TODAY).services)
    assert found.contents == {}
    assert len(found.places) == 77
    assert not found.left_out


def test_our_own_of_another_day_changes_nothing(leipzig: Directory) -> None:
    closed = changed(leipzig, "wzl", closures=[{"from": date(2026, 12, 24), "to": date(2026, 12, 31)}])
    for day in (date(2026, 12, 25), date(2027, 6, 1)):
        assert taken(closed, *package(closed, day).services).contents == {}


def test_into_an_empty_directory_everything_public_comes_back(leipzig: Directory) -> None:
    empty = Directory(leipzig.records | {"offices": [], "rules": []})
    found = taken(empty, *package(leipzig, TODAY).services)
    again = stored_with(empty, found.contents)
    assert package(Directory(again.records | {"rules": leipzig["rules"]}), TODAY) == package(leipzig, TODAY)


def test_a_foreign_service_becomes_an_office(leipzig: Directory) -> None:
    found = taken(leipzig, foreign())
    name = f"hsds-{SERVICE}"
    [content] = found.contents.values()
    wanted = {
        "id": name,
        "name_de": "Beispielverein e.V.: Schuldnerberatung",
        "name_en": "Beispielverein e.V.: Schuldnerberatung",
        "former_names": ["BV"],
        "kind": "other",
        "status": "active",
        "checked_on": date(2026, 10, 1),
        "email": "schulden@example.org",
        "website": "https://example.org",
        "phone": "+49 341 555",
        "languages": ["de", "ar"],
        "opening_hours": "Mo 08:00-12:00",
        "cost_code": "fee",
        "limits": "Beratung bei Schulden.",
        "topics": ["geld/schulden"],
        "contact_name": "",
    }
    assert {field: content[field] for field in wanted} == wanted
    assert dict(found.left_out) == {"contacts": 1, "attributes (debt)": 1}
    assert "Persona" not in str(content)


def test_a_foreign_service_keeps_its_uuid_and_comes_again_without_a_change(leipzig: Directory) -> None:
    stored = stored_with(leipzig, taken(leipzig, foreign()).contents)
    assert own(stored, f"hsds-{SERVICE}")["id"] == SERVICE
    assert taken(stored, foreign()).contents == {}
    assert taken(stored, own(stored, f"hsds-{SERVICE}")).contents == {}


def test_what_others_do_not_say_stays_as_an_editor_wrote_it(leipzig: Directory) -> None:
    stored = stored_with(leipzig, taken(leipzig, foreign()).contents)
    edited = changed(stored, f"hsds-{SERVICE}", groups=["student"], kind="ngo", tram_stop="Markt")
    assert taken(edited, foreign()).contents == {}
    [content] = taken(edited, foreign(phones=[{"id": f"{OTHER}2", "number": "+49 341 777"}])).contents.values()
    assert (content["phone"], content["kind"], content["groups"]) == ("+49 341 777", "ngo", ["student"])


def test_nobody_says_when_it_was_true(leipzig: Directory) -> None:
    service = foreign()
    del service["assured_date"]
    [content] = taken(leipzig, service).contents.values()
    assert content["status"] == "verify"


def test_each_place_is_an_office(leipzig: Directory) -> None:
    places = [{"id": PLACES[number], "location": address(number)} for number in (0, 1)]
    found = taken(leipzig, foreign(service_at_locations=places)).contents
    assert list(found) == [f"hsds-{place}" for place in PLACES]
    assert [one["street"] for one in found.values()] == ["Weg 0", "Weg 1"]
    assert [one["name_de"] for one in found.values()] == [
        f"Beispielverein e.V.: Schuldnerberatung (Haus {number})" for number in (0, 1)
    ]
    stored = stored_with(leipzig, found)
    assert taken(stored, foreign(service_at_locations=places)).contents == {}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"email": "neu@leipzig.de"}, {"email": "neu@leipzig.de"}),
        ({"status": "defunct"}, {"status": "defunct"}),
        ({"url": "https://neu.leipzig.de"}, {"website": "https://neu.leipzig.de"}),
        ({"fees_description": "5 EUR"}, {"cost": "5 EUR"}),
        (
            {"schedules": [{"id": f"{OTHER}1", "byday": "FR", "opens_at": "09:00", "closes_at": "10:00"}]},
            {"opening_hours": "Fr 09:00-10:00"},
        ),
        ({"languages": [{"id": f"{OTHER}1", "code": "uk"}]}, {"languages": ["uk"]}),
        ({"assured_date": "2026-11-20"}, {"checked_on": date(2026, 11, 20)}),
    ],
)
def test_what_somebody_changed_in_our_own_is_taken_over_alone(
    leipzig: Directory, change: dict[str, Any], expected: dict[str, Any]
) -> None:
    before = next(one.values for one in leipzig["offices"] if one["id"] == "wzl")
    [content] = taken(leipzig, own(leipzig, "wzl") | change).contents.values()
    differing = {field: value for field, value in content.items() if value != before[field]}
    assert differing == expected


def test_a_fact_of_another_date_is_no_confirmation(leipzig: Directory) -> None:
    """The service says itself that nobody has confirmed the whole entry: its assured_date is that of a fact."""
    before = next(one.values for one in leipzig["offices"] if one["id"] == "wzl")
    dates = dict.fromkeys(before["as_of"], "2024-03-05")
    service = own(changed(leipzig, "wzl", as_of=dates), "wzl")
    assert service["assured_date"] == "2024-03-05"
    [content] = taken(leipzig, service).contents.values()
    assert {field for field, value in content.items() if value != before[field]} == {"as_of"}


def test_a_system_that_dropped_our_attributes_takes_nothing_away(leipzig: Directory) -> None:
    service = own(leipzig, "wzl")
    del service["attributes"]
    assert taken(leipzig, service).contents == {}


def test_a_detail_that_somebody_took_away(leipzig: Directory) -> None:
    named = changed(leipzig, "wzl", former_names=["Lotsenstelle"])
    [content] = taken(named, own(leipzig, "wzl")).contents.values()
    assert content["former_names"] == []


def test_a_detail_that_somebody_changed(leipzig: Directory) -> None:
    service = own(leipzig, "wzl")
    for one in service["attributes"]:
        if one["taxonomy_term"]["code"] == "detail:opening_hours":
            one["value"] = "Sa 10:00-12:00"
    [content] = taken(leipzig, service).contents.values()
    assert content["opening_hours"] == "Sa 10:00-12:00"


@pytest.mark.parametrize(
    ("code", "value"),
    [("closure", "soon"), ("closure", "2026-12-24/2026-13-01"), ("as_of", "phone=now"), ("as_of", "phone=2026-99"),
     ("checked_on", "2026-02-30"), ("newest_source_year", "0000")],
)  # fmt: skip
def test_a_detail_without_meaning_is_refused_with_its_place(leipzig: Directory, code: str, value: str) -> None:
    service = own(leipzig, "wzl")
    term = {"id": f"{OTHER}1", "code": code, "name": code}
    service["attributes"] = [{"id": f"{OTHER}2", "link_type": "detail", "value": value, "taxonomy_term": term}]
    problems = Problems()
    take([Given(service, "services.json", 7, "service 1")], leipzig, TODAY, problems)
    [problem] = problems.found
    assert (problem.file, problem.line, problem.field) == ("services.json", 7, f"service 1, attributes ({code})")


def test_an_office_that_stands_twice_is_refused(leipzig: Directory) -> None:
    problems = Problems()
    given = [Given(own(leipzig, "wzl"), "services.json", line, f"service {line}") for line in (1, 2)]
    take(given, leipzig, TODAY, problems)
    assert [str(problem) for problem in problems.found] == [
        "services.json, line 2, field service 2: expected each office once, “wzl” stands twice"
    ]
