"""An editor sets the ten keys of the counter."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.desk import page_text
from tests.web.pages import check_page, open_page
from tests.web.staff import log_in, post

pytestmark = pytest.mark.one_database


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def tiles(client: FlaskClient) -> dict[str, str]:
    buttons = open_page(client, "/counter").all("button", name="language")
    return {button.attrib["data-key"]: button.attrib["value"] for button in buttons}


def test_new_keys_are_at_the_counter_at_once(editor: FlaskClient) -> None:
    before = tiles(editor)
    assert before["2"] == "ar"
    keys = {f"key-{digit}": tag for digit, tag in before.items()} | {"key-2": "ti", "key-9": ""}
    assert post(editor, "/languages", keys).status_code == 303
    after = tiles(editor)
    assert after["2"] == "ti"
    assert "9" not in after
    assert {key: tag for key, tag in after.items() if key != "2"} == {
        key: tag for key, tag in before.items() if key not in {"2", "9"}
    }


@pytest.mark.parametrize("chosen", [{"key-1": "uk", "key-2": "uk"}, {"key-1": "nonsense"}])
def test_wrong_keys_change_nothing_and_say_why(editor: FlaskClient, chosen: dict[str, str]) -> None:
    before = tiles(editor)
    response = post(editor, "/languages", chosen)
    assert response.status_code == 400
    assert "Es wurde nichts gespeichert" in page_text(check_page(response))
    assert tiles(editor) == before


def test_an_advisor_cannot(app: Flask, database: Database) -> None:
    advisor = log_in(app, database, Role.ADVISOR)
    assert advisor.get("/languages").status_code == 403
    assert post(advisor, "/languages", {}).status_code == 403
