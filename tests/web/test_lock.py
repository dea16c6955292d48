"""Locking a desk, and the list of one's own logins."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts import second_factor, service
from app.accounts.models import Login
from app.accounts.roles import Role
from app.db import Database
from app.keys import Keys
from tests.web.pages import Page, check_page, open_page
from tests.web.staff import PASSWORD, add_staff, csrf_token, is_logged_in, log_in, post, submit_login

pytestmark = pytest.mark.one_database

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)
CONTACT = {"language": "uk", "trait": ["g:student", "g:refugee"], "token": "sealed", "note": '"<b>', "empty": ""}
SENT = [("language", "uk"), ("trait", "g:student"), ("trait", "g:refugee"), ("token", "sealed"), ("note", '"<b>'),
        ("empty", "")]  # fmt: skip


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.fixed(MORNING):
        yield


@pytest.fixture
def desk(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)


def lock(client: FlaskClient, **fields: object) -> TestResponse:
    """As the counter's button does."""
    form = {"left_at": "/counter/answer", **CONTACT, **fields, "csrf_token": csrf_token(client)}
    return client.post("/lock", data=form)


def unlock(client: FlaskClient, page: Page, name: str = "advisor", password: str = PASSWORD) -> TestResponse:
    """Fill in the form that the lock shows."""
    hidden: dict[str, list[str]] = {}
    for field, value in page.fields("/login"):
        hidden.setdefault(field, []).append(value)
    return client.post("/login", data={**hidden, "name": name, "password": password, "csrf_token": page.csrf_token})


def rows(database: Database) -> list[tuple[bytes, bool]]:
    with database.reading() as reader:
        return [(row.digest, row.locked) for row in reader.scalars(select(Login))]


def test_nothing_can_be_reached_until_it_is_unlocked(desk: FlaskClient, database: Database) -> None:
    stolen = desk.get_cookie("wegweiser")
    response = lock(desk)
    page = check_page(response)
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert page.one("input", id="name").get("value") == "advisor"
    visible = page.text("body")
    assert not [word for word in ("uk", "student", "Ukrain", "sealed") if word in visible]
    for path in ("/", "/counter", "/account", "/account/second-factor"):
        assert desk.get(path).location == "/login"
    assert post(desk, "/counter/answer").status_code == 401
    assert not is_logged_in(desk)
    assert stolen is not None
    desk.set_cookie("wegweiser", stolen.value)
    assert not is_logged_in(desk)
    assert [locked for _, locked in rows(database)] == [True]


def test_password_gives_every_field_back(desk: FlaskClient, database: Database) -> None:
    page = check_page(lock(desk))
    assert page.fields("/login") == [("resume", "/counter/answer"), *((f"keep:{name}", value) for name, value in SENT)]
    wrong = check_page(unlock(desk, page, password="wrong wrong wrong"))
    assert wrong.fields("/login") == page.fields("/login")
    assert "Gesperrt" in wrong.text("h1")
    before = rows(database)
    with clock.fixed(MORNING + timedelta(hours=2)):
        resume = check_page(unlock(desk, wrong))
        assert resume.fields("/counter/answer") == SENT
        assert is_logged_in(desk)
    assert len(rows(database)) == 1
    assert rows(database) != before


def test_reload_and_a_second_tab_show_the_lock_too(desk: FlaskClient) -> None:
    token = csrf_token(desk)
    lock(desk)
    for response in (desk.get("/login"), lock(desk), desk.post("/counter", data={**CONTACT, "csrf_token": token})):
        assert "Gesperrt" in check_page(response).text("h1")
    assert check_page(lock(desk)).fields("/login")[0] == ("resume", "/counter/answer")


