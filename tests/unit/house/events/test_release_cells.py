"""What is released of participants: near the truth, nothing small, and no small part that could be reckoned out."""

from hypothesis import given
from hypothesis import strategies as st

from app.house.events.release import NAME, cells_of
from app.released.rounding import SENSITIVE_THRESHOLD, THRESHOLD, may_be_broken_down, proves_a_small_part
from app.released.tables import ALL, Cell, checked

THRESHOLDS = {"arbeit": THRESHOLD, "asyl": SENSITIVE_THRESHOLD, "sprache": THRESHOLD, "wohnen": THRESHOLD}
numbers = st.fixed_dictionaries({topic: st.integers(0, 200) for topic in THRESHOLDS})
secrets = st.binary(min_size=32, max_size=32)


def cells(total: int, by_topic: dict[str, int], secret: bytes = b"s" * 32) -> dict[str, Cell]:
    found = cells_of(total, by_topic, THRESHOLDS, secret=secret, quarter="2026-Q4")
    return {cell.key[0]: cell for cell in checked(NAME, found)}


@given(numbers, st.integers(0, 200), secrets)
def test_any_numbers(by_topic: dict[str, int], without_topic: int, secret: bytes) -> None:
    total = sum(by_topic.values()) + without_topic
    found = cells(total, by_topic, secret)
    assert set(found) in (set(), {ALL}, {ALL, *THRESHOLDS})
    for key, cell in found.items():
        truth = total if key == ALL else by_topic[key]
        if cell.count is None:
            assert truth < THRESHOLDS[key]
        else:
            assert abs(cell.count - truth) <= 4
            assert truth >= THRESHOLDS.get(key, SENSITIVE_THRESHOLD)
    if len(found) > 1:
        whole = found[ALL].count
        assert whole is not None
        assert may_be_broken_down(whole)
        assert not proves_a_small_part(whole, [found[topic].count for topic in THRESHOLDS])


def test_an_event_with_two_topics_counts_in_both_and_once_in_all() -> None:
    found = cells(40, {"wohnen": 40, "arbeit": 40})
    assert {key: cell.count for key, cell in found.items()} == {
        ALL: 40, "wohnen": 40, "arbeit": 40, "asyl": None, "sprache": None,
    }  # fmt: skip


def test_few_people_leave_nothing_at_all() -> None:
    assert cells(9, {"wohnen": 9}) == {}
    assert cells(0, {}) == {}
    assert set(cells(12, {"wohnen": 12})) == {ALL}
