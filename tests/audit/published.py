"""What anybody can get: the files of ``wegweiser stats --all`` and the list of the tables."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ALL = "ALL"
FILE = re.compile(r"(?P<name>\w+)--(?P<period>\d{4}(?:-(?:\d\d|Q\d))?)\.csv")
WITHHELD = re.compile(r"<(\d+)")
NORMAL_THRESHOLD = 5
Key = tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A number, or None where it is withheld below ``threshold`` (None if the file does not say it)."""

    count: int | None
    threshold: int = NORMAL_THRESHOLD


@dataclass(frozen=True)
class Published:
    """A table of one period. ``multi`` are the dimensions of which a contact can have several values."""

    name: str
    period: str
    dimensions: Key
    figures: Mapping[Key, Figure]
    unit: str = "contacts"
    multi: frozenset[str] = frozenset()


def tables(folder: Path, listing: Iterable[Mapping[str, object]]) -> Iterator[Published]:
    """All tables of a folder; ``listing`` is the answer of ``wegweiser stats --list --json``.

    Raises AssertionError where folder and list do not name the same tables and periods.
    """
    listed = {str(one["name"]): one for one in listing}
    files = {
        (match["name"], match["period"]): path for path in folder.iterdir() if (match := FILE.fullmatch(path.name))
    }
    assert set(files) == {(name, period) for name, one in listed.items() for period in _texts(one["periods"])}
    for (name, period), path in sorted(files.items()):
        one = listed[name]
        dimensions = _texts(one["dimensions"])
        figures = _figures(path, dimensions)
        yield Published(name, period, dimensions, figures, str(one["unit"]), frozenset(_texts(one["multi"])))


def _texts(value: object) -> Key:
    assert isinstance(value, list)
    return tuple(map(str, value))


def _figures(path: Path, dimensions: Key) -> dict[Key, Figure]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        found = {tuple(row[one] for one in dimensions): _figure(row["count"]) for row in rows}
    assert tuple(rows.fieldnames or ()) == (*dimensions, "count", "note"), path.name
    return found


def _figure(text: str) -> Figure:
    withheld = WITHHELD.fullmatch(text)
    return Figure(None, int(withheld[1])) if withheld else Figure(int(text))
