"""The tables that are measured with: seeded, large, and the plain scan finds the same winner in them."""

from datetime import date, datetime
from itertools import islice
from random import Random

from app.cli.bench_route import queries, scanned
from app.cli.bench_tables import hard, metropolis
from referrals.routing.engine import decide, winner
from referrals.routing.values import Table
from tests.unit.routing.leipzig import leipzig, offices

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001  local and naive, as the engine takes it


def test_a_metropolis_is_made_of_the_towns_rules() -> None:
    large = metropolis(leipzig(), offices(), DAY)
    assert 10_000 <= large.rules < 10_100
    assert len(large.table.rules) == 2 * len(leipzig().rules)
    assert max(map(len, large.table.rules.values())) > 100
    named = {name for own in large.table.rules.values() for rule in own for name in rule.responsible + rule.advises}
    assert named <= large.offices.keys()
    assert all(office.successor in {None, *large.offices} for office in large.offices.values())
    assert any(rule.valid_to for own in large.table.rules.values() for rule in own)


def test_the_same_seed_makes_the_same_table() -> None:
    one, other = metropolis(leipzig(), offices(), DAY), metropolis(leipzig(), offices(), DAY)
    assert one == other
    assert hard(topics=2, seed=3) == hard(topics=2, seed=3) != hard(topics=2, seed=4)


def test_scan_and_engine_find_the_same_rule() -> None:
    for table in (leipzig(), metropolis(leipzig(), offices(), DAY).table, hard(topics=5)):
        every_rule = [rule for own in table.rules.values() for rule in own]
        Random(1).shuffle(every_rule)
        for query in islice(queries(table, AT), 40):
            found = scanned(every_rule, query)
            assert found == winner(table, query.topic, query.visitor, DAY)
            assert found == decide(table, query.topic, query.visitor, DAY).rule


def test_a_topic_without_rules_has_no_winner() -> None:
    query = next(queries(leipzig(), AT))
    assert winner(Table(), query.topic, query.visitor, DAY) is None
