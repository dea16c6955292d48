"""How often handouts were given: released once after the quarter, without anything small."""

from datetime import datetime

from app import clock, night
from app.contacts.models import DeskLoad
from app.db import Database
from app.released.service import released
from app.released.tables import ALL
from handouts.given_release import NAME, NOT_RECORDED
from handouts.models import HandoutEdition, HandoutGiven

DUE = datetime(2026, 10, 7, 3, 0, tzinfo=clock.ZONE)


def test_the_night_job_releases_a_quarter_once(sqlite_database: Database) -> None:
    given = {("h_info_to_go", "ro"): 40, ("h_info_to_go", "fr"): 3, ("h_stadtplan", ""): 60, ("h_kita", "de"): 4}
    with sqlite_database.writing() as session:
        session.add(DeskLoad(quarter="2026-Q3", weekday=1, hour=9, n=40))
        for (handout, language), n in given.items():
            session.add(HandoutGiven(handout_id=handout, language=language, quarter="2026-Q3", n=n))
        languages = {edition.language for edition in session.query(HandoutEdition)}
    assert {"fr", "ro"} <= languages
    assert f"{NAME} 2026-Q3" not in night.run(sqlite_database, DUE.replace(day=6)).released
    assert f"{NAME} 2026-Q3" in night.run(sqlite_database, DUE).released
    assert f"{NAME} 2026-Q3" not in night.run(sqlite_database, DUE).released
    with sqlite_database.reading() as session:
        table = released(session, NAME, "2026-Q3")
    assert table is not None
    assert {cell.key for cell in table.cells} == {
        ("h_info_to_go", ALL),
        ("h_info_to_go", "ro"),
        ("h_stadtplan", ALL),
        ("h_stadtplan", NOT_RECORDED),
    }
    assert table.count("h_info_to_go", ALL) in {40, 45}
    assert table.count("h_stadtplan", NOT_RECORDED) == 60
