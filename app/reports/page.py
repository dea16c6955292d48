"""What a page of statistics is and what one can ask of it. The list of all of them is app.reports.pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from app.reports.reader import Reader
from app.reports.values import Section

PREFIX = "/statistics"


@dataclass(frozen=True)
class Asked:
    """A released period, and for some dimensions the one value that is asked for; all of them known."""

    period: str
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page, its files and its charts.

    ``title`` is an English text of the interface. ``tables`` are those it reads: it can be asked for every period for
    which one of them is released. ``filters`` are the dimensions of which one value can be asked for.
    """

    name: str
    title: str
    build: Callable[[Reader, Asked], tuple[Section, ...]]
    tables: tuple[str, ...]
    filters: tuple[str, ...] = ()


def address(page: str, asked: Asked, **filters: str) -> str:
    """Where a page shows this period, with these filters only (empty ones are none)."""
    given = {name: value for name, value in filters.items() if value}
    return f"{PREFIX}/{page}?{urlencode({'period': asked.period, **given})}"
