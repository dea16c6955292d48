"""One of each thing that can be opened."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from app.accounts import service
from app.accounts.models import AccountLink
from app.accounts.roles import Role
from app.db import Database
from app.files.models import StoredFile
from app.house.agreements.models import Agreement
from app.house.aids.models import WorkAid
from app.house.board.models import BoardEntry
from app.house.events.models import Event
from app.house.interpreting.models import Interpreter
from app.house.presence.models import HouseClosure, PresenceSlot
from app.released.rounding import METHOD
from app.released.service import release
from app.released.tables import Cell, Table
from app.reports.evaluation.models import EvaluationReport
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from config import Settings
from handouts.models import HandoutEdition
from handouts.request_models import HandoutRequest
from referrals.interchange.models import Proposal
from tests.unit.house.events.examples import DRAFT
from tests.web.access.paths import IN_PATHS, LEAFLET


@pytest.fixture(autouse=True)
def _one_proposal(database: Database) -> None:
    """There is one that can be opened."""
    content = {"facts": {"name_de": "Amt", "phone": "+49 341 1230"}, "notes": []}
    sender = {"agency": "A", "scheme": "", "value": "1", "name": "Amt", "entry_id": None, "content": content}
    file = {"file": "file.xml", "written_on": None, "imported_at": datetime(2026, 11, 23, tzinfo=UTC)}
    with database.writing() as session:
        session.add(HandoutRequest(id="0" * 12, topic_id="wohnen", language="uk", office_id="wzl", noted="2026-11"))
        session.add(Proposal(id="0" * 32, subject="0" * 32, kind="office_new", state="open", **sender, **file))


@pytest.fixture(autouse=True)
def _one_report(database: Database) -> None:
    """There is one that can be opened."""
    days = {"first": "2025-07", "last": "2026-09", "made_on": date(2026, 11, 23)}
    with database.writing() as session:
        session.add(EvaluationReport(id="0" * 12, **days, made_of={"releases": [], "facts": {}}))


@pytest.fixture(autouse=True)
def _one_link(database: Database) -> None:
    """Somebody is to choose a password."""
    with database.writing() as session:
        user = service.create_user(name="new", role=Role.ADVISOR).id
        digest = sha256(str(IN_PATHS["link"]).encode()).digest()
        session.add(AccountLink(user_id=user, digest=digest, ends_at=datetime(2100, 1, 1, tzinfo=UTC)))


@pytest.fixture(autouse=True)
def _one_release(database: Database) -> None:
    """There is one that can be taken along."""
    cells = (Cell(("ALL",), 40, 5), Cell(("direct",), 25, 5), Cell(("gestures",), None, 5))
    with database.writing() as session:
        release(session, Table("talk", "2026-Q3", METHOD, cells), today=date(2026, 11, 23))


@pytest.fixture(autouse=True)
def _one_interpreter(database: Database) -> None:
    """There is one that can be opened."""
    booking = dict.fromkeys(("book_how", "book_phone", "book_email", "book_link", "cost", "note"), "")
    with database.writing() as session:
        session.add(Interpreter(id="0" * 12, name="Dienst", languages=["ti"], modes=["phone"], **booking))
        raise_revision(session, HOUSE_REVISION)


@pytest.fixture(autouse=True)
def _one_edition(app: Flask, settings: Settings, database: Database) -> None:
    """A handout has a PDF."""
    settings.instance.mkdir(exist_ok=True)
    digest = app.extensions["files"].put(LEAFLET)
    size = {"size": len(LEAFLET), "pages": 1, "width": 595, "height": 842}
    file = StoredFile(
        digest=digest, text="", folded="", notes=[], thumbnail=digest, stored_on=date(2026, 11, 23), **size
    )
    edition = HandoutEdition(id="0" * 12, handout_id="h_stadtplan", language="uk", kind="file", file_digest=digest)
    with database.writing() as session:
        session.add(file)
        session.flush()
        session.add(edition)


@pytest.fixture(autouse=True)
def _one_event(database: Database) -> None:
    """There is one, and it has a poster."""
    with database.writing() as session:
        session.add(Event(id="0" * 12, participants=None, cancelled=False, version=1, **asdict(DRAFT)))


@pytest.fixture(autouse=True)
def _one_of_each_in_the_calendar(database: Database) -> None:
    """Hours that repeat, a closure and an agreement."""
    day = date(2026, 12, 24)
    lists: dict[str, list[str]] = {"languages": ["ar"], "topics": ["wohnen"]}
    texts = {"label": "", "room": "", "note": ""}
    hours = {"weekday": 3, "starts": time(9), "ends": time(12), "weeks": "odd", "on_holidays": False}
    with database.writing() as session:
        session.add(PresenceSlot(id="0" * 12, kind="partner", office_id="wzl", **texts, **hours, **lists))
        session.add(HouseClosure(id="0" * 12, starts_on=day, ends_on=day, reason="Heiligabend"))
        session.add(Agreement(id="0" * 12, office_id="wzl", title="Vertrag", ends_on=day, remind_days=90, note=""))


@pytest.fixture(autouse=True)
def _one_aid_and_one_offer(database: Database) -> None:
    """There are these, too."""
    place: dict[str, Any] = {"id": "0" * 12, "topics": [], "archived": False, "version": 1}
    aid: dict[str, Any] = {"kind": "page", "title": "Seite", "groups": [], "body": "Text", "as_of": date(2026, 11, 23)}
    offer: dict[str, Any] = {"kind": "offer", "category": "room", "office_id": "wzl", "title": "Raum", "text": "Raum"}
    with database.writing() as session:
        session.add_all([WorkAid(**place, **aid), BoardEntry(**place, **offer, until=date(2099, 1, 1))])
