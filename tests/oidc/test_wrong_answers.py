"""Providers that are down, lie, or are not the one that the settings name: nobody gets in, everybody is told why."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import oidc
from app.accounts.models import User
from app.accounts.roles import Role
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from config import Settings
from tests.oidc.conftest import BACK
from tests.oidc.fake import CODE, Fake, serving
from tests.oidc.provider import settings
from tests.oidc.way import begin, come_back, said
from tests.web.pages import check_page
from tests.web.staff import add_staff, post, submit_login

OTHER = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "2", "use": "sig"})
Change = Callable[[Fake], dict[str, Any]]


def at(seconds: int) -> int:
    """The moment so many seconds from now, as tokens say it."""
    return int(time.time()) + seconds


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving(Fake()) as running:
        yield running


@pytest.fixture
def app(sqlite_settings: Settings, sqlite_database: Database, keys: Keys, fake: Fake) -> Flask:
    return create_app(replace(sqlite_settings, open_id=settings(fake.issuer)), keys, sqlite_database)


def log_in(client: FlaskClient, fake: Fake, **more: str) -> TestResponse:
    address = begin(client)
    fake.begin(address)
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = {"code": CODE, "state": state, "iss": fake.issuer} | more
    return come_back(client, BACK + "?" + "&".join(f"{name}={value}" for name, value in answer.items() if value))


def people(database: Database) -> int:
    with database.reading() as reader:
        return reader.scalar(select(func.count()).select_from(User)) or 0


@pytest.mark.parametrize(
    "change",
    [
        lambda fake: {},
        lambda fake: {"claims": {"aud": ["wegweiser"]}},
        lambda fake: {"claims": {"aud": ["wegweiser", "other"], "azp": "wegweiser"}},
        lambda fake: {"claims": {"exp": at(-30)}},
        lambda fake: {"key": CURVE, "header": {"alg": "ES256", "kid": "2"}},
        lambda fake: {"claims": {"roles": None}, "userinfo": {"sub": "7", "roles": ["Beratung"]}},
        lambda fake: {"metadata": {"issuer": fake.issuer + "/"}, "claims": {"iss": fake.issuer + "/"}},
        lambda fake: {"metadata": {"token_endpoint_auth_methods_supported": ["client_secret_post"]}},
        lambda fake: {"public": [{"kty": "new"}, {"kty": "oct", "k": "aaaa"}, fake.key.as_dict(private=False)]},
    ],
)
def test_right_answers(client: FlaskClient, fake: Fake, change: Change) -> None:
    for name, value in change(fake).items():
        setattr(fake, name, value)
    response = log_in(client, fake, iss=str(fake.metadata.get("issuer", fake.issuer)))
    assert response.status_code == 303, said(response)


@pytest.mark.parametrize(
    "change",
    [
        lambda fake: {"key": OTHER, "public": [fake.key.as_dict(private=False)]},
        lambda fake: {"header": {"alg": "none"}},
        # The public key is no secret: whoever signs "with a shared secret" could take it.
        lambda fake: {"header": {"alg": "HS256", "kid": "1"}},
        lambda fake: {"claims": {"nonce": "of another login"}},
        lambda fake: {"claims": {"nonce": None}},
        lambda fake: {"claims": {"aud": "another"}},
        lambda fake: {"claims": {"aud": None}},
        lambda fake: {"claims": {"aud": ["wegweiser", "other"], "azp": "other"}},
        lambda fake: {"claims": {"aud": ["wegweiser", "other"]}},
        lambda fake: {"claims": {"iss": "https://elsewhere.example"}},
        lambda fake: {"claims": {"iss": None}},
        lambda fake: {"claims": {"exp": at(-120)}},
        lambda fake: {"claims": {"exp": None}},
        lambda fake: {"claims": {"iat": at(600)}},
        lambda fake: {"claims": {"nbf": at(600)}},
        lambda fake: {"claims": {"sub": None}},
        lambda fake: {"claims": {"sub": 7}},
        lambda fake: {"claims": {"sub": ""}},
        lambda fake: {"claims": {"at_hash": "of another token"}},
        lambda fake: {"userinfo": {"sub": "8", "roles": ["Redaktion"]}},
        lambda fake: {"token": {"access_token": "a", "token_type": "Bearer"}},
        lambda fake: {"token": {"access_token": "a", "token_type": "Bearer", "id_token": "a.b.c"}},
        lambda fake: {"token": {"error": "invalid_grant"}},
        lambda fake: {"public": [{"kty": "oct", "k": "aaaa"}]},
    ],
)
def test_answers_that_are_not_believed(
    client: FlaskClient, fake: Fake, sqlite_database: Database, change: Change
) -> None:
    for name, value in change(fake).items():
        setattr(fake, name, value)
    response = log_in(client, fake)
    assert response.status_code == 400
    check_page(response).one("div", role="alert")
    assert people(sqlite_database) == 0


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", ""])
def test_answer_of_another_provider(client: FlaskClient, fake: Fake, issuer: str) -> None:
    fake.metadata = {"authorization_response_iss_parameter_supported": True}
    assert log_in(client, fake, iss=issuer).status_code == 400


def test_whose_name_is_nothing_gets_one_all_the_same(
    client: FlaskClient, fake: Fake, sqlite_database: Database
) -> None:
    for name in ("", "\x00\x1b \n", "x" * 5000, "anna"):
        fake.claims = {"sub": f"of {name[:9]!r}", "preferred_username": name}
        assert log_in(client, fake).status_code == 303
    with sqlite_database.reading() as reader:
        names = set(reader.scalars(select(User.name)))
    assert names == {"of ''", "of '\\x00\\x1b \\n'", "x" * 70, "anna"}


@pytest.mark.parametrize(
    ("said", "claim", "role"),
    [
        ({"roles": "Beratung"}, "roles", "advisor"),
        ({"roles": {"Redaktion": {"1": "town"}}}, "roles", "editor"),
        ({"realm_access": {"roles": ["x", "Redaktion"]}}, "realm_access.roles", "editor"),
        ({"https://town.example/roles": ["Beratung"]}, "https://town.example/roles", "advisor"),
        ({"roles": {"Redaktion": False, "Beratung": True}}, "roles", "advisor"),
        ({"roles": ["beratung"]}, "roles", None),
        ({"roles": [["Beratung"]]}, "roles", None),
        ({"roles": 7}, "roles", None),
        ({"realm_access": "roles"}, "realm_access.roles", None),
        ({}, "roles", None),
    ],
)
def test_where_roles_are_told(app: Flask, fake: Fake, said: dict[str, Any], claim: str, role: str | None) -> None:
    app.extensions["town_login"].role_claim = claim
    fake.claims = {"roles": None} | said
    response = log_in(app.test_client(), fake)
    assert response.status_code == (303 if role else 403)
    database: Database = app.extensions["database"]
    with database.reading() as reader:
        assert list(reader.scalars(select(User.role))) == ([role] if role else [])


@pytest.mark.parametrize(
    "raw",
    [
        {"/.well-known/openid-configuration": (500, b"")},
        {"/.well-known/openid-configuration": (302, b"")},
        {"/.well-known/openid-configuration": (200, b"<html>")},
        {"/.well-known/openid-configuration": (200, b"[]")},
        {"/.well-known/openid-configuration": (200, b'{"issuer": "https://elsewhere.example"}')},
        {"/.well-known/openid-configuration": (200, b" " * 1_000_001)},
    ],
)
def test_provider_that_does_not_answer_leaves_the_local_login(
    app: Flask, fake: Fake, raw: dict[str, tuple[int, bytes]]
) -> None:
    fake.raw = raw
    client = app.test_client()
    add_staff(app.extensions["database"], Role.ADVISOR)
    response = post(client, "/login/town", {"resume": "/counter", "keep:language": "ar"})
    assert response.status_code == 503
    assert "antwortet gerade nicht" in said(response)
    assert submit_login(client, "advisor").status_code == 303


@pytest.mark.parametrize("path", ["/token", "/keys", "/me"])
def test_provider_that_stops_answering_on_the_way(client: FlaskClient, fake: Fake, path: str) -> None:
    fake.userinfo = {"sub": "7"}
    fake.raw = {path: (502, b"bad gateway")}
    assert log_in(client, fake).status_code == 503
    fake.raw = {}
    assert log_in(client, fake).status_code == 303


def test_provider_that_was_silent_is_left_alone_for_a_while(
    client: FlaskClient, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses the button meanwhile keeps no thread that the counter needs."""
    fake.raw = {"/.well-known/openid-configuration": (500, b"")}
    for _ in range(3):
        assert post(client, "/login/town").status_code == 503
    assert len(fake.asked) == 1
    monkeypatch.setattr(oidc, "LEFT_ALONE_SECONDS", -1)
    fake.raw = {}
    assert log_in(client, fake).status_code == 303
    # What it told before is good while it is silent again.
    monkeypatch.setattr(oidc, "ASKED_AGAIN_SECONDS", -1)
    fake.raw = {"/.well-known/openid-configuration": (500, b"")}
    assert log_in(client, fake).status_code == 303


