"""What visitors would need in their language beside the library, and what became of asking for it."""

from datetime import date
from functools import partial

import pytest

from app import clock
from app.db import Database
from app.released.rounding import METHOD, THRESHOLD
from app.released.service import release
from app.released.tables import ALL, Cell, Table
from app.reports.charts.values import Bars
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections import material
from app.reports.values import Section, Words
from handouts import requests
from handouts.requests import Standing
from handouts.wanted import Wanted
from tests.house import furnish
from tests.released import TODAY
from tests.web.statistics.conftest import NOW

DEMAND = {
    (ALL, ALL): 900,
    ("arbeit", ALL): 300,
    ("arbeit", "de"): 80,
    ("arbeit", "ro"): 60,
    ("arbeit", "ar"): 40,
    ("arbeit", "uk"): 90,
    ("arbeit", "so"): None,
    ("freizeit", "uk"): 50,
}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The demand of a year for what tests.house has about work: Romanian copies, and Arabic ones that are all gone."""
    cells = tuple(Cell(key, count, THRESHOLD) for key, count in DEMAND.items())
    with clock.fixed(NOW), sqlite_database.writing() as session:
        furnish(session)
        release(session, Table("topic_language", "2025", METHOD, cells), today=TODAY)
    return sqlite_database


def _stands(then: Standing, _now: Standing) -> Standing:
    return then


def sections(database: Database, period: str) -> dict[str, Section]:
    with clock.fixed(NOW), database.reading() as session:
        return {one.id: one for one in material.build(Reader(session, "en"), Asked(period))}


def test_what_is_missing_or_gone_stands_first(database: Database) -> None:
    demand = sections(database, "2026-Q3")["demand"]
    assert demand.period == "2025"
    assert [(row.label, *(value.text for value in row.values if isinstance(value, Words))) for row in demand.rows] == [
        ("Work and job search – Ukrainian", "no edition recorded", "JMD leaflet, Recognition leaflet"),
        ("Leisure and sport – Ukrainian", "missing", "–"),
        ("Work and job search – Arabic", "out of stock", "Labour rights leaflet"),
        ("Work and job search – Romanian", "there", "Labour rights leaflet"),
    ]
    assert demand.reading == (
        "For 3 of 4 topics and languages no material is recorded, or none is left. Most needed: Work and job search – "
        "Ukrainian (90 contacts, no edition recorded), Leisure and sport – Ukrainian (50 contacts, missing) and Work "
        "and job search – Arabic (40 contacts, out of stock)."
    )
    assert isinstance(demand.chart, Bars)
    assert [bar.value for bar in demand.chart.bars] == [90, 50, 40]


def test_a_year_stands_for_its_quarters_and_those_after_it_but_not_before(database: Database) -> None:
    assert sections(database, "2025-Q1")["demand"].rows
    assert sections(database, "2024-Q4")["demand"].missing


def test_how_long_an_office_took(database: Database) -> None:
    with clock.fixed(NOW), database.writing() as session:
        for language, closed in (("uk", date(2026, 7, 20)), ("ru", date(2026, 8, 14)), ("ar", None)):
            one = requests.add(session, Wanted("handout", "h_arbeitsrecht", language), noted="2026-06", office="babs")
            now = requests.asked(one.now, date(2026, 7, 1))
            if closed:
                now = requests.delivered(now, None, closed)
            requests.change(session, one.id, one.version, partial(_stands, now))
    found = sections(database, "2026-Q3")["requests"]
    assert (found.table, found.hash) == ("", "")
    [row] = found.rows
    assert row.label.startswith("BABS")
    assert [value.text for value in row.values if isinstance(value, Words)] == ["32 days", "44 days"]
    assert found.reading.startswith(
        "From asking to delivery it took 32 days (median). At the end of the period these had "
    )
    assert sections(database, "2026-Q2")["requests"].missing
