"""Files with bytes changed at random: whatever they become, they are refused or made safe."""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from app.files.cleaning import Refused, clean
from tests.unit.files import harmless
from tests.unit.files.active import ACTIVE
from tests.unit.files.bombs import HARMLESS as ODD
from tests.unit.files.test_hostile import check_safe

TIMES = 1500
LARGEST_SEED = 20_000
NAME = re.compile(rb"/[A-Za-z0-9]+")
NUMBER = re.compile(rb"(?<![\w.])\d+(?![\w.])")
REFERENCE = re.compile(rb"\d+ 0 R")


def another_byte(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(9, len(content))] = chance.randrange(256)


def exchanged(pattern: re.Pattern[bytes]) -> Callable[[bytearray, random.Random], None]:
    """Put one of these where another one of its length is, so that the table of objects stays right."""

    def change(content: bytearray, chance: random.Random) -> None:
        found = list(pattern.finditer(content))
        place = chance.choice(found)
        others = [one[0] for one in found if len(one[0]) == len(place[0])]
        content[place.start() : place.end()] = chance.choice(others)

    return change


def another_number(content: bytearray, chance: random.Random) -> None:
    place = chance.choice(list(NUMBER.finditer(content)))
    content[place.start() : place.end()] = chance.choice([b"0", b"9", b"1"]) * len(place[0])


CHANGES = (another_byte, exchanged(NAME), exchanged(REFERENCE), another_number)


@pytest.mark.campaign
def test_changed_at_random() -> None:
    chance = random.Random(2026)
    makers = [*(make for make, _ in ACTIVE.values()), *harmless.HARMLESS.values(), *ODD.values()]
    seeds = [seed for make in makers if len(seed := make()) < LARGEST_SEED]
    codes: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number in range(TIMES):
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.choice([1, 1, 2, 5])):
            chance.choice(CHANGES)(content, chance)
        try:
            cleaned = clean(bytes(content))
        except Refused as error:
            codes[error.code] += 1
            first.setdefault(error.code, number)
        else:
            codes["taken"] += 1
            check_safe(cleaned)
    assert codes["taken"] > TIMES // 4, "too few came through to say anything"
    assert not first.keys() & {"busy", "crashed", "too_long"}, f"{codes}, first {first}"
