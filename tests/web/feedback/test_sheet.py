"""The sheet for offices: the address as text and as a QR code that says the same."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory import settings
from referrals.slip.service import slip_for
from tests.web.pages import check_page, open_page, text_of
from tests.web.staff import log_in, post

pytestmark = pytest.mark.one_database


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


def test_the_address_of_the_town_is_on_sheets_and_slips(app: Flask, database: Database, staff: FlaskClient) -> None:
    editor = log_in(app, database, Role.EDITOR)
    assert "Noch hat niemand angegeben" in open_page(editor, "/feedback/sheet").text()
    refused = post(editor, "/feedback/sheet", {"address": "wegweiser.example/hier"})
    assert refused.status_code == 400
    assert "https://name" in check_page(refused).text()
    assert post(staff, "/feedback/sheet", {"address": "https://anders.example"}).status_code == 403
    assert post(editor, "/feedback/sheet", {"address": "https://wegweiser.example/"}).status_code == 303
    page = open_page(staff, "/feedback/sheet")
    assert "https://wegweiser.example/r" in page.text()
    assert "Noch hat niemand" not in page.text()
    with database.reading() as session:
        assert settings.public_address(session) == "https://wegweiser.example"


def test_a_slip_with_a_code_says_where_to_report_it(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        wanted: Any = {"language": "uk", "now": clock.now(), "offices": (("abh", "responsible"),)}
        made = slip_for(session, **wanted, code="K7QM-4XDR-2WK", report_at="https://wegweiser.example/r")
        without = slip_for(session, **wanted, report_at="https://wegweiser.example/r")
    line = "Oder im Internet, ohne Anmeldung: wegweiser.example/r"
    assert made.staff is not None
    assert line in made.staff.lines
    assert without.staff is not None
    assert line not in without.staff.lines
