"""What an administrator has to look after, and how urgent it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.keeping.claims import Standing
from app.operations.concerns import LITTLE_BYTES, VERY_LITTLE_BYTES, Concern, Known, Level, concerns, worst

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NIGHT = NOW - timedelta(hours=6)
DONE = Standing(night=NIGHT.date(), done_at=NIGHT, tried_at=NIGHT, report={"findings": [], "remnants": False})
GOOD = Known(
    now=NOW,
    production=True,
    has_folder=True,
    good_at=NIGHT,
    failure=None,
    backup=DONE,
    night=DONE,
    free_bytes=LITTLE_BYTES,
)


def found(**changes: object) -> list[tuple[str, Level]]:
    return [(one.area, one.level) for one in concerns(replace(GOOD, **changes))]  # type: ignore[arg-type]


def test_nothing_to_do() -> None:
    assert found() == []
    assert worst([]) == Level.GOOD


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"good_at": NOW - timedelta(hours=26)}, []),
        ({"good_at": NOW - timedelta(hours=26, seconds=1)}, [("backup", Level.ACT)]),
        ({"failure": "full"}, [("backup", Level.ACT)]),
        ({"failure": "full", "good_at": None}, [("backup", Level.ACT)]),
        ({"failure": "full", "good_at": NOW - timedelta(days=3)}, [("backup", Level.ACT), ("backup", Level.ACT)]),
        # While one is being made nobody need act, and before the first one there is nothing to compare with.
        ({"good_at": None, "backup": Standing(running=True)}, []),
        ({"good_at": NOW - timedelta(days=3), "backup": Standing(running=True)}, []),
        ({"good_at": None, "backup": Standing()}, [("backup", Level.WATCH)]),
        # Without a folder: a trial is told, in production somebody must act.
        ({"has_folder": False, "good_at": None}, [("backup", Level.ACT)]),
        ({"has_folder": False, "good_at": None, "production": False}, [("backup", Level.WATCH)]),
        ({"night": Standing()}, []),
        ({"night": replace(DONE, done_at=NOW - timedelta(hours=27))}, [("night", Level.ACT)]),
        ({"night": replace(DONE, done_at=NOW - timedelta(hours=27), running=True)}, []),
        ({"night": replace(DONE, failure="reader")}, [("night", Level.ACT)]),
        ({"night": replace(DONE, report={"findings": ["The database file is damaged."]})}, [("night", Level.ACT)]),
        ({"night": replace(DONE, report={"remnants": True})}, [("night", Level.WATCH)]),
        ({"free_bytes": LITTLE_BYTES - 1}, [("database", Level.WATCH)]),
        ({"free_bytes": VERY_LITTLE_BYTES - 1}, [("database", Level.ACT)]),
        ({"free_bytes": None}, []),
    ],
)
def test_what_is_to_be_done(changes: dict[str, object], expected: list[tuple[str, Level]]) -> None:
    assert found(**changes) == expected


def test_the_most_urgent_comes_first() -> None:
    assert found(free_bytes=LITTLE_BYTES - 1, failure="denied") == [("backup", Level.ACT), ("database", Level.WATCH)]
    both = concerns(replace(GOOD, free_bytes=LITTLE_BYTES - 1, failure="denied"))
    assert (worst(both), worst(both, "database"), worst(both, "night")) == (Level.ACT, Level.WATCH, Level.GOOD)


def test_a_failure_keeps_its_reason() -> None:
    (one,) = concerns(replace(GOOD, failure="denied"))
    assert one == Concern(Level.ACT, "backup", "The last backup failed.", "denied")
