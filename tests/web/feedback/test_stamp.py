"""The public form: no login, cookie or script; one answer for every code that does not count; no room for guessing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock, night
from app.accounts.models import LoginFailure
from app.accounts.roles import Role
from app.db import Database
from app.feedback import guesses
from app.keys import Keys
from referrals.slip.code import new_code
from tests.web.feedback.conftest import FIELD, MONDAY, OFFICE
from tests.web.feedback.counters import codes_left, counted
from tests.web.pages import Page, check_page, text_of
from tests.web.staff import log_in

UNKNOWN = new_code(b"was never issued")


def send(
    client: FlaskClient, code: str, outcome: str = "reached", status: int = 200, address: str = "10.1.2.3"
) -> Page:
    response = client.post("/r", data={"code": code, "outcome": outcome}, environ_base={"REMOTE_ADDR": address})
    assert response.status_code == status
    assert "Set-Cookie" not in response.headers
    assert "noindex" in response.headers["X-Robots-Tag"]
    return check_page(response)


def failures(database: Database) -> dict[bytes, int]:
    with database.reading() as session:
        return {bytes(row.digest): row.failures for row in session.scalars(select(LoginFailure))}


def test_the_form_needs_nothing(client: FlaskClient) -> None:
    response = client.get("/r")
    page = check_page(response)
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.one("meta", name="robots").get("content") == "noindex, nofollow"
    assert page.all("script") == []
    assert len(response.data) < 4000
    values = [button.get("value") for button in page.all("button", name="outcome")]
    assert values == ["", "reached", "wrong_office", "turned_away", "not_gone"]


def test_a_report_counts_once_and_says_nothing_of_the_slip(
    client: FlaskClient, database: Database, codes: list[str]
) -> None:
    page = send(client, codes[0], "turned_away")
    assert "Danke." in page.text()
    assert counted(database) == {("2026-Q4", "turned_away"): 1}
    again = send(client, codes[0], "turned_away", status=409)
    for shown in (page, again):
        assert OFFICE not in shown.response.text.lower()
        assert FIELD not in shown.response.text.lower()
        assert codes[0] not in shown.response.text
    assert counted(database) == {("2026-Q4", "turned_away"): 1}


def test_the_wrong_button_can_be_taken_back_once(client: FlaskClient, database: Database, codes: list[str]) -> None:
    send(client, codes[1], "turned_away")
    ticket = dict(send(client, codes[0], "turned_away").fields("/r/undo"))
    page = check_page(client.post("/r/undo", data=ticket))
    assert "kann wieder gemeldet werden" in page.text()
    assert "Set-Cookie" not in page.response.headers
    send(client, codes[0], "reached")
    assert "schon rückgängig" in check_page(client.post("/r/undo", data=ticket)).text()
    assert client.post("/r/undo", data={"undo": "made up"}).status_code == 400
    assert counted(database) == {("2026-Q4", "turned_away"): 1, ("2026-Q4", "reached"): 1}


def test_enter_in_the_field_asks_what_became_of_it(client: FlaskClient, database: Database, codes: list[str]) -> None:
    page = send(client, codes[0], "", status=400)
    assert "Bitte wählen Sie" in text_of(page.one("p", role="alert"))
    assert page.one("input", id="code").get("value") == codes[0]
    assert codes_left(database) == 12


def test_every_code_that_does_not_count_gets_the_same_answer(
    client: FlaskClient, database: Database, codes: list[str], ended: str
) -> None:
    send(client, codes[0])
    pages = [send(client, code, status=409).response for code in (codes[0], UNKNOWN, ended)]
    policies = {page.headers.pop("Content-Security-Policy").partition("'nonce-")[0] for page in pages}
    assert len({page.data for page in pages}) == 1
    assert len({str(page.headers) for page in pages}) == len(policies) == 1


def test_a_slip_of_the_finger_is_no_guess(client: FlaskClient, database: Database, codes: list[str]) -> None:
    wrong = codes[0][:-1] + ("2" if codes[0][-1] != "2" else "3")
    for _ in range(5):
        assert "Ein Zeichen stimmt nicht" in send(client, wrong, status=400).text()
    assert failures(database) == {}


def test_a_network_has_so_many_failures_an_hour(
    client: FlaskClient, database: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "MOST_OF_A_NETWORK", 3)
    for _ in range(3):
        send(client, UNKNOWN, status=409)
    page = send(client, codes[0], status=429)
    assert "in 60 Minuten" in page.text()
    assert page.response.headers["Retry-After"] == "3600"
    assert page.one("input", id="code").get("value") == codes[0]
    send(client, codes[1], address="10.9.9.9")
    with clock.fixed(MONDAY + timedelta(minutes=59, seconds=30)):
        assert "in einer Minute" in send(client, codes[0], status=429).text()
    with clock.fixed(MONDAY + timedelta(hours=1)):
        send(client, codes[0])
    assert counted(database) == {("2026-Q4", "reached"): 2}


def test_a_network_is_all_that_share_the_first_half_of_an_address(
    client: FlaskClient, database: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "MOST_OF_A_NETWORK", 2)
    send(client, UNKNOWN, status=409, address="2001:db8::1")
    send(client, UNKNOWN, status=409, address="2001:db8::2")
    send(client, codes[0], status=429, address="2001:db8::3")
    send(client, codes[0], address="2001:db8:0:1::3")


def test_all_together_have_so_many_failures_an_hour(
    client: FlaskClient, database: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "MOST_OF_ALL", 4)
    for number in range(4):
        send(client, UNKNOWN, status=409, address=f"10.0.{number}.1")
    send(client, codes[0], status=429, address="10.77.0.1")


def test_no_address_is_kept_and_nothing_beyond_the_next_nights(
    client: FlaskClient, database: Database, codes: list[str]
) -> None:
    send(client, codes[0])
    assert failures(database) == {}
    send(client, UNKNOWN, status=409)
    kept = failures(database)
    assert sorted(kept.values()) == [1, 1]
    assert not [digest for digest in kept if b"10.1.2.3" in digest]
    with clock.fixed(MONDAY + timedelta(hours=1)):
        send(client, UNKNOWN, status=409)
    assert len(failures(database)) == 4
    night.run(database, MONDAY + timedelta(days=2))
    assert failures(database) == {}


def test_a_million_guesses_do_not_hit(keys: Keys) -> None:
    """The limit of all together makes them take six weeks, and the room is too large even then."""
    weeks = 1_000_000 / guesses.MOST_OF_ALL / 24 / 7
    assert weeks > 5
    assert 1_000_000 * 10_000 / 2**50 < 1e-5


def test_who_is_logged_in_sees_the_same_small_page(app: Flask, database: Database) -> None:
    page = check_page(log_in(app, database, Role.ADMIN).get("/r"))
    assert page.all("nav") == page.all("header") == []
    assert "admin" not in page.response.text
