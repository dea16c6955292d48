"""A database with released tables of eighteen months, for all tests of reports: they only read it."""

import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from app.db import Database
from app.house.agreements.models import Agreement
from app.house.events.models import Event
from app.house.presence.models import PresenceSlot
from app.reports.evaluation import kept
from app.reports.evaluation.chapter import Report
from app.reports.evaluation.kept import Kept
from app.reports.evaluation.report import build
from app.reports.evaluation.span import Span
from app.reports.reader import Reader
from handouts.request_models import HandoutRequest
from tests.database import settings_for
from tests.released import TODAY, furnish

SPAN = Span("2025-07", "2026-10")


@pytest.fixture(scope="package")
def released(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("released")
    path = folder / "wegweiser.sqlite3"
    shutil.copyfile(prepared_sqlite, path)
    database = Database(settings_for(folder, f"sqlite:///{path}"))
    with database.writing() as session:
        furnish(session)
        session.add_all(_work_of_the_house())
    yield database
    database.dispose()


def _work_of_the_house() -> Iterator[object]:
    yield Event(
        id="e" * 12, title_de="Mietrecht im Alltag", title_en="Rent", titles={}, description="", topics=["wohnen"],
        languages=["de", "uk"], office_id="mieterverein", room="", day=date(2026, 3, 4), starts=time(17), ends=time(18),
        seats=None, registration="none", contact="", link="", notes=[], participants=17, cancelled=False, version=1,
    )  # fmt: skip
    yield PresenceSlot(
        id="s" * 12, kind="partner", office_id="jobcenter", label="", room="", languages=[], topics=[], weekday=2,
        starts=time(9), ends=time(12), weeks="odd", on_holidays=False, note="",
    )  # fmt: skip
    yield Agreement(
        id="a" * 12, office_id="jobcenter", title="Sprechstunde im Haus", signed_on=date(2025, 7, 1), ends_on=None,
        remind_days=90, note="",
    )  # fmt: skip
    asked = {"asked_on": date(2026, 1, 10), "noted": "2025-12", "office_id": "jobcenter"}
    yield HandoutRequest(
        id="1" * 12, handout_id="h_arbeitsrecht", language="so", state="delivered", closed_on=date(2026, 2, 21), **asked
    )
    yield HandoutRequest(id="2" * 12, topic_id="wohnen", language="ti", state="asked", **asked)


def drafted(database: Database, span: Span = SPAN) -> Kept:
    with database.reading() as session:
        return kept.draft(session, span, today=TODAY)


def report_of(database: Database, found: Kept, language: str = "de") -> Report:
    with database.reading() as session:
        return build(Reader(session, language), found)


@pytest.fixture(scope="package")
def report(released: Database) -> Report:
    """In German, without texts."""
    return report_of(released, drafted(released))