def test_window_that_was_locked_along_goes_on_once_the_other_is_unlocked(desk: FlaskClient) -> None:
    page = check_page(lock(desk))
    assert unlock(desk, check_page(post(desk, "/lock"))).status_code == 303
    again = check_page(unlock(desk, page))
    hidden = {"resume": "/counter/answer", **{f"keep:{name}": value for name, value in SENT}}
    assert dict(again.fields("/login"))["resume"] == "/counter/answer"
    resume = check_page(desk.post("/login", data={**hidden, "csrf_token": again.csrf_token}))
    assert ("language", "uk") in resume.fields("/counter/answer")


def test_second_factor_is_not_asked_again_within_ten_hours(desk: FlaskClient, database: Database, keys: Keys) -> None:
    with database.writing() as writer:
        (user,) = writer.scalars(select(Login.user_id))
        offered = second_factor.offer(keys, user_id=user, name="advisor")
        code = pyotp.TOTP(offered.secret.replace(" ", "")).at(MORNING)
        second_factor.enrol(keys, user_id=user, sealed=offered.sealed, code=code, now=MORNING)
    page = check_page(lock(desk))
    with clock.fixed(MORNING + timedelta(hours=9, minutes=59)):
        assert unlock(desk, page).status_code == 200
        assert is_logged_in(desk)
        page = check_page(lock(desk))
    with clock.fixed(MORNING + timedelta(hours=10)):
        assert "Gesperrt" not in open_page(desk, "/login").text("h1"), "unlocking does not make a login last longer"
        asked = check_page(unlock(desk, page))
        assert asked.one("input", id="code") is not None
        assert ("keep:language", "uk") in asked.fields("/login/code")


def test_second_factor_of_another_person_is_asked(
    app: Flask, desk: FlaskClient, database: Database, keys: Keys
) -> None:
    user = add_staff(database, Role.PARTNER)
    with database.writing():
        offered = second_factor.offer(keys, user_id=user, name="partner")
        code = pyotp.TOTP(offered.secret.replace(" ", "")).at(MORNING)
        second_factor.enrol(keys, user_id=user, sealed=offered.sealed, code=code, now=MORNING)
    asked = check_page(unlock(desk, check_page(lock(desk)), name="partner"))
    asked.one("input", id="code")
    assert not is_logged_in(desk)


def test_colleague_goes_on_with_the_contact(desk: FlaskClient, database: Database) -> None:
    add_staff(database, Role.PARTNER, name="kollegin")
    resume = check_page(unlock(desk, check_page(lock(desk)), name="kollegin"))
    assert resume.fields("/counter/answer") == SENT
    assert "kollegin" in desk.get("/account").text
    assert [locked for _, locked in rows(database)] == [False], "the first person's login has ended"


def test_lock_on_any_page_and_without_a_login(app: Flask, desk: FlaskClient) -> None:
    page = check_page(post(desk, "/lock"))
    assert page.fields("/login") == []
    assert unlock(desk, page).location == "/counter"
    stranger = check_page(post(app.test_client(), "/lock", {"left_at": "/accounts", "x": "y"}))
    assert stranger.fields("/login") == []
    assert stranger.text("h1") == "Anmelden"


def test_lost_session_at_the_lock_keeps_the_contact(app: Flask) -> None:
    response = app.test_client().post("/lock", data={"left_at": "/counter/answer", **CONTACT})
    assert response.status_code == 401
    assert check_page(response).fields("/login")[1:] == [(f"keep:{name}", value) for name, value in SENT]


def test_lock_shows_again_and_never_finishes(desk: FlaskClient) -> None:
    for path in ("/counter", "/slip.pdf", "/accounts", "//example.org", "/counter/answer/"):
        assert check_page(lock(desk, left_at=path)).fields("/login") == []


def test_closed_account_cannot_be_unlocked(desk: FlaskClient, database: Database) -> None:
    page = check_page(lock(desk))
    with database.writing() as writer:
        service.set_active(user_id=writer.scalars(select(Login.user_id)).one(), active=False)
    assert unlock(desk, page).status_code == 401


