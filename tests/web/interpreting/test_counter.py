"""At the counter: how this visitor will be understood, and languages that nobody speaks, counted with the contact."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app import clock
from app.accounts.roles import Role
from app.db import Database
from tests.web.counter.desk import Desk
from tests.web.interpreting.conftest import MONDAY
from tests.web.interpreting.services import sits, stored, unmet
from tests.web.pages import text_of
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database

# An office that works in German, and one of which German and English are known.
UNSPOKEN = ("uk", "familie", "familie/geburt")
SPOKEN = ("en", "ausbildung", "ausbildung/studium_finanzierung")
PROTECTED = ("uk", "schutz", "schutz/haeusliche_gewalt")
COUNTED = {("uk", "2026-Q4"): 1}


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    return Desk(log_in(app, database, Role.ADVISOR))


def box(desk: Desk) -> str:
    (section,) = [one for one in desk.page.all("section") if one.get("aria-labelledby") == "understanding-title"]
    return text_of(section)


def test_what_is_spoken_there_needs_nobody_else(desk: Desk, database: Database) -> None:
    sits(database, "09:00", "12:00", languages=["en"])
    stored(database, languages=("en",))
    text = box(desk.serve(*SPOKEN))
    assert "Dort wird Englisch gesprochen." in text
    assert "Sprachmittlung im Haus" not in text
    assert "Sprachtelefon" not in text


def test_nobody_means_an_adult_companion(desk: Desk) -> None:
    text = box(desk.serve(*UNSPOKEN))
    assert "Die Stelle arbeitet auf Deutsch. Bitte eine erwachsene Person zum Dolmetschen mitbringen." in text
    assert "Sprachen dort: Deutsch" in text


def test_what_is_not_known_is_said(desk: Desk) -> None:
    assert "Ukrainisch ist dort nicht eingetragen." in box(desk.serve("uk", "sprache", "sprache/dolmetschen"))


def test_an_interpreter_in_the_house_until_it_is_over(desk: Desk, database: Database) -> None:
    sits(database, "09:00", "10:20", office_id="sprint")
    text = box(desk.serve(*UNSPOKEN))
    assert "Sprachmittlung im Haus bis 10:20 Uhr Raum 2 · SprInt Leipzig" in text
    assert "erwachsene Person" not in text
    with clock.fixed(MONDAY.replace(minute=20)):
        desk.show(desk.post("/counter/answer", []))
    assert "bis 10:20 Uhr" not in box(desk)
    assert "erwachsene Person" in box(desk)


def test_the_next_time_if_nobody_is_here_today(desk: Desk, database: Database) -> None:
    sits(database, "14:00", "16:00", weekday=3)
    text = box(desk.serve(*UNSPOKEN))
    assert "Sprachmittlung im Haus am Mi 25.11.2026, 14:00–16:00 Uhr Raum 2" in text
    assert "erwachsene Person" in text
    desk.finish("log")
    assert unmet(database) == COUNTED


def test_the_desk_s_own_languages(desk: Desk, database: Database) -> None:
    sits(database, "14:00", "16:00", kind="desk", label="Beratungsplatz 2", room="")
    assert "Hier am Beratungsplatz 14:00–16:00 Uhr Beratungsplatz 2" in box(desk.serve(*UNSPOKEN))


def test_who_can_be_booked_and_how(desk: Desk, database: Database) -> None:
    stored(database)
    stored(database, name="Gemeindedolmetschen", modes=("on_site", "video"), lead_days=3, as_of=None)
    text = box(desk.serve(*UNSPOKEN))
    assert text.index("Sprachtelefon jetzt, per Telefon, bis 16:00 Uhr") < text.index("Gemeindedolmetschen")
    assert "Anrufen und die Sprache nennen. 0341 1234-5 sprachtelefon.example/buchen Zahlt die Stadt." in text
    assert "vor Ort oder per Video; 3 Tage vorher buchen" in text
    assert text.count("Seit mehr als einem Jahr nicht geprüft: bitte vorher nachfragen.") == 1


def test_the_first_three_of_many(desk: Desk, database: Database) -> None:
    for number in range(5):
        stored(database, name=f"Dienst {number}")
    text = box(desk.serve(*UNSPOKEN))
    assert "Dienst 2" in text
    assert "Dienst 3" not in text
    assert "und 2 weitere Dienste:" in text


def test_an_unmet_language_counts_once_and_undo_takes_it_back(desk: Desk, database: Database) -> None:
    form = MultiDict([*desk.serve(*UNSPOKEN).form(), ("finish", "log")])
    desk.finish("log")
    assert unmet(database) == COUNTED
    desk.client.post("/counter", data=form)
    assert unmet(database) == COUNTED
    ticket = desk.hidden("/counter/undo")
    desk.client.post("/counter/undo", data=ticket)
    assert unmet(database) == {}
    desk.client.post("/counter/undo", data=ticket)
    assert unmet(database) == {}


def test_printing_alone_counts_nothing(desk: Desk, database: Database) -> None:
    desk.serve(*UNSPOKEN).finish("print")
    assert unmet(database) == {}


@pytest.mark.parametrize("way", ["spoken", "house", "service"])
def test_a_language_that_somebody_speaks_is_not_unmet(desk: Desk, database: Database, way: str) -> None:
    if way == "house":
        sits(database, "09:00", "12:00")
    if way == "service":
        stored(database, lead_days=3)
    desk.serve(*(SPOKEN if way == "spoken" else UNSPOKEN)).finish("log")
    assert unmet(database) == {}


def test_protected_topics_count_nothing(desk: Desk, database: Database) -> None:
    desk.serve(*PROTECTED).finish("log")
    assert unmet(database) == {}


def test_not_even_beside_another_topic(desk: Desk, database: Database) -> None:
    desk.serve(*UNSPOKEN).press("go", "more")
    desk.press("topic", PROTECTED[1]).press("subtopic", PROTECTED[2]).finish("log")
    assert unmet(database) == {}
