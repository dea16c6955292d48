"""What is listed and how it is rounded, for whatever contacts."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.disclosure.grids import HIDDEN, TOTAL, Step
from app.disclosure.listing import listed
from tests.unit.disclosure.town import GRIDS, TOPIC, counted, visits

sizes = st.integers(0, 160)
seeds = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None)
@given(seeds, sizes)
def test_every_number_is_near_the_truth_and_small_ones_are_withheld(seed: int, n: int) -> None:
    own = counted(visits(random.Random(seed), n))
    for grid in GRIDS:
        for key, number in listed(grid, own, frozenset()).items():
            truth = own.of(key).n
            low, high = number.interval
            assert low <= truth <= high
            assert number.threshold == (10 if any(value.startswith("asylum") for _, value in key) else 5)
            if number.count is None:
                assert truth < number.threshold
            else:
                assert number.count % 5 == 0
                assert number.count >= number.threshold <= truth


@settings(max_examples=60, deadline=None)
@given(seeds, sizes)
def test_only_large_totals_are_broken_down_and_then_wholly(seed: int, n: int) -> None:
    own = counted(visits(random.Random(seed), n))
    for grid in GRIDS:
        found = listed(grid, own, frozenset())
        assert TOTAL in found
        for key in grid.keys:
            totals = [found.get(step.total) for step in grid.steps(key)]
            assert (key in found) == all(total is not None and (total.count or 0) >= 20 for total in totals)
        assert not [key for key in found if any(value == HIDDEN for _, value in key)]


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_same_contacts_have_the_same_number_in_every_table(seed: int) -> None:
    own = counted(visits(random.Random(seed), 120))
    shown: dict[tuple[bytes, int], int | None] = {}
    for grid in GRIDS:
        for key, number in listed(grid, own, frozenset()).items():
            assert shown.setdefault((own.of(key).decision, number.threshold), number.count) == number.count


def test_rounding_is_right_on_average() -> None:
    chance = random.Random(5)
    errors = []
    for _ in range(300):
        own = counted(visits(chance, chance.randrange(40, 80)))
        number = listed(GRIDS[0], own, frozenset())[TOTAL]
        errors.append((number.count or 0) - own.of(TOTAL).n)
    assert abs(sum(errors) / len(errors)) < 0.4
    assert 1.2 < sum(map(abs, errors)) / len(errors) < 2.0


def test_a_flip_rounds_the_other_way_wherever_the_contacts_are_counted() -> None:
    own = counted(visits(random.Random(3), 103))
    decision = own.of(TOTAL).decision
    before = {grid.name: listed(grid, own, frozenset())[TOTAL].count for grid in GRIDS}
    after = {grid.name: listed(grid, own, {decision})[TOTAL].count for grid in GRIDS}
    assert {*before.values(), *after.values()} == {100, 105}
    assert len(set(before.values())) == len(set(after.values())) == 1


def test_what_is_closed_is_not_broken_down_and_the_rest_is() -> None:
    own = counted(visits(random.Random(3), 400))
    home, work = (("topic", "home"),), (("topic", "work"),)
    by_group = GRIDS[3]
    found = listed(by_group, own, frozenset(), closed={Step(home, "topic"), Step(work, "group")})
    assert not [key for key in found if dict(key).get("topic", "").startswith("home/")]
    assert [key for key in found if dict(key).get("topic") == "home" and "group" in dict(key)]
    assert not [key for key in found if dict(key).get("topic") == "work" and "group" in dict(key)]
    assert [key for key in found if dict(key).get("topic", "").startswith("work/")]


def test_by_month_nothing_sensitive_is_listed() -> None:
    own = counted(visits(random.Random(3), 400))
    for grid in GRIDS:
        if TOPIC.name in {axis.name for axis in grid.axes}:
            month = listed(grid, own, frozenset(), sensitive=False)
            assert not [key for key in month if dict(key).get("topic", "").startswith("asylum")]
            assert month
