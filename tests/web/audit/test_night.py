"""At night the log forgets what is too old, without a trace in the files, and its end is written down elsewhere."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app import clock
from app.accounts.models import AccountLink, User
from app.audit import chain
from app.audit.actors import NIGHT
from app.db import Database
from app.directory.models import Setting
from app.keys import Keys
from app.nightly import House, do_night, tonight
from config import Settings
from tests.web.audit.conftest import Entries

pytestmark = pytest.mark.one_database
DAYS = 30
BEGINNING = datetime(2026, 8, 3, 9, 0, tzinfo=clock.ZONE)
PLANTED = "Frau Mustermann-Beispielhaft"


def test_forgotten_without_a_trace(
    watched: Database, entries: Entries, settings: Settings, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    with clock.fixed(BEGINNING), watched.writing() as session:
        session.add(Setting(name="a", value=PLANTED))
    with clock.fixed(BEGINNING + timedelta(days=1)), watched.writing() as session:
        session.get_one(Setting, "a").value = "another"
    file = Path(make_url(settings.database_url).database or "")
    settings.instance.mkdir()
    now = BEGINNING + timedelta(days=DAYS + 2)
    with caplog.at_level(logging.INFO), clock.fixed(now):
        report = do_night(House(replace(settings, audit_days=DAYS), keys, watched), now, anyway=True)
    assert report is not None
    assert report["findings"] == []
    assert not [entry for entry in entries() if entry.kind == "setting"]
    watched.dispose()
    assert not [path for path in file.parent.glob(f"{file.name}*") if PLANTED.encode() in path.read_bytes()]
    with watched.reading() as session:
        assert f"newest entry of the log of staff actions: {chain.head(session)}" in caplog.text
        assert chain.head(session).number >= 2


def test_what_the_night_does_is_its_own(watched: Database, entries: Entries, settings: Settings, keys: Keys) -> None:
    with watched.writing() as session:
        session.add(User(id=1, name="Eva", role="editor", password_hash=""))
        session.flush()
        session.add(AccountLink(user_id=1, digest=b"d" * 32, ends_at=clock.now() - timedelta(days=2)))
    settings.instance.mkdir()
    assert tonight(House(settings, keys, watched))
    ended = [entry for entry in entries() if entry.kind == "user"][-1]
    assert (ended.actor_kind, ended.actor, ended.title) == (NIGHT, "", "Eva")
    assert ended.before is not None
    assert len(ended.before["account_link"]) == 1