def test_nobody_waits_for_a_provider_that_another_is_asking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "WAIT_FOR_ANOTHER_SECONDS", 0.01)
    with app.extensions["town_login"]._lock:
        assert post(app.test_client(), "/login/town").status_code == 503


def test_nobody_listens(app: Flask) -> None:
    app.extensions["town_login"].issuer = "http://localhost:9"
    assert post(app.test_client(), "/login/town").status_code == 503


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://elsewhere.example/", "javascript:alert(1)", "file:///etc/passwd", 7, None])
def test_addresses_without_tls_are_not_used(client: FlaskClient, fake: Fake, name: str, address: object) -> None:
    fake.metadata = {name: address}
    if name == "authorization_endpoint":
        assert post(client, "/login/town").status_code == 503
    else:
        assert log_in(client, fake).status_code == 503
    assert "elsewhere" not in "".join(fake.asked)


def test_provider_is_not_asked_more_than_needed(
    client: FlaskClient, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert log_in(client, fake).status_code == 303
    # Somebody plays with keys that the provider does not have: it is not asked for them each time.
    fake.header = {"alg": "RS256", "kid": "made up"}
    for _ in range(3):
        assert log_in(client, fake).status_code == 400
    assert fake.asked.count("/.well-known/openid-configuration") == 1
    assert fake.asked.count("/keys") == 1
    # A minute later the provider may really have a new one.
    monkeypatch.setattr(oidc, "KEYS_ASKED_AGAIN_SECONDS", -1)
    fake.key = RSAKey.generate_key(2048, {"kid": "made up", "use": "sig"})
    fake.public = []
    assert log_in(client, fake).status_code == 303


def test_errors_tell_the_log_nothing_of_the_person(
    client: FlaskClient, fake: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    fake.claims = {"iss": "https://elsewhere.example"}
    log_in(client, fake)
    fake.claims = {"roles": ["Parkhaus"]}
    log_in(client, fake)
    assert len(caplog.messages) == 2
    assert all(word not in caplog.text for word in ("anna", "elsewhere", "Parkhaus", CODE))
