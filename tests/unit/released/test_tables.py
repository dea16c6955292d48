"""A table as it is stored and read back, and what is refused."""

import json

import pytest

from app.released.tables import ALL, Cell, Table, cells_of, checked, content_hash

CELLS = (
    Cell(("abh", "wohnen", ALL), 25, 5),
    Cell(("abh", "wohnen", "reached"), 20, 5),
    Cell(("abh", "wohnen", "turned_away"), None, 5),
)
TABLE = Table("feedback", "2026-Q4", "some-method", CELLS)


def test_read_back_as_it_was() -> None:
    stored = json.loads(json.dumps(TABLE.content))
    assert set(cells_of(stored)) == set(CELLS)
    assert content_hash("feedback", "2026-Q4", "some-method", stored) == TABLE.hash


def test_the_order_of_the_cells_does_not_matter_and_everything_else_does() -> None:
    assert Table("feedback", "2026-Q4", "some-method", CELLS[::-1]).hash == TABLE.hash
    others = [
        Table("feedback", "2026-Q3", "some-method", CELLS),
        Table("feedback", "2026-Q4", "other-method", CELLS),
        Table("feedback", "2026-Q4", "some-method", CELLS[:2]),
        Table("feedback", "2026-Q4", "some-method", (Cell(("abh", "wohnen", ALL), 30, 5), *CELLS[1:])),
    ]
    assert len({TABLE.hash, *(other.hash for other in others)}) == 5


def test_a_cell_that_is_not_there_is_withheld() -> None:
    assert TABLE.count("abh", "wohnen", ALL) == 25
    assert TABLE.count("abh", "wohnen", "turned_away") is None
    assert TABLE.count("jobcenter", "arbeit", ALL) is None
    assert TABLE.cell("abh", "wohnen", "turned_away") == CELLS[2]
    assert TABLE.cell("jobcenter", "arbeit", ALL) is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([Cell(("a", "b", ALL), 25, 5), Cell(("a", "b", ALL), 30, 5)], "twice"),
        ([Cell(("a", ALL), 25, 5)], "dimensions"),
        ([Cell(("a", "b", ALL), 23, 5)], "disclosure control"),
        ([Cell(("a", "b", ALL), 0, 5)], "disclosure control"),
        ([Cell(("a", "b", ALL), 5, 10)], "disclosure control"),
    ],
)
def test_what_has_not_passed_the_disclosure_control(cells: list[Cell], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        checked("feedback", cells)
