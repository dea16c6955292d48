"""What the making of a page leaves behind goes by itself, not when Python's collector stops everybody."""

import gc
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.web.counter.desk import Desk
from tests.web.counter.test_finish import UKRAINIAN


@pytest.fixture
def left() -> Iterator[list[object]]:
    """Whatever only the collector has found so far."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield gc.garbage
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


def test_reading_and_writing_leave_no_session(desk: Desk, left: list[object]) -> None:
    desk.serve(*UKRAINIAN).finish()
    gc.collect()
    assert left, "Werkzeug's own are there"
    assert not [one for one in left if issubclass(type(one), Session | Connection)]
