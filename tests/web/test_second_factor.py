"""The second factor: set up, asked for, used once, lost, removed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock, night
from app.accounts import second_factor
from app.accounts.models import RecoveryCode, SecondFactor, User
from app.accounts.roles import EDITORS, Role
from app.db import Database
from app.keys import Keys
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import PASSWORD, add_staff, csrf_token, is_logged_in, log_in, post, submit_login, tokens_apart

pytestmark = pytest.mark.one_database

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)
SETUP = "/account/second-factor"
CONTACT = {"resume": "/counter/answer", "keep:language": "uk", "keep:trait": "g:student"}


class Phone:
    """An authenticator app, and the paper with the recovery codes."""

    def __init__(self) -> None:
        self.secret = ""
        self.papers: list[str] = []

    def code(self, steps: int = 0) -> str:
        """What it shows now, or some steps of 30 seconds later."""
        return pyotp.TOTP(self.secret).at(clock.now() + timedelta(seconds=30 * steps))

    def scan(self, page: Page) -> str:
        """Take the secret from the page; what the form carries."""
        self.secret = text_of(page.one("code", id="secret")).replace(" ", "")
        return dict(page.fields(SETUP))["sealed"]

    def enrol(self, client: FlaskClient, **fields: str) -> TestResponse:
        """Set it up, as the page asks for it."""
        sealed = self.scan(open_page(client, SETUP))
        response = post(client, SETUP, {"sealed": sealed, "code": self.code(), **fields})
        self.papers = [text_of(code) for code in check_page(response).all("code") if code.get("id") is None]
        return response


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.fixed(MORNING):
        yield


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def client(app: Flask, database: Database, phone: Phone) -> FlaskClient:
    """An advisor's browser, not logged in; the account has a second factor."""
    client = log_in(app, database, Role.ADVISOR)
    assert phone.enrol(client, current_password=PASSWORD).status_code == 200
    post(client, "/logout")
    return client


@pytest.fixture
def obligatory(app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], second_factor=True)


def later(**duration: float) -> datetime:
    return clock.now() + timedelta(**duration)


def send_code(client: FlaskClient, code: str, **fields: str) -> TestResponse:
    return client.post("/login/code", data={"code": code, "csrf_token": csrf_token(client), **fields})


def test_password_alone_opens_nothing(client: FlaskClient, phone: Phone) -> None:
    page = check_page(submit_login(client, "advisor"))
    assert page.one("input", id="code").get("autocomplete") == "one-time-code"
    assert not is_logged_in(client)
    for path in ("/counter", "/account", SETUP):
        assert client.get(path).location == "/login"
    with client.session_transaction() as own:
        assert "_user_id" not in own
    check_page(client.get("/login/code"))
    with clock.fixed(later(seconds=30)):
        assert send_code(client, phone.code()).location == "/counter"
        assert is_logged_in(client)


def test_code_opens_once_and_only_in_its_time(client: FlaskClient, phone: Phone) -> None:
    tries = ((-2, 401), (2, 401), (-1, 303), (-1, 401), (0, 303), (0, 401), (1, 303), (1, 401), (0, 401))
    with clock.fixed(later(minutes=10)):
        codes = {steps: phone.code(steps) for steps in range(-2, 3)}
    for number, (steps, status) in enumerate(tries):
        # Three in each half minute: the last wrong one must have been waited for.
        moment = MORNING + timedelta(minutes=10, seconds=3 * number)
        with clock.fixed(moment):
            submit_login(client, "advisor")
            assert send_code(client, codes[steps]).status_code == status, (number, steps)
            post(client, "/logout")


def test_codes_are_not_to_be_guessed_even_with_the_password(client: FlaskClient, phone: Phone) -> None:
    with clock.fixed(later(minutes=1)):
        submit_login(client, "advisor")
        wrong = send_code(client, "000000" if phone.code() != "000000" else "000001")
        assert wrong.status_code == 401
        check_page(wrong).one("div", role="alert")
        waiting = send_code(client, phone.code())
        assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "1")
        check_page(waiting)
        assert submit_login(client, "advisor").status_code == 429
    waits = []
    moment = later(minutes=2)
    for _ in range(4):
        with clock.fixed(moment):
            submit_login(client, "advisor")
            assert send_code(client, "not a code").status_code == 401
            waits.append(int(send_code(client, "not a code").headers["Retry-After"]))
        moment += timedelta(seconds=waits[-1])
    assert waits == [2, 4, 8, 16], "the right password in between does not make it begin anew"


