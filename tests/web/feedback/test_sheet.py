"""The sheet for offices: the address as text and as a QR code that says the same."""

from base64 import b64decode
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.accounts.roles import Role
from app.db import Database
from tests.web.pages import open_page, text_of
from tests.web.staff import log_in


@pytest.fixture
def staff(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.ADVISOR)


def test_address_and_picture_say_the_same(staff: FlaskClient) -> None:
    page = open_page(staff, "/feedback/sheet")
    address = text_of(page.one("article").find(".//p[@class='address']/b"))  # type: ignore[arg-type]
    assert address == "http://localhost/r"
    kind, _, data = page.one("img").attrib["src"].partition(",")
    assert kind == "data:image/png;base64"
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(b64decode(data))))
    assert code.text == address


def test_it_warns_where_others_may_not_reach_it(app: Flask, staff: FlaskClient) -> None:
    warning = "vielleicht nur von diesem Rechner aus erreichbar"
    assert warning in open_page(staff, "/feedback/sheet").text()
    app.config["SESSION_COOKIE_SECURE"] = True
    page = open_page(staff, "/feedback/sheet", base_url="https://localhost")
    assert warning not in page.text()
    assert "https://localhost/r" in page.text()


def test_the_form_leads_to_it(staff: FlaskClient) -> None:
    assert text_of(open_page(staff, "/feedback").one("a", href="/feedback/sheet")) == "Blatt für Stellen"
