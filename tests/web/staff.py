"""Accounts for the tests, and requests as browsers send them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts import service
from app.accounts.roles import Role
from app.db import Database
from app.resend import FIELD, new_key
from tests.web.pages import Page, check_fragment

PASSWORD = "korrekt pferd batterie"


def add_staff(database: Database, role: Role, *, name: str | None = None, must_change_password: bool = False) -> int:
    """An account, named like its role, with PASSWORD; its id."""
    with database.writing():
        user = service.add_user(
            name=name or role.value, password=PASSWORD, role=role, must_change_password=must_change_password
        )
        return user.id


def log_in(app: Flask, database: Database, role: Role) -> FlaskClient:
    """A browser in which a new account of this role is logged in."""
    client = app.test_client()
    add_staff(database, role)
    assert submit_login(client, role.value).status_code == 303
    return client


def submit_login(client: FlaskClient, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """What the login form answers."""
    return post(client, "/login", {"name": name, "password": password, **fields})


def post(
    client: FlaskClient, path: str, fields: Mapping[str, str | Sequence[str]] | None = None, **kwargs: Any
) -> TestResponse:
    """POST a form with the CSRF token of this client's session, and a key of its own unless ``fields`` has one."""
    key = {FIELD: new_key(clock.now().date())}
    return client.post(path, data={**key, **(fields or {}), "csrf_token": csrf_token(client)}, **kwargs)


def csrf_token(client: FlaskClient) -> str:
    """The token of a page that everyone can open."""
    response = client.get("/account")
    return Page(response if response.status_code == 200 else client.get("/login")).csrf_token


def is_logged_in(client: FlaskClient) -> bool:
    """Whether the server still knows this client."""
    return client.get("/account").status_code == 200


def tokens_apart(response: TestResponse) -> str:
    """The page without what differs between any two responses."""
    page = check_fragment(response)
    text = response.text.replace(page.csrf_token, "")
    policy = response.headers["Content-Security-Policy"]
    return text.replace(policy.partition("'nonce-")[2].partition("'")[0], "")
