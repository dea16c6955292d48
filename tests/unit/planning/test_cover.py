"""What to get first: each step is the best one, and what is said of the order survives the rounding."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.planning.cover import clearly_first, cover
from app.reports.planning.spans import Span, span, together
from app.reports.values import Count

published = st.integers(0, 12).map(lambda n: span(Count(5 * n or None)))
needs_of = st.dictionaries(st.integers(0, 7), published, min_size=1)
offers_of = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.integers(0, 7)), min_size=1)


def served(needs: dict[int, Span], chosen: list[frozenset[int]]) -> int:
    return sum(need.about for key, need in needs.items() if any(key in one for one in chosen))


@settings(max_examples=80)
@given(needs=needs_of, offers=offers_of, most=st.integers(1, 4))
def test_it_comes_close_to_the_best_choice(
    needs: dict[int, Span], offers: dict[str, frozenset[int]], most: int
) -> None:
    steps = cover(needs, offers, most=most)
    chosen = [offers[step.offer] for step in steps]
    best = max(served(needs, list(some)) for some in combinations(offers.values(), min(most, len(offers))))
    reached = steps[-1].so_far.about if steps else 0
    assert reached == served(needs, chosen)
    assert reached >= (1 - 1 / 2.718281828) * best
    if most == 1:
        assert reached == best


@settings(max_examples=80)
@given(needs=needs_of, offers=offers_of)
def test_nothing_is_served_twice_and_no_step_is_empty(
    needs: dict[int, Span], offers: dict[str, frozenset[int]]
) -> None:
    steps = cover(needs, offers, most=6)
    keys = [key for step in steps for key in step.needs]
    assert len(keys) == len(set(keys))
    for step in steps:
        assert step.served == together([needs[key] for key in step.needs])
        assert step.served.low > 0
    first = clearly_first([step.served for step in steps])
    for one in steps[:first]:
        for other in steps[first:]:
            assert one.served.low > other.served.high


def test_how_many_are_clearly_first() -> None:
    needs = {n: span(Count(count)) for n, count in enumerate((60, 55, 30, 25))}
    steps = cover(needs, {str(n): frozenset({n}) for n in needs}, most=4)
    assert [step.offer for step in steps] == ["0", "1", "2", "3"]
    assert clearly_first([step.served for step in steps]) == 2
    assert steps[1].so_far == Span(107, 115, 123)


def test_a_union_and_a_part() -> None:
    assert Span(6, 10, 14).union(Span(16, 20, 24)) == Span(16, 20, 38)
    assert Span(6, 10, 14).union(Span(16, 20, 24)).within(Span(21, 25, 29)) == Span(16, 20, 29)
