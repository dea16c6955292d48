"""A demo set through the program: as if everybody had come to the counter, marked, and all or nothing."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import delete, func, select

from app import clock
from app.accounts.roles import Role
from app.cli import wegweiser
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.counter.finish import finish
from app.counter.workplace import Workplace
from app.db import Base, Database, DatabaseUnavailable
from app.demo import mark, service
from app.demo.feeding import Conversation, Desk, feed
from app.demo.mark import AlreadyDemo, RealContacts
from app.demo.months import closed_months, open_hours
from app.demo.truth import TruthFile
from app.directory.models import Setting
from app.house.events.models import Event
from app.house.interpreting.models import Interpreter, LanguageUnmet
from app.keys import Keys
from app.released.models import Release
from app.resend import ResendKey
from handouts.models import HandoutGiven
from referrals.directory.service import offices
from referrals.models import Feedback, Referral, SlipCode
from tests.database import settings_for
from tests.web.demo.conftest import crowd_of
from tests.web.pages import Page, text_of
from tests.web.staff import log_in

EXAMPLE = {"class": "example"}
LEFT_BEHIND: tuple[type[Base], ...] = (
    Contact,
    ContactTopic,
    Referral,
    DeskLoad,
    TopicLoad,
    LanguageUnmet,
    HandoutGiven,
    SlipCode,
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = Database(settings_for(tmp_path, request.getfixturevalue(request.param)))
    yield database
    database.dispose()


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables in which a contact leaves something."""
    with database.reading() as session:
        return {
            model.__tablename__: sorted((tuple(row) for row in session.execute(select(model.__table__))), key=repr)
            for model in LEFT_BEHIND
        }


def total(database: Database, model: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_many_at_once_leave_behind_what_each_would_at_the_counter(either: Database, keys: Keys) -> None:
    with either.reading() as session:
        desk = Desk(Workplace.open(session), keys)
        hours = open_hours(offices(session)["wzl"], "2026-10")
    visits = crowd_of(either).month(Random(7), hours, 120)
    with either.writing():
        for visit in visits:
            one = Conversation(desk, visit)
            finish(desk.place, one.said, token=one.token, keys=keys, log=True, print_slip=one.prints, now=visit.moment)
    one_by_one = contents(either)
    with either.writing() as session:
        for model in reversed(LEFT_BEHIND):
            session.execute(delete(model))
    assert not any(contents(either).values())
    with either.writing():
        feed(desk, visits)
    assert contents(either) == one_by_one
    assert all(one_by_one.values())


def test_every_page_says_that_the_data_is_made_up(app: Flask, database: Database, keys: Keys) -> None:
    advisor = log_in(app, database, Role.ADVISOR)
    pages = ("/counter", "/account")
    assert not any(Page(advisor.get(path)).all("aside", **EXAMPLE) for path in pages)
    service.make(database, keys, contacts=30, months=2, seed=1)
    for path in pages:
        assert "Alle Kontakte und Zahlen sind erfunden" in text_of(Page(advisor.get(path)).one("aside", **EXAMPLE))


def test_a_demo_set_is_whole(database: Database, keys: Keys, tmp_path: Path) -> None:
    with (tmp_path / "truth.csv").open("w", newline="") as file:
        made = service.make(database, keys, contacts=200, months=7, seed=3, truth=TruthFile(file))
    assert (made.contacts, made.first_month, made.last_month) == (200, "2026-04", "2026-10")
    assert total(database, Contact) == 200
    with database.reading() as session:
        assert session.scalar(select(func.sum(DeskLoad.n))) == 200
        assert session.scalar(select(func.sum(Feedback.n))) == made.feedback > 0
        assert set(session.scalars(select(Contact.month))) == set(closed_months(clock.now().date(), 7))
    assert total(database, Event) == made.events >= 7
    assert total(database, ResendKey) == 0
    assert {"feedback 2026-Q2", "event 2026-Q3", "channel 2026-10", "topic 2026-Q3"} <= set(made.released)
    assert not any(name.endswith("2026-Q4") for name in made.released)
    lines = list(csv.DictReader((tmp_path / "truth.csv").open()))
    assert len(lines) == 200
    assert next(iter(lines[0])) == "month"


def test_contacts_older_than_two_years_are_counted_and_then_forgotten(database: Database, keys: Keys) -> None:
    made = service.make(database, keys, contacts=80, months=26, seed=1)
    assert made.first_month == "2024-09"
    with database.reading() as session:
        assert session.scalar(select(func.min(Contact.month))) == "2024-11"
    assert "feedback 2024-Q3" in made.released


def test_real_contacts_are_never_mixed_with_made_up_ones(database: Database, keys: Keys) -> None:
    with database.writing() as session:
        session.add(DeskLoad(quarter="2026-Q3", weekday=1, hour=9, n=1))
    with pytest.raises(RealContacts):
        service.make(database, keys, contacts=10, months=1, seed=1)
    assert total(database, Contact) == 0


def test_a_second_set_is_refused(database: Database, keys: Keys) -> None:
    service.make(database, keys, contacts=10, months=1, seed=1)
    with pytest.raises(AlreadyDemo):
        service.make(database, keys, contacts=10, months=1, seed=2)
    assert total(database, Contact) == 10


def test_what_fails_on_the_way_leaves_nothing(database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_session: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    monkeypatch.setattr(mark, "set_demo", fail)
    before = contents(database)
    with pytest.raises(DatabaseUnavailable):
        service.make(database, keys, contacts=10, months=1, seed=1)
    assert contents(database) == before
    assert total(database, Setting) == total(database, Interpreter) == total(database, Release) == 0


def test_the_command_writes_the_truth_only_if_all_went_well(prepared_sqlite: Path, tmp_path: Path) -> None:
    first = demo(prepared_sqlite, tmp_path, "first")
    assert json.loads(first.stdout)["contacts"] == 20
    written = (tmp_path / "first.csv").read_text()
    assert len(written.splitlines()) == 21
    (tmp_path / "first.csv").unlink()
    assert isinstance(demo(prepared_sqlite, tmp_path, "first").exception, AlreadyDemo)
    assert not list(tmp_path.glob("*.csv*"))
    demo(prepared_sqlite, tmp_path, "second")
    assert (tmp_path / "second.csv").read_text() == written


def demo(prepared: Path, folder: Path, name: str) -> Result:
    """The command on an installation of this name, which may be there already."""
    file = folder / f"{name}.sqlite3"
    if not file.exists():
        shutil.copyfile(prepared, file)
    place = {"WEGWEISER_INSTANCE": str(folder / name), "WEGWEISER_DATABASE_URL": f"sqlite:///{file}"}
    size = ("--contacts", "20", "--months", "2", "--truth", str(folder / f"{name}.csv"), "--json")
    return CliRunner().invoke(wegweiser, ["demo", *size], env=place)
