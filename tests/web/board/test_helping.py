"""People who want to help, and employers: who is responsible, and what hangs on the board for them."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.contacts.models import ContactTopic
from app.db import Database
from app.house.board import service
from app.house.board.values import Content
from referrals.directory.service import offices
from tests.unit.test_load_command import wegweiser
from tests.web.counter.desk import Desk
from tests.web.pages import text_of
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

# As in the table of the example directory: subtopic, who is responsible, who helps, and why.
ROUTES = {
    "engagement/helfen_spenden": (["freiwilligenagentur"], ["johanniter_beratung"], "Vermittlung von Ehrenamt"),
    "engagement/verein_foerderung": (["referat_mi"], [], "Unterstützung von Trägern"),
    "engagement/raum_veranstaltung": (["referat_mi"], ["wzl"], "Räume/Veranstaltungen nach Ratsbeschluss"),
    "arbeit/arbeitgeber_fragen": (
        ["fizu"],
        ["akzess", "invest_region", "wirtschaftsfoerderung"],
        "kleine und mittlere",
    ),
}


@pytest.fixture(autouse=True)
def hung(database: Database) -> None:
    """An offer for those who help, one for employers, one that has ended."""
    end = date(2026, 12, 31)
    with database.writing() as session:
        for content in (
            Content("request", "help", "mieterverein", "Helfende gesucht", "Dienstags", end, topics=("engagement",)),
            Content("offer", "other", "mieterverein", "Praktika", "Liste", end, topics=("arbeit/arbeitgeber_fragen",)),
            Content("offer", "room", "wzl", "Vorbei", "Saal", date(2026, 11, 22), topics=("engagement", "arbeit")),
        ):
            service.create(session, content)


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    return Desk(log_in(app, database, Role.ADVISOR))


@pytest.mark.parametrize("subtopic", ROUTES)
def test_at_the_counter(desk: Desk, subtopic: str, database: Database) -> None:
    responsible, advises, reason = ROUTES[subtopic]
    desk.serve("uk", subtopic.partition("/")[0], subtopic)
    # Nobody is asked for age, status or purpose who comes to give something, or to hire.
    assert desk.asked == []
    text = desk.page.text("main")
    assert reason in text
    with database.reading() as session:
        names = [offices(session)[name].name_de for name in (*responsible, *advises)]
    assert [name for name in names if name not in text] == []
    [offers] = [one for one in desk.page.all("details") if "data-offers" in one.attrib]
    shown = text_of(offers)
    wanted, other = (
        ("Helfende gesucht", "Praktika") if subtopic.startswith("engagement") else ("Praktika", "Helfende gesucht")
    )
    assert wanted in shown
    assert "Mieterverein Leipzig e.V." in shown
    assert "+49 341 2131277" in shown
    assert other not in text
    assert "Vorbei" not in text
    # The contact is logged as any other.
    desk.finish()
    with database.reading() as session:
        assert session.scalars(select(ContactTopic.topic_id)).all() == [subtopic]


def test_no_offer_beside_another_topic(desk: Desk) -> None:
    desk.serve("uk", "wohnen", "wohnen/mietproblem")
    assert not [one for one in desk.page.all("details") if "data-offers" in one.attrib]


def test_the_command(instance: Path) -> None:
    for subtopic, (responsible, advises, reason) in ROUTES.items():
        found = json.loads(
            wegweiser(instance, "route", subtopic, "--language", "uk", "--date", "2026-11-23", "--json").stdout
        )
        assert [entry["office"] for entry in found["responsible"]] == responsible
        assert [entry["office"] for entry in found["advises"]] == advises
        assert reason in found["responsible"][0]["reason"]
        assert found["ask"] == []
