"""What is released of a handout's copies: for whatever numbers, no small one can be reckoned from it."""

from hypothesis import given
from hypothesis import strategies as st

from app.released.rounding import SENSITIVE_THRESHOLD, THRESHOLD, may_be_broken_down, proves_a_small_part
from app.released.tables import ALL, checked
from app.vocabulary.values import Label, Subtopic, Topic, Vocabulary
from handouts.given_release import cells_of, threshold_of

LANGUAGES = ("ar", "de", "ro", "uk")
secrets = st.binary(min_size=32, max_size=32)
numbers = st.dictionaries(st.sampled_from(LANGUAGES), st.integers(0, 60))


def counts(given_: dict[str, int], secret: bytes, threshold: int = THRESHOLD) -> dict[str, int]:
    found = cells_of("h", given_, languages=LANGUAGES, threshold=threshold, secret=secret, quarter="2026-Q3")
    return {cell.key[1]: cell.count or 0 for cell in checked("handout", found)}


@given(numbers, secrets, st.sampled_from([THRESHOLD, SENSITIVE_THRESHOLD]))
def test_near_the_truth_and_nothing_small_is_proven(given_: dict[str, int], secret: bytes, threshold: int) -> None:
    found = counts(given_, secret, threshold)
    truth = given_ | {ALL: sum(given_.values())}
    for language, count in found.items():
        assert truth[language] >= threshold
        assert abs(count - truth[language]) <= 4
    if found.keys() - {ALL}:
        assert may_be_broken_down(found[ALL])
        parts = [found.get(language) for language in LANGUAGES]
        assert not proves_a_small_part(found[ALL], parts, threshold=threshold)


@given(numbers, secrets)
def test_a_total_of_twenty_is_always_broken_down(given_: dict[str, int], secret: bytes) -> None:
    """Otherwise the missing breakdown would itself tell that there is something small to hide."""
    found = counts(given_, secret)
    large = {language for language, n in given_.items() if n >= THRESHOLD}
    assert found.keys() - {ALL} == (large if may_be_broken_down(found.get(ALL)) else set())


def test_what_has_no_edition_is_broken_down_alike() -> None:
    found = cells_of("h", {"unknown": 40}, languages=(), threshold=THRESHOLD, secret=b"s" * 32, quarter="2026-Q3")
    assert {cell.key: cell.count for cell in found} == {("h", ALL): 40, ("h", "unknown"): 40}


def test_a_handout_about_anything_sensitive_has_the_higher_threshold() -> None:
    words = vocabulary_of(flu="normal", abuse="protection")
    assert threshold_of(["health/flu"], words) == THRESHOLD
    assert threshold_of(["health/abuse"], words) == SENSITIVE_THRESHOLD
    assert threshold_of(["health/flu", "health"], words) == SENSITIVE_THRESHOLD
    assert threshold_of([], words) == THRESHOLD


def vocabulary_of(**handlings: str) -> Vocabulary:
    parts = tuple(
        Subtopic(f"health/{name}", "health", Label(name, name), "", handling) for name, handling in handlings.items()
    )
    return Vocabulary(
        topics={"health": Topic("health", Label("Health", "Health"), "", "normal", parts)},
        subtopics={one.id: one for one in parts},
        groups={},
        questions={},
        flags={},
        sensitive=frozenset(),
        languages={},
        documents={},
        phrases={},
        field_of_action={},
    )
