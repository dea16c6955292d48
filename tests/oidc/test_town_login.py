"""The town's own login, with a certified provider in a process of its own."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.accounts.models import Login, User
from app.accounts.roles import Role
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from config import Settings
from tests.oidc.conftest import BACK, LOGGED_OUT
from tests.oidc.provider import Browser, settings
from tests.oidc.way import begin, come_back, log_in, said
from tests.web.pages import check_page, open_page
from tests.web.staff import add_staff, is_logged_in, post, submit_login


def accounts(database: Database) -> dict[str, User]:
    with database.reading() as reader:
        found = {user.name: user for user in reader.scalars(select(User))}
        reader.expunge_all()
        return found


def test_first_login_makes_an_account_without_a_password(client: FlaskClient, sqlite_database: Database) -> None:
    assert log_in(client, "anna").location == "/counter"
    assert is_logged_in(client)
    anna = accounts(sqlite_database)["anna"]
    assert (anna.role, anna.password_hash) == ("advisor", "")
    assert anna.subject is not None
    assert anna.subject.endswith(" anna")
    assert log_in(client, "anna").status_code == 303
    assert len(accounts(sqlite_database)) == 1
    assert submit_login(client, "anna", "").status_code == 400
    assert submit_login(client, "anna", "x").status_code == 401


def test_role_is_the_first_in_the_order_of_the_settings(client: FlaskClient, sqlite_database: Database) -> None:
    log_in(client, "berta")
    assert accounts(sqlite_database)["berta"].role == "editor"


def test_role_follows_the_town(client: FlaskClient, sqlite_database: Database) -> None:
    log_in(client, "anna")
    with sqlite_database.writing() as writer:
        writer.scalars(select(User)).one().role = Role.ADMIN.value
    log_in(client, "anna")
    assert accounts(sqlite_database)["anna"].role == "advisor"


def test_who_has_no_role_gets_no_account_and_loses_the_logins(
    app: Flask, client: FlaskClient, sqlite_database: Database
) -> None:
    response = log_in(client, "carla")
    assert response.status_code == 403
    assert "keine Rolle" in said(response)
    assert accounts(sqlite_database) == {}
    log_in(client, "anna")
    # The town takes the role away while another browser is logged in.
    app.extensions["town_login"].roles = {"Redaktion": "editor"}
    assert log_in(app.test_client(), "anna").status_code == 403
    assert not is_logged_in(client)


def test_closed_account_stays_closed(client: FlaskClient, sqlite_database: Database) -> None:
    log_in(client, "anna")
    with sqlite_database.writing() as writer:
        writer.scalars(select(User)).one().active = False
    response = log_in(client, "anna")
    assert response.status_code == 403
    assert not is_logged_in(client)


def test_nobody_gets_into_a_local_account_by_its_name(client: FlaskClient, sqlite_database: Database) -> None:
    add_staff(sqlite_database, Role.ADMIN, name="Admin")
    assert log_in(client, "admin").status_code == 303
    found = accounts(sqlite_database)
    assert {name: user.role for name, user in found.items()} == {"Admin": "admin", "admin (2)": "advisor"}


def test_login_has_a_new_id_and_ends_as_any_other(client: FlaskClient, sqlite_database: Database) -> None:
    with client.session_transaction() as planted:
        planted["_user_id"] = planted["planted"] = "by somebody else"
    log_in(client, "anna")
    with client.session_transaction() as own:
        assert own["_user_id"] != "by somebody else"
        assert "planted" not in own
    cookie = client.get_cookie("wegweiser")
    assert cookie is not None
    assert cookie.same_site == "Strict"
    assert client.get_cookie("wegweiser-town") is None
    with sqlite_database.reading() as reader:
        ends_at = reader.scalars(select(Login.ends_at)).one()
    assert (ends_at.replace(tzinfo=clock.now().tzinfo) - clock.now()).total_seconds() < 10 * 3600


def test_what_travels_is_bound_to_this_login(client: FlaskClient) -> None:
    address = begin(client)
    for part in ("code_challenge_method=S256", "state=", "nonce=", "response_type=code", "scope=openid"):
        assert part in address
    cookie = client.get_cookie("wegweiser-town")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.max_age) == (True, "Strict", "/", 900)
    assert all(part not in cookie.value for part in ("state", "nonce", "verifier"))


def test_answer_of_another_login_is_refused(app: Flask, client: FlaskClient, sqlite_database: Database) -> None:
    """An attacker's answer, put into somebody else's browser, must not log that one in as the attacker."""
    stolen = Browser("anna").go(begin(app.test_client()), until=BACK)
    assert come_back(client, stolen).status_code == 400
    begin(client)
    assert come_back(client, stolen).status_code == 400
    assert not is_logged_in(client)
    assert accounts(sqlite_database) == {}


def test_answer_is_good_once(client: FlaskClient) -> None:
    address = Browser("anna").go(begin(client), until=BACK)
    kept = client.get_cookie("wegweiser-town")
    assert kept is not None
    assert come_back(client, address).status_code == 303
    post(client, "/logout")
    client.set_cookie("wegweiser-town", kept.value)
    again = come_back(client, address)
    assert again.status_code == 400
    assert "bestätigt diese Anmeldung nicht" in said(again)
    # And whoever goes on trying must wait, before the provider is asked at all.
    assert come_back(client, address).status_code == 429


def test_coming_back_changes_nothing_before_it_is_posted(client: FlaskClient, sqlite_database: Database) -> None:
    address = Browser("anna").go(begin(client), until=BACK)
    for _ in range(2):
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    assert accounts(sqlite_database) == {}
    assert come_back(client, address).status_code == 303


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=", f"?code={'x' * 5000}&state=x"])
def test_unfinished_answers_lead_back_to_the_login(client: FlaskClient, query: str) -> None:
    page = open_page(client, f"/login/town/back{query}")
    assert "nicht abgeschlossen" in page.text("main")
    page.one("form", action="/login/town")


def test_unfinished_contact_waits_in_its_page(app: Flask, client: FlaskClient, sqlite_database: Database) -> None:
    add_staff(sqlite_database, Role.ADVISOR)
    interrupted = check_page(post(client, "/counter", {"language": "ar", "note": "x"}))
    button = interrupted.one("form", id="town-login")
    assert button.get("target") == "_blank"
    fields = dict(interrupted.fields("/login/town/continue"))
    assert fields.items() >= {"resume": "/counter", "keep:language": "ar", "keep:note": "x"}.items()
    # The other window, of the same browser.
    there = check_page(log_in(client, "anna", elsewhere="1"))
    token = there.one("main").get("data-town-login")
    assert token
    waiting = check_page(client.post("/login/town/continue", data={**fields, "csrf_token": token}))
    assert dict(waiting.fields("/counter")).items() >= {"language": "ar", "note": "x"}.items()
    # Without scripts the token is that of before: a page of ours asks for one more press.
    again = client.post("/login/town/continue", data={**fields, "csrf_token": interrupted.csrf_token})
    assert again.status_code == 400
    assert dict(check_page(again).fields("/login/town/continue")) == fields


def test_going_on_without_a_login_keeps_the_input(client: FlaskClient) -> None:
    response = post(client, "/login/town/continue", {"resume": "/counter", "keep:language": "ar"})
    assert response.status_code == 401
    assert dict(check_page(response).fields("/login/town/continue")) == {"resume": "/counter", "keep:language": "ar"}


def test_logout_offers_the_end_of_the_towns_login(client: FlaskClient) -> None:
    browser = Browser("anna")
    come_back(client, browser.go(begin(client), until=BACK))
    post(client, "/logout")
    page = open_page(client, "/logout/town")
    address = page.one("meta", **{"http-equiv": "refresh"}).attrib["content"].removeprefix("0; url=")
    assert browser.go(address, until=LOGGED_OUT).startswith(LOGGED_OUT)
    # The next person at this desk is asked who it is.
    assert "login" in browser.session.get(begin(client), timeout=10).text


def test_without_local_accounts_there_is_no_password(
    sqlite_settings: Settings, sqlite_database: Database, keys: Keys, issuer: str
) -> None:
    add_staff(sqlite_database, Role.ADMIN)
    only = replace(sqlite_settings, open_id=settings(issuer), local_accounts=False)
    client = create_app(only, keys, sqlite_database).test_client()
    assert open_page(client, "/login").all("input", id="password") == []
    response = submit_login(client, "admin")
    assert response.status_code == 403
    assert "abgeschaltet" in said(response)
    assert log_in(client, "anna").status_code == 303
    with sqlite_database.reading() as reader:
        assert reader.scalar(select(func.count()).select_from(Login)) == 1


def test_without_a_provider_there_is_no_such_login(
    sqlite_settings: Settings, sqlite_database: Database, keys: Keys
) -> None:
    client = create_app(sqlite_settings, keys, sqlite_database).test_client()
    assert open_page(client, "/login").all("form", id="town-login") == []
    assert post(client, "/login/town").status_code == 404
    open_page(client, "/login/town/back?code=x&state=y")
    assert post(client, "/login/town/back", {"code": "x", "state": "y"}).status_code == 400
    open_page(client, "/logout/town")


@pytest.mark.parametrize("left", ["locked", "idle"])
def test_a_desk_that_was_left_is_not_opened_by_a_login_that_goes_on_at_the_town(
    client: FlaskClient, sqlite_database: Database, left: str
) -> None:
    """Whoever stands there presses the button; the browser is still logged in at the provider."""
    browser = Browser("anna")
    come_back(client, browser.go(begin(client), until=BACK))
    if left == "locked":
        post(client, "/lock")
    else:
        with client.session_transaction() as own:
            own["seen"] -= 31 * 60
    with pytest.raises(AssertionError, match="asked who it is"):
        _without_typing(browser, begin(client))
    # Nor by taking that out of the address: the provider says when the person has shown who it is.
    parts = urlsplit(begin(client))
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"prompt", "max_age"}]
    without = urlunsplit(parts._replace(query=urlencode(kept)))
    refused = come_back(client, _without_typing(browser, without))
    assert refused.status_code == 400
    assert "bestätigt diese Anmeldung nicht" in said(refused)
    assert not is_logged_in(client)
    # The person is asked and lets the browser in; so may a colleague.
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        assert come_back(client, Browser("berta").go(begin(client), until=BACK)).status_code == 303


def _without_typing(browser: Browser, address: str) -> str:
    answer = browser.session.get(address, allow_redirects=False, timeout=10)
    while answer.is_redirect:
        address = urljoin(answer.url, answer.headers["Location"])
        if address.startswith(BACK):
            return address
        answer = browser.session.get(address, allow_redirects=False, timeout=10)
    raise AssertionError(f"asked who it is: {answer.url}")