def test_right_password_does_not_count_as_a_failure(client: FlaskClient) -> None:
    for _ in range(3):
        assert submit_login(client, "advisor").status_code == 200


def test_code_must_come_within_five_minutes_of_the_password(client: FlaskClient, phone: Phone) -> None:
    submit_login(client, "advisor")
    token = csrf_token(client)
    with clock.fixed(later(minutes=5, seconds=1)):
        late = client.post("/login/code", data={"code": phone.code(), "csrf_token": token, **CONTACT})
        assert late.status_code == 401
        assert ("keep:language", "uk") in check_page(late).fields("/login")
        assert client.get("/login/code").location == "/login"


def test_unfinished_contact_goes_through_both_forms(client: FlaskClient, phone: Phone) -> None:
    page = check_page(submit_login(client, "advisor", **CONTACT))
    assert dict(page.fields("/login/code")) == CONTACT
    with clock.fixed(later(minutes=1)):
        wrong = check_page(send_code(client, "000 000", **CONTACT))
        assert dict(wrong.fields("/login/code")) == CONTACT
    with clock.fixed(later(minutes=2)):
        resume = check_page(send_code(client, phone.code(), **CONTACT))
    assert resume.fields("/counter/answer") == [("language", "uk"), ("trait", "g:student")]


def test_somebody_else_takes_the_contact_over_from_the_code_page(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.PARTNER)
    page = check_page(submit_login(client, "advisor", **CONTACT))
    login = check_page(client.post("/lock", data={**dict(page.fields("/lock")), "csrf_token": page.csrf_token}))
    assert dict(login.fields("/login")) == CONTACT
    resume = check_page(submit_login(client, "partner", **CONTACT))
    assert resume.fields("/counter/answer") == [("language", "uk"), ("trait", "g:student")]


def test_code_page_is_for_the_one_who_knew_the_password(app: Flask, client: FlaskClient, phone: Phone) -> None:
    stranger = app.test_client()
    assert stranger.get("/login/code").location == "/login"
    with clock.fixed(later(minutes=1)):
        assert send_code(stranger, phone.code()).status_code == 401
    assert not is_logged_in(stranger)


def test_wrong_password_does_not_tell_that_there_is_one(app: Flask, client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.EDITOR, name="without")
    answers = [
        tokens_apart(submit_login(app.test_client(), name, "wrong wrong wrong")).replace(name, "NAME")
        for name in ("advisor", "without", "nobody")
    ]
    assert answers[0] == answers[1] == answers[2]


def test_recovery_code_opens_once(client: FlaskClient, phone: Phone, database: Database) -> None:
    assert len(set(phone.papers)) == 10
    paper = phone.papers[3].upper().replace("-", " ")
    submit_login(client, "advisor")
    assert send_code(client, paper).location == "/counter"
    assert "9 " in open_page(client, "/account").text("main")
    post(client, "/logout")
    submit_login(client, "advisor")
    assert send_code(client, paper).status_code == 401
    with database.reading() as reader:
        assert len(reader.scalars(select(RecoveryCode)).all()) == 9


def test_neither_secret_nor_codes_are_stored_in_the_open(client: FlaskClient, phone: Phone, database: Database) -> None:
    with database.reading() as reader:
        sealed = reader.scalars(select(SecondFactor.sealed)).one()
        digests = [row.digest for row in reader.scalars(select(RecoveryCode))]
    assert phone.secret not in sealed
    assert all(len(digest) == 32 for digest in digests)
    assert not [code for code in phone.papers if code.replace("-", "").encode() in digests]


