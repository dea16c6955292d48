"""One's own account, and what administrators do with accounts."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.models import Login, User
from app.accounts.roles import Role
from app.db import Database
from tests.web.pages import check_page, open_page
from tests.web.staff import PASSWORD, add_staff, is_logged_in, post, submit_login

NEW = "vier Wörter hintereinander"


def change_password(client: FlaskClient, current: str = PASSWORD, new: str = NEW, repeated: str = NEW) -> TestResponse:
    fields = {"current_password": current, "new_password": new, "repeated_password": repeated}
    return post(client, "/account", fields)


def user(database: Database, user_id: int) -> User:
    with database.reading() as reader:
        found = reader.get(User, user_id)
        assert found is not None
        reader.expunge(found)
        return found


@pytest.fixture
def admin(app: Flask, database: Database) -> FlaskClient:
    client = app.test_client()
    add_staff(database, Role.ADMIN)
    submit_login(client, "admin")
    return client


def test_new_password_ends_all_other_logins(app: Flask, client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    other = app.test_client()
    submit_login(other, "advisor")
    submit_login(client, "advisor")
    before = client.get_cookie("wegweiser")
    assert change_password(client).location == "/account?done=password"
    assert is_logged_in(client)
    assert not is_logged_in(other)
    with database.reading() as reader:
        assert len(reader.scalars(select(Login)).all()) == 1
    assert before is not None
    other.set_cookie("wegweiser", before.value)
    assert not is_logged_in(other)
    open_page(client, "/account?done=password")
    post(client, "/logout")
    assert submit_login(client, "advisor", NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "repeated"),
    [
        (NEW, NEW + "x"),
        ("zu kurz", "zu kurz"),
        ("Willkommen2026!", "Willkommen2026!"),
        ("x" * 201, "x" * 201),
        ("", ""),
    ],
)
def test_unfit_new_password_is_refused(client: FlaskClient, database: Database, new: str, repeated: str) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    response = change_password(client, new=new, repeated=repeated)
    assert response.status_code == 400
    check_page(response).one("div", role="alert")
    assert is_logged_in(client)
    assert not new or new not in response.text


def test_current_password_is_asked_for_and_not_to_be_guessed(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    assert change_password(client, current="wrong wrong wrong").status_code == 400
    assert change_password(client).status_code == 429


def test_preferences(client: FlaskClient, database: Database) -> None:
    user_id = add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    client.get("/account?lang=de")
    response = post(client, "/account", {"interface": "en", "colour_scheme": "dark"})
    assert response.location == "/account?done=preferences"
    changed = user(database, user_id)
    assert (changed.language, changed.colour_scheme, changed.single_keys) == ("en", "dark", False)
    html = open_page(client, response.location).one("html")
    assert (html.get("lang"), html.get("data-kern-theme")) == ("en", "dark")
    post(client, "/account", {"interface": "de", "colour_scheme": "auto", "single_keys": "on"})
    changed = user(database, user_id)
    assert (changed.language, changed.colour_scheme, changed.single_keys) == ("de", "auto", True)


@pytest.mark.parametrize("fields", [{"interface": "xx"}, {"interface": "de", "colour_scheme": "pink"}, {}])
def test_made_up_preferences_are_refused(client: FlaskClient, database: Database, fields: dict[str, str]) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    response = post(client, "/account", fields)
    assert response.status_code == 400
    check_page(response)


def test_one_time_password_opens_only_the_page_that_replaces_it(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADMIN, must_change_password=True)
    first = submit_login(client, "admin")
    assert first.status_code == 200
    page = check_page(first)
    assert not page.all("input", id="single_keys")
    for path in ("/", "/counter", "/accounts", "/login"):
        assert client.get(path).location == "/account"
    for path in ("/counter", "/counter/answer", "/accounts", "/slip.pdf"):
        assert post(client, path).status_code == 403
    assert change_password(client, new=PASSWORD, repeated=PASSWORD).status_code == 400
    assert change_password(client).status_code == 303
    assert client.get("/accounts").status_code == 200


def test_logout_with_a_one_time_password(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR, must_change_password=True)
    submit_login(client, "advisor")
    assert post(client, "/logout").status_code == 303
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "role": "advisor"},
        {"name": "x" * 81, "role": "advisor"},
        {"name": "ADMIN", "role": "advisor"},
        {"name": "new", "role": "king"},
        {"user": "1", "action": "promote", "role": "admin"},
        {"user": "999999", "action": "role", "role": "admin"},
        {"user": "1", "action": "role"},
        {"user": "1", "action": "role", "role": ""},
        {"user": "x", "action": "close", "role": "admin"},
    ],
)
def test_unfit_changes_are_refused(admin: FlaskClient, database: Database, fields: dict[str, str]) -> None:
    response = post(admin, "/accounts", fields)
    assert response.status_code == 400
    check_page(response).one("div", role="alert")
    with database.reading() as reader:
        assert [(found.name, found.role) for found in reader.scalars(select(User))] == [("admin", "admin")]


def test_role_changes_at_once(app: Flask, admin: FlaskClient, database: Database) -> None:
    user_id = add_staff(database, Role.ADVISOR)
    other = app.test_client()
    submit_login(other, "advisor")
    post(admin, "/accounts", {"user": str(user_id), "action": "role", "role": "analyst"})
    assert other.get("/counter").status_code == 403
    assert is_logged_in(other)


def test_closed_and_opened_again(app: Flask, admin: FlaskClient, database: Database) -> None:
    user_id = add_staff(database, Role.ADVISOR)
    other = app.test_client()
    submit_login(other, "advisor")
    post(admin, "/accounts", {"user": str(user_id), "action": "close", "role": "advisor"})
    assert not is_logged_in(other)
    assert not user(database, user_id).active
    open_page(admin, "/accounts")
    post(admin, "/accounts", {"user": str(user_id), "action": "open", "role": "advisor"})
    assert submit_login(other, "advisor").status_code == 303


def test_last_administrator_stays(admin: FlaskClient, database: Database) -> None:
    with database.reading() as reader:
        admin_id = reader.scalars(select(User.id)).one()
    for action in ("close", "role"):
        response = post(admin, "/accounts", {"user": str(admin_id), "action": action, "role": "advisor"})
        assert response.status_code == 400
    closed = add_staff(database, Role.ADMIN, name="closed")
    with database.writing():
        service.set_active(user_id=closed, active=False)
    assert post(admin, "/accounts", {"user": str(admin_id), "action": "close", "role": "admin"}).status_code == 400
    with database.writing():
        service.set_active(user_id=closed, active=True)
    assert post(admin, "/accounts", {"user": str(admin_id), "action": "role", "role": "advisor"}).status_code == 303
    assert user(database, admin_id).role == "advisor"


def test_administrator_who_has_no_password_yet_is_not_enough(admin: FlaskClient, database: Database) -> None:
    """The link may end unused, and then nobody could get in."""
    with database.reading() as reader:
        admin_id = reader.scalars(select(User.id)).one()
    assert post(admin, "/accounts", {"name": "new", "role": "admin"}).status_code == 200
    for action in ("close", "role"):
        response = post(admin, "/accounts", {"user": str(admin_id), "action": action, "role": "advisor"})
        assert response.status_code == 400
    with database.reading():
        new_id = service.user_named("new").id
    assert post(admin, "/accounts", {"user": str(new_id), "action": "close"}).status_code == 303


def test_account_of_the_towns_login_has_nothing_to_do_with_passwords(
    app: Flask, admin: FlaskClient, database: Database
) -> None:
    user_id = add_staff(database, Role.EDITOR)
    client, other = app.test_client(), app.test_client()
    for browser in (client, other):
        submit_login(browser, "editor")
    with database.writing() as writer:
        changed = writer.get(User, user_id)
        assert changed is not None
        changed.subject, changed.password_hash = "https://login.example.org 1", ""
    page = open_page(client, "/account")
    assert not page.all("input", type="password")
    assert change_password(client).status_code == 400
    setup = "/account/second-factor"
    assert client.get(setup).location == "/account"
    for path in (setup, f"{setup}/codes", f"{setup}/off"):
        assert post(client, path, {"current_password": PASSWORD, "code": "000000"}).status_code in {303, 400}
    for action in ("link", "role"):
        refused = post(admin, "/accounts", {"user": str(user_id), "action": action, "role": "admin"})
        assert refused.status_code == 400
    assert user(database, user_id).role == "editor"
    assert submit_login(app.test_client(), "editor").status_code == 401
    assert post(client, "/account/logins", {"login": ""}).location == "/account?done=logins"
    assert is_logged_in(client)
    assert not is_logged_in(other)
    assert post(client, "/logout").location == "/logout/town"
