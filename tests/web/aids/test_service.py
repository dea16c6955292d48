"""Work aids in the database: a version for every change, nobody written over, nothing lost."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

import pytest

from app import clock
from app.db import Database
from app.errors import NotFound
from app.house.aids import service
from app.house.aids.values import Content
from app.house.versions import ChangedMeanwhile

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


class Signed(TypedDict):
    """Who changes something, and when."""

    by: str
    now: datetime


BY: Signed = {"by": "editor", "now": NOW}
ABH = Content(
    kind="page",
    title="Terminvergabe der ABH",
    as_of=date(2026, 11, 1),
    topics=("aufenthalt/titel_verlaengern",),
    groups=("student",),
    body="# Ablauf\n\nMontags ab 8 Uhr.",
    review_on=date(2027, 5, 1),
)


def created(database: Database, content: Content = ABH) -> str:
    with database.writing() as session:
        return service.create(session, content, **BY).id


def test_a_new_aid_is_beside_the_answer(database: Database) -> None:
    with database.reading() as session:
        assert service.aids(session).all == ()
    name = created(database)
    with database.reading() as session:
        [aid] = service.aids(session).matching("aufenthalt/titel_verlaengern", {"student"})
        assert (aid.id, aid.title, aid.html) == (name, ABH.title, "<h3>Ablauf</h3>\n<p>Montags ab 8 Uhr.</p>\n")
        assert service.aids(session) is service.aids(session)


def test_every_change_is_a_version_that_can_be_restored(database: Database) -> None:
    name = created(database)
    changed = replace(ABH, kind="file", body="", file_digest="d" * 64, review_on=None)
    with database.writing() as session:
        assert service.change(session, name, changed, seen=1, **BY).version == 2
    with database.writing() as session:
        assert service.change(session, name, changed, seen=2, **BY).version == 2
    with database.writing() as session:
        assert service.restore(session, name, 1, seen=2, by="admin", now=NOW).version == 3
    with database.reading() as session:
        assert service.content_of(service.find(session, name)) == ABH
        kept = [(one.number, one.made_by, service.read(one.content)) for one in service.versions(session, name)]
        assert kept == [(3, "admin", ABH), (2, "editor", changed), (1, "editor", ABH)]
        # The version in between may be wanted again: its file must not go.
        assert service.file_digests(session) == {"d" * 64}


def test_what_was_put_away_comes_back(database: Database) -> None:
    name = created(database)
    with database.writing() as session:
        service.put_away(session, name, archived=True, seen=1, **BY)
    with database.reading() as session:
        assert service.aids(session).get(name) is None
        assert [row.id for row in service.archive_of(session)] == [name]
    with database.writing() as session:
        service.put_away(session, name, archived=False, seen=2, **BY)
    with database.reading() as session:
        assert service.aids(session).get(name) is not None
        assert service.archive_of(session) == []


def test_nobody_is_written_over(database: Database) -> None:
    name = created(database)
    with database.writing() as session:
        service.change(session, name, replace(ABH, title="A"), seen=1, **BY)
    with database.writing() as session, pytest.raises(ChangedMeanwhile):
        service.change(session, name, replace(ABH, title="B"), seen=1, **BY)
    with database.reading() as session:
        assert service.find(session, name).title == "A"


def test_what_is_not_there(database: Database) -> None:
    name = created(database)
    with database.writing() as session:
        with pytest.raises(NotFound):
            service.find(session, "x")
        with pytest.raises(NotFound):
            service.content_at(session, name, 2)
        with pytest.raises(NotFound):
            service.change(session, "x", ABH, seen=1, **BY)
