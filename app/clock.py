"""What time it is at the desk: one place, so that tests and synthetic data can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The local time in Leipzig, aware."""
    return _fixed.get() or datetime.now(ZONE)


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (local time if naive) within the block."""
    token = _fixed.set(moment if moment.tzinfo else moment.replace(tzinfo=ZONE))
    try:
        yield
    finally:
        _fixed.reset(token)
