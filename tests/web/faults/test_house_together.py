"""Six desks, an editor and the night job at once on the real server: copies and counters are exact, nothing fails."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from app import clock, night
from app.contacts.models import Contact, DeskLoad
from app.db import Database
from app.house.interpreting.models import LanguageUnmet
from app.resend import FIELD, new_key
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from config import Settings
from handouts import editions, stock
from handouts.models import HandoutEdition, HandoutGiven
from tests.web.faults.server import Answer, Browser, add_advisor, serving

DESKS = 6
COPIES = 1000
LANGUAGES = {"aaa": "uk", "bbb": "ru", "ccc": "uk", "ddd": "ar"}
"""Editions of the city map; that in Arabic is archived and put back all the time."""
UNDO = 'name="undo" value="'


@pytest.fixture(autouse=True)
def monday() -> None:
    """Here the clock is the real one: the server's."""


@dataclass
class Score:
    """What the desks have done, and what the server said to it."""

    logged: int = 0
    given: Counter[str] = field(default_factory=Counter)
    more: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[Exception] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, answer: Answer) -> Answer:
        with self.lock:
            self.statuses[answer.status] += 1
        return answer

    def counts(self, handed: tuple[str, ...], by: int) -> None:
        with self.lock:
            self.logged += by
            self.given.update(dict.fromkeys(handed, by))


def put(database: Database) -> None:
    with database.writing() as session:
        for edition, language in LANGUAGES.items():
            session.add(HandoutEdition(id=edition, handout_id="h_stadtplan", language=language, kind="paper"))
            session.flush()
            stock.set_stock(session, edition, left=COPIES, reorder_at=None)
        raise_revision(session, HOUSE_REVISION)


def visit(desk: Browser, other: Browser, number: int, score: Score) -> None:
    """A visitor gets some of the editions; every second form is sent twice at once, every third contact undone."""
    handed = [("aaa", "bbb"), ("bbb", "ccc"), ("ccc", "aaa", "bbb")][number % 3]
    form = list(desk.form(language="vi").items())
    form += [("handout", f"h_stadtplan/{one}") for one in (*handed, "ddd")]
    score.saw(desk.post("/counter/missing", [*form, ("missing", "topic wohnen/mietproblem")]))
    twice = threading.Thread(target=lambda: score.saw(other.post("/counter", form)))
    other.cookie = desk.cookie
    if number % 2:
        twice.start()
    answer = score.saw(desk.post("/counter", form))
    if number % 2:
        twice.join()
    score.counts(handed, 1)
    if number % 3 == 0:
        # Sent once more, so that the ticket is of a form that was counted before.
        again = score.saw(desk.post("/counter", form))
        body = again.body if UNDO in again.body else answer.body
        if UNDO in body:
            sealed = {"csrf_token": form[0][1], "undo": body.partition(UNDO)[2].partition('"')[0]}
            for _ in range(2):
                score.saw(desk.post("/counter/undo", sealed))
            score.counts(handed, -1)


def restock(desk: Browser, score: Score) -> None:
    page = desk.get("/counter")
    fields = {"csrf_token": page.csrf, "action": "more", FIELD: new_key(clock.now().date())}
    answer = score.saw(desk.post("/handouts/h_stadtplan/editions/aaa/stock", fields))
    with score.lock:
        score.more += answer.status == 303


def archive(database: Database) -> None:
    for archived in (True, False):
        with database.writing() as session:
            editions.archive(session, "ddd", archived=archived)


def until(ended: threading.Event, work: Callable[[], object], score: Score) -> Callable[[], None]:
    def run() -> None:
        try:
            while not ended.is_set():
                work()
        except Exception as error:
            score.errors.append(error)

    return run


def rush(settings: Settings, visitors: int) -> None:
    add_advisor(settings.database_url, settings.instance)
    database, score, ended = Database(settings), Score(), threading.Event()
    put(database)
    with serving(settings.instance, settings.database_url) as server:
        desks = server.desks(2 * DESKS + 1)

        def serve(place: int) -> None:
            try:
                for number in range(visitors):
                    visit(desks[place], desks[DESKS + place], number + place, score)
            except Exception as error:
                score.errors.append(error)

        beside = [lambda: restock(desks[-1], score), lambda: archive(database), lambda: night.run(database)]
        helpers = [threading.Thread(target=until(ended, work, score)) for work in beside]
        advisors = [threading.Thread(target=serve, args=(place,)) for place in range(DESKS)]
        for thread in (*helpers, *advisors):
            thread.start()
        for thread in advisors:
            thread.join()
        ended.set()
        for thread in helpers:
            thread.join()
    check(database, score)
    database.dispose()


def check(database: Database, score: Score) -> None:
    assert score.errors == []
    assert not [status for status in score.statuses if status not in {200, 303}], score.statuses
    with database.reading() as session:
        contacts = session.scalar(select(func.count()).select_from(Contact))
        load = session.scalar(select(func.sum(DeskLoad.n)))
        unmet = session.scalar(select(func.sum(LanguageUnmet.n)))
        given = {row.language: row.n for row in session.scalars(select(HandoutGiven))}
        left = {edition: one.left for edition, one in stock.stocks(session).items()}
    assert contacts == load == score.logged
    assert unmet in (None, score.logged)
    assert given["uk"] == score.given["aaa"] + score.given["ccc"]
    assert given["ru"] == score.given["bbb"]
    assert left["aaa"] == COPIES - score.given["aaa"] + score.more
    assert left["bbb"] == COPIES - score.given["bbb"]
    assert left["ccc"] == COPIES - score.given["ccc"]
    assert left["ddd"] == COPIES - given.get("ar", 0)


def wait_for_lock(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    last = time.monotonic() + 10
    while not connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
        assert time.monotonic() < last, "nobody waits"
        time.sleep(0.01)


def test_a_contact_comes_to_the_counters_last(postgres_url: str, tmp_path: Path) -> None:
    """Undo does so, too. If one came to them first and to the referrals then, the night job would stop both."""
    instance = tmp_path / "instance"
    add_advisor(postgres_url, instance)
    with serving(instance, postgres_url) as server, psycopg.connect(plain(postgres_url)) as other:
        desk = server.browser().log_in()
        form, score = desk.form(), Score()
        other.execute("LOCK TABLE referral IN ACCESS EXCLUSIVE MODE")
        contact = threading.Thread(target=lambda: score.saw(desk.post("/counter", form)))
        contact.start()
        wait_for_lock(other)
        other.execute("LOCK TABLE desk_load, topic_load, handout_given IN ACCESS EXCLUSIVE MODE NOWAIT")
        other.rollback()
        contact.join()
    assert score.statuses == {200: 1}


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def test_desks_an_editor_and_the_night_job_at_once(settings: Settings) -> None:
    rush(settings, 9)


@pytest.mark.campaign
def test_the_same_for_longer(settings: Settings) -> None:
    rush(settings, 100)
