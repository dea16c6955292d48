"""Packages of made-up towns."""

from collections.abc import Mapping
from pathlib import Path

from app.released.rounding import METHOD
from app.released.tables import Cell, Table
from app.reports.exports import package
from app.reports.exports.readme import Publisher

Cells = Mapping[tuple[str, ...], int | str]


def table(name: str, period: str, cells: Cells, method: str = METHOD) -> Table:
    """A released table; ``"<5"`` and ``"<10"`` are withheld."""
    made = (
        Cell(key, None, int(said[1:])) if isinstance(said, str) else Cell(key, said, 5) for key, said in cells.items()
    )
    return Table(name, period, method, tuple(made))


def packed(folder: Path, town: str, *tables: Table, year: str = "2026", example: bool = False) -> Path:
    """The package of a town in a file of its own."""
    path = folder / f"{town}-{year}.zip"
    path.write_bytes(package.write(package.Year(year, Publisher(town, "Willkommenszentrum"), tables, example)))
    return path


def unpacked(folder: Path, town: str, *tables: Table, year: str = "2026") -> Path:
    """The same as a folder."""
    made = folder / town
    made.mkdir()
    for name, content in package.files(package.Year(year, Publisher(town, "Willkommenszentrum"), tables)).items():
        (made / name).write_bytes(content)
    return made
