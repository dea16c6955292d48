"""Work that is interrupted, by a login that ends or a database that fails, loses nothing that was entered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts import passwords, service
from app.accounts.models import Login
from app.accounts.roles import Role
from app.db import Database, DatabaseUnavailable
from tests.web.pages import Page, check_fragment, check_page, open_page
from tests.web.staff import PASSWORD, add_staff, csrf_token, post, submit_login

pytestmark = pytest.mark.one_database

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)
LATER = MORNING + timedelta(minutes=31)
FIELDS = {"language": "uk", "trait": ["g:student", "g:refugee"], "note": 'a "quoted" <b>&amp;', "empty": ""}
SENT = [
    ("language", "uk"),
    ("trait", "g:student"),
    ("trait", "g:refugee"),
    ("note", 'a "quoted" <b>&amp;'),
    ("empty", ""),
]
HTMX = {"HX-Request": "true"}


def interrupt(client: FlaskClient, path: str = "/counter", **kwargs: Any) -> TestResponse:
    """Log in, let the login end, post."""
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
        token = csrf_token(client)
    with clock.fixed(LATER):
        return client.post(path, data={**FIELDS, "csrf_token": token, "password": "secret"}, **kwargs)


def submit(client: FlaskClient, page: Page, action: str, **fields: str) -> TestResponse:
    """Send a form of the page as a browser would, with its hidden fields."""
    hidden: dict[str, list[str]] = {}
    for name, value in page.fields(action):
        hidden.setdefault(name, []).append(value)
    return client.post(action, data={**hidden, **fields, "csrf_token": page.csrf_token})


@pytest.mark.parametrize("path", ["/counter", "/counter/answer", "/counter/report", "/slip.pdf", "/paper"])
def test_ended_login_carries_the_fields_through_the_login(client: FlaskClient, database: Database, path: str) -> None:
    add_staff(database, Role.ADVISOR)
    response = interrupt(client, path)
    assert response.status_code == 401
    login = check_page(response)
    assert login.fields("/login") == [("resume", path), *((f"keep:{name}", value) for name, value in SENT)]
    with clock.fixed(LATER):
        wrong = check_page(submit(client, login, "/login", name="advisor", password="wrong wrong wrong"))
        assert wrong.fields("/login") == login.fields("/login")
    with clock.fixed(LATER + timedelta(seconds=2)):
        resume = submit(client, wrong, "/login", name="advisor", password=PASSWORD)
        assert resume.status_code == 200
        page = check_page(resume)
        assert page.fields(path) == SENT
        assert page.one("form", id="resume").get("method") == "post"
        assert submit(client, page, path).status_code not in {401, 403}


@pytest.mark.parametrize(
    "path",
    [
        "/events/new",
        "/aids/0123456789ab/edit",
        "/handouts/h_kita/editions/new",
        "/requests/0123456789ab/save",
        "/house/hours/new",
        "/interpreters/0123456789ab",
    ],
)
def test_what_editors_type_is_carried_too(client: FlaskClient, database: Database, path: str) -> None:
    add_staff(database, Role.EDITOR, name="advisor")
    response = interrupt(client, path)
    assert response.status_code == 401
    assert check_page(response).fields("/login")[0] == ("resume", path)


def test_nothing_of_it_is_stored(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    interrupt(client)
    with client.session_transaction() as own:
        assert set(own) <= {"_user_id", "seen", "csrf_token"}


def test_htmx_gets_what_replaces_the_desk(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    response = interrupt(client, "/counter/answer", headers=HTMX)
    assert response.status_code == 401
    fragment = check_fragment(response)
    assert not fragment.all("html")
    assert next(iter(fragment.root)).get("id") == "desk"
    assert ("keep:trait", "g:refugee") in fragment.fields("/login")


@pytest.mark.parametrize("path", ["/account", "/accounts"])
def test_only_the_counter_is_taken_up_again(client: FlaskClient, database: Database, path: str) -> None:
    add_staff(database, Role.ADVISOR)
    page = check_page(interrupt(client, path))
    assert page.fields("/login") == []


def test_login_form_cannot_be_made_to_post_elsewhere(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    for resume in (
        "//example.org/counter",
        "https://example.org/slip.pdf",
        "/accounts",
        "/counter/../accounts",
        "/counterfeit",
    ):
        response = submit_login(client, "advisor", resume=resume, **{"keep:role": "admin"})
        assert (response.status_code, response.location) == (303, "/counter")
        post(client, "/logout")


def test_lost_session_is_like_an_ended_login(app: Flask) -> None:
    response = app.test_client().post("/counter", data=FIELDS)
    assert response.status_code == 401
    assert check_page(response).fields("/login")[0] == ("resume", "/counter")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_fields_of_a_foreign_page_are_not_taken_up(
    app: Flask, client: FlaskClient, database: Database, site: str
) -> None:
    add_staff(database, Role.ADVISOR)
    headers = {"Sec-Fetch-Site": site}
    stranger = app.test_client()
    for path, fields in (("/counter", FIELDS), ("/login", {"resume": "/counter", "keep:language": "uk"})):
        response = stranger.post(path, data=fields, headers=headers)
        assert response.status_code == 401
        assert check_page(response).fields("/login") == []
    submit_login(client, "advisor")
    refused = client.post("/counter", data=FIELDS, headers=headers)
    assert refused.status_code == 400
    assert "uk" not in [field.get("value") for field in check_page(refused).all("input")]


def test_page_from_before_the_login_can_be_sent_again(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    old = csrf_token(client)
    submit_login(client, "advisor")
    response = client.post("/counter/answer", data={**FIELDS, "csrf_token": old})
    assert response.status_code == 400
    page = check_page(response)
    assert page.fields("/counter/answer") == SENT
    assert submit(client, page, "/counter/answer").status_code not in {400, 401, 403} or page.csrf_token != old
    fragment = check_fragment(client.post("/counter/answer", data={**FIELDS, "csrf_token": old}, headers=HTMX))
    assert next(iter(fragment.root)).get("id") == "desk"


def test_login_page_that_was_open_too_long_keeps_what_it_carries(app: Flask) -> None:
    carried = {
        "resume": "/counter",
        "keep:language": "uk",
        "name": "advisor",
        "password": PASSWORD,
        "csrf_token": "old",
    }
    response = app.test_client().post("/login", data=carried)
    assert response.status_code == 401
    assert check_page(response).fields("/login") == [("resume", "/counter"), ("keep:language", "uk")]
    assert PASSWORD not in response.text


def test_one_time_password_in_the_middle_of_a_contact(client: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    token = csrf_token(client)
    one_time = "k7qm-4xdr-2wtp-n8sv"
    with database.writing():
        changed = service.change_password(user_id=user, password_hash=passwords.hash_password(one_time, name=""))
        changed.must_change_password = True
    login = check_page(client.post("/counter", data={**FIELDS, "csrf_token": token}))
    change = check_page(submit(client, login, "/login", name="advisor", password=one_time))
    assert change.fields("/account") == login.fields("/login")
    fields = {"current_password": one_time, "new_password": PASSWORD, "repeated_password": PASSWORD}
    resume = check_page(submit(client, change, "/account", **fields))
    assert resume.fields("/counter") == SENT


def test_database_that_fails_loses_no_input(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    token = csrf_token(client)
    _break(monkeypatch)
    response = client.post("/counter", data={**FIELDS, "csrf_token": token, "password": "secret"})
    assert response.status_code == 503
    page = check_page(response)
    assert page.fields("/counter") == SENT
    assert "secret" not in response.text
    notice = client.post("/counter", data={**FIELDS, "csrf_token": token}, headers=HTMX)
    assert notice.status_code == 503
    assert (notice.headers["HX-Retarget"], notice.headers["HX-Reswap"]) == ("#notice", "innerHTML")
    assert not check_fragment(notice).all("form")


def test_pages_without_any_database(client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    _break(monkeypatch)
    for path, status in (("/counter", 503), ("/account", 503), ("/no/such/page", 404), ("/healthz", 503)):
        response = client.get(path)
        assert response.status_code == status
        if path != "/healthz":
            check_page(response)


def test_failing_login_begins_none(client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    add_staff(database, Role.ADVISOR)
    token = csrf_token(client)
    with monkeypatch.context() as patch:
        _break(patch, "writing")
        fields = {"name": "advisor", "password": PASSWORD, "csrf_token": token, "resume": "/counter", "keep:a": "b"}
        response = client.post("/login", data=fields)
    assert response.status_code == 503
    again = check_page(response)
    assert again.fields("/login") == [("name", "advisor"), ("resume", "/counter"), ("keep:a", "b")]
    assert PASSWORD not in response.text
    with database.reading() as reader:
        assert reader.scalars(select(Login)).all() == []


def test_healthy_only_while_the_database_can_be_written(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text.strip()) == (200, "ok")
    _break(monkeypatch, "writing")
    assert client.get("/healthz").status_code == 503
    assert open_page(client, "/login").one("html").get("lang") == "de"


def _break(monkeypatch: pytest.MonkeyPatch, *blocks: str) -> None:
    def unavailable(_database: Database) -> None:
        raise DatabaseUnavailable("disk full")

    for block in blocks or ("reading", "writing"):
        monkeypatch.setattr(Database, block, unavailable)
