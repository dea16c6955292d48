"""docs/asvs.md: no number is missing or there twice, and the files that it names exist."""

import re
from collections import Counter

from config import ROOT

PAPER = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
STATES = {"yes", "partly", "no", "town", "n/a"}
# How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has.
REQUIREMENTS = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))


def numbers() -> list[tuple[int, int, int]]:
    """Every number in the tables; ``1.2.6–1.2.8`` stands for three."""
    found = []
    for first, last, level, state in re.findall(r"^\| ([\d.]+)(?:–([\d.]+))? \| (\d) \| (\S+) \|", PAPER, re.MULTILINE):
        chapter, section, begin = map(int, first.split("."))
        *same, end = map(int, (last or first).split("."))
        assert same == [chapter, section]
        assert begin <= end
        assert level in {"1", "2"}
        assert state in STATES, first
        found += [(chapter, section, number) for number in range(begin, end + 1)]
    return found


def test_every_number_once() -> None:
    assert [number for number, times in Counter(numbers()).items() if times > 1] == []
    assert Counter(chapter for chapter, _, _ in numbers()) == REQUIREMENTS


def test_files_are_there() -> None:
    named = set(re.findall(r"`([a-z]+/[\w./-]+)`", PAPER))
    missing = {name for name in named if not (ROOT / name).exists()}
    assert missing == set()
    assert len(named) > 60
