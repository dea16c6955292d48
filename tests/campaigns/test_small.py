"""The campaigns in small, with every test run; in full by hand (python -m tests.campaigns)."""

from pathlib import Path

import pytest

from tests.campaigns import backups, killing, same_numbers, scenes, soak
from tests.campaigns.books import Books
from tests.campaigns.town import Town, found
from tests.database import Postgres
from tests.web.faults.server import serving


@pytest.fixture
def town(prepared_sqlite: Path, tmp_path: Path) -> Town:
    """An installation of its own."""
    return found(tmp_path / "instance", prepared_sqlite)


def test_power_cuts_lose_and_double_nothing(town: Town) -> None:
    done = killing.run(town, kills=2, writers=6, seconds=0.3)
    # How fast it is up again is measured on a machine that does nothing else.
    assert [finding for finding in done.missed() if not finding.startswith("up again")] == []
    assert done.acknowledged >= 2
    assert done.sent_again >= 1


def test_desks_at_the_same_time_are_all_answered(town: Town) -> None:
    with serving(town.instance, town.url) as server:
        done = soak.run(server, desks=6, think=0.05, seconds=2)
    assert done.loaded.errors == []
    assert Books(town.file).counts()["contacts"] == done.loaded.logged > 6
    assert min(done.memory) > 0


def test_a_backup_under_writing_desks_holds_all_that_was_there_before(town: Town) -> None:
    done = backups.run(town, town.instance.parent, backups=1, writers=3, pause=0.2)
    assert done.findings == []
    assert done.contacts >= 1


def test_a_clock_that_is_a_day_wrong_loses_and_doubles_nothing(tmp_path: Path, prepared_sqlite: Path) -> None:
    assert scenes.play(tmp_path, ["clock"], seconds=0, like=prepared_sqlite).missed() == []


def test_both_databases_release_the_same_numbers(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.new_database() as url:
        done = same_numbers.run(tmp_path, url, contacts=500, months=4)
    assert done.missed() == []
    assert done.numbers["cells"] > 50
