"""How files are served: as what they are, under our own names, able to do nothing; and to whom."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app import clock
from app.db import Database
from handouts.models import Handout
from tests.browser.server import MONDAY
from tests.web.pages import check_page
from tests.web.uploads.conftest import EDITION

Offer = Callable[..., str]
POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def test_a_file_at_the_desk(editor: FlaskClient, offer: Offer) -> None:
    digest = offer()
    response = editor.get(f"/files/{digest}.pdf")
    assert response.data == b"%PDF-1.7 leaflet"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    picture = editor.get(f"/files/{digest}.png")
    assert (picture.data, picture.headers["Content-Type"]) == (b"png", "image/png")
    assert picture.headers["Content-Security-Policy"] == POLICY


def test_viewers_may_ask_for_a_part(editor: FlaskClient, offer: Offer) -> None:
    response = editor.get(f"/files/{offer()}.pdf", headers={"Range": "bytes=0-4"})
    assert (response.status_code, response.data) == (206, b"%PDF-")
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fsecret.key", "secret.key", "%00", "a" * 64, "wegweiser.sqlite3"])
@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_nothing_else_of_the_folder_is_served(editor: FlaskClient, name: str, kind: str) -> None:
    response = editor.get(f"/files/{name}.{kind}")
    assert response.status_code == 404
    check_page(response)


def test_bytes_that_are_lost_are_told(app: Flask, editor: FlaskClient, offer: Offer) -> None:
    digest = offer()
    app.extensions["files"].path(digest).unlink()
    assert editor.get(f"/files/{digest}.pdf").status_code == 404
    assert app.test_client().get(f"/m/{EDITION}").status_code == 404


def test_bytes_that_have_changed_are_not_shown_and_come_back_with_the_next_upload(
    app: Flask, editor: FlaskClient, offer: Offer
) -> None:
    digest = offer()
    files = app.extensions["files"]
    files.path(digest).write_bytes(b"%PDF-1.7 leaf1et")
    response = editor.get(f"/files/{digest}.pdf")
    assert response.status_code == 500
    check_page(response)
    assert "auf dem Server beschädigt" in response.text
    assert app.test_client().get(f"/m/{EDITION}").status_code == 500
    assert files.put(b"%PDF-1.7 leaflet") == digest
    assert editor.get(f"/files/{digest}.pdf").data == b"%PDF-1.7 leaflet"


def test_without_a_login_there_is_only_the_public_address(app: Flask, offer: Offer) -> None:
    digest = offer()
    client = app.test_client()
    assert client.get(f"/files/{digest}.pdf").status_code == 302
    response = client.get(f"/m/{EDITION}")
    assert (response.status_code, response.data) == (200, b"%PDF-1.7 leaflet")
    assert response.headers["Content-Disposition"] == "inline; filename=h-stadtplan-uk.pdf"
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers
    again = client.get(f"/m/{EDITION}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_digest_and_no_other_id_opens_the_public_address(app: Flask, offer: Offer) -> None:
    digest = offer()
    for name in (digest, EDITION.upper(), EDITION[:-1], "0" * 12, "..", "%2e%2e%2fsecret.key", "'", "%"):
        assert app.test_client().get(f"/m/{name}").status_code == 404


@pytest.mark.parametrize(
    "edition",
    [
        {"archived": True},
        {"valid_until": date(2026, 11, 22)},
        {"kind": "link", "link": "https://leipzig.de", "file_digest": None},
        {"kind": "paper", "file_digest": None},
        {"kind": "paper"},
    ],
)
def test_what_is_not_offered_is_not_public(app: Flask, offer: Offer, edition: dict[str, object]) -> None:
    offer(**edition)
    with clock.fixed(MONDAY):
        response = app.test_client().get(f"/m/{EDITION}")
    assert response.status_code == 404
    assert "nicht mehr angeboten" in check_page(response).text()


def test_it_is_offered_on_its_last_day(app: Flask, offer: Offer) -> None:
    offer(valid_until=MONDAY.date())
    with clock.fixed(MONDAY):
        assert app.test_client().get(f"/m/{EDITION}").status_code == 200


def test_a_handout_that_is_withdrawn_is_not_public(app: Flask, offer: Offer, database: Database) -> None:
    offer()
    with database.writing() as session:
        session.execute(update(Handout).where(Handout.id == "h_stadtplan").values(withdrawn=True))
    assert app.test_client().get(f"/m/{EDITION}").status_code == 404
