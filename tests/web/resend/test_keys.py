"""The key of a form: claimed with what the form asks for, given back where that fails, good for a day."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.board.models import BoardEntry
from app.resend import FIELD, ResendKey, new_key
from tests.web.board.test_board import ROOM
from tests.web.counter.conftest import MONDAY
from tests.web.offices.editor import fields_of
from tests.web.pages import check_page
from tests.web.staff import csrf_token, log_in, post


@pytest.fixture(autouse=True)
def _monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


def entries(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(BoardEntry.id)))


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """The database is locked by somebody else."""

    def refuse(*_args: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    event.listen(database.write_engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(database.write_engine, "before_cursor_execute", refuse)


def test_of_two_at_the_same_moment_one_is_done(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    token, answers = csrf_token(client), []
    form = ROOM | {"csrf_token": token, FIELD: new_key(MONDAY.date())}
    cookie = client.get_cookie("wegweiser")
    assert cookie is not None

    def send() -> None:
        browser = app.test_client()
        browser.set_cookie(cookie.key, cookie.value)
        with clock.fixed(MONDAY):
            answers.append(browser.post("/board/new", data=form))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (entry,) = entries(database)
    assert sorted("before=sent" in (one.location or "") for one in answers) == [False, True, True, True]
    assert all(f"entry={entry}" in (one.location or "") for one in answers)


@pytest.mark.one_database
def test_a_form_that_failed_can_be_sent_again(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    key = {FIELD: new_key(MONDAY.date())}
    refused = post(client, "/board/new", ROOM | key | {"title": ""})
    assert refused.status_code == 400
    # The same page, by the browser's way back: what was not done then is done now.
    assert "done=created" in (post(client, "/board/new", ROOM | key).location or "")
    assert len(entries(database)) == 1


@pytest.mark.one_database
def test_a_form_of_another_day_or_without_a_key_is_shown_again(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    for key in (new_key(date(2026, 11, 22)), "", "2026-11-23.", "x"):
        response = post(client, "/board/new", ROOM | {FIELD: key})
        assert response.status_code == 409
        assert entries(database) == []
    page = check_page(response)
    fields = dict(fields_of(page.one("form", action="/board/new")))
    assert fields["title"] == ROOM["title"]
    assert "done=created" in (client.post("/board/new", data=fields).location or "")


@pytest.mark.one_database
def test_the_key_outlives_a_database_that_cannot_be_written(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.EDITOR)
    key = new_key(MONDAY.date())
    with locked(database):
        response = post(client, "/board/new", ROOM | {FIELD: key})
    assert response.status_code == 503
    page = check_page(response)
    fields = dict(fields_of(page.one("form", action="/board/new")))
    assert fields[FIELD] == key
    assert "done=created" in (client.post("/board/new", data=fields).location or "")
    assert "before=sent" in (client.post("/board/new", data=fields).location or "")
    with database.reading() as session:
        assert [one.undone for one in session.scalars(select(ResendKey))] == [False]
