"""Every form is sent twice, as it stands on its page: the second time changes nothing (app.resend)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.house.agreements.models import Agreement
from app.house.board.models import BoardEntry
from app.house.events.models import Event
from app.house.interpreting.models import Interpreter
from app.house.presence.models import HouseClosure, PresenceSlot
from app.reports.evaluation.models import EvaluationReport, EvaluationText
from app.resend import Harmless, Key
from config import Settings
from handouts.request_models import HandoutRequest
from referrals import reports
from referrals.reports import Wrong
from tests.web.access.paths import declaration, routes
from tests.web.board.test_board import ROOM
from tests.web.calendar.house import FORM as HOURS
from tests.web.calendar.test_agreement_pages import FORM as AGREEMENT
from tests.web.counter.conftest import MONDAY
from tests.web.events.staff import FIELDS as EVENT
from tests.web.interpreting.services import FORM as INTERPRETER
from tests.web.library.test_keeping import HANDOUT, PAPER
from tests.web.resend.walker import Walker
from tests.web.staff import log_in
from tests.web.statistics.conftest import Published, running

pytestmark = pytest.mark.one_database
FOLDER = Path(__file__).parents[1]
# Sent twice where all that comes between is tested, too: sealed tickets, slip codes, letters, logins, files.
ELSEWHERE = {
    "counter/test_finish.py": {"counter.finish", "counter.undo"},
    "counter/test_reporting.py": {"counter.report", "counter.undo_report"},
    "counter/test_missing.py": {"counter.missing", "counter.undo_missing"},
    "paper/test_entry.py": {"paper.enter", "paper.undo"},
    "feedback/test_redeeming.py": {"feedback.redeem", "feedback.undo"},
    "feedback/test_stamp.py": {"stamp.report", "stamp.undo"},
    "missing/test_letters.py": {"missing.send"},
    "upkeep/test_letters.py": {"due.send", "due.download"},
    "exchange/test_files.py": {"files.take_over"},
    "exchange/test_proposals.py": {"proposals.take_file", "proposals.decide", "proposals.reject_all", "proposals.undo"},
    "translation/test_files.py": {"translation.take_over"},
    "translation/test_overview.py": {"translation.keep_everywhere"},
    "uploads/test_taking.py": {"uploads.check"},
    "operations/test_overview.py": {"operations.back_up"},
    "operations/test_audit.py": {"audit.download"},
    "test_login.py": {"accounts.begin_login", "accounts.logout"},
    "test_lock.py": {"lock.lock"},
    "test_links.py": {"welcome.choose", "users.change"},
    "test_accounts.py": {"account.change", "account.end_logins"},
    "test_second_factor.py": {
        "accounts.check_code", "second_factor.enrol", "second_factor.new_codes", "second_factor.remove",
    },
    "../oidc/test_town_login.py": {"town_login.begin", "town_login.finish", "town_login.go_on"},
}  # fmt: skip
HERE = {
    "house": {
        "board.create", "board.save", "board.act", "aids.create", "aids.save", "aids.act", "events.create",
        "events.change", "events.cancel", "events.participants", "events.undo", "interpreting.create",
        "interpreting.change",
    },
    "calendar": {
        "hours.create", "hours.change", "hours.one_day", "hours.archive", "calendar.close", "calendar.reopen",
        "agreements.create", "agreements.change", "agreements.archive", "feed.renew",
    },
    "material": {
        "library.create", "library.save", "library.add_edition", "library.change_edition", "library.count",
        "library.state", "missing.create", "missing.save", "missing.undo", "missing.withdraw",
    },
    "directory": {
        "offices.create", "offices.change", "rules.change", "drafts.submit", "drafts.publish", "drafts.discard",
        "drafts.four_eyes", "history.restore", "vocabulary.change_languages", "feedback.change_address",
    },
    "due": {"due.assign", "due.confirm", "due.undo", "due.settle"},
    "translations": {"translation.change", "translation.undo"},
    "reports": {"evaluation.create", "evaluation.save", "evaluation.renew", "evaluation.remove"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday() -> Iterator[datetime]:
    with clock.fixed(MONDAY):
        yield MONDAY


@pytest.fixture(scope="module")
def published(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Not the statistics' fixture: outside its package that would last, with its clock, until all tests are over."""
    yield from running(prepared_sqlite, tmp_path_factory.mktemp("published"), furnished=True)


@pytest.fixture
def walker(app: Flask, database: Database, settings: Settings) -> Walker:
    settings.instance.mkdir(exist_ok=True)
    return Walker(app, log_in(app, database, Role.ADMIN), database)


