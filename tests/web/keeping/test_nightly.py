"""What runs at night by itself: once a night whoever comes first, again after an hour where it failed."""

import subprocess
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import clock, night, nightly
from app.audit.watching import watch
from app.contacts.models import Contact
from app.db import Database, DatabaseUnavailable
from app.directory.models import Setting
from app.keeping import claims
from app.keeping.claims import NIGHT, night_of, seconds_to_night
from app.keeping.models import NightlyJob
from app.keys import Keys
from app.nightly import ClockLeapt, House
from config import Settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=clock.ZONE)


@pytest.fixture
def house(settings: Settings, keys: Keys, database: Database) -> House:
    settings.instance.mkdir(exist_ok=True)
    return House(settings, keys, database)


@pytest.fixture
def sqlite_house(sqlite_settings: Settings, keys: Keys, sqlite_database: Database) -> House:
    sqlite_settings.instance.mkdir(exist_ok=True)
    return House(sqlite_settings, keys, sqlite_database)


def run_thread(house: House, monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """The thread until it has slept so often, and for how long each time."""
    waited: list[float] = []
    reached = threading.Event()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) >= times:
            reached.set()
            threading.Event().wait()

    monkeypatch.setattr("app.nightly.time.sleep", wait)
    nightly.start_nightly(house)
    assert reached.wait(30)
    return waited


