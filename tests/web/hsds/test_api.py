"""The public API: open to everyone, reading only, in the form of HSDS, kept as long as nothing changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app import clock
from app.accounts.roles import Role
from app.db import Database, DatabaseUnavailable
from app.directory.entries import Entry
from app.directory.publishing import publish
from app.directory.stored import stored_contents
from config import Settings
from referrals.interchange.hsds.ids import service_id, uuid_of
from referrals.interchange.hsds.terms import taxonomy_id, term_id
from tests.unit.interchange.hsds import schema
from tests.web.staff import log_in
from tests.web.test_headers import check_headers

ROOT = "/hsds/v3"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=clock.ZONE)
ENVELOPE = ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"]
LISTS = {
    "services": ("service", 77, "service_list"),
    "organizations": ("organization", 77, "organization_list"),
    "service_at_locations": ("service_at_location", 55, "service_at_location_list"),
    "taxonomies": ("taxonomy", 3, None),
    "taxonomy_terms": ("taxonomy_term", 155, None),
}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The files are tested on both databases, and the API asks for the same."""
    return sqlite_settings


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.fixed(NOON):
        yield


def got(client: FlaskClient, path: str) -> Any:
    response = client.get(ROOT + path)
    assert (response.status_code, response.mimetype) == (200, "application/json"), path
    return response.get_json()


def change(database: Database, name: str, **values: Any) -> None:
    with database.writing() as session:
        entry = Entry("offices", name)
        edits = {entry: stored_contents(session)[entry] | values}
        publish(session, edits, by="test", why="test", now=clock.now())


def test_what_it_is(client: FlaskClient) -> None:
    found = got(client, "/")
    assert found.keys() == {"version", "profile", "openapi_url"}
    assert found["version"] == "3.0"


