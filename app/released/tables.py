"""What a released table is: its dimensions and its cells, and which tables there are at all. Pure.

``DECLARED`` is the closed set: what is not in it cannot be released, shown or asked for. A table has its dimensions in
the order of its columns; ``ALL`` in one is the total over it. A subtopic's id begins with its topic's
(``wohnen/mietproblem``) and stands in the cell beside it. A cell that a table does not have is withheld like one below
the threshold: a table that listed only what exists would tell that it exists. Only where a total is broken down are
all its parts listed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ALL = "ALL"
KINDS = ("month", "quarter", "year")
"""Of periods, the finest first."""


@dataclass(frozen=True)
class Declared:
    """A table that can be released.

    ``unit`` says what is counted: contacts, mentions (a contact can be in several cells of every dimension) or a
    counter that no records stand behind. Of the dimensions in ``multiple`` a contact can have several values, so that
    their cells add up to more than the total. ``kinds`` are the periods it may come in, the finest first; which of them
    it does come in, the release plan says.
    """

    dimensions: tuple[str, ...]
    unit: str = "contacts"
    multiple: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS


_NOT_BY_MONTH = KINDS[1:]
_QUARTERS = ("quarter",)
DECLARED = {
    "channel": Declared(("channel",)),
    "desk_load": Declared(("weekday", "hour"), "counter", (), _QUARTERS),
    "duration": Declared(("duration",), kinds=_NOT_BY_MONTH),
    "event": Declared(("topic",), "counter", ("topic",), _QUARTERS),
    "feedback": Declared(("office", "field_of_action", "outcome"), "counter", (), _QUARTERS),
    "field_load": Declared(("field_of_action", "weekday"), "counter", ("field_of_action",), _QUARTERS),
    "field_of_action": Declared(("field_of_action",), "contacts", ("field_of_action",), _NOT_BY_MONTH),
    "group": Declared(("group",)),
    "handout": Declared(("handout", "language"), "counter", (), _QUARTERS),
    "language": Declared(("language",)),
    "language_talk": Declared(("language", "talk")),
    "office": Declared(("office",), "contacts", ("office",), _NOT_BY_MONTH),
    "outcome": Declared(("outcome",), kinds=_NOT_BY_MONTH),
    "persons": Declared(("persons",), kinds=_NOT_BY_MONTH),
    "talk": Declared(("talk",)),
    "topic": Declared(("topic", "subtopic"), "contacts", ("topic", "subtopic")),
    "topic_group": Declared(("topic", "subtopic", "group"), "contacts", ("topic", "subtopic")),
    "topic_language": Declared(("topic", "language"), "contacts", ("topic",)),
    "unmet_language": Declared(("language",), "counter", (), _QUARTERS),
}
DIMENSIONS = {name: declared.dimensions for name, declared in DECLARED.items()}
COUNTED = {name: declared.unit for name, declared in DECLARED.items()}
EXACT = frozenset({"desk_load"})
"""Bears no attribute of a visitor: published as it was counted, neither withheld nor rounded."""


@dataclass(frozen=True)
class Cell:
    """A published number, or None below ``threshold``. ``key`` has a value for each dimension of its table."""

    key: tuple[str, ...]
    count: int | None
    threshold: int


@dataclass(frozen=True)
class Table:
    """A table of one period, ready to be released or read back."""

    name: str
    period: str
    method: str
    cells: tuple[Cell, ...]

    @cached_property
    def _by_key(self) -> dict[tuple[str, ...], Cell]:
        return {cell.key: cell for cell in self.cells}

    def count(self, *key: str) -> int | None:
        """The published number of a cell; None if it is withheld or not in the table, which is the same."""
        cell = self._by_key.get(key)
        return cell.count if cell else None

    def cell(self, *key: str) -> Cell | None:
        """The cell if the table lists it, be it withheld."""
        return self._by_key.get(key)

    @property
    def content(self) -> dict[str, Any]:
        """As JSON, in a fixed order."""
        return {
            "dimensions": list(DIMENSIONS[self.name]),
            "unit": COUNTED[self.name],
            "cells": [
                {"key": list(cell.key), "count": cell.count, "threshold": cell.threshold}
                for cell in sorted(self.cells, key=lambda cell: cell.key)
            ],
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hexadecimal) of name, period, method and content."""
        return content_hash(self.name, self.period, self.method, self.content)


def content_hash(name: str, period: str, method: str, content: dict[str, Any]) -> str:
    """The hash of a stored table."""
    whole = json.dumps([name, period, method, content], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def cells_of(content: dict[str, Any]) -> tuple[Cell, ...]:
    """The cells of a stored table."""
    return tuple(Cell(tuple(cell["key"]), cell["count"], cell["threshold"]) for cell in content["cells"])


def checked(name: str, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells, if they can be those of the table: each once, a value for each dimension, nothing below a threshold.

    Raises ValueError.
    """
    found = tuple(cells)
    if len({cell.key for cell in found}) != len(found):
        raise ValueError(f"table {name} has a cell twice")
    for cell in found:
        if len(cell.key) != len(DIMENSIONS[name]):
            raise ValueError(f"{cell.key} does not have the dimensions of table {name}")
        if name not in EXACT and cell.count is not None and (cell.count < cell.threshold or cell.count % 5):
            raise ValueError(f"{cell.key} of table {name} has not passed the disclosure control")
    return found
