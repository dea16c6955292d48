"""Whoever works at the counter leaves no trace of when in the log of changes, and monitoring sees no contact either."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.audit import failures
from app.audit.models import AuditEntry
from app.db import Database
from referrals.slip.code import new_code
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk
from tests.web.staff import log_in, post, submit_login

pytestmark = pytest.mark.one_database
UKRAINIAN = ("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "yes"))
OWN_BUSINESS_OF_A_PROCESS = re.compile(r"^wegweiser_(memory|threads|seconds_since|free_disk).*$", re.MULTILINE)


def logged(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.number)))


def metrics(app: Flask) -> str:
    response = app.test_client().get("/metrics")
    assert response.status_code == 200
    return OWN_BUSINESS_OF_A_PROCESS.sub("", response.text)


def test_a_day_at_the_counter_is_not_logged(app: Flask, desk: Desk, database: Database) -> None:
    before, shown = logged(database), metrics(app)
    for _ in range(3):
        desk.serve(*UKRAINIAN).press("report", "phone", path="/counter/report").finish()
    post(desk.client, "/feedback", {"code": new_code(b"never issued"), "outcome": "reached"})
    post(desk.client, "/lock")
    submit_login(desk.client, "advisor")
    post(desk.client, "/logout")
    assert submit_login(desk.client, "advisor", "wrong wrong wrong").status_code == 401
    assert (logged(database), metrics(app)) == (before, shown)
    with database.reading() as session:
        assert failures.by_day(session, newest=5) == [(MONDAY.date(), 1)]


def test_what_an_editor_does_is_logged_with_who_and_what(app: Flask, desk: Desk, database: Database) -> None:
    editor = log_in(app, database, Role.EDITOR)
    before = logged(database)
    days = {"starts_on": "2026-12-23", "ends_on": "2026-12-24"}
    assert post(editor, "/house/closures", days | {"reason": "Betriebsausflug"}).status_code == 303
    with database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.number.not_in(before)))
        session.expunge_all()
    assert (entry.actor_kind, entry.actor, entry.action, entry.kind) == ("staff", "editor", "created", "house_closure")
    assert entry.after is not None
    assert entry.after | days | {"reason": "Betriebsausflug"} == entry.after
    assert desk.client.get("/operations/audit").status_code == 403
    assert editor.get("/operations/audit").status_code == 403
