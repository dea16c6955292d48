"""When to be open: as many hours a week as today, where most contacts were. Pure, and exact.

The load is only seen while somebody is there: whoever came in vain was not counted. So a proposal says which of the
hours that were seen carry most, and never that nobody would come at another time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from app.reports.planning.chance import higher

Cell = tuple[int, int]
"""Weekday (1 is Monday) and hour: (1, 9) is Monday, 9:00 to 10:00."""
Block = tuple[int, int]
"""First hour, and the hour at which it ends."""
CHANCE = 0.01
"""Strict, as the hours were chosen for what they carried: the next quarter will be a little less favourable."""
MOST_KEPT = 64
"""Proposals kept in memory."""
Worth = tuple[int, int, int]
"""Contacts; hours that are open today already; blocks, negative: what is equal else changes least."""


@dataclass(frozen=True)
class Proposal:
    """Opening hours that cover most of the load, beside those of today; as many hours a week."""

    load: Mapping[Cell, int]
    today: frozenset[Cell]
    proposed: frozenset[Cell]

    @cached_property
    def covered_today(self) -> int:
        """Contacts within the hours of today."""
        return _sum(self.load, self.today)

    @cached_property
    def covered(self) -> int:
        """Contacts within the proposed hours."""
        return _sum(self.load, self.proposed)

    @cached_property
    def clear(self) -> bool:
        """Whether the hours that would be new carried so much more than those given up that it is hardly chance."""
        new, given_up = _sum(self.load, self.proposed - self.today), _sum(self.load, self.today - self.proposed)
        return higher(new, given_up) <= CHANCE

    @cached_property
    def whole(self) -> int:
        """All contacts that were counted."""
        return sum(self.load.values())


def propose(load: Mapping[Cell, int], today: frozenset[Cell], *, shortest: int = 2) -> Proposal:
    """As many hours as today, in at most two blocks a day of at least ``shortest`` hours, that cover most contacts.

    Considered are the weekdays and hours, from the first to the last, in which there was a contact or the house is
    open. Of proposals that cover as many the one that changes least is taken. If the hours cannot be made of such
    blocks, it stays as it is.
    """
    return Proposal(load, today, _best(frozenset(load.items()), today, shortest))


# It takes up to half a second if somebody comes at every hour of the day, and a release asks for the same each time.
@lru_cache(maxsize=MOST_KEPT)
def _best(counts: frozenset[tuple[Cell, int]], today: frozenset[Cell], shortest: int) -> frozenset[Cell]:
    load = dict(counts)
    cells = [cell for cell, n in load.items() if n] + list(today)
    days = sorted({day for day, _ in cells})
    hours = range(min((hour for _, hour in cells), default=0), max((hour for _, hour in cells), default=-1) + 1)
    best: dict[int, tuple[Worth, frozenset[Cell]]] = {0: ((0, 0, 0), frozenset())}
    for day in days:
        best = _with_day(best, _choices(day, hours, load, today, shortest), len(today))
    _, proposed = best.get(len(today), ((0, 0, 0), today))
    return proposed


def blocks(cells: frozenset[Cell], day: int) -> tuple[Block, ...]:
    """The hours of a day as blocks."""
    found: list[Block] = []
    for hour in sorted(hour for weekday, hour in cells if weekday == day):
        if found and found[-1][1] == hour:
            found[-1] = found[-1][0], hour + 1
        else:
            found.append((hour, hour + 1))
    return tuple(found)


def _with_day(
    best: Mapping[int, tuple[Worth, frozenset[Cell]]],
    choices: Mapping[int, tuple[Worth, frozenset[Cell]]],
    most: int,
) -> dict[int, tuple[Worth, frozenset[Cell]]]:
    """The best choice of so many hours of the days so far, from that without this day and those of this day."""
    found: dict[int, tuple[Worth, frozenset[Cell]]] = {}
    for before, (worth, cells) in best.items():
        for n, (more, added) in choices.items():
            candidate = _plus(worth, more), cells | added
            if before + n <= most and (before + n not in found or candidate[0] > found[before + n][0]):
                found[before + n] = candidate
    return found


def _choices(
    day: int, hours: range, load: Mapping[Cell, int], today: frozenset[Cell], shortest: int
) -> dict[int, tuple[Worth, frozenset[Cell]]]:
    """For each number of hours the best that one day can do."""
    found: dict[int, tuple[Worth, frozenset[Cell]]] = {}
    for chosen in _sets_of_blocks(hours, shortest):
        cells = frozenset((day, hour) for first, end in chosen for hour in range(first, end))
        worth = _sum(load, cells), len(cells & today), -len(chosen)
        if len(cells) not in found or worth > found[len(cells)][0]:
            found[len(cells)] = worth, cells
    return found


def _sets_of_blocks(hours: range, shortest: int) -> list[tuple[Block, ...]]:
    """None, one or two blocks with at least an hour between them."""
    single = [
        (first, end) for first, end in combinations(range(hours.start, hours.stop + 1), 2) if end - first >= shortest
    ]
    pairs: Sequence[tuple[Block, ...]] = [pair for pair in combinations(single, 2) if pair[0][1] < pair[1][0]]
    return [(), *((block,) for block in single), *pairs]


def _plus(one: Worth, other: Worth) -> Worth:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _sum(load: Mapping[Cell, int], cells: frozenset[Cell]) -> int:
    return sum(load.get(cell, 0) for cell in cells)
