"""What a released table is: its dimensions and its cells. Pure.

Every table that can be released, with its dimensions and the kinds of period it comes in:

- ``event`` (quarters): ``topic``; counts participants of events in the house, for an event with several topics in each.
  Written by app.house.events.release.
- ``feedback`` (quarters): ``office``, ``field_of_action``, ``outcome``; counts reports by slip code. Written by
  referrals.feedback_release.
- ``topic`` (months, quarters or years): ``topic``, ``subtopic``; counts contacts. ``ALL, ALL`` are all contacts.
- ``topic_group`` (months, quarters or years): ``topic``, ``subtopic``, ``group`` (one of
  app.contacts.values.CONCEPT_GROUPS); counts contacts.
- ``topic_language`` (years): ``topic``, ``language``; counts contacts. Written by handouts.demand_release.
- ``unmet_language`` (quarters): ``language``; counts contacts for whose language nobody was known. Written by
  app.house.interpreting.unmet.

``ALL`` in a dimension is the total over it. A subtopic's id begins with its topic's (``wohnen/mietproblem``), and
stands in the cell beside it. A cell that a table does not have is withheld like one below the threshold: a table that
listed only what exists would tell that it exists. Only where a total is broken down are all its parts listed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ALL = "ALL"
DIMENSIONS = {
    "event": ("topic",),
    "feedback": ("office", "field_of_action", "outcome"),
    "topic": ("topic", "subtopic"),
    "topic_group": ("topic", "subtopic", "group"),
    "topic_language": ("topic", "language"),
    "unmet_language": ("language",),
}
COUNTED = {
    "event": "counter",
    "feedback": "counter",
    "topic": "contacts",
    "topic_group": "contacts",
    "topic_language": "contacts",
    "unmet_language": "counter",
}
"""The unit of each table; topics are multiple choice, so that the topics' contacts add up to more than all."""


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
        if cell.count is not None and (cell.count < cell.threshold or cell.count % 5):
            raise ValueError(f"{cell.key} of table {name} has not passed the disclosure control")
    return found
