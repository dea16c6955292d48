"""The files over HTTP: who gets them, how they arrive, what may be asked for."""

import io
import json
import zipfile

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.db import Database
from app.released.tables import DECLARED
from app.reports.reader import Reader
from app.statistics.downloads import HERE
from tests.web.pages import check_page, open_page
from tests.web.staff import log_in, submit_login

KINDS = {
    "/statistics/topics.csv?period=2025-Q3": b"\xef\xbb\xbf# ",
    "/statistics/topics.xlsx?period=2025-Q3": b"PK",
    "/statistics/topics.json?period=2025-Q3": b"{",
    "/statistics/topics/topics.svg?period=2025-Q3": b"<svg",
    "/statistics/topics/topics.png?period=2025-Q3": b"\x89PNG",
    "/statistics/tables/topic/2025-Q3.csv": b"# table: topic\n",
    "/statistics/tables/topic/2025-Q3.xlsx": b"PK",
    "/statistics/tables/topic/2025-Q3.json": b"{",
    "/statistics/open-data/2025.zip": b"PK",
}


@pytest.mark.parametrize("path", KINDS)
def test_files_are_stored_and_never_shown(analyst: FlaskClient, path: str) -> None:
    response = analyst.get(path)
    assert response.status_code == 200
    assert response.data.startswith(KINDS[path])
    assert response.headers["Content-Disposition"].startswith("attachment; filename=wegweiser-")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert analyst.get(path).data == response.data, "the same numbers are the same bytes"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statistics/nothing.csv", 404),
        ("/statistics/downloads.csv", 404),
        ("/statistics/topics.csv?period=2026-Q4", 404),
        ("/statistics/topics.csv?period=2025-Q3&period=2025-Q2", 400),
        ("/statistics/topics.xlsx?period=2025-Q3&from=2025-01", 400),
        ("/statistics/topics.json?period=2025-Q3&topic=%21wohnen", 404),
        ("/statistics/topics.pdf?period=2025-Q3", 404),
        ("/statistics/topics/nothing.svg?period=2025-Q3", 404),
        ("/statistics/nothing/topics.png?period=2025-Q3", 404),
        ("/statistics/tables/topic/2026-Q4.csv", 404),
        ("/statistics/tables/contact/2025-Q3.csv", 404),
        ("/statistics/tables/topic/2025-Q3.csv?topic=wohnen", 400),
        ("/statistics/open-data/2024.zip", 404),
        ("/statistics/open-data/2025.zip?from=2025-01", 400),
    ],
)
def test_what_is_not_there_is_said_on_a_page(analyst: FlaskClient, path: str, status: int) -> None:
    response = analyst.get(path)
    assert response.status_code == status
    check_page(response)


def test_a_filter_stands_in_the_name_and_narrows_the_file(analyst: FlaskClient) -> None:
    response = analyst.get("/statistics/topics.json?period=2025-Q3&topic=wohnen")
    assert response.headers["Content-Disposition"].endswith("wegweiser-topics-2025-Q3-wohnen.json")
    page = open_page(analyst, "/statistics/topics?period=2025-Q3&topic=wohnen")
    assert [one["id"] for one in json.loads(response.data)["sections"]] == [
        one.attrib["id"] for one in page.all("section") if "figures" in one.attrib.get("class", "")
    ]


def test_the_page_of_downloads_offers_every_table_of_the_period_and_no_other(
    analyst: FlaskClient, furnished: Database
) -> None:
    with furnished.reading() as session:
        reader = Reader(session, "de")
        for period in ("2025-07", "2025-Q3", "2025"):
            page = open_page(analyst, f"/statistics/downloads?period={period}")
            links = {one.attrib["href"] for one in page.all("a") if "/tables/" in one.attrib["href"]}
            names = [name for name in DECLARED if (name, period) in reader.catalogue]
            assert links == {
                f"/statistics/tables/{name}/{period}.{form}" for name in names for form in ("csv", "xlsx", "json")
            }
            assert len(page.one("tbody")) == len(names)
            assert len(page.all("dd")) == len(DECLARED) - len(names)
    assert analyst.get("/statistics/downloads?period=2026-11").status_code == 404
    assert analyst.get("/statistics/downloads?period=2025&topic=wohnen").status_code == 400


def test_everyone_else_gets_nothing(town: Flask, furnished: Database) -> None:
    for role in (Role.ADVISOR, Role.PARTNER, Role.EDITOR):
        client = log_in(town, furnished, role)
        assert {client.get(path).status_code for path in [*KINDS, f"/statistics/{HERE.name}"]} == {403}
    assert {town.test_client().get(path).status_code for path in KINDS} == {302}


@pytest.mark.usefixtures("analyst")
def test_a_workbook_of_a_table_names_its_values_in_the_language_that_is_asked_for(town: Flask) -> None:
    client = town.test_client()
    submit_login(client, Role.ANALYST.value)
    for language, topic, sheet in (
        ("de", "Wohnen", "Methode und Begriffe"),
        ("en", "Housing", "Method and definitions"),
    ):
        content = client.get(f"/statistics/tables/topic/2025-Q3.xlsx?lang={language}").data
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames[1] == sheet
        names = {row[0]: row[1] for row in book.worksheets[0].iter_rows(min_row=5, max_col=2, values_only=True)}
        assert names["wohnen"] == topic


def test_open_data_are_the_tables_of_the_year(analyst: FlaskClient, furnished: Database) -> None:
    with zipfile.ZipFile(io.BytesIO(analyst.get("/statistics/open-data/2025.zip").data)) as archive:
        names = archive.namelist()
        one = archive.read("topic--2025-Q3.csv")
    with furnished.reading() as session:
        inside = {f"{name}--{period}.csv" for name, period in Reader(session, "de").catalogue if period[:4] == "2025"}
    assert sorted(names) == sorted([*inside, "README.md", "datapackage.json"])
    assert one == analyst.get("/statistics/tables/topic/2025-Q3.csv").data
