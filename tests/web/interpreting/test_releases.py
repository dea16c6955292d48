"""Languages that nobody could interpret: released once after the quarter, shown only then, in the end forgotten."""

from datetime import datetime

from flask.testing import FlaskClient

from app import clock, night
from app.contacts.models import DeskLoad
from app.db import Database
from app.house.interpreting.models import LanguageUnmet
from app.house.interpreting.unmet import NAME
from app.released.service import released
from tests.web.interpreting.services import unmet
from tests.web.pages import open_page, text_of

JANUARY = datetime(2027, 1, 7, 3, 0, tzinfo=clock.ZONE)


def counted(database: Database, quarter: str, **numbers: int) -> None:
    with database.writing() as session:
        session.add(DeskLoad(quarter=quarter, weekday=1, hour=9, n=40))
        for language, n in numbers.items():
            session.add(LanguageUnmet(language=language, quarter=quarter, n=n))


def test_raw_counters_are_never_shown(advisor: FlaskClient, database: Database) -> None:
    counted(database, "2026-Q4", ti=77)
    text = open_page(advisor, "/interpreters").text()
    assert "77" not in text
    assert "Die nächsten Zahlen kommen am Do 07.01.2027." in text


def test_the_night_job_releases_a_quarter_once_and_rounded(database: Database) -> None:
    counted(database, "2026-Q4", ti=23, so=4)
    assert f"{NAME} 2026-Q4" not in night.run(database, JANUARY.replace(day=6)).released
    assert f"{NAME} 2026-Q4" in night.run(database, JANUARY).released
    assert f"{NAME} 2026-Q4" not in night.run(database, JANUARY.replace(day=8)).released
    with database.reading() as session:
        table = released(session, NAME, "2026-Q4")
    assert table is not None
    assert [cell.key for cell in table.cells] == [("ti",)]
    assert table.count("ti") in {20, 25}
    assert table.count("so") is None


def test_released_numbers_are_shown_the_largest_first(advisor: FlaskClient, database: Database) -> None:
    counted(database, "2026-Q3", ti=10, so=40, am=4)
    night.run(database, JANUARY.replace(year=2026, month=10))
    page = open_page(advisor, "/interpreters")
    (table,) = [table for table in page.all("table") if "3. Quartal 2026" in text_of(table)]
    assert [text_of(row) for row in table.iter("tr")][1:] == ["Somali 40", "Tigrinya 10"]


def test_a_quarter_without_numbers_says_so(advisor: FlaskClient, database: Database) -> None:
    counted(database, "2026-Q3", ti=3)
    night.run(database, JANUARY.replace(year=2026, month=10))
    assert "3. Quartal 2026: keine Sprache mit 5 oder mehr Erstkontakten." in open_page(advisor, "/interpreters").text()


def test_counters_are_forgotten_after_two_years_their_release_stays(database: Database) -> None:
    counted(database, "2026-Q3", ti=10)
    counted(database, "2026-Q4", ti=10)
    night.run(database, JANUARY)
    night.run(database, datetime(2028, 10, 1, 3, 0, tzinfo=clock.ZONE))
    assert unmet(database) == {("ti", "2026-Q4"): 10}
    with database.reading() as session:
        assert released(session, NAME, "2026-Q3") is not None
