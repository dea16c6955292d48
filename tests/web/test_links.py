"""One-time links: somebody chooses a password, once and within a day."""

from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.accounts import second_factor, service, throttle
from app.accounts.models import AccountLink, Login, User
from app.accounts.roles import Role
from app.db import Database
from app.keys import Keys
from tests.web.pages import check_page, open_page, text_of
from tests.web.staff import PASSWORD, add_staff, is_logged_in, log_in, post, submit_login

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)
NEW = "vier Wörter hintereinander"
NOBODY = "/welcome/" + "A" * 43


@pytest.fixture
def admin(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADMIN)


def link_for(admin: FlaskClient, user_id: int) -> str:
    """The path of a new link."""
    return path_of(post(admin, "/accounts", {"user": str(user_id), "action": "link"}))


def path_of(response: TestResponse) -> str:
    assert response.status_code == 200
    address = text_of(check_page(response).one("code", id="one-time-link"))
    assert address.startswith("http://localhost/welcome/")
    return address.removeprefix("http://localhost")


def choose(client: FlaskClient, path: str, new: str = NEW, repeated: str | None = None) -> TestResponse:
    return post(client, path, {"new_password": new, "repeated_password": new if repeated is None else repeated})


def test_new_account_begins_with_its_link(app: Flask, admin: FlaskClient, database: Database) -> None:
    path = path_of(post(admin, "/accounts", {"name": "  Anna  Beispiel ", "role": "editor"}))
    assert path not in admin.get("/accounts").text
    anna = app.test_client()
    assert open_page(anna, path).one("input", id="name").get("value") == "Anna Beispiel"
    done = choose(anna, path)
    assert (done.status_code, done.location) == (303, "/login?chosen=")
    assert not is_logged_in(anna)
    check_page(anna.get(done.location)).one("div", role="alert")
    assert submit_login(anna, "Anna Beispiel", NEW).status_code == 303
    assert anna.get("/counter").status_code == 200
    assert anna.get("/accounts").status_code == 403


def test_account_without_a_password_is_opened_by_none(app: Flask, admin: FlaskClient) -> None:
    post(admin, "/accounts", {"name": "anna", "role": "advisor"})
    for password in ("x", " ", NEW):
        assert submit_login(app.test_client(), "anna", password).status_code in {401, 429}


