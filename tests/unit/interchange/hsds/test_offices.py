"""The 77 offices of Leipzig in HSDS: as the schemas want them, with every public fact and no internal one."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from app.hsds.files import texts
from referrals.directory.fields import Record
from referrals.directory.folder import Directory
from referrals.interchange.hsds.offices import Package, package, state, uri
from referrals.interchange.hsds.package import DESCRIPTOR
from tests.unit.interchange.hsds import schema

TODAY = date(2026, 11, 22)


def changed(directory: Directory, name: str, **values: Any) -> Directory:
    """The directory with other values of an office."""
    offices = [
        Record(one.file, one.line, {**one.values, **values}) if one["id"] == name else one
        for one in directory["offices"]
    ]
    return Directory(directory.records | {"offices": offices})


def service(directory: Directory, name: str, today: date = TODAY) -> dict[str, Any]:
    place = [one["id"] for one in directory["offices"]].index(name)
    return package(directory, today).services[place]


def details(found: dict[str, Any]) -> list[tuple[str, str]]:
    said = [one for one in found["attributes"] if one["link_type"] == "detail"]
    return [(one["taxonomy_term"]["code"].removeprefix("detail:"), one["value"]) for one in said]


def linked(found: dict[str, Any], link: str) -> list[tuple[str, str | None]]:
    said = [one for one in found["attributes"] if one["link_type"] == link]
    return [(one["taxonomy_term"]["code"], one.get("value")) for one in said]


@pytest.fixture(scope="module")
def whole(leipzig: Directory) -> Package:
    return package(leipzig, TODAY)


def test_everything_is_as_the_schemas_want_it(whole: Package) -> None:
    assert len(whole.services) == len(whole.organizations) == 77
    for table, objects in (
        ("service", whole.services),
        ("organization", whole.organizations),
        ("taxonomy", whole.taxonomies),
        ("taxonomy_term", whole.terms),
    ):
        assert [fault for one in objects for fault in schema.faults(table, one)] == []


def test_ids_differ_and_stay(whole: Package, leipzig: Directory) -> None:
    assert len({one["id"] for one in whole.services}) == 77
    assert not {one["id"] for one in whole.services} & {one["id"] for one in whole.organizations}
    attributes = [one["id"] for service in whole.services for one in service["attributes"]]
    assert len(set(attributes)) == len(attributes)
    assert service(leipzig, "wzl")["id"] == "19ed2a62-d92e-5375-9884-8f3631548942"


def test_every_attribute_has_a_term_of_the_taxonomies(whole: Package) -> None:
    known = {one["id"]: one for one in whole.terms}
    taxonomies = {one["id"] for one in whole.taxonomies}
    for found in whole.services:
        assert all(one["taxonomy_term"] == known[one["taxonomy_term"]["id"]] for one in found["attributes"])
    assert {one["taxonomy_id"] for one in whole.terms} == taxonomies
    assert len({one["code"] for one in whole.terms}) == len(whole.terms)
    assert {one["parent_id"] for one in whole.terms if "parent_id" in one} <= known.keys()


def test_an_office_with_all_its_facts(leipzig: Directory) -> None:
    found = service(leipzig, "wzl")
    assert found["name"] == "Willkommenszentrum Leipzig (WZL)"
    assert found["alternate_name"] == "Welcome Centre Leipzig"
    assert found["status"] == "active"
    assert found["phones"][0]["number"] == "+49 341 1232676"
    assert [one["code"] for one in found["languages"]] == ["de", "en", "ar", "ro", "ja"]
    assert found["languages"][0]["name"] == "Deutsch"
    assert found["assured_date"] == "2020-11-01"
    assert (found["cost_options"][0]["option"], found["cost_options"][0]["amount"]) == ("free", 0)
    [schedule] = found["schedules"]
    assert (schedule["byday"], schedule["opens_at"], schedule["closes_at"]) == ("MO,TU,TH", "11:00:00", "17:00:00")
    address = found["service_at_locations"][0]["location"]["addresses"][0]
    assert (address["address_1"], address["postal_code"], address["city"]) == (
        "Otto-Schill-Straße 2",
        "04109",
        "Leipzig",
    )
    assert (address["state_province"], address["country"]) == ("Sachsen", "DE")
    assert found["organization"]["organization_identifiers"][0]["identifier"] == "wzl"
    assert ("as_of", "opening_hours=2021-06") in details(found)
    assert linked(found, "topic") == [("*", None)]


def test_responsibility_comes_from_the_rules_of_the_day(leipzig: Directory) -> None:
    wanted = ("aufenthalt/anmeldung", None)
    assert wanted in linked(service(leipzig, "buergerbuero_mitte"), "responsible")
    rules = [
        Record(one.file, one.line, one.values | {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)})
        if (one["topic"], one["subtopic"]) == ("aufenthalt", "anmeldung")
        else one
        for one in leipzig["rules"]
    ]
    dated = Directory(leipzig.records | {"rules": rules})
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    found = [wanted in linked(service(dated, "buergerbuero_mitte", day), "responsible") for day in days]
    assert found == [False, True, True, False]


def test_who_helps_without_papers_stays_at_the_counter(whole: Package, leipzig: Directory) -> None:
    values = {value for one in whole.services for link in ("responsible", "advises") for _, value in linked(one, link)}
    assert any("undocumented" in rule["condition"] for rule in leipzig["rules"])
    sensitive = {flag["id"] for flag in leipzig["flags"] if flag["sensitive"]}
    assert sensitive
    for value in values - {None}:
        assert value is not None
        assert "undocumented" not in value
        assert not any(flag in value for flag in sensitive)


def test_a_confidential_address_is_not_told(leipzig: Directory) -> None:
    found = json.dumps(service(leipzig, "frauen_sofortaufnahme"), ensure_ascii=False)
    assert "service_at_locations" not in found
    secret = changed(
        leipzig, "frauen_sofortaufnahme", street="Geheimweg 7", postcode="04277", tram_stop="Geheimplatz",
        note_codes=["address_confidential"],
    )  # fmt: skip
    found = json.dumps(service(secret, "frauen_sofortaufnahme"), ensure_ascii=False)
    assert "Geheim" not in found
    assert "04277" not in found


def test_what_is_internal_stays_here(leipzig: Directory) -> None:
    internal = {
        "contact_name": "Erika Musterfrau",
        "contact_email": "erika@example.org",
        "caretaker": "erika.redaktion",
        "status_note": "Anruf bei Frau Muster",
        "review_on": date(2027, 3, 4),
        "sources": {"phone": ["Telefonat mit Frau Muster"]},
        "review": {"newest_source_year": 2025, "remark": "Muster fragen"},
    }
    everything = "".join(texts(changed(leipzig, "wzl", **internal), TODAY).values())
    for word in ("Muster", "erika", "Erika", "2027-03-04"):
        assert word not in everything


def test_a_closure_is_announced_and_over_when_it_is_over(leipzig: Directory) -> None:
    closed = changed(leipzig, "wzl", closures=[{"from": date(2026, 12, 24), "to": date(2026, 12, 31)}])
    found = service(closed, "wzl")
    assert found["alert"] == "Geschlossen vom 24.12.2026 bis 31.12.2026."
    assert found["status"] == "active"
    assert service(closed, "wzl", date(2026, 12, 24))["status"] == "temporarily closed"
    assert "alert" not in service(closed, "wzl", date(2027, 1, 1))
    assert [one.get("valid_to") for one in found["schedules"]] == ["2026-12-23", None]
    assert ("closure", "2026-12-24/2026-12-31") in details(found)


def test_unverified_and_defunct_offices_say_so(leipzig: Directory) -> None:
    unverified = service(changed(leipzig, "wzl", status="verify"), "wzl")
    assert unverified["alert"] == "Die Angaben sind nicht bestätigt: vor dem Besuch nachfragen."
    [gone] = [one["id"] for one in leipzig["offices"] if one["status"] == "defunct"]
    found = service(leipzig, gone)
    assert found["status"] == "defunct"
    assert ("successor", "johanniter_beratung") in details(found)


def test_ages_and_confirmation(leipzig: Directory) -> None:
    found = service(changed(leipzig, "wzl", note_codes=["age_12_26"], checked_on=date(2026, 11, 2)), "wzl")
    assert (found["minimum_age"], found["maximum_age"]) == (12, 26)
    assert found["assured_date"] == "2026-11-02"


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("04109", "Sachsen"), ("01067", "Sachsen"), ("04600", "Deutschland"), (None, "Deutschland")],
)
def test_the_state_is_said_where_it_is_sure(postcode: str | None, expected: str) -> None:
    assert state(postcode) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.leipzig.de/a?b=c#d", "https://www.leipzig.de/a?b=c#d"),
        ("https://www.köln.de/straße?ä=ö", "https://www.xn--kln-sna.de/stra%C3%9Fe?%C3%A4=%C3%B6"),
        (None, None),
        ("https://www.leipzig.de/{a}|b?c=[1]#d#e", "https://www.leipzig.de/%7Ba%7D%7Cb?c=%5B1%5D#d%23e"),
        ("https://www.leipzig.de/100%?%zz=%41", "https://www.leipzig.de/100%25?%25zz=%41"),
        ("https://[::1]:99/ä", "https://[::1]:99/%C3%A4"),
        ("https://ä..de/", "https://%C3%A4..de/"),
    ],
)
def test_web_addresses_are_ascii(address: str | None, expected: str | None) -> None:
    assert uri(address) == expected


def test_the_table_package_is_whole(leipzig: Directory) -> None:
    files = {
        name.partition("/")[2]: text for name, text in texts(leipzig, TODAY).items() if name.startswith("tabular/")
    }
    descriptor = json.loads(files.pop(DESCRIPTOR))
    assert {one["path"] for one in descriptor["resources"]} == files.keys()
    tables = {}
    for name, form in schema.TABLES.items():
        read = list(csv.DictReader(io.StringIO(files[form["file"]], newline=""), strict=True))
        required = {*form["required"], *form["required_in_tables"]}
        assert all(row[field] for row in read for field in required), name
        assert len({row["id"] for row in read}) == len(read), name
        tables[name] = {row["id"]: row for row in read}
    assert len(tables["service"]) == len(tables["organization"]) == 77
    for name, rows in tables.items():
        for row in rows.values():
            for column, value in row.items():
                target = tables.get(column.removesuffix("_id")) if column.endswith("_id") else None
                assert not value or target is None or value in target, (name, column)
    assert all(row["link_id"] in tables["service"] for row in tables["attribute"].values())
