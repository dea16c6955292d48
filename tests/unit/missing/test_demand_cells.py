"""The cells of ``topic_language``: what is withheld, what is broken down, and that contacts round as one."""

import random
from collections import Counter
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from app.released import rounding
from app.released.tables import ALL, Cell, checked
from handouts.demand_release import NAME, Counted, cells_of

SECRET = b"s" * 32
TOPICS = {"wohnen": "normal", "arbeit": "normal", "asyl": "sensitive"}
LANGUAGES = ("uk", "ar", "lv", "ti")


def contacts(seed: int, *numbers: tuple[str, str, int]) -> list[Counted]:
    """So many contacts with a language and topics (``wohnen|arbeit``)."""
    chance = random.Random(seed)
    return [
        Counted(chance.randbytes(16), language, frozenset(topics.split("|")))
        for language, topics, n in numbers
        for _ in range(n)
    ]


def published(counted: list[Counted]) -> dict[tuple[str, ...], int | None]:
    cells = checked(NAME, cells_of(counted, topics=TOPICS, languages=LANGUAGES, secret=SECRET))
    return {cell.key: cell.count for cell in cells}


def test_large_numbers_are_within_four_and_small_ones_are_withheld() -> None:
    cells = published(contacts(1, ("uk", "wohnen", 63), ("ar", "wohnen", 31), ("ti", "wohnen", 4), ("lv", "arbeit", 7)))
    for key, true in ((("wohnen", "uk"), 63), (("wohnen", "ar"), 31), ((ALL, ALL), 105), (("wohnen", ALL), 98)):
        shown = cells[key]
        assert shown is not None
        assert abs(shown - true) <= 4
    assert cells[ALL, "ti"] is None
    assert cells[ALL, "lv"] in {5, 10}
    assert not {("wohnen", "ti"), ("wohnen", "lv"), ("arbeit", "lv")} & cells.keys()


def test_a_small_house_publishes_nothing_but_its_total() -> None:
    assert published(contacts(2, ("uk", "wohnen", 9), ("ar", "arbeit", 6))).keys() == {(ALL, ALL)}
    assert published([]) == {(ALL, ALL): None}


def test_a_sensitive_topic_is_never_crossed_with_language_and_starts_at_ten() -> None:
    cells = published(contacts(3, ("uk", "asyl", 60), ("ar", "wohnen", 40)))
    assert not [key for key in cells if key[0] == "asyl" and key[1] != ALL]
    assert cells["asyl", ALL] == 60
    few = published(contacts(3, ("uk", "asyl", 9), ("ar", "wohnen", 40)))
    assert few["asyl", ALL] is None


def test_the_same_contacts_give_the_same_number_wherever_they_are_counted() -> None:
    for seed in range(40):
        counted = contacts(seed, ("uk", "wohnen|arbeit", 23), ("ar", "asyl", 37))
        cells = published(counted)
        assert cells["wohnen", ALL] == cells["arbeit", ALL] == cells[ALL, "uk"]
        assert cells["asyl", ALL] == cells[ALL, "ar"]


def test_rounding_is_right_on_average_and_depends_on_the_contacts_only() -> None:
    shown = Counter(published(contacts(seed, ("uk", "wohnen", 42)))[ALL, ALL] for seed in range(400))
    assert shown.keys() == {40, 45}
    assert 0.3 < shown[45] / 400 < 0.5
    counted = contacts(7, ("uk", "wohnen", 42))
    assert published(counted) == published(counted[::-1])


def test_a_total_that_would_prove_a_small_part_is_not_broken_down() -> None:
    """44 and three times 4: where the total went up and the 44 went down, one of the others must be there."""
    small = (("uk", "wohnen", 44), ("ar", "wohnen", 4), ("lv", "wohnen", 4), ("ti", "wohnen", 4))
    others = tuple((language, "arbeit", 40) for language in LANGUAGES)
    proving = 0
    for seed in range(150):
        cells = published(contacts(seed, *small, *others))
        total = cells["wohnen", ALL]
        assert total is not None
        if ("wohnen", "uk") in cells:
            assert not rounding.proves_a_small_part(total, [cells["wohnen", tag] for tag in LANGUAGES])
        else:
            proving += 1
            assert not [key for key in cells if key[0] == "wohnen" and key[1] != ALL]
    assert 0 < proving < 30


def test_nor_is_the_whole_by_languages() -> None:
    small = (("uk", "wohnen", 44), ("ar", "wohnen", 4), ("lv", "wohnen", 4), ("ti", "wohnen", 4))
    found = [published(contacts(seed, *small)) for seed in range(150)]
    hidden = [cells for cells in found if (ALL, "uk") not in cells]
    assert 0 < len(hidden) < 30
    for cells in found:
        total = cells[ALL, ALL]
        assert total is not None
        if cells not in hidden:
            assert not rounding.proves_a_small_part(total, [cells[ALL, tag] for tag in LANGUAGES])


@st.composite
def towns(draw: st.DrawFn) -> list[Counted]:
    """Groups of contacts with a language and one to three topics."""
    topics = st.lists(st.sampled_from(sorted(TOPICS)), min_size=1, max_size=3, unique=True).map("|".join)
    groups = st.tuples(st.sampled_from(LANGUAGES), topics, st.integers(1, 60))
    return contacts(draw(st.integers(0, 2**32)), *draw(st.lists(groups, max_size=14)))


@settings(max_examples=300, deadline=None)
@given(towns())
def test_whatever_is_counted_nothing_small_can_be_reckoned(counted: list[Counted]) -> None:
    cells = {cell.key: cell for cell in cells_of(counted, topics=TOPICS, languages=LANGUAGES, secret=SECRET)}
    for (topic, language), cell in cells.items():
        true = sum(topic in {ALL, *one.topics} and language in {ALL, one.language} for one in counted)
        assert cell.threshold == (10 if TOPICS.get(topic) == "sensitive" else 5)
        assert (cell.count is None) == (true < cell.threshold)
        assert cell.count is None or abs(cell.count - true) <= 4
        assert language == ALL or TOPICS.get(topic) != "sensitive"
    for total in (cell for cell in cells.values() if ALL in cell.key):
        _parts_prove_nothing(total, cells)


def _parts_prove_nothing(total: Cell, cells: Mapping[tuple[str, ...], Cell]) -> None:
    """As an attacker reckons: what the largest possible other parts leave of the smallest possible total."""
    if total.count is None:
        return
    for place, values in ((0, sorted(TOPICS)), (1, LANGUAGES)):
        if total.key[place] != ALL:
            continue
        keys = [tuple(value if at == place else one for at, one in enumerate(total.key)) for value in values]
        most = {key: _most(key, cells) for key in keys}
        for key in keys:
            if key in cells and cells[key].count is None:
                assert total.count - 4 - (sum(most.values()) - most[key]) < 1, key


def _most(key: tuple[str, ...], cells: Mapping[tuple[str, ...], Cell]) -> int:
    """The largest number that a cell can have; of one that is not listed, what its totals allow."""
    if key in cells:
        count = cells[key].count
        return cells[key].threshold - 1 if count is None else count + 4
    return (
        10**6
        if key == (ALL, ALL)
        else min(_most(above, cells) for above in ((ALL, key[1]), (key[0], ALL)) if above != key)
    )
