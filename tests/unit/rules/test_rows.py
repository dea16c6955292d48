"""The order of rows, moving, sorting, filters."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.rows import Row, Selection, arranged, contains, in_order, moved, validity
from tests.unit.rules.examples import TODAY, content, row

TABLE = [
    row("R-1", priority=30),
    row("R-2", priority=10, condition="g:student", advice=["caritas"], reason_de="wegen Studium"),
    row("R-3", priority=20, condition="res=county", responsible=["naomi"], valid_to="2026-11-22"),
    row("R-4", priority=20, condition="age<27", valid_from="2026-11-24"),
    row("R-5", priority=5),
]


def ids(rows: list[Row]) -> list[str]:
    return [one.id for one in rows]


def test_rows_stand_as_they_win_and_those_for_everybody_come_last() -> None:
    assert ids(in_order(TABLE)) == ["R-2", "R-3", "R-4", "R-5", "R-1"]


@pytest.mark.parametrize(
    ("rule", "up", "numbers"),
    [
        ("R-3", True, {"R-3": 9}),
        ("R-2", True, {}),
        ("R-2", False, {"R-2": 21}),
        ("R-4", True, {"R-4": 19}),
        ("R-4", False, {}),
        ("R-5", True, {}),
        ("R-5", False, {"R-5": 31}),
        ("R-1", False, {}),
        ("gone", True, {}),
    ],
)
def test_moving(rule: str, up: bool, numbers: Mapping[str, int]) -> None:
    assert moved(TABLE, rule, up) == numbers


def test_where_no_number_is_free_two_rules_swap() -> None:
    rows = [row(f"R-{n}", priority=n, condition="g:student") for n in (0, 1, 2)]
    assert moved(rows, "R-1", True) == {"R-1": 0, "R-0": 1}
    assert moved(rows, "R-1", False) == {"R-1": 3}
    assert moved([row("A", priority=0), row("B", priority=0)], "B", True) == {"A": 1}


@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=8, unique=True), st.data())
def test_a_moved_row_stands_on_the_other_side_of_its_neighbour(numbers: list[int], data: st.DataObject) -> None:
    rows = [row(f"R-{n}", priority=number, condition="g:student") for n, number in enumerate(numbers)]
    order = ids(in_order(rows))
    place = data.draw(st.integers(1, len(rows) - 1))
    changed = moved(rows, order[place], True)
    after = ids(
        in_order(row(one.id, priority=changed.get(one.id, one.priority), condition="g:student") for one in rows)
    )
    order[place - 1 : place + 1] = [order[place], order[place - 1]]
    assert after == order


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Selection(group="student"), ["R-2", "R-3", "R-4", "R-5", "R-1"]),
        (Selection(group="researcher"), ["R-3", "R-4", "R-5", "R-1"]),
        (Selection(office="caritas"), ["R-2"]),
        (Selection(valid="expired"), ["R-3"]),
        (Selection(valid="later"), ["R-4"]),
        (Selection(valid="today"), ["R-2", "R-5", "R-1"]),
        (Selection(only="drafts"), []),
        (Selection(q="STUDIUM wegen"), ["R-2"]),
        (Selection(q="naomi"), ["R-3"]),
        (Selection(q="nichts davon"), []),
        (Selection(sort="responsible"), ["R-2", "R-4", "R-5", "R-1", "R-3"]),
        (Selection(sort="responsible", falling=True), ["R-3", "R-2", "R-4", "R-5", "R-1"]),
        (Selection(sort="age"), ["R-4", "R-2", "R-3", "R-5", "R-1"]),
        (Selection(sort="advises", falling=True), ["R-2", "R-3", "R-4", "R-5", "R-1"]),
        (Selection(sort="valid"), ["R-3", "R-4", "R-2", "R-5", "R-1"]),
    ],
)
def test_filters_and_sorting(chosen: Selection, found: list[str]) -> None:
    assert ids(arranged(TABLE, chosen)) == found


def test_a_selection_travels_through_addresses_and_forms() -> None:
    chosen = Selection("wort", "student", "abh", "drafts", "today", "valid", True)
    assert Selection.of(chosen.query()) == chosen
    assert Selection.hidden_in(dict(chosen.hidden())) == chosen
    assert Selection.of({"sort": "drop table", "valid": "x", "only": "y", "falling": "1"}) == Selection()
    assert chosen.narrowed
    assert not Selection(sort="rule").narrowed


def test_validity_includes_both_days() -> None:
    first, last = TODAY.isoformat(), TODAY.isoformat()
    assert validity(content(valid_from=first, valid_to=last), TODAY) == "today"


def test_search_looks_into_office_ids() -> None:
    assert contains(TABLE[1], "caritas stud")
    assert not contains(TABLE[1], "caritas abx")
