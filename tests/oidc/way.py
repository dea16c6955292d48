"""The way through the town's login, as a browser takes it."""

from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.oidc.conftest import BACK
from tests.oidc.provider import Browser
from tests.web.pages import Page, check_page
from tests.web.staff import post


def begin(client: FlaskClient, **fields: str) -> str:
    """Press the button: where the browser is sent."""
    page = check_page(post(client, "/login/town", fields))
    refresh = page.one("meta", **{"http-equiv": "refresh"}).attrib["content"]
    address = refresh.removeprefix("0; url=")
    assert page.one("a", **{"class": "kern-btn kern-btn--primary"}).get("href") == address
    return address


def come_back(client: FlaskClient, address: str) -> TestResponse:
    """Open the address that the provider sends the browser to, and send off what stands there."""
    parts = urlsplit(address)
    page = check_page(client.get(f"{parts.path}?{parts.query}"))
    fields = dict(page.fields("/login/town/back"))
    given = dict(parse_qsl(parts.query))
    assert fields == {name: given.get(name, "") for name in ("code", "state", "iss")}
    return client.post("/login/town/back", data={**fields, "csrf_token": page.csrf_token})


def log_in(client: FlaskClient, name: str, **fields: str) -> TestResponse:
    """The whole way; what our page answers at its end."""
    return come_back(client, Browser(name).go(begin(client, **fields), until=BACK))


def said(response: TestResponse) -> str:
    """The sentence of a refusal."""
    return Page(response).text("main")
