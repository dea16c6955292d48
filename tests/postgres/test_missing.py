"""PostgreSQL with two at once: the same request is made once, the same note is kept once, and both are told so."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.db import Database
from config import Settings
from handouts import notes, requests
from handouts.requests import AskedBefore, Changed
from handouts.wanted import Wanted
from tests.database import settings_for

WANTED = Wanted("topic", "wohnen", "vi")
TODAY = date(2026, 11, 23)


@pytest.fixture
def settings(postgres_url: str, tmp_path: Path) -> Settings:
    """PostgreSQL only: SQLite has one writer at a time."""
    return settings_for(tmp_path / "instance", postgres_url)


def at_once(*work: Callable[[], object]) -> list[object]:
    """What came of each, or its error; all begin together."""
    results: list[object] = [None] * len(work)
    start = threading.Barrier(len(work))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = work[place]()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_editors_find_the_same_gap(database: Database) -> None:
    both = threading.Barrier(2)

    def add() -> str:
        with database.writing() as session:
            requests.active(session, WANTED)
            both.wait()
            return requests.add(session, WANTED, noted="2026-11").id

    results = at_once(add, add)
    (made,) = [one for one in results if isinstance(one, str)]
    (refused,) = [one for one in results if isinstance(one, AskedBefore)]
    assert refused.id == made


def test_two_editors_change_the_same_version(database: Database) -> None:
    with database.writing() as session:
        made = requests.add(session, WANTED, noted="2026-11")

    def decline() -> int:
        with database.writing() as session:
            return requests.change(session, made.id, 1, lambda now: requests.declined(now, TODAY)).version

    results = at_once(decline, decline)
    assert sorted(type(one).__name__ for one in results) == [Changed.__name__, int.__name__]


def test_two_desks_note_the_same(database: Database) -> None:
    def note(sent: bytes) -> bool:
        with database.writing() as session:
            return notes.note(session, WANTED, sent=sent * 32, today=TODAY)

    results = at_once(lambda: note(b"a"), lambda: note(b"b"))
    assert sorted(map(bool, results)) == [False, True]
    assert not [one for one in results if isinstance(one, Exception)]
    with database.writing() as session:
        assert notes.take_over(session, date(2026, 12, 1)) == 1
