"""The board in the database: nobody written over, taken down and put back, and no office that does not exist."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from app.db import Database
from app.errors import NotFound
from app.house.board import service
from app.house.board.values import Content
from app.house.versions import ChangedMeanwhile
from app.vocabulary.service import raise_revision
from referrals.directory.models import Office

TODAY = date(2026, 11, 23)
ROOM = Content(
    kind="offer",
    category="room",
    office_id="freiwilligenagentur",
    title="Raum für Sprachcafés",
    text="Dienstags ab 16 Uhr, 20 Plätze.",
    contact_note="Empfang",
    topics=("engagement/raum_veranstaltung",),
    until=date(2026, 12, 31),
)


def created(database: Database, content: Content = ROOM) -> str:
    with database.writing() as session:
        return service.create(session, content).id


def test_an_entry_stands_beside_the_answer(database: Database) -> None:
    with database.reading() as session:
        assert service.board(session).all == ()
    name = created(database)
    with database.reading() as session:
        [entry] = service.board(session).matching("engagement/raum_veranstaltung", TODAY)
        assert (entry.id, entry.office, entry.content) == (name, "freiwilligenagentur", ROOM)
        assert service.board(session) is service.board(session)


def test_an_organisation_that_is_gone_is_not_named(database: Database) -> None:
    created(database)
    with database.writing() as session:
        session.execute(update(Office).where(Office.id == "freiwilligenagentur").values(status="defunct"))
        raise_revision(session)
    with database.reading() as session:
        assert service.board(session).matching("engagement/raum_veranstaltung", TODAY) == ()
        assert [one.hidden(TODAY) for one in service.board(session).all] == ["gone"]


def test_taken_down_and_put_back(database: Database) -> None:
    name = created(database)
    with database.writing() as session:
        assert service.put_away(session, name, archived=True, seen=1).version == 2
    with database.reading() as session:
        assert service.board(session).current(TODAY) == ()
        assert [(one.id, one.hidden(TODAY)) for one in service.board(session).all] == [(name, "archived")]
    with database.writing() as session:
        service.put_away(session, name, archived=False, seen=2)
    with database.reading() as session:
        assert [one.content for one in service.board(session).current(TODAY)] == [ROOM]


def test_nobody_is_written_over(database: Database) -> None:
    name = created(database)
    with database.writing() as session:
        assert service.change(session, name, replace(ROOM, title="A"), seen=1).version == 2
    with database.writing() as session:
        assert service.change(session, name, replace(ROOM, title="A"), seen=2).version == 2
    with database.writing() as session:
        with pytest.raises(ChangedMeanwhile):
            service.change(session, name, replace(ROOM, title="B"), seen=1)
        with pytest.raises(ChangedMeanwhile):
            service.put_away(session, name, archived=True, seen=1)
        with pytest.raises(NotFound):
            service.change(session, "x", ROOM, seen=1)
    with database.reading() as session:
        assert service.find(session, name).title == "A"
