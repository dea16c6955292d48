"""Which files of the folder of backups go, and that nothing else is ever touched."""

import os
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app import clock
from app.keeping.records import Span
from app.keeping.rotation import daily_name, name_at, ours, rotate

TODAY = date(2026, 11, 22)
KEPT = Span(TODAY - timedelta(days=35), TODAY + timedelta(days=1))
NOT_OURS = (
    "wegweiser-2020-01-01.age.copy",
    "mein-wegweiser-2020-01-01.age",
    "wegweiser-2020-13-01.age",
    "wegweiser-20200101.age",
    "wegweiser-2020-01-01-1.age",
    "wegweiser.sqlite3",
    ".wegweiser-fresh1.part",
    "protokoll.part",
    "wegweiser-before-upgrade.age",
)
"""The last two but one are ours or somebody's, and young."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NOT_OURS:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "wegweiser-2020-01-02.age").mkdir()
    return tmp_path


def put(folder: Path, *days_ago: int) -> dict[int, str]:
    names = {ago: daily_name(TODAY - timedelta(days=ago), encrypted=True) for ago in days_ago}
    for name in names.values():
        (folder / name).write_bytes(b"backup")
    return names


def test_what_is_older_than_35_days_goes(folder: Path) -> None:
    names = put(folder, 0, 1, 34, 35, 36, 400)
    assert rotate(folder, KEPT, last_good=names[0]) == sorted([names[36], names[400]])
    left = {path.name for path in folder.iterdir()}
    assert left == {*NOT_OURS, "wegweiser-2020-01-02.age", *(names[ago] for ago in (0, 1, 34, 35))}


def test_the_last_good_one_stays_however_old_it_is(folder: Path) -> None:
    names = put(folder, 50, 60, 70)
    assert rotate(folder, KEPT, last_good=names[60]) == sorted([names[50], names[70]])
    assert list(ours(folder)) == [names[60]]


def test_the_latest_stays_where_nobody_knows_which_is_good(folder: Path) -> None:
    """After a restore: the database knows of none, or of one that is not there."""
    names = put(folder, 50, 60, 70)
    assert rotate(folder, KEPT, last_good="wegweiser-2026-11-21.age") == sorted([names[60], names[70]])
    assert rotate(folder, KEPT, last_good=None) == []
    assert list(ours(folder)) == [names[50]]


def test_one_of_a_day_to_come_goes_once_there_is_a_good_one(folder: Path) -> None:
    """A clock was wrong for a night: such a file would stay for years, with what is forgotten in between."""
    names = put(folder, 0, 1, -1200)
    assert rotate(folder, KEPT, last_good=names[-1200]) == []
    assert rotate(folder, None, last_good=names[0]) == []
    assert rotate(folder, KEPT, last_good=names[0]) == [names[-1200]]


def test_leftovers_of_dead_runs_and_of_old_upgrades_go(folder: Path) -> None:
    before_all = datetime(2026, 10, 17, 12, tzinfo=clock.ZONE).timestamp()
    old = {".wegweiser-dead12.part": time.time() - 25 * 3600, "wegweiser-before-upgrade.age": before_all}
    for name, written in old.items():
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (written, written))
    assert rotate(folder, KEPT, last_good=None) == ["wegweiser-before-upgrade.age"]
    assert not [name for name in old if (folder / name).exists()]
    assert (folder / ".wegweiser-fresh1.part").exists()


def test_a_link_of_our_name_is_not_followed(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_bytes(b"precious")
    (folder / "wegweiser-2020-01-01.age").symlink_to(target)
    assert rotate(folder, KEPT, last_good=None) == []
    assert target.read_bytes() == b"precious"


def test_names() -> None:
    noon = datetime(2026, 11, 22, 12, 5, 7, tzinfo=clock.ZONE)
    assert daily_name(TODAY, encrypted=True) == "wegweiser-2026-11-22.age"
    assert daily_name(TODAY, encrypted=False) == "wegweiser-2026-11-22.gz"
    assert name_at(noon, encrypted=True) == "wegweiser-2026-11-22-120507.age"


def test_both_kinds_of_names_are_ours(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, 12, 5, 7, tzinfo=clock.ZONE)
    for encrypted in (True, False):
        for name in (daily_name(TODAY, encrypted=encrypted), name_at(moment, encrypted=encrypted)):
            (tmp_path / name).touch()
    assert set(ours(tmp_path).values()) == {TODAY}
    assert len(ours(tmp_path)) == 4