def test_it_runs_at_start(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Contact(key=b"a" * 16, month="2020-01", language="uk", talk="direct", channel="in_person")
    with house.database.writing() as session:
        session.add(old)
    (waited,) = run_thread(house, monkeypatch, 1)
    assert 0 < waited <= nightly.LOOK_SECONDS
    with house.database.reading() as session:
        assert session.scalars(select(Contact)).all() == []
        assert claims.last_done(session, NIGHT) is not None


def test_it_outlives_every_error_and_tries_again_soon(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[datetime] = []
    run = night.run

    def once_broken(database: Database, now: datetime) -> night.Report:
        tried.append(now)
        if len(tried) == 1:
            raise ValueError("Frau Example, born 1990")
        return run(database, now)

    monkeypatch.setattr(night, "run", once_broken)
    waited = run_thread(sqlite_house, monkeypatch, 3)
    assert len(tried) == 2
    assert max(waited) <= nightly.LOOK_SECONDS
    assert "ValueError" in caplog.text
    assert "Example" not in caplog.text


def test_a_log_that_could_not_be_emptied_is_tried_again(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [night.Report("2024-11", wal_empty=False), night.Report("2024-11", wal_empty=True)]
    monkeypatch.setattr(night, "run", lambda _database, _now: ends.pop(0))
    assert nightly.do_night(sqlite_house, NOW, anyway=False) is not None
    with sqlite_house.database.reading() as session:
        assert claims.standing(session, NIGHT, NOW).failure == "reader"
    assert nightly.do_night(sqlite_house, NOW, anyway=False) is not None
    assert nightly.do_night(sqlite_house, NOW, anyway=False) is None


def with_old_contacts(house: House) -> None:
    """Last month's, and a night job that was done on time."""
    with house.database.writing() as session:
        session.add(Contact(key=b"c" * 16, month="2026-10", language="uk", talk="direct", channel="in_person"))
    assert nightly.do_night(house, NOW, anyway=False)


def kept(house: House) -> int:
    with house.database.reading() as session:
        return len(session.scalars(select(Contact)).all())


def test_a_clock_that_is_years_ahead_for_one_night_makes_nothing_forgotten(house: House) -> None:
    with_old_contacts(house)
    wrong = NOW.replace(year=2056)
    for hours in (0, 1, 17):
        with pytest.raises(ClockLeapt):
            nightly.do_night(house, wrong + timedelta(hours=hours), anyway=False)
    with house.database.reading() as session:
        standing = claims.standing(session, NIGHT, wrong)
    assert (kept(house), standing.failure, standing.night, standing.running) == (1, "clock", NOW.date(), False)

    assert nightly.do_night(house, NOW + timedelta(days=1), anyway=False)
    with house.database.reading() as session:
        standing = claims.standing(session, NIGHT, NOW)
    assert (kept(house), standing.failure, standing.night) == (1, None, NOW.date() + timedelta(days=1))


@pytest.mark.parametrize("pause", [timedelta(days=7), timedelta(days=800)])
def test_after_a_pause_the_second_night_forgets(sqlite_house: House, pause: timedelta) -> None:
    """Also where the computer runs on one day of the week only."""
    with_old_contacts(sqlite_house)
    with pytest.raises(ClockLeapt):
        nightly.do_night(sqlite_house, NOW + pause, anyway=False)
    assert nightly.do_night(sqlite_house, NOW + pause + timedelta(days=7), anyway=False)
    assert kept(sqlite_house) == (0 if pause.days == 800 else 1)
    assert nightly.do_night(sqlite_house, NOW + pause + timedelta(days=8), anyway=False)


def test_a_long_weekend_is_no_leap(sqlite_house: House) -> None:
    with_old_contacts(sqlite_house)
    assert nightly.do_night(sqlite_house, NOW + claims.BELIEVED, anyway=False)


def test_whoever_asks_for_the_night_job_believes_the_clock(sqlite_house: House) -> None:
    with_old_contacts(sqlite_house)
    assert nightly.do_night(sqlite_house, NOW.replace(year=2029), anyway=True)
    assert kept(sqlite_house) == 0


def test_the_leap_is_logged_and_tried_again(sqlite_house: House, caplog: pytest.LogCaptureFixture) -> None:
    with_old_contacts(sqlite_house)
    with clock.fixed(NOW.replace(year=2029)):
        assert not nightly.tonight(sqlite_house)
    assert "night job: ClockLeapt; next try in an hour" in caplog.text
    with clock.fixed(NOW.replace(year=2029) + timedelta(days=1)):
        assert nightly.tonight(sqlite_house)


def test_several_at_the_same_moment_do_it_once(house: House) -> None:
    taken: list[claims.Claim | None] = []
    start = threading.Barrier(4)

    def worker() -> None:
        start.wait()
        taken.append(claims.take(house.database, NIGHT, NOW))

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (claim,) = [one for one in taken if one]
    claims.done(house.database, claim, NOW, {"files": 3})
    with house.database.reading() as session:
        standing = claims.standing(session, NIGHT, NOW)
    assert (standing.night, standing.running, standing.report) == (date(2026, 11, 23), False, {"files": 3})
    assert claims.take(house.database, NIGHT, NOW) is None
    assert claims.take(house.database, NIGHT, NOW + timedelta(days=1)) is not None


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("end", "later", "due"),
    [
        # It is at it; it died; its clock was wrong.
        (None, timedelta(minutes=30), False),
        (None, claims.LEASE + timedelta(seconds=1), True),
        (None, -timedelta(days=1), True),
        # Done for this night, also at its end; not for the next one; done on a day that has not come yet.
        (claims.done, timedelta(hours=17, minutes=59), False),
        (claims.done, timedelta(hours=18), True),
        (claims.done, -timedelta(days=1), True),
    ],
)
def test_when_somebody_else_may_do_it(
    database: Database, end: Callable[..., None] | None, later: timedelta, due: bool
) -> None:
    claim = claims.take(database, NIGHT, NOW)
    assert claim
    if end:
        end(database, claim, NOW, {})
    with database.reading() as session:
        assert claims.is_due(session, NIGHT, NOW + later) is due
    assert (claims.take(database, NIGHT, NOW + later) is not None) is due


@pytest.mark.one_database
def test_who_counts_as_dead_does_not_speak_for_the_one_after_it(database: Database) -> None:
    dead = claims.take(database, NIGHT, NOW)
    other = claims.take(database, NIGHT, NOW, anyway=True)
    assert dead
    assert other
    claims.failed(database, dead, "other")
    claims.done(database, dead, NOW, {})
    with database.reading() as session:
        assert session.get_one(NightlyJob, NIGHT).holder == other.holder
        assert claims.last_done(session, NIGHT) is None


@pytest.mark.one_database
def test_a_run_whose_process_was_killed_is_taken_over_at_once(database: Database) -> None:
    """As far as it ran on this machine; another machine's may still be at it."""
    ended = subprocess.Popen(["/bin/true"])
    ended.wait(30)
    for holder, free in ((f"{claims._boot()}-{ended.pid}-00", True), (f"elsewhere-{ended.pid}-00", False)):
        claim = claims.take(database, NIGHT, NOW, anyway=True)
        assert claim
        with database.writing() as session:
            session.get_one(NightlyJob, NIGHT).holder = holder
        assert (claims.take(database, NIGHT, NOW) is not None) is free


@pytest.mark.parametrize(
    ("now", "day", "hours"),
    [
        (datetime(2026, 11, 23, 2, 0, tzinfo=clock.ZONE), date(2026, 11, 22), 1),
        (datetime(2026, 11, 23, 3, 0, tzinfo=clock.ZONE), date(2026, 11, 23), 24),
        (datetime(2026, 11, 23, 12, 0, tzinfo=clock.ZONE), date(2026, 11, 23), 15),
    ],
)
def test_the_night(now: datetime, day: date, hours: int) -> None:
    assert night_of(now) == day
    assert seconds_to_night(now) == hours * 3600


def test_a_database_that_cannot_be_written_is_said_in_the_log(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("database or disk is full")

    monkeypatch.setattr(claims, "take", full)
    assert not nightly.tonight(sqlite_house)
    assert "database or disk is full" in caplog.text


def test_what_cannot_be_taken_over_or_released_keeps_nothing_from_being_forgotten(
    sqlite_house: House, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a leaflet that is not there any more")

    mark, file = b"remnant-of-old-x", Path(sqlite_url.removeprefix("sqlite:///"))
    old = Contact(key=mark, month="2020-01", language="uk", talk="direct", channel="in_person")
    with sqlite_house.database.writing() as session:
        session.add(old)
    monkeypatch.setattr("app.night.notes.take_over", fail)
    with pytest.raises(ValueError, match="leaflet"):
        nightly.do_night(sqlite_house, NOW, anyway=False)
    sqlite_house.database.dispose()
    assert not [path for path in file.parent.glob(file.name + "*") if mark in path.read_bytes()]
    with sqlite_house.database.reading() as session:
        assert claims.standing(session, NIGHT, NOW).failure == "other"


def test_a_log_that_was_tampered_with_stops_nothing_and_is_found(sqlite_house: House) -> None:
    watch(sqlite_house.database, sqlite_house.keys)
    with sqlite_house.database.writing() as session:
        session.add(Setting(name="four_eyes", value="yes"))
    with sqlite_house.database.writing() as session:
        session.execute(text("UPDATE audit_entry SET at = '2020-01-01 00:00:00', title = 'another'"))
    report = nightly.do_night(sqlite_house, NOW, anyway=False)
    assert report
    assert report["findings"]
    with sqlite_house.database.reading() as session:
        assert claims.last_done(session, NIGHT) is not None
