"""Whatever is logged in the running period: no page, file, chart or report that anybody can get changes by a byte."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from secrets import token_bytes

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from app import clock, night
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.house.interpreting.models import LanguageUnmet
from app.released.tables import DECLARED
from app.reports.pages import PAGES
from app.vocabulary.service import vocabulary
from handouts.models import Handout, HandoutGiven
from referrals.feedback import OUTCOMES
from referrals.models import Feedback, Referral
from tests.web.staff import post
from tests.web.statistics.conftest import NOW, Published, running

QUARTER, MONTH = "2026-Q4", "2026-11"
NEW = 10_000
CHART = re.compile(r'href="([^"]+\.svg\?[^"&]+)"')
OF_A_SESSION = re.compile(rb'nonce="[^"]*"|name="csrf_token"[^>]*>')
# The key by which a form that is sent again is known: the day, and what is drawn anew for every page.
OF_A_PAGE = re.compile(rb'(name="form_key" value="[0-9-]{10}\.)[\w-]{22}"')
KINDS = ("?period=2025", "?period=2026-Q3", ".csv?period=2026-Q3", ".json?period=2026-10")


@pytest.fixture(scope="module")
def own(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Released tables of our own, since we add contacts."""
    yield from running(prepared_sqlite, tmp_path_factory.mktemp("running"), furnished=True)


def files(content: bytes) -> bytes:
    """What is in an archive, but for the hour at which it was written; other files as they are."""
    if not content.startswith(b"PK"):
        return OF_A_PAGE.sub(rb"\1", OF_A_SESSION.sub(b"", content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name != "docProps/core.xml")


def everything(client: FlaskClient, report: str) -> dict[str, bytes]:
    """All that an analyst can open."""
    paths = [f"{page}{kind}" for page in PAGES for kind in KINDS]
    paths += [f"tables/{name}/2026-Q3.csv" for name in DECLARED if "quarter" in DECLARED[name].kinds]
    paths += ["", "method", "plan", "releases", "downloads", "overview", "topics.xlsx", "open-data/2025.zip"]
    waiting = [*(f"/statistics/{path}".rstrip("/") for path in paths), report]
    found: dict[str, bytes] = {}
    while waiting:
        path = waiting.pop()
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        found[path] = files(response.data)
        if path.endswith("?period=2026-Q3") and response.mimetype == "text/html":
            waiting += [link for link in CHART.findall(response.text) if link not in found]
    return found


def log_many(own: Published) -> None:
    """Contacts of this month with all that hangs on them, and the counters of this quarter."""
    with own.database.writing() as session:
        words = vocabulary(session)
        languages, subtopics = list(words.languages), [one.id for one in words.subtopics.values() if not one.protected]
        offices = list(session.scalars(select(Feedback.office_id).distinct())) or ["abh"]
        handout = session.scalars(select(Handout.id).order_by(Handout.id)).first()
        keys = [token_bytes(16) for _ in range(NEW)]
        row = {"month": MONTH, "talk": "gestures", "channel": "email", "outcome": "material", "persons": 3}
        session.execute(
            insert(Contact),
            [row | {"key": key, "language": languages[n % len(languages)]} for n, key in enumerate(keys)],
        )
        topics = [{"contact_key": key, "topic_id": subtopics[n % len(subtopics)]} for n, key in enumerate(keys)]
        session.execute(insert(ContactTopic), topics)
        session.execute(insert(Referral), [{"contact_key": key, "office_id": offices[0]} for key in keys])
        session.add(DeskLoad(quarter=QUARTER, weekday=6, hour=20, n=NEW))
        session.add(TopicLoad(field_of_action_id="wohnen", weekday=6, quarter=QUARTER, n=NEW))
        session.merge(LanguageUnmet(language=languages[0], quarter=QUARTER, n=NEW))
        cell = {"office_id": offices[0], "field_of_action_id": "wohnen", "quarter": QUARTER, "outcome": OUTCOMES[0]}
        session.merge(Feedback(**cell, n=NEW))
        if handout:
            session.merge(HandoutGiven(handout_id=handout, language="de", quarter=QUARTER, n=NEW))


def test_ten_thousand_contacts_of_the_running_period_change_nothing(own: Published) -> None:
    response = post(own.analyst, "/evaluation", {"first": "2026-08", "last": "2026-09"})
    assert response.status_code == 303
    before = everything(own.analyst, response.location)
    assert len([path for path in before if ".svg" in path]) >= len(PAGES)
    assert len(before) > 100
    log_many(own)
    after = everything(own.analyst, response.location)
    assert [path for path in before if before[path] != after[path]] == []
    with clock.fixed(NOW + timedelta(hours=1)):
        night.run(own.database)
    tables = {path: content for path, content in before.items() if "/tables/" in path}
    assert {path: files(own.analyst.get(path).data) for path in tables} == tables