def test_every_form_says_why_it_may_be_sent_twice(app: Flask) -> None:
    for endpoint, _, _ in routes(app, "POST"):
        declared = declaration(app, endpoint)
        assert isinstance(declared.resend, Harmless | Key), f"{endpoint} does not say why it may be sent twice"
        assert not (declared.resend is Harmless.READS and declared.writes), endpoint
        if isinstance(declared.resend, Key):
            assert any("GET" in (rule.methods or ()) for rule in app.url_map.iter_rules(declared.resend.to)), endpoint


def test_every_form_is_sent_twice_somewhere(app: Flask) -> None:
    writing = {name for name, _, _ in routes(app, "POST") if declaration(app, name).resend is not Harmless.READS}
    assert set().union(*HERE.values(), *ELSEWHERE.values()) == writing
    assert [name for name in ELSEWHERE if not (FOLDER / name).is_file()] == []


def test_the_house(walker: Walker) -> None:
    walker.open("/board/new?kind=offer").twice("/board/new", ROOM)
    (entry,) = stored(walker.database, BoardEntry)
    walker.open(f"/board/{entry}/edit").twice(f"/board/{entry}/edit", {"title": "Anders"})
    walker.open("/board").twice(f"/board/{entry}", button="put_away")
    walker.open("/aids/new?kind=page").twice("/aids/new", {"title": "Seite", "body": "Text"}, button="save")
    aid = walker.page.response.request.path.rpartition("/")[2]
    walker.open(f"/aids/{aid}/edit").twice(f"/aids/{aid}/edit", {"title": "Anders"}, button="save")
    walker.twice(f"/aids/{aid}", button="put_away")
    walker.open("/events/new").twice("/events/new", EVENT | {"until": "2026-12-24"})
    event = stored(walker.database, Event)[0]
    walker.open(f"/events/{event}/edit").twice(f"/events/{event}/edit", {"room": "Saal"})
    walker.twice(f"/events/{event}/cancelled")
    walker.open("/events/new").twice("/events/new", EVENT | {"day": "2026-11-23", "title_de": "Heute"})
    today = next(one for one in stored(walker.database, Event) if one in walker.page.response.request.url)
    walker.open(f"/events/{today}").twice(f"/events/{today}/participants", {"participants": "12"})
    walker.open("/events/new").twice("/events/new", EVENT | {"day": "2026-12-10", "title_de": "Noch eine"})
    walker.twice("/events/undo")
    walker.open("/interpreters/new").twice("/interpreters/new", INTERPRETER, button="save")
    (service,) = stored(walker.database, Interpreter)
    walker.open(f"/interpreters/{service}").twice(f"/interpreters/{service}", {"name": "Anders"}, button="save")
    assert walker.walked == HERE["house"]


def stored(database: Database, model: Any) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(model.id)))


def test_the_calendar(walker: Walker) -> None:
    walker.open("/house/hours/new?kind=partner").twice("/house/hours/new", HOURS, button="save")
    (slot,) = stored(walker.database, PresenceSlot)
    path = f"/house/hours/{slot}"
    walker.open(path).twice(path, {"room": "2.02"}, button="save")
    walker.open(path).twice(f"{path}/day")
    walker.open(path).twice(f"{path}/archive")
    walker.open("/house/closures").twice(
        "/house/closures", {"starts_on": "2026-12-24", "ends_on": "2026-12-31", "reason": "Feiertage"}
    )
    (closure,) = stored(walker.database, HouseClosure)
    walker.twice(f"/house/closures/{closure}/open")
    walker.open("/house/agreements/new").twice("/house/agreements/new", AGREEMENT)
    (agreement,) = stored(walker.database, Agreement)
    path = f"/house/agreements/{agreement}"
    walker.open(path).twice(path, {"title": "Anders"})
    walker.open(path).twice(f"{path}/archive")
    walker.open("/house/feed").twice("/house/feed/renew")
    assert walker.walked == HERE["calendar"]


def test_material(walker: Walker) -> None:
    walker.open("/handouts/new").twice("/handouts/new", HANDOUT, button="save")
    path = "/handouts/h_merkblatt_mull"
    walker.open(f"{path}/edit").twice(f"{path}/edit", {"title_de": "Merkblatt Abfall"}, button="save")
    walker.open(f"{path}/editions/new").twice(f"{path}/editions/new", PAPER)
    edition = walker.page.response.request.args["at"]
    walker.open(f"{path}/editions/{edition}").twice(f"{path}/editions/{edition}", {"note": "Schublade rechts"})
    for action in ("more", "less", "set"):
        walker.open(path).twice(f"{path}/editions/{edition}/stock", {"left": "7"}, button=action)
    walker.open(path).twice(f"{path}/editions/{edition}/state", button="archive")
    walker.open("/requests/new").twice("/requests/new", {"topic": "wohnen", "handout": "", "language": "uk"})
    (request,) = stored(walker.database, HandoutRequest)
    path = f"/requests/{request}"
    walker.twice(f"{path}/save", {"note": "fragen"}, button="asked").twice(f"{path}/undo")
    walker.open("/requests/new").twice("/requests/new", {"topic": "wohnen", "handout": "", "language": "ar"})
    other = next(one for one in stored(walker.database, HandoutRequest) if one != request)
    walker.open(f"/requests/{other}").twice(f"/requests/{other}/withdraw")
    assert walker.walked == HERE["material"]


