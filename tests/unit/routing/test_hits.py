from datetime import date
from itertools import permutations

from hypothesis import given

from referrals.routing.condition import Condition
from referrals.routing.hits import Hits, bits
from referrals.routing.values import Rule
from tests.unit.routing.random_tables import rule_lists


def rule(name: str, priority: int, condition: str, office: str = "x") -> Rule:
    return Rule(name, "t", priority, Condition.parse(condition), (office,))


def test_rules_are_kept_in_the_order_in_which_they_win() -> None:
    rules = (rule("C", 2, ""), rule("B", 1, "g:a"), rule("A", 2, "g:b"))
    for order in permutations(rules):
        assert [one.id for one in Hits(order).rules] == ["B", "A", "C"]


def test_a_rule_that_is_beaten_by_a_dropped_one_still_drops_out() -> None:
    """Dropping is not a chain: whoever has any more specific match goes, whether or not that one stands itself."""
    hits = Hits((rule("GENERAL", 1, ""), rule("MIDDLE", 2, "g:a"), rule("SPECIAL", 3, "g:a res=city")))
    assert hits.winner(0b111) == 2
    assert hits.winner(0b011) == 1
    assert hits.winner(0b001) == 0
    assert hits.winner(0) is None


@given(rule_lists(max_size=12))
def test_the_more_specific_rules_are_those_whose_condition_says_so(rules: tuple[Rule, ...]) -> None:
    hits = Hits(rules)
    for index, general in enumerate(hits.rules):
        assert list(bits(hits.more_specific[index])) == [
            number
            for number, special in enumerate(hits.rules)
            if special.condition.is_more_specific_than(general.condition)
        ]


def test_equal_results_have_equal_numbers() -> None:
    hits = Hits((rule("A", 1, "g:a", "one"), rule("B", 2, "g:b", "two"), rule("C", 3, "", "one")))
    assert hits.result_number == (1, 2, 1)


def test_valid_on_counts_both_ends() -> None:
    limited = Rule("A", "t", 1, Condition(), ("x",), valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31))
    hits = Hits((limited, rule("B", 2, "")))
    assert hits.valid_on(date(2025, 12, 31)) == hits.valid_on(date(2026, 2, 1)) == 0b10
    assert hits.valid_on(date(2026, 1, 1)) == hits.valid_on(date(2026, 1, 31)) == 0b11


def test_bits() -> None:
    assert list(bits(0b10110)) == [1, 2, 4]
