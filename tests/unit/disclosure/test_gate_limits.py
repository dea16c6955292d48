"""What no withholding can help, and what has no total of its own: the gate gives up neither too much nor itself."""

import random
from dataclasses import replace

from app.disclosure.counts import Counted, Tally
from app.disclosure.gate import Application, pass_gate
from app.disclosure.grids import TOTAL, Axis, Grid, Key, Step
from tests.unit.disclosure.town import Town, Visit, counted

THING = Axis("thing", ("big", "small"))
FIELD = Axis("field", ("a", "b"), several=True)
WEEKDAY = Axis("weekday", ("1", "2"))


def test_a_threshold_that_rises_does_not_cost_the_whole_year() -> None:
    """Seven were shown as 5 or 10 in the first half. Below ten nobody may be singled out now: that is past help."""
    chance = random.Random(4)
    people = [Visit(chance.getrandbits(128), {"thing": (value,)}) for value in ["big"] * 60 + ["small"] * 7]
    other = [Visit(chance.getrandbits(128), {"thing": (value,)}) for value in ["big"] * 50 + ["small"] * 40]
    town = Town((Grid("thing", (THING,)),))
    town.release("p1", counted(people, town.grids))
    raised = Grid("thing", (replace(THING, thresholds={"small": 10}),))
    town.published["p1"] = ((raised,), town.published["p1"][1])
    town.grids = (raised,)
    town.release("p2", counted(other, town.grids))
    passed = town.release("p", counted(people + other, town.grids), ("p1", "p2"))
    assert passed.withheld == ()
    assert passed.load
    assert {key for key, number in passed.tables["thing"].items() if number.count is not None} == {
        TOTAL,
        (("thing", "big"),),
        (("thing", "small"),),
    }


def test_a_total_that_only_the_load_knows_can_be_told_from_the_others() -> None:
    """18 of field a, shown as 20, 14 of them on Monday, shown as 10: so two or more on Tuesday. Both are turned."""
    a, monday, tuesday = ("field", "a"), ("weekday", "1"), ("weekday", "2")
    b_of = {TOTAL: (("field", "b"),), monday: (("field", "b"), monday), tuesday: (("field", "b"), tuesday)}
    turned = {bytes([3]): 18, bytes([5]): 14}
    down, up = turned
    tallies = {(a,): Tally(18, down), (a, monday): Tally(14, up), (a, tuesday): Tally(4, bytes([7]))}
    tallies |= {key: Tally(25, bytes([8])) for key in b_of.values()} | {b_of[TOTAL]: Tally(50, bytes([9]))}
    exact: dict[Key, int] = {TOTAL: 60, (monday,): 30, (tuesday,): 30}
    known = Counted(tallies | {key: Tally(n, bytes([11])) for key, n in exact.items()}, Tally(0, bytes([12])), exact)
    grids = (Grid("field", (FIELD,)), Grid("field_load", (FIELD, WEEKDAY), margins=False))
    passed = pass_gate(Application("q", grids, {"q": known}, {}, {}, frozenset(), frozenset(turned)))
    assert passed.tables["field"][(a,)].count == 20
    assert passed.closed == (Step((a,), "weekday"),)
    assert set(passed.tables["field_load"]) == {b_of[monday], b_of[tuesday]}


def test_the_few_who_came_on_one_weekday_cost_no_table() -> None:
    """The load is published as it is: that two came on a Tuesday bears nothing about them."""
    tallies = {(("field", "a"),): Tally(40, bytes([1])), (("field", "a"), ("weekday", "1")): Tally(38, bytes([2]))}
    tallies |= {(("field", "a"), ("weekday", "2")): Tally(2, bytes([3]))}
    exact: dict[Key, int] = {TOTAL: 60, (("weekday", "1"),): 58, (("weekday", "2"),): 2}
    known = Counted(tallies | {key: Tally(n, bytes([11])) for key, n in exact.items()}, Tally(0, bytes([12])), exact)
    grids = (Grid("field", (replace(FIELD, complete=False),)), Grid("field_load", (FIELD, WEEKDAY), margins=False))
    passed = pass_gate(Application("q", grids, {"q": known}, {}, {}, frozenset(), frozenset()))
    assert passed.withheld == ()
    assert passed.load
    year = Application(
        "y",
        grids[:1],
        {"q": known, "y": replace(known, exact={})},
        {"q": (grids, {})},
        {"y": ["q"]},
        frozenset(),
        frozenset(),
    )
    assert pass_gate(year).withheld == ()