def test_language_of_the_account_stays_on_the_lock(desk: FlaskClient) -> None:
    post(desk, "/account", {"interface": "en", "colour_scheme": "dark"})
    html = check_page(lock(desk)).one("html")
    assert (html.get("lang"), html.get("data-kern-theme")) == ("en", "dark")


def test_logout_of_a_locked_desk(desk: FlaskClient, database: Database) -> None:
    lock(desk)
    post(desk, "/logout")
    assert rows(database) == []
    assert open_page(desk, "/login").text("h1") == "Anmelden"


# --- own logins ---


def listed(page: Page) -> list[str]:
    return [field.attrib["value"] for field in page.all("input", type="radio", name="login")]


def test_own_logins_are_listed_and_ended_with_the_password(app: Flask, desk: FlaskClient) -> None:
    others = [app.test_client() for _ in range(3)]
    for minute, browser in enumerate(others):
        with clock.fixed(MORNING + timedelta(minutes=minute)):
            submit_login(browser, "advisor")
    page = open_page(desk, "/account")
    text = page.text("main")
    assert "08:00 Uhr – dieses Gerät" in text
    assert "08:02" in text
    everything, newest, *_ = listed(page)
    assert everything == ""
    for wrong in ({"login": newest}, {"login": newest, "current_password": "wrong wrong wrong"}):
        assert post(desk, "/account/logins", wrong).status_code == 400
        assert is_logged_in(others[2])
    with clock.fixed(MORNING + timedelta(minutes=5)):
        ended = post(desk, "/account/logins", {"login": newest, "current_password": PASSWORD})
        assert ended.location == "/account?done=logins"
        assert [is_logged_in(browser) for browser in others] == [True, True, False]
        post(desk, "/account/logins", {"login": "", "current_password": PASSWORD})
        assert [is_logged_in(browser) for browser in others] == [False] * 3
        assert is_logged_in(desk)
        assert listed(open_page(desk, "/account?done=logins")) == []


def test_logins_of_others_cannot_be_ended(app: Flask, desk: FlaskClient, database: Database) -> None:
    other = log_in(app, database, Role.ADMIN)
    digests = {digest.hex() for digest, _ in rows(database)}
    for login in (*digests, "0" * 64):
        assert post(desk, "/account/logins", {"login": login, "current_password": PASSWORD}).status_code == 303
    for made_up in ("x", "0" * 63, "zz" * 32, "1"):
        assert post(desk, "/account/logins", {"login": made_up, "current_password": PASSWORD}).status_code == 400
    assert is_logged_in(other)
    assert is_logged_in(desk)


def test_changed_password_does_not_make_the_login_last_longer(desk: FlaskClient) -> None:
    with clock.fixed(MORNING + timedelta(minutes=29)):
        new = "vier Wörter hintereinander"
        fields = {"current_password": PASSWORD, "new_password": new, "repeated_password": new}
        assert post(desk, "/account", fields).status_code == 303
    for minutes in range(30, 600, 29):
        with clock.fixed(MORNING + timedelta(minutes=minutes)):
            assert is_logged_in(desk)
    with clock.fixed(MORNING + timedelta(hours=10)):
        assert not is_logged_in(desk)


def test_guessing_elsewhere_keeps_nobody_out_of_the_own_desk(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADVISOR)
    post(client, "/lock")
    stranger = app.test_client()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    with clock.fixed(MORNING):
        fields = {"name": "advisor", "password": "wrong wrong wrong"}
        answers = [post(stranger, "/login", fields, environ_overrides=elsewhere).status_code for _ in range(2)]
        assert answers == [401, 429]
        assert submit_login(app.test_client(), "advisor").status_code == 429
        # Here it is counted as well.
        assert [submit_login(client, " Advisor", "wrong wrong wrong").status_code for _ in range(2)] == [401, 429]
    with clock.fixed(MORNING + timedelta(seconds=1)):
        assert submit_login(client, "advisor").status_code == 303
        assert is_logged_in(client)
