"""Error pages: both languages, a way on, and a log without anything of the request."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.catalogue import catalogue
from app.db import Database
from app.errorpages import TEXTS
from app.errors import Damaged, NotFound, WegweiserError
from config import Settings
from tests.web.pages import check_fragment, check_page
from tests.web.staff import add_staff, csrf_token, post, submit_login

SECRET = "Frau Example, born 1990"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """None of this depends on the database."""
    return sqlite_settings


def break_view(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken() -> str:
        raise error

    monkeypatch.setitem(app.view_functions, "accounts.login", broken)


@pytest.mark.parametrize("language", ["de", "en"])
def test_error_pages_speak_both_languages(client: FlaskClient, language: str) -> None:
    client.get(f"/login?lang={language}")
    page = check_page(client.get("/no/such/page"))
    assert page.one("html").get("lang") == language
    assert page.text("h1") == catalogue(language).gettext(TEXTS[404].heading)
    assert check_page(client.post("/counter")).one("html").get("lang") == language


def test_every_text_has_a_sentence_and_the_page_a_way_on(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ANALYST)
    anonymous = check_page(client.get("/no/such/page"))
    assert [link.get("href") for link in anonymous.one("main").iter("a")] == ["/login"]
    submit_login(client, "analyst")
    known = check_page(client.get("/counter"))
    assert known.response.status_code == 403
    assert [link.get("href") for link in known.one("main").iter("a")] == ["/statistics"]
    assert all(text.heading and text.sentence for text in TEXTS.values())


def test_domain_errors_show_their_sentence(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = (
        (WegweiserError("Take a shorter name."), 400),
        (NotFound("There is no such office."), 404),
        (Damaged("Take it from a backup."), 500),
    )
    for error, status in errors:
        break_view(app, monkeypatch, error)
        response = client.get("/login")
        assert response.status_code == status
        assert str(error) in check_page(response).text()


def test_error_keeps_the_form_of_an_htmx_request(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_view(app, monkeypatch, ZeroDivisionError())
    response = client.get("/login", headers={"HX-Request": "true"})
    assert response.status_code == 500
    assert response.headers["HX-Retarget"] == "#notice"
    assert not check_fragment(response).all("html")


def test_log_says_where_but_not_what(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_view(app, monkeypatch, ValueError(SECRET))
    with caplog.at_level(logging.DEBUG):
        client.get(
            f"/login?who={SECRET}",
            headers={"User-Agent": "a browser of the tests"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.99"},
        )
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text
    for part in (SECRET, "Example", "/login", "192.0.2.99", "a browser of the tests"):
        assert part not in caplog.text


def test_log_of_a_broken_error_page_says_no_more(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_values: object) -> str:
        raise ValueError(SECRET)

    monkeypatch.setattr("app.errorpages.render_template", broken)
    client.get("/no/such/page/of/Example")
    assert "ValueError" in caplog.text
    assert "Example" not in caplog.text


def test_ordinary_requests_log_nothing(
    client: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    add_staff(database, Role.ADVISOR)
    with caplog.at_level(logging.INFO):
        submit_login(client, "advisor", "wrong wrong wrong")
        submit_login(client, "advisor")
        client.get("/counter")
        client.get("/no/such/page")
        post(client, "/counter/answer", {"trait": "g:refugee"})
        client.post("/counter", data={"csrf_token": "wrong"})
    assert [record for record in caplog.records if record.name != "flask_wtf.csrf"] == []
    assert "refugee" not in caplog.text


def test_form_that_is_too_large(client: FlaskClient) -> None:
    response = client.post("/login", data={"csrf_token": csrf_token(client), "name": "x" * 300_000})
    assert response.status_code == 413
    check_page(response)
