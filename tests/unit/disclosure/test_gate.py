"""Nobody is singled out by what passes the gate: shown by trying every world that fits, without linear programmes."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.disclosure.audit import audit
from app.disclosure.counts import Counted, Number, Tally
from app.disclosure.grids import TOTAL, Axis, Grid, Key
from app.disclosure.listing import listed
from app.disclosure.relations import Link, Relations, Situation
from app.disclosure.solver import NotSolved, Programme
from app.released import rounding
from tests.unit.disclosure.town import GRIDS, SECRET, Town, Visit, counted, visits

PAIR = Axis("sex", ("a", "b"))
GRID = Grid("sex", (PAIR,))
CELLS = {value: ((PAIR.name, value),) for value in PAIR.values}
MOST = 14
secrets = st.integers(0, 2**64)
numbers = st.lists(st.integers(0, MOST), min_size=4, max_size=4)


def people(seed: int, a: int, b: int) -> list[Visit]:
    chance = random.Random(seed)
    return [Visit(chance.getrandbits(128), {PAIR.name: (value,)}) for value in "a" * a + "b" * b]


def fits(number: Number | None, n: Any) -> Any:
    """Whether (or where) a true count fits what is published of it."""
    if number is None:
        return n >= 0
    low, high = number.interval
    return (low <= n) & (n <= high)


def worlds(published: dict[str, dict[Key, Number]], whole: int) -> NDArray[Any]:
    """All true counts (a and b of the first period, then of the second) that fit what is published, one in a row."""
    every = np.indices((MOST + 6,) * 4).reshape(4, -1)
    first, second = every[:2], every[2:]
    periods = {"p1": first, "p2": second, "p": first + second}
    possible = every.sum(axis=0) == whole
    for period, (a, b) in periods.items():
        known = published[period]
        for key, n in ((TOTAL, a + b), (CELLS["a"], a), (CELLS["b"], b)):
            possible &= fits(known.get(key), n)
    fitting: NDArray[Any] = every.T[possible]
    return fitting


@settings(max_examples=25, deadline=None)
@given(secrets, numbers)
def test_two_periods_and_their_whole_with_its_total_known(seed: int, n: list[int]) -> None:
    town = Town((GRID,))
    first, second = people(seed, *n[:2]), people(seed + 1, *n[2:])
    town.release("p1", counted(first, town.grids))
    town.release("p2", counted(second, town.grids))
    passed = town.release("p", counted(first + second, town.grids, load=True), ("p1", "p2"))
    published = {period: shown for period, (_, shown) in town.published.items()}
    possible = worlds(published, sum(n))
    for place, truth in enumerate(n):
        if passed.load and 1 <= truth < 5:
            assert (possible[:, place] == 0).any(), (n, published)
    for place, value in enumerate(PAIR.values):
        truth = n[place] + n[place + 2]
        if passed.load and 1 <= truth < 5:
            assert (possible[:, place] + possible[:, place + 2] == 0).any(), (n, value, published)


def test_the_total_alone_would_give_the_rest_away_and_is_turned() -> None:
    """50 are known to have come, 47 of one kind: with 45 published the other three would be certain."""
    found = 0
    for seed in range(40):
        own = counted(people(seed, 47, 3), (GRID,), load=True)
        plain = listed(GRID, own, frozenset())
        passed = Town((GRID,)).release("p", own)
        assert passed.tables["sex"][CELLS["a"]].count == 50
        assert passed.tables["sex"][CELLS["b"]].count is None
        found += plain[CELLS["a"]].count == 45
        assert bool(passed.flips) == (plain[CELLS["a"]].count == 45)
    assert found > 5


def test_what_was_shown_is_not_turned_any_more() -> None:
    """The same 47 were shown as 45 before: now only the table itself can be held back."""
    for seed in range(40):
        ours = people(seed, 47, 3)
        own = counted(ours, (GRID,))
        if listed(GRID, own, frozenset())[CELLS["a"]].count == 45:
            break
    town = Town((GRID,))
    town.release("p1", own)
    town.release("p2", counted([], (GRID,)))
    assert town.published["p1"][1][CELLS["a"]].count == 45
    passed = town.release("p", counted(ours, (GRID,), load=True), ("p1", "p2"))
    assert passed.load is False or passed.withheld == ("sex",)
    assert passed.flips == frozenset()


@pytest.mark.parametrize("seed", range(6))
def test_months_quarter_and_all_tables_single_out_nobody(seed: int) -> None:
    """With subtopics, several topics, sensitive ones and crossings; audited anew from what was published alone."""
    chance = random.Random(seed)
    town = Town()
    months = {f"m{number}": visits(chance, chance.choice((25, 60, 150, 400))) for number in range(3)}
    for month, found in months.items():
        town.release(month, counted(found), sensitive=False)
    whole = counted([visit for found in months.values() for visit in found], load=True)
    town.release("q", whole, tuple(months))
    grids = {period: of for period, (of, _) in town.published.items()}
    done = audit(
        Relations(Situation(town.counted, grids, {"q": tuple(months)})),
        {period: shown for period, (_, shown) in town.published.items()},
    )
    assert done.found == ()
    assert done.cells > 0
    for period, (_, shown) in town.published.items():
        for key, number in shown.items():
            assert fits(number, town.counted[period].of(key).n)


def test_without_the_gate_somebody_would_be_singled_out() -> None:
    """The audit does find what is there to find."""
    own = counted(people(1, 48, 2), (GRID,), load=True)
    decided = Counted({**own.tallies, CELLS["a"]: _rounded_down(48)}, own.nobody, own.exact)
    situation = Situation({"p": decided}, {"p": (GRID,)}, {})
    done = audit(Relations(situation), {"p": listed(GRID, decided, frozenset())})
    [found] = done.found
    assert found.place == ("p", CELLS["b"])
    assert found.because[("p", CELLS["a"])] == pytest.approx(-1)


def test_a_field_beside_its_topics_proves_a_small_one() -> None:
    """30 (at least 26) of a field whose one topic shows 20 (at most 24): at least two had its other topic."""
    topic, field = (
        Axis("topic", ("work", "training"), several=True, complete=False),
        Axis("field", ("jobs",), several=True, complete=False),
    )
    cells = {key: ((axis.name, key),) for axis in (topic, field) for key in axis.values}
    truth = {TOTAL: 40, cells["work"]: 24, cells["training"]: 4, cells["jobs"]: 28}
    own = Counted({key: Tally(n, b"%d" % n) for key, n in truth.items()}, Tally(0, b"0"), {})
    grids = (Grid("topic", (topic,)), Grid("field", (field,)))
    shown = {TOTAL: Number(40, 5), cells["work"]: Number(20, 5), cells["training"]: Number(None, 5)}
    shown[cells["jobs"]] = Number(30, 5)
    link = Link(cells["jobs"], (cells["work"], cells["training"]), both=True)
    for links, found in (((link,), [("p", cells["training"])]), ((), [])):
        done = audit(Relations(Situation({"p": own}, {"p": grids}, {}, links=links)), {"p": shown})
        assert [one.place for one in done.found] == found


def _rounded_down(n: int) -> Tally:
    """A tally whose keyed hash rounds it down."""
    for number in range(100):
        decision = rounding.decision_of_counter(SECRET, table="t", period="p", cell=(str(number),), n=n)
        if rounding.published(n, decision) == n - n % 5:
            return Tally(n, decision)
    raise AssertionError("chance never rounds down")


def test_what_cannot_be_proven_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Programme, weights: object) -> None:
        raise NotSolved

    monkeypatch.setattr(Programme, "least", fail)
    passed = Town().release("q", counted(visits(random.Random(1), 90), load=True))
    assert (dict(passed.tables), passed.load) == ({}, False)
    assert set(passed.withheld) == {grid.name for grid in GRIDS}


def test_what_earlier_releases_prove_already_ends_the_search() -> None:
    """Numbers that were released by mistake: nothing new is published over them, and the gate comes to an end."""
    town = Town((GRID,))
    town.release("p1", counted(people(1, 48, 2), (GRID,), load=True))
    town.release("p2", counted(people(2, 30, 30), (GRID,)))
    town.published["p1"][1][CELLS["a"]] = Number(45, 5)
    passed = town.release("p", counted(people(1, 48, 2) + people(2, 30, 30), (GRID,), load=True), ("p1", "p2"))
    assert (dict(passed.tables), passed.load) == ({}, False)


def test_the_same_counts_give_the_same_release() -> None:
    chance = random.Random(9)
    own = counted(visits(chance, 300), load=True)
    first, second = (Town().release("q", own) for _ in range(2))
    assert first == second
    assert set(first.tables) == {grid.name for grid in GRIDS}
