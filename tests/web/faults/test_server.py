"""The real server: many desks, a full disk, a locked file. Power cuts: tests/campaigns."""

import re
import resource
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app import night
from app.db import Database
from config import Settings
from tests.database import settings_for
from tests.web.faults.server import Answer, Browser, Server, add_advisor, serving

DESKS, CONTACTS = 6, 4
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture(autouse=True)
def monday() -> None:
    """Here the clock is the real one: the server's."""


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    add_advisor(settings.database_url, settings.instance)
    with serving(settings.instance, settings.database_url) as running:
        yield running


@pytest.fixture
def sqlite_server(sqlite_settings: Settings) -> Iterator[Server]:
    add_advisor(sqlite_settings.database_url, sqlite_settings.instance)
    with serving(sqlite_settings.instance, sqlite_settings.database_url) as running:
        yield running


def numbers(url: str, tmp_path: Path) -> list[int]:
    """How much is logged: contacts, both counters, resend keys, codes."""
    database = Database(settings_for(tmp_path, url))
    tables = (
        "count(*) FROM contact",
        "sum(n) FROM desk_load",
        "sum(n) FROM topic_load",
        "count(*) FROM resend_key",
        "count(*) FROM slip_code",
    )
    with database.reading() as session:
        found = [session.execute(text(f"SELECT {table}")).scalar() or 0 for table in tables]
    database.dispose()
    return found


def serve_visitors(desk: Browser, double: Browser, errors: list[str]) -> None:
    """Every contact is sent twice at the same moment; the last one is printed."""
    for _ in range(CONTACTS):
        form = desk.form()
        double.cookie = desk.cookie
        second = threading.Thread(target=send, args=(double, form, errors))
        second.start()
        send(desk, form, errors)
        second.join()
    page = desk.post("/counter", desk.form())
    ticket = TICKET.search(page.body)
    slip = desk.post("/slip.pdf", {"csrf_token": page.csrf, "ticket": ticket[1] if ticket else ""})
    errors += [] if slip.status == 200 else [f"slip {slip.status}"]


def send(desk: Browser, form: dict[str, str], errors: list[str]) -> None:
    answer = desk.post("/counter", form)
    errors += [] if answer.status == 200 else [f"{answer.status} {answer.body[:200]}"]


def test_desks_at_the_same_moment_lose_and_double_nothing(server: Server, settings: Settings, tmp_path: Path) -> None:
    errors: list[str] = []
    desks = [
        threading.Thread(target=serve_visitors, args=(desk, server.browser(), errors)) for desk in server.desks(DESKS)
    ]
    for desk in desks:
        desk.start()
    database = Database(settings)
    while any(desk.is_alive() for desk in desks):
        night.run(database)
        time.sleep(0.2)
    database.dispose()
    assert errors == []
    assert numbers(settings.database_url, tmp_path) == [DESKS * (CONTACTS + 1)] * 5


def test_a_full_disk_keeps_the_input_and_ends_by_itself(
    sqlite_server: Server, sqlite_settings: Settings, tmp_path: Path
) -> None:
    (desk,) = sqlite_server.desks(1)
    form = desk.form()
    pid = sqlite_server.process.pid
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, limits[1]))
    answer = desk.post("/counter", form)
    assert answer.status == 503
    assert form["token"] in answer.body
    assert not sqlite_server.healthy()
    assert desk.get("/counter").status == 200
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    assert sqlite_server.healthy()
    assert desk.post("/counter", form | {"csrf_token": desk.get("/counter").csrf}).status == 200
    assert numbers(sqlite_settings.database_url, tmp_path) == [1] * 5


def test_a_locked_file_keeps_the_input_and_the_log_tells_nothing(
    sqlite_server: Server, sqlite_settings: Settings, tmp_path: Path
) -> None:
    (desk,) = sqlite_server.desks(1)
    form = desk.form(language_query="zzsuchwort", q="zzsuchwort") | {"a-status": "undocumented"}
    path = sqlite_settings.database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = desk.post("/counter", form)
    other.execute("ROLLBACK")
    other.close()
    assert answer.status == 503
    assert form["token"] in answer.body
    assert desk.post("/counter", form).status == 200
    assert numbers(sqlite_settings.database_url, tmp_path)[0] == 1
    log = sqlite_server.log.read_text()
    assert "database unavailable: database is locked" in log
    for word in ("zzsuchwort", "undocumented", "/counter", form["token"], "127.0.0.1 "):
        assert word not in log


def test_who_is_being_answered_when_it_stops_gets_the_answer(
    sqlite_server: Server, sqlite_settings: Settings, tmp_path: Path
) -> None:
    (desk,) = sqlite_server.desks(1)
    form = desk.form()
    other = sqlite3.connect(sqlite_settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(desk.post("/counter", form)))
    waiting.start()
    # It has arrived when a thread of the server asks for the database that is locked.
    time.sleep(1)
    sqlite_server.process.terminate()
    wait_until(lambda: refuses_connections(sqlite_server.port))
    assert sqlite_server.process.poll() is None
    other.execute("ROLLBACK")
    other.close()
    waiting.join(10)
    assert [answer.status for answer in answers] == [200]
    assert sqlite_server.process.wait(10) == 0
    assert numbers(sqlite_settings.database_url, tmp_path) == [1] * 5


def refuses_connections(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:
        # The listener was closed just now, with this connection in its queue.
        return False
    return False


def wait_until(true: Callable[[], bool]) -> None:
    last = time.monotonic() + 4
    while not true():
        assert time.monotonic() < last
        time.sleep(0.02)
