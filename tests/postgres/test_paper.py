"""Quick entry beside the night job: what is released has every contact of its months, and none is added later."""

import secrets
import threading
import time
from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from sqlalchemy import func, select

from app import clock, night
from app.contacts.models import Contact
from app.contacts.values import NewContact, TopicOfContact
from app.db import Database
from app.keys import Keys
from app.paper import entry
from app.paper.entry import Form, MonthClosed
from app.released.service import hold_back_entries, release, released
from app.released.tables import ALL, Cell, Table
from config import Settings
from tests.database import SECRET, settings_for

MORNING = datetime(2026, 1, 8, 9, 0, tzinfo=clock.ZONE)
TODAY = MORNING.date()
DECEMBER = "2025-12"
KEYS = Keys(SECRET)
CONTACT = NewContact(
    topics=(TopicOfContact("wohnen/mietproblem", "wohnen", protected=False, field_of_action=None),),
    language="uk",
    concept_group="refugee",
    talk="direct",
    channel="in_person",
    persons=1,
    outcome="informed",
    duration="to15",
    kept_offices=(),
)
TABLE = Table("topic_language", "2025", "none", (Cell((ALL, ALL), None, 5),))


@pytest.fixture
def settings(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """PostgreSQL only: SQLite has one writer at a time."""
    return settings_for(tmp_path_factory.mktemp("instance"), postgres_url)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.fixed(MORNING):
        yield


def enter(database: Database, form: Form, contacts: int = 20) -> bool:
    with database.writing() as session:
        return entry.enter(session, [CONTACT] * contacts, form=form, month=DECEMBER, keys=KEYS, today=TODAY)


def wait_for_lock(database: Database) -> None:
    """Until somebody waits for a lock."""
    url = database.url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=True) as connection:
        last = time.monotonic() + 10
        while not connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert time.monotonic() < last, "nobody waits"
            time.sleep(0.01)


def contacts(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Contact)) or 0


def test_what_is_being_entered_is_in_the_release(database: Database) -> None:
    job = threading.Thread(target=night.run, args=(database, MORNING))
    with database.writing() as session:
        entry.enter(session, [CONTACT] * 20, form=Form.new(TODAY), month=DECEMBER, keys=KEYS, today=TODAY)
        job.start()
        wait_for_lock(database)
    job.join(30)
    with database.reading() as session:
        table = released(session, "topic_language", "2025")
    # Without contacts there would be no table of the year at all; with all of them the number is broken down.
    assert table is not None
    assert table.count(ALL, ALL) == 20
    assert table.count("wohnen", "uk") == 20


@pytest.mark.parametrize("step", ["enter", "undo"])
def test_what_is_being_released_is_neither_added_to_nor_taken_from(database: Database, step: str) -> None:
    form, refused = Form.new(TODAY), []
    before = 0
    if step == "undo":
        enter(database, form)
        before = 20

    def desk() -> None:
        try:
            if step == "enter":
                enter(database, form)
            else:
                with database.writing() as session:
                    entry.undo(session, form, keys=KEYS, today=TODAY)
        except MonthClosed as error:
            refused.append(str(error.args[0]))

    work = threading.Thread(target=desk)
    with database.writing() as session:
        hold_back_entries(session)
        work.start()
        wait_for_lock(database)
        assert release(session, TABLE, today=TODAY)
    work.join(30)
    assert len(refused) == 1
    assert contacts(database) == before


def test_two_desks_that_send_the_same_sheet_at_once_enter_it_once(database: Database) -> None:
    form, said = Form(secrets.token_bytes(16), TODAY), []
    desks = [threading.Thread(target=lambda: said.append(enter(database, form))) for _ in range(6)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join(30)
    assert sorted(said) == [False] * 5 + [True]
    assert contacts(database) == 20


def test_taking_a_sheet_back_takes_its_locks_in_the_order_of_the_night_job(database: Database) -> None:
    """The contact's table is locked last by both."""
    form = Form.new(TODAY)
    enter(database, form)
    with psycopg.connect(database.url.replace("postgresql+psycopg", "postgresql")) as other:
        other.execute("LOCK TABLE resend_key IN ACCESS EXCLUSIVE MODE")
        done: list[bool] = []

        def desk() -> None:
            with database.writing() as session:
                done.append(entry.undo(session, form, keys=KEYS, today=TODAY))

        work = threading.Thread(target=desk)
        work.start()
        wait_for_lock(database)
        other.execute("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE NOWAIT")
        other.rollback()
        work.join(30)
    assert done == [True]
    assert contacts(database) == 0
