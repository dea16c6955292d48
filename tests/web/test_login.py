"""Login, its ends, and guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app import clock
from app.accounts import passwords, service, throttle
from app.accounts.models import Login, LoginFailure
from app.accounts.roles import AT_THE_COUNTER, Role
from app.db import Database
from app.keys import Keys
from tests.web.pages import check_page, open_page
from tests.web.staff import PASSWORD, add_staff, csrf_token, is_logged_in, post, submit_login, tokens_apart

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=clock.ZONE)


def after(**duration: float) -> datetime:
    return MORNING + timedelta(**duration)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("wegweiser")
    assert found is not None
    return found.value


@pytest.mark.parametrize("role", list(Role))
def test_leads_to_where_the_work_begins(client: FlaskClient, database: Database, role: Role) -> None:
    add_staff(database, role)
    response = submit_login(client, role.value)
    assert response.status_code == 303
    assert response.location == ("/counter" if role in AT_THE_COUNTER else "/statistics")
    assert client.get("/login").location == response.location


def test_login_page_keeps_the_rules_in_both_languages(client: FlaskClient) -> None:
    assert open_page(client, "/login").one("html").get("lang") == "de"
    assert open_page(client, "/login?lang=en").one("html").get("lang") == "en"


def test_name_in_other_letters_logs_in(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR, name="Zoë Müller")
    assert submit_login(client, " zoe\u0308  MÜLLER ").status_code == 303


def test_unknown_name_gets_the_answer_of_a_wrong_password(app: Flask, database: Database) -> None:
    add_staff(database, Role.ADVISOR, name="anna")
    known = submit_login(app.test_client(), "anna", "not this one at all")
    unknown = submit_login(app.test_client(), "berta", "not this one at all")
    assert known.status_code == unknown.status_code == 401
    assert tokens_apart(known).replace("anna", "berta") == tokens_apart(unknown)
    check_page(known)


def test_unknown_name_waits_like_a_known_one(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR, name="anna")
    with clock.fixed(MORNING):
        for name in ("anna", "berta"):
            assert submit_login(client, name, "wrong wrong wrong").status_code == 401
            waiting = submit_login(client, name, "wrong wrong wrong")
            assert waiting.status_code == 429
            assert waiting.headers["Retry-After"] == "1"


def test_unknown_name_is_hashed_all_the_same(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str | None] = []

    def verify(_password: str, stored: str | None) -> bool:
        verified.append(stored)
        return False

    monkeypatch.setattr(passwords, "verify", verify)
    submit_login(client, "nobody", "wrong wrong wrong")
    assert verified == [None]


def test_closed_account_gets_the_same_answer(client: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    with database.writing():
        service.set_active(user_id=user, active=False)
    assert submit_login(client, "advisor").status_code == 401


@pytest.mark.one_database
def test_whatever_is_wrong_takes_as_long(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in service: hashing is what takes the time, and a difference of the answers would drown in it.
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=4 * 1024, parallelism=1))
    passwords._nobodys_hash.cache_clear()
    names = ("known", "closed", "without", "nobody")
    add_staff(database, Role.ADVISOR, name="known")
    closed = add_staff(database, Role.ADVISOR, name="closed")
    with database.writing():
        service.set_active(user_id=closed, active=False)
        service.create_user(name="without", role=Role.ADVISOR)
    taken: dict[str, list[float]] = {name: [] for name in names}
    client = app.test_client()
    token = csrf_token(client)
    for number in range(5):
        for name in names:
            with clock.fixed(after(hours=number)):
                fields = {"name": name, "password": "wrong wrong wrong", "csrf_token": token}
                began = process_time()
                assert client.post("/login", data=fields).status_code == 401
                taken[name].append(process_time() - began)
            with database.writing() as writer:
                writer.execute(delete(LoginFailure))
    medians = [median(times) for times in taken.values()]
    assert max(medians) / min(medians) < 1.3, dict(zip(names, medians, strict=True))


def test_right_password_is_refused_during_the_wait(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor", "wrong wrong wrong")
        assert submit_login(client, "advisor").status_code == 429
    with clock.fixed(after(seconds=1)):
        assert submit_login(client, "advisor").status_code == 303


def test_waits_double_up_to_a_quarter_of_an_hour(client: FlaskClient, database: Database) -> None:
    moment, waits = MORNING, []
    for _ in range(13):
        with clock.fixed(moment):
            assert submit_login(client, "advisor", "wrong wrong wrong").status_code == 401
            wait = int(submit_login(client, "advisor", "wrong wrong wrong").headers["Retry-After"])
        waits.append(wait)
        moment += timedelta(seconds=wait)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_address_waits_over_many_names(client: FlaskClient) -> None:
    with clock.fixed(MORNING):
        tries = [submit_login(client, f"name {n}", "wrong wrong wrong").status_code for n in range(12)]
        elsewhere = post(
            client,
            "/login",
            {"name": "name 12", "password": "wrong wrong wrong"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
        )
    assert tries == [401] * (throttle.FREE_TRIES_OF_AN_ADDRESS + 1) + [429]
    assert elsewhere.status_code == 401


def test_whoever_waits_fills_no_table_with_names(client: FlaskClient, database: Database) -> None:
    with clock.fixed(MORNING):
        for number in range(throttle.FREE_TRIES_OF_AN_ADDRESS + 20):
            submit_login(client, f"name {number}", "wrong wrong wrong")
    with database.reading() as reader:
        # The last one that was tried, and the address.
        assert len(reader.scalars(select(LoginFailure)).all()) == throttle.FREE_TRIES_OF_AN_ADDRESS + 2


def test_neighbours_in_an_ipv6_network_are_one_address(client: FlaskClient) -> None:
    with clock.fixed(MORNING):
        tries = [
            post(
                client,
                "/login",
                {"name": f"name {n}", "password": "wrong wrong wrong"},
                environ_overrides={"REMOTE_ADDR": f"2001:db8::{n + 1}"},
            ).status_code
            for n in range(12)
        ]
    assert tries[-1] == 429


def test_success_clears_the_failures(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor", "wrong wrong wrong")
    with clock.fixed(after(seconds=1)):
        submit_login(client, "advisor")
    with database.reading() as reader:
        assert reader.scalars(select(LoginFailure)).all() == []


def test_tries_at_the_same_moment_do_not_overtake_the_count(database: Database, keys: Keys) -> None:
    def claim(address: int) -> int:
        with clock.fixed(MORNING), database.writing():
            return throttle.claim(keys, name="anna", address=f"192.0.2.{address}")

    with ThreadPoolExecutor(4) as pool:
        waits = sorted(pool.map(claim, range(12)))
    assert waits == [0] + [1] * 11


def test_night_forgets_failures_and_ended_logins(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
        submit_login(client, "nobody", "wrong wrong wrong")
    for moment, left in ((after(hours=9), (1, 2)), (after(hours=10), (0, 2)), (after(days=1, minutes=1), (0, 0))):
        with database.writing() as writer:
            throttle.forget(moment)
            rows = tuple(len(writer.scalars(select(table)).all()) for table in (Login, LoginFailure))
        assert rows == left


def test_database_holds_no_name_and_no_address_of_a_failure(
    client: FlaskClient, database: Database, keys: Keys
) -> None:
    submit_login(client, "anna", "wrong wrong wrong")
    with database.reading() as reader:
        digests = {row.digest for row in reader.scalars(select(LoginFailure))}
    assert digests == {
        keys.digest("login failures of a name", b"anna"),
        keys.digest("login failures of an address", b"127.0.0.1"),
    }


def test_idle_login_ends_after_half_an_hour(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
    for minutes, known in ((30, True), (60, True), (90.1, False)):
        with clock.fixed(after(minutes=minutes)):
            assert is_logged_in(client) is known


def test_login_ends_after_ten_hours_of_work(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
    for quarter in range(1, 40):
        with clock.fixed(after(minutes=15 * quarter)):
            assert is_logged_in(client)
    with clock.fixed(after(hours=10)):
        assert not is_logged_in(client)


def test_last_seen_is_written_once_a_minute(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
        client.get("/account")
    before = cookie(client)
    with clock.fixed(after(seconds=59)):
        client.get("/account")
    assert cookie(client) == before
    with clock.fixed(after(seconds=60)):
        client.get("/account")
    assert cookie(client) != before


def test_logout_ends_the_login_on_the_server(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    stolen = cookie(client)
    response = post(client, "/logout")
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.set_cookie("wegweiser", stolen)
    assert not is_logged_in(client)


def test_logout_of_an_idle_login_deletes_it(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
        token = csrf_token(client)
    with clock.fixed(after(hours=1)):
        client.post("/logout", data={"csrf_token": token})
    with database.reading() as reader:
        assert reader.scalars(select(Login)).all() == []


def test_login_begins_a_new_session(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    client.get("/login?lang=en")
    before = csrf_token(client)
    with client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
        planted["_user_id"] = "an id that an attacker knows"
    submit_login(client, "advisor")
    with client.session_transaction() as own:
        assert set(own) <= {"_user_id", "seen", "csrf_token", "lang"}
        assert own["lang"] == "en", "who chose a language for the login goes on in it"
        assert own["_user_id"] != "an id that an attacker knows"
    assert client.post("/account", data={"csrf_token": before}).status_code == 400
    assert csrf_token(client) != before


def test_two_logins_have_different_ids_and_only_hashes_are_stored(app: Flask, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    tokens = set()
    for browser in (app.test_client(), app.test_client()):
        submit_login(browser, "advisor")
        with browser.session_transaction() as own:
            tokens.add(own["_user_id"])
    assert len(tokens) == 2
    assert min(len(token) for token in tokens) >= 43
    with database.reading() as reader:
        stored = {row.digest for row in reader.scalars(select(Login))}
    assert len(stored) == 2
    assert not stored & {token.encode() for token in tokens}


def test_closed_account_is_logged_out_at_once(client: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    with database.writing():
        service.set_active(user_id=user, active=False)
    assert not is_logged_in(client)
    with database.writing():
        service.set_active(user_id=user, active=True)
    assert not is_logged_in(client)


def test_end_of_a_login_is_stored_in_utc(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    with clock.fixed(MORNING):
        submit_login(client, "advisor")
    with database.reading() as reader:
        ends_at = reader.scalars(select(Login.ends_at)).one()
    assert ends_at.replace(tzinfo=ends_at.tzinfo or UTC) == after(hours=10)


def test_login_leads_to_no_other_host(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    for target in ("https://example.org/counter", "//example.org/counter", "/\\example.org", "/counter/../accounts"):
        response = post(
            client, f"/login?next={target}", {"name": "advisor", "password": PASSWORD, "resume": target, "next": target}
        )
        assert response.location == "/counter"
        post(client, "/logout")


def test_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    response = post(client, "/login", {"name": " ", "password": ""})
    assert response.status_code == 400
    page = check_page(response)
    assert {link.get("href") for link in page.one("main").iter("a")} == {"#name", "#password"}
