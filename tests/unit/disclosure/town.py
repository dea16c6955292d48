"""A made-up town for tests of the disclosure control: contacts with a random key and values on some axes."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from app.disclosure.counts import Counted, Number, Tally
from app.disclosure.gate import Application, Passed, pass_gate
from app.disclosure.grids import HIDDEN, TOTAL, Axis, Grid, Key
from app.released import rounding

SECRET = b"s" * 32
TOPICS = ("home", "work", "asylum", "family")
PARTS = {topic: (f"{topic}/a", f"{topic}/b", f"{topic}/c") for topic in TOPICS}
SENSITIVE = {"asylum": 10} | dict.fromkeys(PARTS["asylum"], 10)
TOPIC = Axis("topic", TOPICS, several=True, parts=PARTS, thresholds=SENSITIVE, hiding=("family",))
LANGUAGE = Axis("language", ("uk", "ar", "ro", "vi", "ka"))
GROUP = Axis("group", ("eu", "refugee", "other"))
GRIDS = (
    Grid("group", (GROUP,)),
    Grid("language", (LANGUAGE,)),
    Grid("topic", (TOPIC,)),
    Grid("topic_group", (TOPIC, GROUP)),
    Grid("topic_language", (replace(TOPIC, parts={}, hiding=()), LANGUAGE)),
)


@dataclass(frozen=True)
class Visit:
    """A contact: its key and its values by axis."""

    key: int
    values: Mapping[str, tuple[str, ...]]


def visits(chance: random.Random, n: int) -> list[Visit]:
    """Contacts with a long tail on every axis; one in twenty does not keep its subtopics."""
    return [_visit(chance) for _ in range(n)]


def counted(found: Iterable[Visit], grids: Sequence[Grid] = GRIDS, *, load: bool = False) -> Counted:
    """Their tallies; with ``load`` their total is known exactly."""
    keys: dict[Key, list[bytes]] = defaultdict(list)
    for visit in found:
        cells = {
            tuple(sorted((axis, value) for axis, value in zip(axes, one, strict=True) if value))
            for grid in grids
            for axes in [[axis.name for axis in grid.axes]]
            for one in product(*(("", *visit.values[axis]) for axis in axes))
        }
        for cell in cells:
            keys[cell].append(visit.key.to_bytes(16))
    tallies = {cell: Tally(len(own), rounding.decision_of_records(SECRET, own)) for cell, own in keys.items()}
    nobody = Tally(0, rounding.decision_of_records(SECRET, []))
    return Counted(tallies, nobody, {TOTAL: len(keys[TOTAL])} if load else {})


class Town:
    """Releases periods in order, as the program does, and remembers what was published."""

    def __init__(self, grids: Sequence[Grid] = GRIDS) -> None:
        self.grids = grids
        self.published: dict[str, tuple[Sequence[Grid], dict[Key, Number]]] = {}
        self.counted: dict[str, Counted] = {}
        self.flips: set[bytes] = set()

    def release(self, period: str, own: Counted, parts: Sequence[str] = (), *, sensitive: bool = True) -> Passed:
        """Let the gate decide on a period that is made of others."""
        self.counted[period] = own
        asked = Application(
            period=period,
            grids=self.grids,
            counted={one: self.counted[one] for one in (*parts, period)},
            earlier={one: self.published[one] for one in parts},
            parts={period: parts} if parts else {},
            empty=frozenset(),
            flips=frozenset(self.flips),
            sensitive=sensitive,
        )
        passed = pass_gate(asked)
        self.flips |= passed.flips
        numbers: dict[Key, Number] = {}
        for table in passed.tables.values():
            numbers.update(table)
        self.published[period] = ([grid for grid in self.grids if grid.name in passed.tables], numbers)
        return passed


def _visit(chance: random.Random) -> Visit:
    topics = {_tail(chance, TOPICS) for _ in range(chance.choice((1, 1, 2)))}
    hidden = chance.random() < 0.05
    own = {*topics, "family"} if hidden else topics
    below = [HIDDEN] if hidden else [_tail(chance, PARTS[topic]) for topic in sorted(own)]
    values = {
        "topic": (*sorted(own), *below),
        "language": (_tail(chance, LANGUAGE.values),),
        "group": (_tail(chance, GROUP.values),),
    }
    return Visit(chance.getrandbits(128), values)


def _tail(chance: random.Random, values: Sequence[str]) -> str:
    return chance.choices(values, [0.5**place for place, _ in enumerate(values)])[0]
