"""Every route and every role: who gets in, that reading writes nothing, that writing needs a CSRF token."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.models import AccountLink
from app.accounts.roles import PUBLIC, Role
from app.calendar.feed_views import token as calendar_token
from app.db import Database
from app.files.models import StoredFile
from app.house.agreements.models import Agreement
from app.house.aids.models import WorkAid
from app.house.board.models import BoardEntry
from app.house.events.models import Event
from app.house.interpreting.models import Interpreter
from app.house.presence.models import HouseClosure, PresenceSlot
from app.keys import Keys
from app.migrations.models import METADATA
from app.released.rounding import METHOD
from app.released.service import release
from app.released.tables import Cell, Table
from app.reports.evaluation.models import EvaluationReport
from config import Settings
from handouts.models import HandoutEdition
from handouts.request_models import HandoutRequest
from referrals.interchange.hsds.ids import uuid_of
from referrals.interchange.hsds.terms import taxonomy_id, term_id
from referrals.interchange.models import Proposal
from tests.unit.house.events.examples import DRAFT
from tests.web.pages import check_page
from tests.web.staff import csrf_token, log_in, post

LEAFLET = b"%PDF-1.7 of these tests"
# What stands in a path where an endpoint takes it from there.
IN_PATHS = {
    "catalogue": "uk",
    "chapter": "volumes",
    "digest": sha256(LEAFLET).hexdigest(),
    "domain": "slip",
    "edition": "0" * 12,
    "interpreter": "0" * 12,
    "number": 1,
    "page": "overview",
    "section": "talk",
    "suffix": "svg",
    "form": "csv",
    "name": "talk",
    "period": "2026-Q3",
    "year": "2026",
    "office": "wzl",
    "handout": "h_stadtplan",
    "handout_request": "0" * 12,
    "topic": "aufenthalt",
    "subtopic": "titel_verlaengern",
    "proposal": "0" * 32,
    "report": "0" * 12,
    "link": "0" * 43,
    "aid": "0" * 12,
    "entry": "0" * 12,
    "slot": "0" * 12,
    "closure": "0" * 12,
    "agreement": "0" * 12,
    "token": calendar_token(Keys("a secret of the tests, long enough"), 0),
    "event": "0" * 12,
    "service": uuid_of("service", "wzl"),
    "organization": uuid_of("organization", "wzl"),
    "service_at_location": uuid_of("service_at_location", "wzl"),
    "taxonomy": taxonomy_id("topics"),
    "taxonomy_term": term_id("topics", "wohnen"),
}
# Nothing else of the directory is open: no draft, no proposal, no history.
PUBLIC_DATA = {
    f"hsds.{name}"
    for name in (
        "base", "services", "service", "organizations", "organization", "service_at_locations", "service_at_location",
        "taxonomies", "taxonomy", "taxonomy_terms", "taxonomy_term",
    )
}  # fmt: skip
# The only GET that writes, and only what is there already (see app.health).
WRITING_GETS = {"health.healthz"}


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


def routes(app: Flask, method: str) -> Iterator[tuple[str, str, frozenset[Role]]]:
    """Endpoint, path and roles of all routes with this method."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and method in (rule.methods or ()):
            assert rule.arguments <= IN_PATHS.keys(), f"{rule} needs a value for the tests to visit it"
            built = rule.build({name: IN_PATHS[name] for name in rule.arguments})
            assert built is not None
            yield rule.endpoint, built[1], declaration(app, rule.endpoint).roles


def declaration(app: Flask, endpoint: str) -> Any:
    """The view, with what app.accounts.access has noted on it."""
    return app.view_functions[endpoint]


def dump(database: Database) -> dict[str, list[Any]]:
    with database.reading() as reader:
        return {table.name: sorted(map(repr, reader.execute(select(table)))) for table in METADATA.sorted_tables}


def is_refused(response: TestResponse) -> bool:
    return response.status_code in {401, 403} or response.location == "/login"


def test_every_endpoint_declares_its_roles(app: Flask) -> None:
    declared = {endpoint for method in ("GET", "POST") for endpoint, _, _ in routes(app, method)}
    assert declared | {"static"} == set(app.view_functions)


def test_only_these_are_open_to_everyone(app: Flask) -> None:
    public = {endpoint for method in ("GET", "POST") for endpoint, _, roles in routes(app, method) if roles == PUBLIC}
    assert public - PUBLIC_DATA == {
        "accounts.login",
        "accounts.begin_login",
        "accounts.code",
        "accounts.check_code",
        "accounts.logout",
        "lock.lock",
        # At an address that nobody can guess, and once.
        "welcome.form",
        "welcome.choose",
        # Who is in the house when, at an address that nobody can guess.
        "feed.feed",
        "health.healthz",
        # A leaflet, for the phones of visitors.
        "material.read",
        "stamp.form",
        "stamp.report",
        "stamp.undo",
    }
    assert public >= PUBLIC_DATA


def test_get_without_login_leads_to_the_login(app: Flask) -> None:
    for endpoint, path, roles in routes(app, "GET"):
        response = app.test_client().get(path)
        if endpoint == "accounts.code":
            assert response.location == "/login", "there is none to ask for without the password"
        elif roles == PUBLIC:
            assert response.status_code == 200, endpoint
        else:
            assert (response.status_code, response.location) == (302, "/login"), endpoint


def test_post_without_login_is_answered_with_the_login_form(app: Flask) -> None:
    for endpoint, path, roles in routes(app, "POST"):
        response = post(app.test_client(), path)
        if roles == PUBLIC:
            # Without a password the code is as good as no login.
            assert response.status_code in {200, 303, 400} | ({401} if endpoint == "accounts.check_code" else set())
        else:
            assert response.status_code == 401, endpoint
            check_page(response).one("input", id="password")


@pytest.mark.parametrize("role", list(Role))
def test_get_by_role(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    for endpoint, path, roles in routes(app, "GET"):
        response = client.get(path)
        if roles and role not in roles:
            assert response.status_code == 403, endpoint
            check_page(response)
        else:
            assert not is_refused(response), endpoint
            assert response.status_code in {200, 302}, endpoint
            if response.mimetype == "text/html" and response.status_code == 200:
                check_page(response)


@pytest.mark.parametrize("role", list(Role))
def test_post_by_role(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    for endpoint, path, roles in routes(app, "POST"):
        if endpoint in {"accounts.logout", "accounts.begin_login", "lock.lock"}:
            continue
        response = post(client, path)
        if roles and role not in roles:
            assert response.status_code == 403, endpoint
        else:
            assert not is_refused(response), endpoint
            assert response.status_code < 500, endpoint


@pytest.mark.parametrize("role", list(Role))
def test_get_writes_nothing(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    before = dump(database)
    for endpoint, path, _ in routes(app, "GET"):
        client.get(path)
        assert dump(database) == before, endpoint
    assert {endpoint for endpoint, _, _ in routes(app, "GET")} >= WRITING_GETS


def test_get_does_not_declare_that_it_writes(app: Flask) -> None:
    for endpoint, _, _ in routes(app, "GET"):
        assert not declaration(app, endpoint).writes, endpoint


def test_post_without_a_token_changes_nothing(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    before = dump(database)
    for endpoint, path, _ in routes(app, "POST"):
        for token in ({}, {"csrf_token": "made up"}, {"csrf_token": csrf_token(app.test_client())}):
            response = client.post(path, data=token)
            assert response.status_code == 400, endpoint
            check_page(response)
    assert dump(database) == before


def test_nothing_but_get_and_post(app: Flask) -> None:
    methods = set().union(*(rule.methods or () for rule in app.url_map.iter_rules()))
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}