def test_setting_up_stores_nothing_before_a_code_fits(app: Flask, database: Database, phone: Phone) -> None:
    client = log_in(app, database, Role.ADVISOR)
    other = app.test_client()
    submit_login(other, "advisor")
    sealed = phone.scan(open_page(client, SETUP))
    fields = {"sealed": sealed, "code": phone.code(), "current_password": PASSWORD}
    for wrong in ({"code": phone.code(2)}, {"code": ""}, {"current_password": ""}):
        again = post(client, SETUP, fields | wrong)
        assert again.status_code == 400
        assert dict(check_page(again).fields(SETUP))["sealed"] == sealed, "what was scanned stays good"
    for made_up in ("", "made up", sealed[:-2]):
        assert post(client, SETUP, fields | {"sealed": made_up}).status_code == 400
    with database.reading() as reader:
        assert reader.scalars(select(SecondFactor)).all() == []
    assert post(client, SETUP, fields).status_code == 200
    assert is_logged_in(client)
    assert not is_logged_in(other)
    assert client.get(SETUP).location == "/account"


def test_secret_of_another_page_is_not_taken(app: Flask, database: Database, phone: Phone) -> None:
    other = log_in(app, database, Role.PARTNER)
    sealed = phone.scan(open_page(other, SETUP))
    client = log_in(app, database, Role.ADVISOR)
    fields = {"sealed": sealed, "code": phone.code(), "current_password": PASSWORD}
    assert post(client, SETUP, fields).status_code == 400


def test_switched_off_and_new_codes_with_password_and_code(
    client: FlaskClient, phone: Phone, database: Database
) -> None:
    submit_login(client, "advisor")
    send_code(client, phone.papers[0])
    wrong = ({"current_password": ""}, {"code": ""}, {"current_password": "wrong wrong wrong"}, {"code": "000 000"})
    for minutes, fields in enumerate(wrong, start=1):
        for half, path in enumerate((f"{SETUP}/codes", f"{SETUP}/off")):
            with clock.fixed(later(minutes=minutes, seconds=30 * half)):
                right = {"current_password": PASSWORD, "code": phone.papers[1]}
                refused = post(client, path, right | fields)
                assert refused.status_code == 400
                check_page(refused).one("div", role="alert")
    with clock.fixed(later(minutes=10)):
        renewed = post(client, f"{SETUP}/codes", {"current_password": PASSWORD, "code": phone.papers[1]})
        assert len(check_page(renewed).all("code")) == 10
        assert post(client, f"{SETUP}/off", {"current_password": PASSWORD, "code": phone.papers[2]}).status_code == 400
    with clock.fixed(later(minutes=11)):
        off = post(client, f"{SETUP}/off", {"current_password": PASSWORD, "code": phone.code()})
        assert off.location == "/account?done=off"
    with database.reading() as reader:
        assert reader.scalars(select(RecoveryCode)).all() == []
    post(client, "/logout")
    assert submit_login(client, "advisor").status_code == 303


def test_password_that_unlocks_the_desk_makes_no_codes(client: FlaskClient, phone: Phone, database: Database) -> None:
    """Somebody has seen it typed; the desk is locked, and its owner away."""
    submit_login(client, "advisor")
    send_code(client, phone.papers[0])
    post(client, "/lock")
    assert submit_login(client, "advisor").location == "/counter"
    for path in ("codes", "off"):
        assert post(client, f"{SETUP}/{path}", {"current_password": PASSWORD}).status_code == 400
    with database.reading() as reader:
        assert len(reader.scalars(select(RecoveryCode)).all()) == 9


