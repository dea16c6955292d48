"""The true contacts of a demo set as a file, to compare published figures with: one line for each, as it is counted."""

import csv
from collections.abc import Iterable, Mapping
from typing import TextIO

DIMENSIONS = (
    "topic",
    "subtopic",
    "language",
    "group",
    "talk",
    "channel",
    "outcome",
    "duration",
    "persons",
    "field_of_action",
    "office",
)
"""Columns after the month; several values of one contact are joined by ``|``."""


class TruthFile:
    """Writes the lines, month by month."""

    def __init__(self, file: TextIO) -> None:
        self._lines = csv.writer(file, lineterminator="\n")
        self._lines.writerow(["month", *DIMENSIONS])

    def add(self, month: str, contacts: Iterable[Mapping[str, tuple[str, ...]]]) -> None:
        """The contacts of a month, each by its dimensions; sorted, since they have no order in the database either."""
        rows = (tuple("|".join(values[name]) for name in DIMENSIONS) for values in contacts)
        self._lines.writerows([month, *row] for row in sorted(rows))
