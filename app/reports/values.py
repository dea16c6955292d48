"""What a section of statistics is: a table with its chart and a sentence. Plain values, the same for page and file.

A page shows sections, an export writes them, the report prints them: one number has one place where it comes from.
"""

from dataclasses import dataclass, field

from app.reports.charts.values import Chart


@dataclass(frozen=True)
class Count:
    """A published number; None is withheld and shown as ``<5`` (``<10`` with that threshold)."""

    count: int | None
    threshold: int = 5


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0 to 1, reckoned from published numbers only; None where one of the two is withheld."""

    share: float | None


@dataclass(frozen=True)
class Change:
    """From one published number to another.

    ``difference`` is None where one of them is withheld or missing; ``clear`` is False where the difference is smaller
    than what rounding alone can do, which is then all that may be said.
    """

    difference: int | None
    clear: bool = False
    ratio: float | None = None


@dataclass(frozen=True)
class Words:
    """What is not a number: a name, a day, a state."""

    text: str


Value = Count | Share | Change | Words


@dataclass(frozen=True)
class Column:
    """A column after the first one, which names the row; ``kind`` is count, share, change, words or hash."""

    heading: str
    kind: str


@dataclass(frozen=True)
class Row:
    """``key`` is that of the cell in the released table; ``level`` is 1 for what belongs to the row above at 0.

    ``address`` is the page that narrows to this row, if there is one.
    """

    label: str
    values: tuple[Value, ...]
    key: tuple[str, ...] = ()
    level: int = 0
    address: str | None = None


@dataclass(frozen=True)
class Section:
    """``id`` is unique within its page and stands in addresses and file names.

    ``table`` and ``period`` name the released table with its ``hash``. ``reading`` says in a sentence what can be read
    from it. Where nothing is published, ``missing`` says why and what to do, and there are no rows.
    """

    id: str
    title: str
    table: str
    period: str
    hash: str = ""
    first_heading: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    reading: str = ""
    notes: tuple[str, ...] = ()
    missing: str = ""
    chart: Chart | None = field(default=None)
