"""What a chart shows. Plain values in the words of the reader; None is a number that is withheld.

``withheld`` is how such a number is written, unless a chart has texts of its own: "<5" only where that is declared of
every cell, since a cell that its table does not list may be anything.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A bar with its label, and the same of the period before as a mark; ``text`` is the number as it is written."""

    label: str
    value: int | None
    text: str
    before: int | None = None
    before_text: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, in the order in which they are given."""

    title: str
    description: str
    unit: str
    bars: tuple[Bar, ...]
    before: str = ""
    """What the marks are ("2. Quartal 2026"); empty if there are none."""


@dataclass(frozen=True)
class Stack:
    """Horizontal bars that are made of parts: a row for each label, a part for each series.

    ``parts[row][series]`` is None where it is withheld; ``texts`` is empty or of the same shape.
    """

    title: str
    description: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    parts: tuple[tuple[int | None, ...], ...]
    withheld: str = "–"
    texts: tuple[tuple[str, ...], ...] = ()
    """How each part is written, where that is not the same for all that are withheld."""


@dataclass(frozen=True)
class Course:
    """A value for each of consecutive periods, for one or more series: columns where it is one, lines otherwise."""

    title: str
    description: str
    unit: str
    periods: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    """``values[series][period]``."""
    withheld: str = "–"


@dataclass(frozen=True)
class Heat:
    """A field of weekdays (rows) and hours (columns), with hours that are drawn over it.

    ``values[row][column]``; ``own`` are the cells (row, column) within the centre's own hours, outlined; ``guests``
    those in which a partner is in the house, dotted.
    """

    title: str
    description: str
    unit: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    own: frozenset[tuple[int, int]] = frozenset()
    guests: frozenset[tuple[int, int]] = frozenset()
    own_text: str = ""
    guests_text: str = ""
    withheld: str = "–"


Chart = Bars | Stack | Course | Heat
