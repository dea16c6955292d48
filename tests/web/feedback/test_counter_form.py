"""The form for staff: code, outcome, done; undo for five minutes; nothing about the code anywhere."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.roles import Role
from app.db import Database
from referrals.slip.code import new_code
from tests.web.feedback.conftest import MONDAY
from tests.web.feedback.counters import codes_left, counted
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import log_in, post

pytestmark = pytest.mark.one_database

UNKNOWN = new_code(b"was never issued")


@pytest.fixture
def staff(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)


def send(client: FlaskClient, code: str, outcome: str = "reached", status: int = 200) -> Page:
    response = post(client, "/feedback", {"code": code, "outcome": outcome})
    assert response.status_code == status
    return check_page(response)


def status_of(page: Page) -> str:
    return text_of(page.one("div", role="status"))


def undo_ticket(page: Page) -> str:
    return dict(page.fields("/feedback/undo"))["undo"]


def test_it_stands_in_the_menu_of_the_counter(staff: FlaskClient) -> None:
    page = open_page(staff, "/counter")
    assert text_of(page.one("a", href="/feedback")) == "Rückmeldung"
    assert open_page(staff, "/feedback").one("a", href="/feedback").get("aria-current") == "page"


def test_counted_once_and_the_form_is_empty_again(staff: FlaskClient, database: Database, codes: list[str]) -> None:
    page = send(staff, codes[0].lower().replace("-", " "), "wrong_office")
    assert "Gezählt: falsche Stelle." in status_of(page)
    assert page.one("input", id="code").get("value") == ""
    assert codes[0] not in page.response.text
    again = send(staff, codes[0], "wrong_office", status=409)
    assert "schon gemeldet oder nicht (mehr) gültig" in status_of(again)
    assert counted(database) == {("2026-Q4", "wrong_office"): 1}


def test_undo_and_the_right_outcome(staff: FlaskClient, database: Database, codes: list[str]) -> None:
    ticket = undo_ticket(send(staff, codes[0], "wrong_office"))
    page = check_page(post(staff, "/feedback/undo", {"undo": ticket}))
    assert "kann wieder gemeldet werden" in status_of(page)
    assert counted(database) == {}
    send(staff, codes[0], "reached")
    page = check_page(post(staff, "/feedback/undo", {"undo": ticket}))
    assert "schon rückgängig" in status_of(page)
    assert counted(database) == {("2026-Q4", "reached"): 1}


def test_after_five_minutes_it_stays(
    staff: FlaskClient, database: Database, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = undo_ticket(send(staff, codes[0]))
    # The seal has the time of the computer, not that of the desk.
    monkeypatch.setattr("app.feedback.tickets.UNDO", timedelta(seconds=-1))
    page = check_page(post(staff, "/feedback/undo", {"undo": ticket}))
    assert "Die fünf Minuten sind vorbei" in status_of(page)
    assert counted(database) == {("2026-Q4", "reached"): 1}


@pytest.mark.parametrize("ticket", ["", "made up", "gAAAAA=="])
def test_a_ticket_that_is_none(staff: FlaskClient, database: Database, ticket: str) -> None:
    assert "Die fünf Minuten sind vorbei" in status_of(check_page(post(staff, "/feedback/undo", {"undo": ticket})))


@pytest.mark.parametrize(
    ("sent", "said", "field"),
    [
        (("", "reached"), "Bitte geben Sie den Zettelcode ein.", "code"),
        (("K7QM-4XDR", "reached"), "Ein Zettelcode hat 11 Zeichen; das sind 8.", "code"),
        (("K7QM-4XDR-2W0", "reached"), "Das Zeichen „0“ kommt in keinem Zettelcode vor", "code"),
        (("K7QM-4XDR-222", "reached"), "Ein Zeichen stimmt nicht", "code"),
        ((UNKNOWN, ""), "Bitte wählen Sie, was daraus geworden ist.", "o-1"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_at_the_top(
    staff: FlaskClient, database: Database, sent: tuple[str, str], said: str, field: str
) -> None:
    page = send(staff, *sent, status=400)
    assert said in text_of(page.one("a", href=f"#{field}"))
    assert said in text_of(page.one("form", id="report"))
    assert page.one("input", id="code").get("value") == sent[0]
    assert page.one("input", id=field).get("autofocus") is not None
    assert counted(database) == {}


def test_unknown_and_ended_codes_get_the_same_answer_as_used_ones(
    staff: FlaskClient, database: Database, codes: list[str], ended: str
) -> None:
    send(staff, codes[0])
    answers = {status_of(send(staff, code, status=409)) for code in (codes[0], UNKNOWN, ended)}
    assert len(answers) == 1
    assert codes_left(database) == 12


def test_no_code_in_any_log(
    staff: FlaskClient, database: Database, codes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send(staff, codes[0])
    send(staff, codes[0], status=409)
    signs = codes[0].replace("-", "")
    written = " ".join(record.getMessage() + str(record.args) for record in caplog.records)
    assert codes[0] not in written
    assert signs not in written


def test_a_later_day_reports_too(staff: FlaskClient, database: Database, codes: list[str]) -> None:
    with clock.fixed(MONDAY + timedelta(minutes=20)):
        send(staff, codes[0], "not_gone")
    assert counted(database) == {("2026-Q4", "not_gone"): 1}
