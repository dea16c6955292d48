"""Figures for monitoring: on the server itself only, and none that moves with a contact."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from app import clock
from app.db import Database
from app.keeping import claims, records
from app.version import VERSION
from config import Settings

pytestmark = pytest.mark.one_database
NAMES = {
    "wegweiser_info",
    "wegweiser_database_writable",
    "wegweiser_database_bytes",
    "wegweiser_schema_current",
    "wegweiser_findings",
    "wegweiser_seconds_since_backup",
    "wegweiser_seconds_since_night",
    "wegweiser_free_disk_bytes",
    "wegweiser_threads",
    "wegweiser_memory_bytes",
    "wegweiser_errors_total",
}


class _Good:
    bytes = 4711
    sha256 = "0" * 64


def samples(client: FlaskClient) -> dict[str, float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    families = text_string_to_metric_families(response.text)
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_all_of_them_once_there_is_a_backup_and_a_night(
    client: FlaskClient, database: Database, settings: Settings
) -> None:
    settings.instance.mkdir()
    of_nights = {"wegweiser_seconds_since_backup", "wegweiser_seconds_since_night", "wegweiser_findings"}
    assert samples(client).keys() == NAMES - of_nights
    now = clock.now()
    with clock.fixed(now - timedelta(hours=2)):
        claim = claims.take(database, claims.NIGHT, clock.now())
        assert claim is not None
        claims.done(database, claim, clock.now(), {"findings": ["one", "two"]})
    with database.writing() as session:
        records.note(session, moment=now - timedelta(hours=1), kind=records.DAILY, file="x", written=_Good())
    with clock.fixed(now):
        found = samples(client)
    assert found.keys() == NAMES
    assert (found["wegweiser_seconds_since_backup"], found["wegweiser_seconds_since_night"]) == (3600, 7200)
    assert (found["wegweiser_findings"], found["wegweiser_schema_current"]) == (2, 1)
    assert found["wegweiser_database_writable"] == 1
    assert found["wegweiser_database_bytes"] % 1024**2 == 0
    assert found["wegweiser_memory_bytes"] > 8 * 1024**2
    assert f'version="{VERSION}"' in client.get("/metrics").text


def test_errors_of_the_program_are_counted(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(app.view_functions, "accounts.login", broken)
    before = samples(client)["wegweiser_errors_total"]
    assert [client.get(path).status_code for path in ("/login", "/nowhere", "/login")] == [500, 404, 500]
    assert samples(client)["wegweiser_errors_total"] == before + 2


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "unknown", ""])
def test_nobody_from_elsewhere(client: FlaskClient, address: str) -> None:
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}).status_code == 404


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"]
)
def test_nothing_through_a_proxy(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_the_server_itself_by_any_of_its_addresses(client: FlaskClient) -> None:
    for address in ("127.0.0.1", "127.0.0.2", "::1"):
        assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}).status_code == 200


def test_no_figure_of_requests_time_or_processor(client: FlaskClient) -> None:
    assert not re.search("request|duration|latency|cpu|login|contact|slip", client.get("/metrics").text)