def test_the_directory(walker: Walker) -> None:
    office = {"name_de": "Haus der Sprachen", "name_en": "House of languages", "kind": "advice", "id": ""}
    walker.open("/offices/new").twice("/offices/new", office, button="save")
    walker.open("/offices/wzl").twice("/offices/wzl", {"phone": "+49 341 1239999", "why": "neu", "action": "publish"})
    table = "/rules/aufenthalt/titel_verlaengern"
    walker.open(f"{table}?edit=AUFE-017").twice(table, {"note": "nachgefragt"}, button="save")
    walker.open(table).twice(table, {"why": "weil es stimmt"}, button="publish")
    walker.open("/offices/babs").twice("/offices/babs", {"phone": "+49 341 1238888"}, button="save")
    drafted = {"entry": ticked(walker.open("/drafts"), "babs"), "why": "weil"}
    walker.twice("/drafts/submit", drafted)
    walker.open("/drafts").twice("/drafts/publish", drafted | {"entry": ticked(walker, "babs")})
    walker.open("/offices/babs").twice("/offices/babs", {"phone": "+49 341 1237777"}, button="save")
    walker.open("/drafts").twice("/drafts/discard", {"entry": ticked(walker, "babs")})
    walker.open("/drafts").twice("/drafts/four-eyes").open("/drafts").twice("/drafts/four-eyes")
    walker.open("/history/2").twice("/history/restore", {"why": "war richtig"})
    walker.open("/languages").twice("/languages", {"key-9": ""})
    walker.open("/feedback/sheet").twice("/feedback/sheet", {"address": "https://wegweiser.example"})
    assert walker.walked == HERE["directory"]


def ticked(walker: Walker, name: str) -> str:
    """The value of the box of this entry."""
    values = [one.attrib["value"] for one in walker.page.all("input", name="entry")]
    return next(value for value in values if f" {name} " in value)


def test_a_rule_is_moved_once(walker: Walker) -> None:
    table = "/rules/aufenthalt/titel_verlaengern"
    rows = [one.attrib["data-rule"] for one in walker.open(table).page.all("tr") if "data-rule" in one.attrib]
    moving = {"action": f"move:down:{rows[0]}", "order": walker.page.all("input", name="order")[0].attrib["value"]}
    walker.twice(table, moving)


def test_the_due_list(walker: Walker) -> None:
    with walker.database.writing() as session:
        reports.add(session, {Wrong("wohnen/mietproblem", "gap"): 2})
    unsure = walker.open("/due").page.all("input", name="entry")[0].attrib["value"]
    walker.twice("/due/assign", {"entry": unsure, "assign_to": "admin"})
    entry = walker.open("/due").page.all("input", name="entry")[0].attrib["value"]
    walker.twice("/due/confirm", {"entry": entry}).twice("/due/undo")
    gap = next(
        one.get("value", "") for one in walker.open("/due").page.all("button") if "mietproblem" in one.get("value", "")
    )
    walker.twice("/due/settle", {"one": gap}).twice("/due/undo")
    with walker.database.reading() as session:
        assert reports.reported(session) == {Wrong("wohnen/mietproblem", "gap"): 2}
    assert walker.walked == HERE["due"]


def test_translations(walker: Walker) -> None:
    key = walker.open("/translations/uk?state=all").page.all("input", name="key")[0].attrib["value"]
    form = {"key": key, "text": "Переклад", "action": "draft"}
    walker.twice("/translations/uk", form).twice("/translations/undo")
    assert walker.walked == HERE["translations"]


def test_reports(published: Published) -> None:
    walker = Walker(published.analyst.application, published.analyst, published.database)
    with published.database.writing() as session:
        session.execute(delete(EvaluationText))
        session.execute(delete(EvaluationReport))
    walker.open("/evaluation").twice("/evaluation", {"first": "2026-08", "last": "2026-09"})
    (report,) = stored(walker.database, EvaluationReport)
    path = f"/evaluation/{report}"
    walker.open(f"{path}/volumes").twice(f"{path}/volumes", {"text": "Viele kamen.", "do": "save"})
    walker.send_twice(f"{path}/renew", walker.hidden())
    (new,) = set(stored(walker.database, EvaluationReport)) - {report}
    with walker.database.writing() as session:
        session.execute(delete(EvaluationText).where(EvaluationText.report_id == new))
    walker.open(f"/evaluation/{new}").twice(f"/evaluation/{new}/remove")
    assert walker.walked == HERE["reports"]