def test_everything_stays_until_the_link_is_used(app: Flask, admin: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    other, new = app.test_client(), app.test_client()
    submit_login(other, "advisor")
    path = link_for(admin, user)
    for _ in range(2):
        open_page(new, path)
    assert is_logged_in(other)
    choose(new, path)
    assert not is_logged_in(other)
    assert submit_login(other, "advisor").status_code == 401
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        assert submit_login(other, "advisor", NEW).status_code == 303


def test_who_changes_the_password_ends_the_link(app: Flask, admin: FlaskClient, database: Database) -> None:
    """A link that was read on its way must not undo what its owner did against that."""
    path = link_for(admin, add_staff(database, Role.ADVISOR))
    client = app.test_client()
    submit_login(client, "advisor")
    fields = {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW}
    assert post(client, "/account", fields).status_code == 303
    assert choose(app.test_client(), path, "ganz andere Wörter hintereinander").status_code == 404
    assert is_logged_in(client)


def test_every_link_that_opens_nothing_gets_the_same_answer(app: Flask, admin: FlaskClient, database: Database) -> None:
    client = app.test_client()
    ids = {name: add_staff(database, Role.ADVISOR, name=name) for name in ("used", "old", "new", "gone", "closed")}
    with clock.fixed(MORNING):
        assert submit_login(admin, "admin").status_code == 303
        paths = {name: link_for(admin, user) for name, user in ids.items()}
        choose(client, paths["used"])
        replaced, paths["new"] = paths["new"], link_for(admin, ids["new"])
        post(admin, "/accounts", {"user": str(ids["gone"]), "action": "withdraw"})
        post(admin, "/accounts", {"user": str(ids["closed"]), "action": "close"})
        open_page(client, paths["new"])
    with clock.fixed(MORNING + timedelta(hours=24)):
        nobody = client.get(NOBODY).text
        for path in (paths["used"], paths["old"], replaced, paths["gone"], paths["closed"], paths["new"]):
            response = client.get(path)
            assert response.status_code == 404
            assert response.text == nobody
            check_page(response)
            assert choose(client, path).status_code == 404
    with database.reading() as reader:
        changed = [user.name for user in reader.scalars(select(User)) if not user.password_hash]
    assert changed == []
    assert submit_login(app.test_client(), "old").status_code == 303


@pytest.mark.parametrize(
    ("new", "repeated"), [("zu kurz", "zu kurz"), (NEW, NEW + "x"), ("advisor-2026", "advisor-2026")]
)
def test_unfit_password_does_not_use_the_link_up(
    app: Flask, admin: FlaskClient, database: Database, new: str, repeated: str
) -> None:
    path = link_for(admin, add_staff(database, Role.ADVISOR))
    client = app.test_client()
    refused = choose(client, path, new, repeated)
    assert refused.status_code == 400
    check_page(refused).one("div", role="alert")
    assert new not in refused.text
    assert choose(client, path).status_code == 303


def test_only_a_hash_is_stored_and_the_night_forgets_it(admin: FlaskClient, database: Database) -> None:
    path = link_for(admin, add_staff(database, Role.ADVISOR))
    token = path.rpartition("/")[2]
    assert len(token) == 43
    with database.writing() as writer:
        (link,) = writer.scalars(select(AccountLink))
        assert token.encode() not in link.digest
        throttle.forget(clock.now() + timedelta(hours=23))
        assert writer.scalars(select(AccountLink)).all()
        throttle.forget(clock.now() + timedelta(hours=25))
        assert not writer.scalars(select(AccountLink)).all()


def test_link_is_no_way_around_the_second_factor(
    app: Flask, admin: FlaskClient, database: Database, keys: Keys
) -> None:
    user = add_staff(database, Role.ADVISOR)
    with database.writing():
        offered = second_factor.offer(keys, user_id=user, name="advisor")
        code = pyotp.TOTP(offered.secret.replace(" ", "")).at(clock.now())
        second_factor.enrol(keys, user_id=user, sealed=offered.sealed, code=code, now=clock.now())
    client = app.test_client()
    choose(client, link_for(admin, user))
    response = submit_login(client, "advisor", NEW)
    check_page(response).one("input", id="code")
    assert not is_logged_in(client)


def test_administrator_cannot_make_one_for_the_own_account(admin: FlaskClient, database: Database) -> None:
    with database.reading() as reader:
        own = reader.scalars(select(User.id)).one()
    for action in ("link", "second_factor", "logout"):
        assert post(admin, "/accounts", {"user": str(own), "action": action}).status_code == 400
    with database.reading() as reader:
        assert not reader.scalars(select(AccountLink)).all()
        assert reader.scalars(select(Login)).all()


def test_administrator_ends_the_logins_of_an_account(app: Flask, admin: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    other = app.test_client()
    submit_login(other, "advisor")
    assert post(admin, "/accounts", {"user": str(user), "action": "logout"}).location == "/accounts?done=logout"
    assert not is_logged_in(other)
    open_page(admin, "/accounts?done=logout")
    assert submit_login(other, "advisor", PASSWORD).status_code == 303


def test_of_two_who_use_a_link_one_succeeds(app: Flask, admin: FlaskClient, database: Database) -> None:
    path = link_for(admin, add_staff(database, Role.ADVISOR))
    first, second = app.test_client(), app.test_client()
    assert [choose(first, path).status_code, choose(second, path, "ganz andere vier Wörter").status_code] == [303, 404]
    assert submit_login(first, "advisor", NEW).status_code == 303


def test_refused_account_leaves_no_trace(admin: FlaskClient, database: Database) -> None:
    assert post(admin, "/accounts", {"name": "ADMIN", "role": "advisor"}).status_code == 400
    with database.reading() as reader:
        assert len(reader.scalars(select(User)).all()) == 1
        assert not reader.scalars(select(AccountLink)).all()
    with database.reading():
        assert service.any_users()