@pytest.mark.parametrize("kind", LISTS)
def test_lists_in_full_and_one_by_one(client: FlaskClient, kind: str) -> None:
    table, total, listed = LISTS[kind]
    page = got(client, f"/{kind}?per_page=500")
    assert list(page) == ENVELOPE
    assert (page["total_items"], page["total_pages"], page["size"], len(page["contents"])) == (total, 1, total, total)
    assert (page["first_page"], page["last_page"], page["empty"]) == (True, True, False)
    for one in page["contents"]:
        if listed:
            assert list(schema.unlisted(schema.LISTS[listed], one)) == []
        else:
            assert list(schema.faults(table, one)) == []
    for one in page["contents"][:: total // 3]:
        found = got(client, f"/{kind}/{one['id']}")
        assert {name: found[name] for name in one if name not in {"service", "location", "organization"}} == {
            name: value for name, value in one.items() if name not in {"service", "location", "organization"}
        }
        if kind == "service_at_locations":
            assert list(schema.faults("service", found.pop("service"))) == []
        assert list(schema.faults(table, found)) == []


def test_pages(client: FlaskClient) -> None:
    pages = [got(client, f"/services?per_page=30&page={number}") for number in (1, 2, 3, 4)]
    assert [page["size"] for page in pages] == [30, 30, 17, 0]
    assert [page["first_page"] for page in pages] == [True, False, False, False]
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert [page["empty"] for page in pages] == [False, False, False, True]
    names = [one["name"] for page in pages for one in page["contents"]]
    assert names == [one["name"] for one in got(client, "/services?per_page=500")["contents"]]
    assert len(got(client, "/services")["contents"]) == 50
    nothing = got(client, "/services?search=keine+solche+Stelle")
    assert (nothing["total_items"], nothing["total_pages"], nothing["empty"], nothing["last_page"]) == (
        0,
        0,
        True,
        True,
    )


def test_filters_of_services(client: FlaskClient) -> None:
    everything = got(client, "/services?per_page=500&full=true")["contents"]
    term = term_id("topics", "wohnen/mietproblem")
    wanted = [one["id"] for one in everything if any(said["taxonomy_term"]["id"] == term for said in one["attributes"])]
    assert wanted
    assert [one["id"] for one in got(client, f"/services?taxonomy_term_id={term}")["contents"]] == wanted
    assert got(client, f"/services?taxonomy_id={taxonomy_id('details')}")["total_items"] == 77
    own = uuid_of("organization", "mieterverein")
    [found] = got(client, f"/services?organization_id={own.upper()}")["contents"]
    assert found["id"] == service_id("mieterverein")
    assert found["organization"]["id"] == own
    assert got(client, "/services?search=E.V.+MIETERVEREIN")["contents"] == [found]
    place = got(client, f"/service_at_locations?organization_id={own}")["contents"]
    assert [one["service"]["id"] for one in place] == [found["id"]]


def test_terms_by_taxonomy_and_parent(client: FlaskClient) -> None:
    topics = taxonomy_id("topics")
    top = got(client, f"/taxonomy_terms?taxonomy_id={topics}&top_only=true&per_page=500")["contents"]
    assert [one["code"] for one in top[:3]] == ["*", "aufenthalt", "einbuergerung"]
    assert len(top) == 19
    children = got(client, f"/taxonomy_terms?parent_id={term_id('topics', 'wohnen')}")["contents"]
    assert all(one["code"].startswith("wohnen/") for one in children)
    assert children


def test_minimal_is_all_in_one_page(client: FlaskClient) -> None:
    page = got(client, "/services?minimal=true")
    assert (page["size"], page["total_pages"]) == (77, 1)
    assert {tuple(one) for one in page["contents"]} == {("id", "last_modified")}


def test_services_of_organizations_only_when_asked_for(client: FlaskClient) -> None:
    path = f"/organizations/{uuid_of('organization', 'wzl')}"
    assert "services" not in got(client, path)
    [short] = got(client, f"{path}?full_service=false")["services"]
    [full] = got(client, f"{path}?full_service=true")["services"]
    assert short["id"] == full["id"] == service_id("wzl")
    assert "schedules" not in short
    assert "schedules" in full
    page = got(client, "/organizations?full_service=true&per_page=2")["contents"]
    assert page[0]["services"] == [full]


def test_what_was_changed_since(client: FlaskClient, database: Database) -> None:
    with clock.fixed(NOON + timedelta(days=1)):
        change(database, "mieterverein", phone="+49 341 999")
        [found] = got(client, "/services?modified_after=2026-11-24T00:00:00%2B01:00")["contents"]
        assert (found["id"], found["last_modified"]) == (
            service_id("mieterverein"),
            "2026-11-24T11:00:00.000+00:00",
        )
        assert got(client, "/services?modified_after=2026-11-24T00:00:00+01:00")["total_items"] == 1
        assert got(client, "/services?modified_after=2026-11-24T11:00:00Z")["total_items"] == 1
        assert got(client, "/services?modified_after=2026-11-24T11:00:01Z")["total_items"] == 0


def test_a_changed_rule_changes_the_offices_that_it_names_before_and_after(
    client: FlaskClient, database: Database
) -> None:
    with database.writing() as session:
        entry = next(one for one in stored_contents(session) if one.kind == "rules")
        before = stored_contents(session)[entry]
        edits = {entry: before | {"responsible": ["mieterverein"], "advice": []}}
        with clock.fixed(NOON + timedelta(days=1)):
            publish(session, edits, by="test", why="test", now=clock.now())
    found = got(client, "/services?modified_after=2026-11-24&minimal=true")["contents"]
    named = {*before["responsible"], *before["advice"], "mieterverein"}
    assert {one["id"] for one in found} == {service_id(name) for name in named}


def test_an_answer_is_kept_until_the_directory_or_the_day_changes(client: FlaskClient, database: Database) -> None:
    first = client.get(f"{ROOT}/services")
    assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{ROOT}/services", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    with clock.fixed(NOON + timedelta(days=1)):
        assert client.get(f"{ROOT}/services", headers=known).status_code == 200
    change(database, "wzl", phone="+49 341 999")
    changed = client.get(f"{ROOT}/services/{service_id('wzl')}", headers=known)
    assert changed.status_code == 200
    assert changed.get_json()["phones"][0]["number"] == "+49 341 999"
    nothing = client.get(f"{ROOT}/services/{service_id('no')}", headers={"If-None-Match": changed.headers["ETag"]})
    assert nothing.status_code == 404


def test_a_closure_begins_by_itself(client: FlaskClient, database: Database) -> None:
    change(database, "wzl", closures=[{"from": "2026-11-24", "to": "2026-11-25"}])
    path = f"/services/{service_id('wzl')}"
    assert got(client, path)["status"] == "active"
    with clock.fixed(NOON + timedelta(days=1)):
        assert got(client, path)["status"] == "temporarily closed"
    with clock.fixed(NOON + timedelta(days=3)):
        assert got(client, path)["status"] == "active"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/services?page=0", "The parameter page needs a whole number from 1 to 1000000."),
        ("/services?page=x", "The parameter page needs a whole number"),
        ("/services?page=٣", "The parameter page needs a whole number"),
        ("/services?page=" + "9" * 5000, "The parameter page needs a whole number"),
        ("/services?per_page=501", "The parameter per_page needs a whole number from 1 to 500."),
        ("/services?per_page=-1", "The parameter per_page needs a whole number"),
        ("/services?format=ndjson", "The parameter format can only be json."),
        ("/services?full=yes", "The parameter full can be true or false."),
        ("/services?taxonomy_term_id=wohnen", "The parameter taxonomy_term_id needs a UUID."),
        ("/services?modified_after=gestern", "The parameter modified_after needs a moment"),
        ("/services?modified_after=0001-01-01T00:00:00%2B23:00", "The parameter modified_after needs a moment"),
        ("/services?search=" + "x" * 201, "The parameter search can have 200 characters."),
        ("/services?page=1&page=2", "The parameter page stands twice."),
        ("/services?serach=x", "This address has no parameter “serach”; expected one of format, full,"),
        ("/service_at_locations?postcode=04109", "This address has no parameter “postcode”"),
        ("/taxonomies?taxonomy_id=1", "This address has no parameter “taxonomy_id”"),
        ("/?page=1", "This address has no parameter “page”; expected one of format."),
        ("/services/1?full=true", "This address has no parameter “full”"),
    ],
)
def test_parameters_that_mean_nothing(client: FlaskClient, path: str, said: str) -> None:
    response = client.get(ROOT + path)
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert response.get_json()["detail"].startswith(said)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("kind", LISTS)
def test_what_is_not_there(client: FlaskClient, kind: str) -> None:
    for name in ("1", "wzl", uuid_of("nothing"), "%00", "🙂"):
        response = client.get(f"{ROOT}/{kind}/{name}")
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")
        assert response.get_json() == {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": f"There is nothing with this id among {kind}.",
        }
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "code"),
    [(ZeroDivisionError(), 500), (DatabaseUnavailable("locked"), 503), (OperationalError("", {}, Exception()), 503)],
)
def test_errors_are_json(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int) -> None:
    def broken(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("app.hsds.views.data", broken)
    response = client.get(f"{ROOT}/services")
    assert (response.status_code, response.mimetype) == (code, "application/problem+json")
    assert "Error" not in response.get_json()["detail"]


def test_no_login_no_cookie_and_all_the_other_headers(app: Flask, client: FlaskClient, database: Database) -> None:
    for path in ("/", "/services", "/services/1", "/services?lang=en"):
        response = client.get(ROOT + path)
        check_headers(response)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not [name for name, _ in response.headers if name.startswith("Access-Control-")]
    staff = log_in(app, database, Role.ANALYST)
    assert "Set-Cookie" not in staff.get(f"{ROOT}/services").headers
    assert staff.get(f"{ROOT}/services").data == client.get(f"{ROOT}/services").data


def test_nothing_can_be_written(client: FlaskClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = client.open(f"{ROOT}/services", method=method)
        assert response.status_code in {401, 405}
    assert client.head(f"{ROOT}/services").status_code == 200
