"""The campaigns in small, with every test run; in full by hand (python -m tests.campaigns)."""

import shutil
from pathlib import Path

import pytest

from tests.campaigns import killing, load, scenes
from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.web.faults.server import add_advisor, serving


@pytest.fixture
def town(prepared_sqlite: Path, tmp_path: Path) -> Town:
    """An installation of its own."""
    place = Town(tmp_path / "instance")
    place.instance.mkdir(mode=0o700)
    shutil.copyfile(prepared_sqlite, place.file)
    add_advisor(place.url, place.instance)
    return place


def test_power_cuts_lose_and_double_nothing(town: Town) -> None:
    done = killing.run(town, kills=2, writers=6, seconds=0.3)
    # How fast it is up again is measured on a machine that does nothing else.
    assert [finding for finding in done.missed() if not finding.startswith("up again")] == []
    assert done.acknowledged >= 2
    assert done.sent_again >= 1


def test_desks_at_the_same_time_are_all_answered(town: Town) -> None:
    with serving(town.instance, town.url) as server:
        done = load.run(server, desks=6, think=0.05, seconds=2)
    assert done.errors == []
    assert Books(town.file).counts()["contacts"] == done.logged > 6


@pytest.mark.parametrize("name", ["clock", "page"])
def test_faults_of_the_machine_are_told_and_end_by_themselves(name: str, tmp_path: Path) -> None:
    assert scenes.play(tmp_path, [name], seconds=0).missed() == []