def test_codes_are_not_to_be_guessed_on_the_page_of_the_account(client: FlaskClient, phone: Phone) -> None:
    submit_login(client, "advisor")
    send_code(client, phone.papers[0])
    answers = [post(client, f"{SETUP}/codes", {"current_password": PASSWORD, "code": "x"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 429]


@pytest.mark.usefixtures("obligatory")
@pytest.mark.parametrize("role", list(Role))
def test_obligatory_for_editors_and_administrators(app: Flask, database: Database, phone: Phone, role: Role) -> None:
    add_staff(database, role)
    client = app.test_client()
    first = submit_login(client, role.value, **CONTACT)
    if role not in EDITORS:
        assert first.status_code in {200, 303}
        assert is_logged_in(client)
        return
    sealed = phone.scan(check_page(first))
    assert client.get("/counter").location == SETUP
    assert client.get("/account").location == SETUP
    token = open_page(client, SETUP).csrf_token
    for path in ("/counter", "/account", "/accounts", "/offices/wzl"):
        assert client.post(path, data={"csrf_token": token}).status_code == 403
    fields = {"sealed": sealed, "code": phone.code(), "csrf_token": token, **CONTACT}
    done = check_page(client.post(SETUP, data=fields))
    assert done.fields("/counter/answer") == [("language", "uk"), ("trait", "g:student")]
    assert client.get("/counter").status_code == 200
    refused = post(client, f"{SETUP}/off", {"current_password": PASSWORD})
    assert refused.status_code == 400
    check_page(refused)


@pytest.mark.usefixtures("obligatory")
def test_first_administrator_replaces_the_password_and_then_sets_it_up(app: Flask, database: Database) -> None:
    add_staff(database, Role.ADMIN, must_change_password=True)
    client = app.test_client()
    check_page(submit_login(client, "admin")).one("input", id="new_password")
    assert client.get(SETUP).location == "/account"
    new = "vier Wörter hintereinander"
    fields = {"current_password": PASSWORD, "new_password": new, "repeated_password": new}
    check_page(post(client, "/account", fields)).one("code", id="secret")
    assert client.get("/accounts").location == SETUP


@pytest.mark.usefixtures("obligatory")
def test_who_becomes_an_editor_sets_it_up_before_anything_else(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADVISOR)
    assert client.get("/counter").status_code == 200
    with database.writing() as writer:
        writer.scalars(select(User)).one().role = Role.EDITOR.value
    assert client.get("/counter").location == SETUP
    token = open_page(client, SETUP).csrf_token
    interrupted = client.post("/counter/answer", data={"language": "uk", "csrf_token": token})
    assert interrupted.status_code == 403
    assert ("keep:language", "uk") in check_page(interrupted).fields(SETUP)


def test_administrator_removes_a_lost_one(app: Flask, database: Database, client: FlaskClient, phone: Phone) -> None:
    submit_login(client, "advisor")
    send_code(client, phone.papers[0])
    admin = log_in(app, database, Role.ADMIN)
    with database.reading() as reader:
        (user,) = reader.scalars(select(SecondFactor.user_id))
    response = post(admin, "/accounts", {"user": str(user), "action": "second_factor"})
    assert response.location == "/accounts?done=second_factor"
    open_page(admin, response.location)
    assert not is_logged_in(client)
    assert submit_login(client, "advisor").status_code == 303


def test_new_secret_of_the_installation_lets_nobody_in(app: Flask, client: FlaskClient, phone: Phone) -> None:
    app.extensions["keys"] = Keys("another secret of the tests, long enough")
    submit_login(client, "advisor")
    for code in (phone.code(1), phone.papers[1]):
        with clock.fixed(later(seconds=30)):
            assert send_code(client, code).status_code in {401, 429}
    assert not is_logged_in(client)


@pytest.mark.parametrize("clock_was_ahead", [timedelta(), timedelta(days=400)], ids=str)
def test_the_night_forgets_when_the_last_code_was_sent(
    client: FlaskClient, database: Database, phone: Phone, clock_was_ahead: timedelta
) -> None:
    """It tells when somebody logged in; and after a wrong clock no code would be good for a year."""
    with clock.fixed(MORNING + clock_was_ahead + timedelta(minutes=5)):
        submit_login(client, "advisor")
        assert send_code(client, phone.code()).location == "/counter"
        assert _step_after_night(database) != second_factor.NEVER, "it could still be sent again"
    with clock.fixed(MORNING + timedelta(hours=1)):
        assert _step_after_night(database) == second_factor.NEVER


def _step_after_night(database: Database) -> int:
    with database.writing() as session:
        night.forget(session, clock.now())
        return session.scalars(select(SecondFactor.last_step)).one()
