"""Odd requests: never a 500, never a stored surprise."""

from io import BytesIO
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.contacts.models import Contact
from app.db import Database
from tests.web.counter.desk import Desk
from tests.web.pages import check_page
from tests.web.staff import log_in, post, submit_login

LONG = "x" * 60_000
ODD = [
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    LONG,
    "٣",
    "-1",
    "𝔞",
    "ı",
    "%",
    "'",
    "<b>",
]
FIELDS = (
    "language",
    "topic",
    "subtopic",
    "earlier",
    "office",
    "offices_shown",
    "handout",
    "persons",
    "paper",
    "large",
    "neutral_paper",
    "q",
    "language_query",
    "token",
    "go",
    "finish",
    "a-status",
    "a-age",
    "a-",
    "a-residence",
    "lang",
)
RAW = [
    b"&" * 100_000,
    b"a-x=1&" * 40_000,
    b"%00=%00&%ED%A0%80=%FF%FE&subtopic=%C0%AF",
    b"\xff\xfe\x00" * 1000,
    b"subtopic=wohnen/mietproblem&subtopic=x&language=uk&language=uk",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain; charset=\x80",
    "",
]


def contacts(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_odd_values_of_every_field(desk: Desk, database: Database) -> None:
    valid = {"language": "uk", "subtopic": "wohnen/mietproblem", "csrf_token": desk.page.csrf_token, "finish": "log"}
    for path, field, value in product(("/counter", "/counter/answer"), FIELDS, ODD):
        response = desk.client.post(path, data={**valid, field: value})
        assert response.status_code < 500, (path, field, value[:20])
    for path, value in product(("/counter/undo", "/slip.pdf", "/slip/preview.pdf"), ODD):
        response = desk.client.post(path, data={"undo": value, "ticket": value, "language": value})
        assert response.status_code < 500, (path, value[:20])
    assert contacts(database) == 0


def test_odd_bodies(desk: Desk, database: Database) -> None:
    head = f"csrf_token={desk.page.csrf_token}&".encode()
    for kind, body, path in product(TYPES, RAW, ("/counter", "/login")):
        for data in (body, head + body):
            response = desk.client.post(path, data=data, content_type=kind)
            assert response.status_code < 500, (kind, body[:20], path)
    assert contacts(database) == 0


def test_a_million_fields_and_a_file_instead_of_a_field(desk: Desk, database: Database) -> None:
    many = "&".join(f"a-x{number}=1" for number in range(1_000_000))
    assert desk.client.post("/counter", data=many, content_type=TYPES[0]).status_code == 413
    parts = {
        "csrf_token": desk.page.csrf_token,
        "language": (BytesIO(b"uk"), "uk.txt"),
        "subtopic": "wohnen/mietproblem",
    }
    assert desk.client.post("/counter", data={**parts, "finish": "log"}).status_code == 200
    assert contacts(database) == 0


def test_other_methods_do_nothing(desk: Desk, database: Database) -> None:
    form = {**dict(desk.serve("uk", "kultur", "kultur/bibliothek").form()), "finish": "log"}
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"]:
        assert desk.client.open("/counter", method=method, data=form).status_code < 500
    override = {"X-HTTP-Method-Override": "POST"}
    assert desk.client.get("/counter", query_string={**form, "_method": "POST"}, headers=override).status_code == 200
    assert contacts(database) == 0


def test_a_foreign_host_is_refused_before_its_form_is_looked_at(desk: Desk) -> None:
    for data in ({}, {"csrf_token": desk.page.csrf_token, "subtopic": "wohnen/mietproblem"}):
        response = desk.client.post("/counter", data=data, headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert "wohnen" not in response.text


def test_accounts_that_cannot_exist(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    users = ["0", "-1", "99999999999999999999", "2147483648", "x", "\x00"]
    for user, action in product(users, ("open", "close", "password", "role")):
        assert post(client, "/accounts", {"user": user, "action": action, "role": "advisor"}).status_code == 400


def test_names_without_control_characters(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    assert post(client, "/accounts", {"name": "An\x00na\x1b", "role": "advisor"}).status_code == 200
    with database.reading() as session:
        assert "Anna" in session.scalars(select(User.name)).all()


def test_entries_that_cannot_exist(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    for path in ("/history?kind=offices&id=%00", "/offices/%00", "/offices/preview.pdf?office=%00"):
        response = client.get(path)
        assert response.status_code < 500, path
        check_page(response)
    for path in ("/due/confirm", "/due/assign"):
        assert post(client, path, {"entry": "offices a\x00 1"}).status_code < 500, path
    rules = {"action": "publish", "why": "x", "seen:\x00": "1"}
    assert post(client, "/rules/wohnen/mietproblem", rules).status_code in {400, 409}


def test_odd_logins(client: FlaskClient) -> None:
    for value in ODD:
        assert submit_login(client, value, value).status_code in {400, 401, 429}


def test_a_part_of_a_form_without_a_name(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--"
    response = client.post("/handouts/new", data=body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 400
    check_page(response)
