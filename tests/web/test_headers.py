"""Headers of every response, the cookie, the host."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts import links
from app.accounts.roles import Role
from app.db import Database
from app.extensions import csrf
from app.factory import create_app
from app.keys import Keys
from app.security import cookie_settings
from config import Settings
from tests.web.pages import check_page
from tests.web.staff import add_staff, log_in, post, submit_login

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """None of this depends on the database."""
    return sqlite_settings


def policy(response: TestResponse) -> dict[str, str]:
    parts = (part.partition(" ") for part in response.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


def check_headers(response: TestResponse) -> None:
    found = policy(response)
    assert re.fullmatch(r"'nonce-[\w-]{22}'", found.pop("script-src"))
    assert found == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["X-DNS-Prefetch-Control"] == "off"
    assert "Server" not in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def responses(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[int, TestResponse]:
    """A response of every kind, by status."""

    def broken() -> str:
        raise ZeroDivisionError

    found = [
        client.get("/login"),
        client.get("/counter"),
        post(client, "/login"),
        post(client, "/counter"),
        client.get("/no/such/page"),
        client.put("/login"),
        client.open("/login", method="TRACE"),
        client.head("/login"),
        client.options("/counter"),
        client.get("/", follow_redirects=False),
        client.get("/static/"),
        client.post("/login", data={"name": "x" * 300_000}),
    ]
    monkeypatch.setitem(app.view_functions, "accounts.login", broken)
    found.append(client.get("/login"))
    return {response.status_code: response for response in found}


def test_every_kind_of_response(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    found = responses(app, client, monkeypatch)
    assert set(found) == {200, 302, 400, 401, 404, 405, 413, 500}
    for response in found.values():
        check_headers(response)
        assert response.headers["Cache-Control"] == "no-store"
    assert found[405].headers["Allow"]


def test_error_of_an_error_page(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_values: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("app.errorpages.render_template", broken)
    response = client.get("/no/such/page")
    assert (response.status_code, response.mimetype) == (500, "text/plain")
    check_headers(response)


def test_nonce_is_new_each_time(client: FlaskClient) -> None:
    nonces = {policy(client.get("/login"))["script-src"] for _ in range(5)}
    assert len(nonces) == 5


def test_only_the_slip_may_be_framed_and_only_by_us(client: FlaskClient) -> None:
    assert policy(client.post("/slip.pdf"))["frame-ancestors"] == "'self'"
    for path in ("/counter", "/slip.pdf/", "/static/slip.pdf", "/SLIP.PDF"):
        assert policy(client.post(path))["frame-ancestors"] == "'none'"


def test_static_files_are_kept_for_good_only_under_their_hash(client: FlaskClient) -> None:
    kept = client.get("/static/icon.svg?v=0123456789ab")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/icon.svg").headers["Cache-Control"] == "no-cache"
    missing = client.get("/static/missing.svg?v=0123456789ab")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")
    for response in (kept, missing):
        check_headers(response)
        assert "Set-Cookie" not in response.headers
    assert "Vary" not in kept.headers


def test_cookie_of_a_login(client: FlaskClient, database: Database) -> None:
    add_staff(database, Role.ADVISOR)
    submit_login(client, "advisor")
    found = client.get_cookie("wegweiser")
    assert found is not None
    assert (found.http_only, found.same_site, found.path, found.secure) == (True, "Strict", "/", False)
    assert found.expires is None
    assert found.max_age is None


def test_cookie_behind_a_proxy_with_tls(settings: Settings, keys: Keys, database: Database) -> None:
    client = create_app(replace(settings, behind_proxy=True), keys, database).test_client()
    response = client.get("/login", base_url="https://wegweiser.example")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-wegweiser=")
    assert set(cookie.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_login_works_behind_a_proxy_although_no_referrer_is_sent(
    app: Flask, settings: Settings, keys: Keys, database: Database
) -> None:
    add_staff(database, Role.ADVISOR)
    client = create_app(replace(settings, behind_proxy=True), keys, database).test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    client.environ_base["HTTP_HOST"] = "wegweiser.example"
    page = client.get("/login", base_url="https://wegweiser.example")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    response = client.post(
        "/login",
        base_url="https://wegweiser.example",
        data={"name": "advisor", "password": "korrekt pferd batterie", "csrf_token": token[1]},
    )
    assert response.status_code == 303


def test_cookie_settings_need_no_domain() -> None:
    assert all("DOMAIN" not in name for behind in (True, False) for name in cookie_settings(behind_proxy=behind))


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "10.1.2.3"])
def test_own_hosts(client: FlaskClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "[::1", "a b", ""]
)
@pytest.mark.parametrize("path", ["/login", "/static/icon.svg"])
def test_foreign_hosts_are_not_answered(client: FlaskClient, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    check_headers(response)


@pytest.mark.parametrize(
    "host", ["evil.example@localhost", "localhost:1:2", "localhost:x", "localhost/..", "LOCALHOST", "[::1]x"]
)
def test_host_is_a_name_and_a_port_and_nothing_else(client: FlaskClient, host: str) -> None:
    assert client.get("/login", headers={"Host": host}).status_code == (200 if host == "LOCALHOST" else 400)


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_only_the_names_of_the_settings(settings: Settings, keys: Keys, database: Database, behind_proxy: bool) -> None:
    ours = replace(settings, behind_proxy=behind_proxy, hosts=frozenset({"wegweiser.stadt.example"}))
    client = create_app(ours, keys, database).test_client()
    for host in ("wegweiser.stadt.example", "Wegweiser.Stadt.Example:8443", "localhost", "127.0.0.1:8000"):
        assert client.get("/login", headers={"Host": host}).status_code == 200, host
    for host in ("stadt.example", "10.1.2.3", "wegweiser.stadt.example.evil.example", "wegweiser.stadt.example."):
        assert client.get("/login", headers={"Host": host}).status_code == 400, host


def test_forwarded_names_are_not_ours(client: FlaskClient) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert "evil" not in client.get("/login", headers=headers).text


def test_nothing_but_the_form_of_the_offices_goes_without_a_token(app: Flask) -> None:
    """Its page has no cookie, and acts on nothing but the code on the paper (app.feedback.stamp)."""
    assert csrf._exempt_views == set()
    assert {blueprint.name for blueprint in csrf._exempt_blueprints} == {"stamp"}
    assert app.config["WTF_CSRF_METHODS"] == {"POST", "PUT", "PATCH", "DELETE"}


def test_htmx_has_no_way_around_the_token(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADVISOR)
    response = client.post("/counter", data={"language": "ar"}, headers={"HX-Request": "true"})
    assert response.status_code == 400
    check_headers(response)


FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("path", ["/counter", "/login", "/login/town/back?code=1&state=2", "/counter?lang=en"])
def test_who_comes_from_another_site_keeps_the_login(app: Flask, database: Database, path: str) -> None:
    """The browser holds the Strict cookie back: no other one may take its place, and the page asks once more."""
    elsewhere = app.test_client()
    first = elsewhere.get(path, headers=FROM_ELSEWHERE)
    again = check_page(first).one("meta", **{"http-equiv": "refresh"}).attrib["content"].removeprefix("0; url=")
    assert again.startswith(path)
    assert "Set-Cookie" not in first.headers
    check_headers(first)
    # Now with the cookie, to the address without an addition; without a cookie it is not asked a third time.
    assert log_in(app, database, Role.ADVISOR).get(again).location == path
    assert "http-equiv" not in elsewhere.get(again, headers=FROM_ELSEWHERE).text


@pytest.mark.parametrize(
    "path", ["/login", "/counter/answer", "/lock", "/logout", "/no/such/page?lang=en", "/r?lang=en"]
)
def test_form_of_another_site_logs_nobody_out(client: FlaskClient, path: str) -> None:
    """Nor does what such a form or a link asks for begin a session in the place of the one held back."""
    for response in (client.post(path, headers=FROM_ELSEWHERE), client.get(path, headers=FROM_ELSEWHERE)):
        assert "Set-Cookie" not in response.headers


def test_one_time_link_in_a_letter_on_the_web_opens(client: FlaskClient, database: Database) -> None:
    user = add_staff(database, Role.ADVISOR)
    with database.writing():
        path = f"/welcome/{links.make(user, clock.now())}"
    again = check_page(client.get(path, headers=FROM_ELSEWHERE)).one("meta", **{"http-equiv": "refresh"})
    address = again.attrib["content"].removeprefix("0; url=")
    page = check_page(client.get(address))
    new = "vier Wörter hintereinander"
    fields = {"new_password": new, "repeated_password": new, "csrf_token": page.csrf_token}
    assert client.post(path, data=fields).location == "/login?chosen="


@pytest.mark.parametrize("path", ["/r", "/healthz", "/hsds/v3/", "/static/icon.svg", "/no/such/page"])
def test_open_pages_are_opened_at_once(client: FlaskClient, path: str) -> None:
    assert "http-equiv" not in client.get(path, headers=FROM_ELSEWHERE).text


def test_proxy_decides_on_its_hosts(settings: Settings, keys: Keys, database: Database) -> None:
    client = create_app(replace(settings, behind_proxy=True), keys, database).test_client()
    for host, status in (("wegweiser.leipzig.example", 200), ("bad_host<script>", 400), ("-x-", 400)):
        assert client.get("/login", headers={"Host": host}).status_code == status
