"""Every route and every role: who gets in, that reading writes nothing, that writing needs a CSRF token."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.roles import PUBLIC, Role
from app.db import Database
from tests.web.access.matrix import MATRIX
from tests.web.access.paths import declaration, routes
from tests.web.access.state import changed, dump
from tests.web.pages import check_page
from tests.web.staff import csrf_token, log_in, post

pytestmark = pytest.mark.one_database
# The only GET that writes, and only what is there already (see app.health).
WRITING_GETS = {"health.healthz"}
# A code without the password before it; a town without a login of its own (tests/oidc has one).
WITHOUT_LOGIN = {"accounts.check_code": {401}, "town_login.begin": {404}, "town_login.go_on": {401}}


def is_refused(response: TestResponse) -> bool:
    return response.status_code in {401, 403} or response.location == "/login"


def test_every_endpoint_declares_its_roles(app: Flask) -> None:
    declared = {endpoint for method in ("GET", "POST") for endpoint, _, _ in routes(app, method)}
    assert declared | {"static"} == set(app.view_functions)


def test_declared_roles_are_those_of_the_matrix(app: Flask) -> None:
    """The declaration is enforced for every role below; whether it is the right one is decided in the table."""
    found = {endpoint: declaration(app, endpoint).roles for endpoint in app.view_functions if endpoint != "static"}
    assert found == MATRIX


def test_get_without_login_leads_to_the_login(app: Flask) -> None:
    for endpoint, path, roles in routes(app, "GET"):
        response = app.test_client().get(path)
        if endpoint == "accounts.code":
            assert response.location == "/login", "there is none to ask for without the password"
        elif roles == PUBLIC:
            assert response.status_code == 200, endpoint
        else:
            assert (response.status_code, response.location) == (302, "/login"), endpoint


def test_post_without_login_is_answered_with_the_login_form(app: Flask) -> None:
    for endpoint, path, roles in routes(app, "POST"):
        response = post(app.test_client(), path)
        if roles == PUBLIC:
            assert response.status_code in WITHOUT_LOGIN.get(endpoint, {200, 303, 400}), endpoint
        else:
            assert response.status_code == 401, endpoint
            check_page(response).one("input", id="password")


@pytest.mark.parametrize("role", list(Role))
def test_get_by_role(app: Flask, database: Database, role: Role) -> None:
    """Who may gets a page, who may not is told so, and nothing is written for either."""
    client = log_in(app, database, role)
    before = dump(database)
    for endpoint, path, roles in routes(app, "GET"):
        response = client.get(path)
        if roles and role not in roles:
            assert response.status_code == 403, endpoint
            check_page(response)
        else:
            assert not is_refused(response), endpoint
            assert response.status_code in {200, 302}, endpoint
            if response.mimetype == "text/html" and response.status_code == 200:
                check_page(response)
    assert changed(before, dump(database)) == set()
    assert {endpoint for endpoint, _, _ in routes(app, "GET")} >= WRITING_GETS


@pytest.mark.parametrize("role", list(Role))
def test_post_by_role(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    for endpoint, path, roles in routes(app, "POST"):
        if endpoint in {"accounts.logout", "accounts.begin_login", "lock.lock"}:
            continue
        response = post(client, path)
        if roles and role not in roles:
            assert response.status_code == 403, endpoint
        else:
            assert not is_refused(response), endpoint
            assert response.status_code < 500, endpoint


def test_get_does_not_declare_that_it_writes(app: Flask) -> None:
    for endpoint, _, _ in routes(app, "GET"):
        assert not declaration(app, endpoint).writes, endpoint


def test_post_without_a_token_changes_nothing(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    before = dump(database)
    for endpoint, path, _ in routes(app, "POST"):
        for token in ({}, {"csrf_token": "made up"}, {"csrf_token": csrf_token(app.test_client())}):
            response = client.post(path, data=token)
            assert response.status_code == 400, endpoint
            check_page(response)
    assert dump(database) == before


def test_nothing_but_get_and_post(app: Flask) -> None:
    methods = set().union(*(rule.methods or () for rule in app.url_map.iter_rules()))
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}
