"""What is published of languages that nobody could interpret."""

from app.house.interpreting.unmet import cells_of

SECRET = b"thirty-two bytes of the tests..."


def test_only_what_reaches_the_threshold_is_listed_rounded_to_five() -> None:
    counts = {"uk": 23, "ti": 5, "so": 4, "am": 1}
    cells = {cell.key: cell.count for cell in cells_of(counts, secret=SECRET, quarter="2026-Q4")}
    assert cells.keys() == {("uk",), ("ti",)}
    assert cells["uk",] in {20, 25}
    assert cells["ti",] == 5


def test_no_number_is_off_by_five_or_more_and_sums_are_right_on_average() -> None:
    counts = {f"x{number}": 5 + number % 40 for number in range(2000)}
    cells = cells_of(counts, secret=SECRET, quarter="2026-Q4")
    off = [(cell.count or 0) - counts[cell.key[0]] for cell in cells]
    assert len(cells) == len(counts)
    assert max(map(abs, off)) < 5
    assert abs(sum(off)) / sum(counts.values()) < 0.01


def test_the_same_counts_come_to_the_same_numbers() -> None:
    counts = {"uk": 23, "ti": 7}
    first = cells_of(counts, secret=SECRET, quarter="2026-Q4")
    assert first == cells_of(dict(reversed(counts.items())), secret=SECRET, quarter="2026-Q4")
