"""Pages that were open too long, forms that were changed after they were sent, tickets in wrong hands."""

from datetime import timedelta
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.datastructures import MultiDict

from app import clock, night
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.counter import tickets
from app.db import Base, Database
from app.resend import ResendKey
from config import Settings
from referrals.directory.models import Office
from referrals.models import Referral, SlipCode
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk, page_text
from tests.web.pages import Page, open_page
from tests.web.staff import submit_login

UKRAINIAN = ("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "yes"))
GONE = (
    ("a-gone", "yes"),
    ("a-status", "gone"),
    ("a-age", "<999999999999999999999999"),
    ("earlier", "gone/gone|abh"),
)
EVERYTHING = (Contact, ContactTopic, Referral, SlipCode, DeskLoad, TopicLoad)

Form = list[tuple[str, str]]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Finishing and undoing are tested on both databases with the counter."""
    return sqlite_settings


def count(database: Database, model: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def finish(desk: Desk, form: Form, how: str = "print_log") -> None:
    desk.show(desk.client.post("/counter", data=MultiDict([*form, ("finish", how)])))


def replaced(form: Form, **fields: str) -> Form:
    return [(name, fields.get(name, value)) for name, value in form]


def test_a_form_of_yesterday_keeps_its_input_and_is_finished_with_one_more_key(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    with clock.fixed(MONDAY + timedelta(days=1)):
        desk.client = logged_in_again(desk)
        finish(desk, [*replaced(desk.form(), csrf_token=csrf(desk))], "log")
        assert "früheren Tag" in page_text(desk.page)
        assert "Ankommenszentrum der Stadt Leipzig" in page_text(desk.page)
        assert count(database, Contact) == 0
        desk.finish()
    assert count(database, Contact) == 1
    with database.reading() as session:
        assert session.scalars(select(DeskLoad.weekday)).all() == [2]


def test_a_form_that_was_logged_does_not_count_again_when_its_key_is_forgotten(desk: Desk, database: Database) -> None:
    """Browsers send the last form again when they restore their tabs in the morning."""
    form = [*desk.serve(*UKRAINIAN).form()]
    finish(desk, form)
    morning = MONDAY + timedelta(hours=22)
    night.run(database, morning)
    assert count(database, ResendKey) == 0
    with clock.fixed(morning):
        desk.client = logged_in_again(desk)
        finish(desk, replaced(form, csrf_token=csrf(desk)))
    assert count(database, Contact) == 1
    assert "nichts erfasst" in page_text(desk.page)


def test_undo_after_midnight_and_the_night_job(desk: Desk, database: Database) -> None:
    late = MONDAY.replace(hour=23, minute=58)
    with clock.fixed(late):
        desk.client = logged_in_again(desk)
        desk.page = desk_page(desk)
        desk.serve(*UKRAINIAN).finish()
    with clock.fixed(late + timedelta(minutes=3)):
        night.run(database, clock.now())
        desk.show(desk.client.post("/counter/undo", data=desk.hidden("/counter/undo")))
    assert "zählt nicht" in desk.toast
    assert [count(database, model) for model in EVERYTHING] == [0] * len(EVERYTHING)
    assert count(database, ResendKey) == 1


def test_the_same_form_with_another_topic_cannot_undo_what_it_did_not_count(desk: Desk, database: Database) -> None:
    form = [*desk.serve(*UKRAINIAN).form()]
    finish(desk, form)
    before = loads(database)
    finish(desk, [*replaced(form, subtopic="kultur/bibliothek", topic="kultur"), ("office", "bibliothek")])
    assert "Schon gezählt" in page_text(desk.page)
    assert not desk.page.all("form", action="/counter/undo")
    assert loads(database) == before
    assert count(database, Contact) == 1


def test_undo_of_log_only_takes_back_the_code_of_the_same_form(desk: Desk, database: Database) -> None:
    form = [*desk.serve(*UKRAINIAN).form()]
    finish(desk, form)
    finish(desk, form, "log")
    desk.show(desk.client.post("/counter/undo", data=desk.hidden("/counter/undo")))
    assert [count(database, model) for model in EVERYTHING] == [0] * len(EVERYTHING)


def test_no_slip_bears_a_code_that_is_not_valid(desk: Desk, database: Database) -> None:
    """Logged without a slip first: the second time the slip is printed, and has no code that nobody knows."""

    form = [*desk.serve(*UKRAINIAN).form()]
    finish(desk, form, "log")
    finish(desk, form)
    keys = desk.client.application.extensions["keys"]
    assert tickets.open_slip(keys, desk.hidden("/slip.pdf")["ticket"]).code is None
    assert count(database, SlipCode) == 0


def test_back_to_the_beginning_is_another_contact(desk: Desk, database: Database) -> None:
    desk.press("language", "uk")
    begun = desk.page
    for _ in range(2):
        desk.page = begun
        desk.press("topic", "kultur").press("subtopic", "kultur/bibliothek")
        desk.finish("log")
    assert count(database, Contact) == 2


def test_a_topic_sent_often_is_one_topic(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    desk.show(
        desk.client.post(
            "/counter", data=MultiDict([*desk.form(), *[("earlier", "kultur/bibliothek|")] * 3000, ("finish", "log")])
        )
    )
    assert count(database, ContactTopic) == 2


def test_what_the_directory_knows_no_more_costs_only_itself(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    whole = desk.form()
    for path, field in product(("/counter", "/counter/answer"), GONE):
        desk.show(desk.client.post(path, data=MultiDict([*whole, field, ("finish", "log")])))
        found = page_text(desk.page)
        assert "nicht mehr im Verzeichnis" in found
        assert "Ukrainisch" in found
        assert "Ankommenszentrum" in found
    assert count(database, Contact) == 0


def test_a_slip_whose_office_closed_meanwhile_says_so(desk: Desk, database: Database) -> None:
    ticket = desk.serve(*UKRAINIAN).finish().hidden("/slip.pdf")
    with database.writing() as session:
        session.get_one(Office, "ankommenszentrum").status = "defunct"
        session.execute(text("UPDATE revision SET number = number + 1"))
    response = desk.client.post("/slip.pdf", data=ticket)
    assert response.status_code == 400
    assert "Ankommenszentrum der Stadt Leipzig" in response.text


def test_tickets_cannot_be_exchanged(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).finish()
    slip, undo = desk.hidden("/slip.pdf"), desk.hidden("/counter/undo")
    token = desk.page.one("input", name="token").get("value", "")
    for value in (undo["undo"], token, slip["ticket"][:-4] + "AAAA", "x", "\x00", "ü" * 9000):
        assert desk.client.post("/slip.pdf", data={**slip, "ticket": value}).status_code == 400
    for value in (slip["ticket"], token, undo["undo"][:-4] + "AAAA", "\x00"):
        desk.show(desk.client.post("/counter/undo", data={**undo, "undo": value}))
    assert count(database, Contact) == 1


def loads(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [
            tuple(row)
            for table in ("desk_load", "topic_load")
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]


def logged_in_again(desk: Desk) -> FlaskClient:

    client = desk.client.application.test_client()
    assert submit_login(client, "advisor").status_code == 303
    return client


def desk_page(desk: Desk) -> Page:
    return open_page(desk.client, "/counter")


def csrf(desk: Desk) -> str:
    return desk_page(desk).csrf_token
