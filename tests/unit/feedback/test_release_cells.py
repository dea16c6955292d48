"""What is released of an office and a field: for whatever numbers, nobody can be reckoned out of it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.released.rounding import METHOD, SENSITIVE_THRESHOLD, THRESHOLD, may_be_broken_down, proves_a_small_part
from app.released.tables import ALL, Cell, Table, checked
from referrals.feedback import OUTCOMES
from referrals.feedback_release import cells_of_pair, without_proof

PAIR = ("abh", "oeffnung")
secrets = st.binary(min_size=32, max_size=32)
thresholds = st.sampled_from([THRESHOLD, SENSITIVE_THRESHOLD])


def cells(numbers: tuple[int, ...], secret: bytes, threshold: int = THRESHOLD) -> dict[str, Cell]:
    outcomes = {outcome: n for outcome, n in zip(OUTCOMES, numbers, strict=True) if n}
    found = cells_of_pair(PAIR, outcomes, secret=secret, quarter="2026-Q4", threshold=threshold)
    return {cell.key[2]: cell for cell in checked("feedback", found)}


def assert_safe(numbers: tuple[int, ...], found: dict[str, Cell], threshold: int) -> None:
    """Near the truth where there is a number, and no part proven to be there."""
    truth = dict(zip(OUTCOMES, numbers, strict=True)) | {ALL: sum(numbers)}
    for outcome, cell in found.items():
        assert cell.threshold == threshold
        if cell.count is None:
            assert truth[outcome] < threshold
        else:
            assert truth[outcome] >= threshold
            assert abs(cell.count - truth[outcome]) <= 4
    assert set(found) in (set(), {ALL}, {ALL, *OUTCOMES})
    if len(found) > 1:
        total = found[ALL].count
        assert total is not None
        assert may_be_broken_down(total)
        assert not proves_a_small_part(total, [found[one].count for one in OUTCOMES], threshold=threshold)


@given(st.tuples(*[st.integers(0, 400)] * 4), secrets, thresholds)
def test_any_numbers(numbers: tuple[int, ...], secret: bytes, threshold: int) -> None:
    assert_safe(numbers, cells(numbers, secret, threshold), threshold)


def test_all_small_numbers() -> None:
    for numbers in product(range(0, 13, 2), range(0, 13, 3), range(13), range(5)):
        assert_safe(numbers, cells(numbers, b"s" * 32), THRESHOLD)


def test_few_reports_leave_nothing_at_all() -> None:
    assert cells((4, 0, 0, 0), b"s" * 32) == {}
    assert cells((9, 0, 0, 0), b"s" * 32, SENSITIVE_THRESHOLD) == {}
    assert cells((0, 0, 0, 0), b"s" * 32) == {}


def test_where_rounding_up_would_give_four_fours_away_it_is_rounded_down() -> None:
    totals = {tuple(cells((4, 4, 4, 4), bytes([number]) * 32)) for number in range(64)}
    assert totals == {(ALL,)}
    assert {cells((4, 4, 4, 4), bytes([number]) * 32)[ALL].count for number in range(64)} == {15}


def test_outcomes_that_did_not_happen_look_like_those_that_hardly_did() -> None:
    some = cells((50, 4, 0, 0), b"s" * 32)
    none = cells((50, 0, 0, 0), b"s" * 32)
    assert [some[one].count for one in OUTCOMES[1:]] == [none[one].count for one in OUTCOMES[1:]] == [None] * 3


def sent(count: int | None) -> Table:
    return Table("office", "2026-Q3", METHOD, (Cell(("abh",), count, THRESHOLD),))


def test_reports_do_not_prove_who_was_sent_where_that_is_withheld() -> None:
    """Seven reports of slips from two quarters, in each of which fewer than five were sent: somebody was in both."""
    own = list(cells((7, 0, 0, 0), b"s" * 32).values())
    assert without_proof(own, [sent(None), sent(None)]) == []
    assert without_proof(own, [sent(None), sent(20)]) == without_proof(own, [sent(20), sent(None)]) == own
    assert without_proof(own, [sent(10), sent(10)]) == own
    assert without_proof(own, [None, sent(None)]) == own
    many = list(cells((60, 0, 0, 0), b"s" * 32).values())
    assert without_proof(many, [sent(None), sent(40)]) == []
    assert without_proof(many, [sent(None), sent(60)]) == many
